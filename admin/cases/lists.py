"""What every list of cases shares: the filter in the address, where a page ended, what codes are called."""

from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from flask import request
from sqlalchemy.orm import Session

from admin.addresses import here
from admin.cases.forms import Choices
from admin.cases.needs import CaseOffices
from core.types import Labelled
from places.regions import RegionTree
from tipoffs.hazards.models import HazardLevel
from tipoffs.routing.categories import categories
from tipoffs.routing.services import load_matrix
from tipoffs.squares import SIDES
from tipoffs.worklists import Mark, Marked, Square, Wanted

W = TypeVar("W", bound=Labelled)
_LONGEST_KEY = 30


def word_of(words: type[W], name: str) -> W | None:
    """The member that the address names; None for none or nonsense."""
    given = request.args.get(name, "")
    return next((one for one in words if one.value == given), None)


def words_of(words: type[W], name: str) -> tuple[W, ...]:
    """Every member that the address names: a parameter may stand there several times."""
    given = frozenset(request.args.getlist(name))
    return tuple(one for one in words if one.value in given)


def mark_of() -> Mark | None:
    """Where the page before ended, out of the address; nonsense is the beginning."""
    at, _, key = request.args.get("after", "").partition("_")
    if not (key.isascii() and key.isalnum()) or len(key) > _LONGEST_KEY:
        return None
    try:
        moment = datetime.fromisoformat(at) if at else None
    except ValueError:
        return None
    return Mark(moment, key) if moment is None or moment.tzinfo else None


def next_page(lines: Sequence[Marked], most: int) -> str | None:
    """The address of the next page; None where this is the last."""
    if len(lines) < most:
        return None
    mark = lines[-1].mark
    after = f"{mark.at.isoformat() if mark.at else ''}_{mark.key}"
    return here(request.args.to_dict(flat=False) | {"after": [after]})


def first_page() -> str | None:
    """The address of the first page of this list; None where this is it."""
    args = request.args.to_dict(flat=False)
    return here(args) if args.pop("after", None) else None


@dataclass(frozen=True, slots=True)
class Names:
    """What codes are called: industries, departments, regions."""

    departments: Mapping[str, str]
    tree: RegionTree

    @classmethod
    def of(cls, session: Session, offices: CaseOffices) -> "Names":
        """The names in force."""
        known = load_matrix(session).departments
        return cls({code: one.name for code, one in known.items()}, offices.tree())

    def department(self, code: str | None) -> str:
        """A department; its code where nobody knows it."""
        return self.departments.get(code, code) if code else ""

    def region(self, code: str) -> str:
        """A region with those above it."""
        return self.tree.full_name(code) or code

    @staticmethod
    def category(code: str) -> str:
        """An industry."""
        found = categories().get(code)
        return found.name if found else code

    @property
    def department_choices(self) -> Choices:
        """For a form."""
        return sorted(self.departments.items(), key=lambda one: one[1])

    @property
    def category_choices(self) -> Choices:
        """For a filter."""
        return [(one.code, one.name) for one in categories().values()]

    @property
    def region_choices(self) -> Choices:
        """For a filter: counties and towns."""
        return [(one.code, self.tree.full_name(one.code)) for one in self.tree if len(one.code) <= 9]


def wanted_by_address(names: Names, states: Collection[str], level: HazardLevel | None = None) -> Wanted:
    """What a list is narrowed to: what the address names, as far as there is such a thing."""

    def known(name: str, codes: Container[object]) -> str | None:
        code = request.args.get(name, "")
        return code if code in codes else None

    return Wanted(
        states=states,
        region=known("region", names.tree),
        department=known("department", names.departments),
        category=known("category", categories()),
        level=level,
        square=square_of(request.args.get("square", "")),
    )


def square_of(words: str) -> Square | None:
    """The square of the plan that the address names; None for none or nonsense."""
    parts = words.split("_")
    if len(parts) != 3 or not all(one.isascii() and one.isdigit() and len(one) < 6 for one in parts):
        return None
    south, west, side = map(int, parts)
    return Square(south, west, side) if side in SIDES else None
