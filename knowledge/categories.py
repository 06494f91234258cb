"""The categories of articles: what clerks call them, and when their articles are looked at again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from core.errors import BadContent
from knowledge.reading import CONTENT, read_tree

FILE = CONTENT / "categories.yaml"


@dataclass(frozen=True, slots=True)
class ArticleCategory:
    """One category: its Chinese name, and the month of its reviews, 1 to 12."""

    label: str
    review_month: int

    def __post_init__(self) -> None:
        """Refuse a month that no calendar has."""
        if self.review_month not in range(1, 13):
            raise ValueError(f"no month: {self.review_month}")


def read_categories(path: Path = FILE) -> Mapping[str, ArticleCategory]:
    """The categories by the word their ids begin with, in the order of the file; ``BadContent`` names the
    file and what is wrong."""
    tree = read_tree(path)
    try:
        return {
            word: ArticleCategory(str(entry["label"]), int(entry["review_month"]))
            for word, entry in tree.items()
        }
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BadContent(f"{path}: every category needs a label and a review_month: {error}") from error


CATEGORIES = read_categories()
CATEGORY_LABELS = {word: one.label for word, one in CATEGORIES.items()}


def in_order(categories: Iterable[str]) -> list[str]:
    """These categories, each once, as the file orders them; those that a bureau began itself come last."""
    places = {word: place for place, word in enumerate(CATEGORIES)}
    return sorted(set(categories), key=lambda one: (places.get(one, len(places)), one))


def category_label(category: str) -> str:
    """The Chinese name; the word itself where a bureau began a category of its own."""
    return CATEGORY_LABELS.get(category, category)
