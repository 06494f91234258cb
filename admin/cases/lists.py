"""What every list of cases shares: the filter in the address, what codes are called."""

from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass

from flask import request
from sqlalchemy.orm import Session

from admin.cases.needs import CaseServices
from admin.forms import Choices
from places.regions import RegionTree
from tipoffs.hazards.models import HazardLevel
from tipoffs.routing.categories import categories
from tipoffs.routing.services import load_matrix
from tipoffs.squares import SIDES
from tipoffs.worklists import Square, Wanted


@dataclass(frozen=True, slots=True)
class Names:
    """What codes are called: industries, departments, regions."""

    departments: Mapping[str, str]
    tree: RegionTree

    @classmethod
    def of(cls, session: Session, services: CaseServices) -> "Names":
        """The names of departments and regions that are in force now."""
        known = load_matrix(session).departments
        return cls({code: one.name for code, one in known.items()}, services.tree())

    def department(self, code: str | None) -> str:
        """A department; its code where nobody knows it."""
        return self.departments.get(code, code) if code else ""

    def region(self, code: str) -> str:
        """A region with those above it."""
        return self.tree.full_name(code) or code

    @staticmethod
    def category(code: str) -> str:
        """What people call an industry; its code where nobody knows it any more."""
        found = categories().get(code)
        return found.name if found else code

    @property
    def department_choices(self) -> Choices:
        """The departments as choices of a form."""
        return sorted(self.departments.items(), key=lambda one: one[1])

    @property
    def category_choices(self) -> Choices:
        """The industries as choices of a filter."""
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
