"""How the pages are sorted for people: groups of categories, the five settings, the editors' choice."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.errors import BadContent
from knowledge.articles import SETTINGS
from knowledge.reading import read_tree

FILE = Path(__file__).with_name("catalogue.yaml")
_REST = "other"


@dataclass(frozen=True, slots=True)
class Category:
    """One category as people see it; ``group`` decides its colour, ``icon`` names a symbol of icons.svg."""

    slug: str
    title: str
    group: str
    icon: str


@dataclass(frozen=True, slots=True)
class Group:
    """Categories that belong together."""

    name: str
    title: str
    categories: tuple[Category, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """One of the five settings: its word in the articles, its name in an address, its icon, what it is."""

    word: str
    name: str
    icon: str
    line: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The whole order of the pages."""

    groups: tuple[Group, ...]
    settings: tuple[Setting, ...]
    editors_choice: tuple[str, ...]

    @property
    def categories(self) -> Mapping[str, Category]:
        """Every category by its slug."""
        return {one.slug: one for group in self.groups for one in group.categories}

    def category(self, slug: str) -> Category:
        """The category called ``slug``; one that nobody sorted in yet goes by its slug."""
        return self.categories.get(slug) or Category(slug, slug, _REST, _REST)

    def find_setting(self, name: str) -> Setting | None:
        """The setting with this name in an address."""
        return next((one for one in self.settings if one.name == name), None)


@cache
def load_catalogue(path: Path = FILE) -> Catalogue:
    """Read the file; ``BadContent`` says what is wrong with it."""
    tree = read_tree(path)
    try:
        groups = tuple(
            Group(
                entry["name"],
                entry["title"],
                tuple(
                    Category(slug, title, entry["name"], slug) for slug, title in entry["categories"].items()
                ),
            )
            for entry in tree["groups"]
        )
        settings = tuple(Setting(**entry) for entry in tree["settings"])
        chosen = tuple(str(one) for one in tree["editors_choice"])
    except (AttributeError, KeyError, TypeError) as error:
        raise BadContent(f"{path}: {error}") from error
    if {one.word for one in settings} != set(SETTINGS):
        raise BadContent(f"{path}: the settings are {'、'.join(SETTINGS)}")
    return Catalogue(groups, settings, chosen)
