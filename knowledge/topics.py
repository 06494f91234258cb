"""The list of everything citizens ask about, with how much it matters that we can answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.errors import BadContent
from core.types import Labelled, member_of
from knowledge.reading import read_tree

FILE_NAME = "topics.yaml"


class Priority(Labelled):
    """P1: there must be an article; P2: there should be one; P3: there may be; optional: beyond the plan."""

    P1 = "P1", "必须有"
    P2 = "P2", "应该有"
    P3 = "P3", "可以有"
    OPTIONAL = "optional", "以后再说"


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic: its lasting slug (``fire.oil_pan``), its priority and a short Chinese title."""

    slug: str
    priority: Priority
    title: str

    @property
    def category(self) -> str:
        """The part of the slug before the dot."""
        return self.slug.partition(".")[0]


def read_topics(path: Path) -> Mapping[str, Topic]:
    """The topics by slug, in the order of the file; ``BadContent`` names the file and what is wrong."""
    tree = read_tree(path)
    try:
        return {
            slug: Topic(slug, member_of(Priority, entry["priority"]), str(entry["title"]))
            for slug, entry in tree.items()
        }
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BadContent(f"{path}: every topic needs a priority and a title: {error}") from error
