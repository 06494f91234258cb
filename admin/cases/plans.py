"""The lists of tips and hazards as a plan: where the cases lie, by square, each square a list again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request, url_for
from flask.typing import ResponseReturnValue

from admin.cases.drawing import Spot, draw
from admin.cases.hazards import wanted_hazards
from admin.cases.lists import Names
from admin.cases.tips import wanted_tips
from admin.needs import Needs
from admin.routes import Routes
from admin.showing import page
from admin.visitors import Visitor
from places.regions import Level
from tipoffs.hazards.models import Hazard
from tipoffs.permissions import Permission
from tipoffs.squares import Spread, spread
from tipoffs.tips.models import Tip

MOST_SQUARES = 12
"""Squares of one town that are listed; the others are on the picture."""
_PASSING = frozenset({"after", "number", "done", "sort"})


class PlanPages:
    """Two pages that are alike."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        routes.add("/tips/map", self.tips, name="tips_map", permission=Permission.TIPS_SEE)
        routes.add("/hazards/map", self.hazards, name="hazards_map", permission=Permission.HAZARDS_SEE)

    def tips(self, visitor: Visitor) -> ResponseReturnValue:
        """The tips of the filter in the address."""
        return self._page(visitor, Tip)

    def hazards(self, visitor: Visitor) -> ResponseReturnValue:
        """The hazards of the filter in the address."""
        return self._page(visitor, Hazard)

    def _page(self, visitor: Visitor, table: type[Tip | Hazard]) -> ResponseReturnValue:
        needs = self._needs
        with needs.database.reading() as session:
            names = Names.of(session, needs.cases())
            wanted = wanted_tips(names) if table is Tip else wanted_hazards(names, needs.clock.now())
            found = spread(session, table, visitor.actor, wanted)
        towns = [
            one for one in names.tree.at_level(Level.TOWN)
            if not wanted.region or one.code.startswith(wanted.region) or wanted.region.startswith(one.code)
        ]  # fmt: skip
        listing = "tips" if table is Tip else "hazards"
        drawing = draw(found, towns)
        return page(
            "cases/map",
            listing=listing, drawing=drawing, found=found, names=names,
            lines=by_town(found, drawing.spots if drawing else ()),
            has_outlines=any(one.polygons for one in towns), address=_addresses(listing),
            most_squares=MOST_SQUARES,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class TownLine:
    """What the picture shows of one town, in words: its squares, the fullest first, and what has no place."""

    code: str
    spots: Sequence[Spot]
    unplaced: int

    @property
    def count(self) -> int:
        """How many cases the town has, with a place or without."""
        return sum(one.count for one in self.spots) + self.unplaced


def by_town(found: Spread, spots: Sequence[Spot]) -> Sequence[TownLine]:
    """A line for each town that has cases, the one with most first."""
    codes = {one.town for one in spots} | found.unplaced.keys()
    lines = [
        TownLine(
            code,
            sorted((one for one in spots if one.town == code), key=lambda one: -one.count),
            found.unplaced.get(code, 0),
        )
        for code in codes
    ]
    return sorted(lines, key=lambda one: (-one.count, one.code))


def _addresses(listing: str) -> Callable[..., str]:
    """For the template: the list, narrowed as the plan is and by what is clicked."""
    kept = {name: value for name, value in request.args.items() if name not in _PASSING and value}

    def address(**more: str) -> str:
        return f"{url_for(f'admin.{listing}')}?{urlencode(kept | more)}"

    return address
