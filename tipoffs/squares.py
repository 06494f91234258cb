"""Where the cases of a list lie, counted by squares: for a plan that no one point can be read from.

Only what the list itself would show is counted: within the actor's scope, and nothing that names the actor or
their unit. A square is at least a hundredth of a degree wide, about a kilometre.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Text, cast, func, literal_column, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from core.expressions import hundredths
from staff.actors import Actor
from tipoffs.figures import TOWN_DIGITS
from tipoffs.hazards.models import Hazard
from tipoffs.permissions import Permission
from tipoffs.tips.models import Tip
from tipoffs.worklists import Square, Wanted, wanted_rows

SIDES = (1, 2, 5, 10, 20, 50)
"""The sides a square may have, in hundredths of a degree."""
MOST_ACROSS = 16


@dataclass(frozen=True, slots=True)
class Cluster:
    """A square with the number of its cases, and the town in which most of them lie."""

    square: Square
    count: int
    town: str


@dataclass(frozen=True, slots=True)
class Spread:
    """The cases of a list by square; ``unplaced`` counts, by town, those without a point."""

    clusters: Sequence[Cluster]
    unplaced: Mapping[str, int]

    @property
    def placed(self) -> int:
        """How many have a point."""
        return sum(one.count for one in self.clusters)


def spread(session: Session, table: type[Tip | Hazard], actor: Actor, wanted: Wanted) -> Spread:
    """Count the cases of a list by square; one statement."""
    actor.require(Permission.TIPS_SEE if table is Tip else Permission.HAZARDS_SEE)
    south, west = hundredths(table.latitude), hundredths(table.longitude)
    # Written out: to PostgreSQL two values are two different expressions to group by.
    town = func.substr(table.region, literal_column("1"), literal_column(str(TOWN_DIGITS)))
    rows = session.execute(
        select(south, west, town, func.count())
        .where(*wanted_rows(table, actor, wanted), *_not_naming(table, actor))
        .group_by(south, west, town)
    )
    fine: dict[tuple[int, int], dict[str, int]] = {}
    unplaced: dict[str, int] = {}
    for lat, lon, code, count in rows:
        if lat is None or lon is None:
            unplaced[code] = unplaced.get(code, 0) + count
        else:
            fine.setdefault((lat, lon), {})[code] = count
    return Spread(_gathered(fine), unplaced)


def side_for(keys: Collection[tuple[int, int]]) -> int:
    """The smallest side with which at most ``MOST_ACROSS`` squares stand beside each other."""
    if not keys:
        return SIDES[0]
    wide = max(max(key[axis] for key in keys) - min(key[axis] for key in keys) + 1 for axis in (0, 1))
    return next((side for side in SIDES if wide <= side * MOST_ACROSS), SIDES[-1])


def _gathered(fine: Mapping[tuple[int, int], Mapping[str, int]]) -> list[Cluster]:
    side = side_for(fine.keys())
    found: dict[Square, dict[str, int]] = {}
    for (lat, lon), towns in fine.items():
        square = Square(lat // side * side, lon // side * side, side)
        held = found.setdefault(square, {})
        for code, count in towns.items():
            held[code] = held.get(code, 0) + count
    made = [
        Cluster(square, sum(towns.values()), max(sorted(towns), key=lambda code: towns[code]))
        for square, towns in found.items()
    ]
    return sorted(made, key=lambda one: (-one.count, one.square))


def _not_naming(table: type[Tip | Hazard], actor: Actor) -> list[ColumnElement[bool]]:
    """A count of one would tell somebody that they are named, as a line of the list would."""
    if issubclass(table, Tip):
        return _without(table.named_officers, {actor.id}) + _without(
            table.named_units, actor.scope.departments
        )
    return _without(table.excluded_officers, {actor.id}) + _without(
        table.excluded_units, actor.scope.departments
    )


def _without(column: InstrumentedAttribute[list[str]], words: Collection[str]) -> list[ColumnElement[bool]]:
    # Login names and codes are plain letters: what stands in quotes in the list is one of them as a whole.
    return [~cast(column, Text).contains(f'"{word}"', autoescape=True) for word in sorted(words)]
