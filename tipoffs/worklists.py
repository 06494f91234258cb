"""The lists that staff work from: tips by state, region, department and date, hazards likewise, clocks.

Every list goes on behind the last line of the page before (keyset), so the thousandth page costs what the
first does. Only what lies within the actor's scope is listed, and nothing that names the actor or their unit.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol, TypeVar

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, false, or_, select, tuple_
from sqlalchemy.orm import Session

from core.expressions import hundredths, only_filtered
from core.sort_orders import Page
from staff.actors import Actor, ActorKind
from tipoffs.clocks.models import CaseClock
from tipoffs.hazards.models import Hazard, HazardLevel
from tipoffs.hazards.status import OPEN, HazardState
from tipoffs.permissions import Permission
from tipoffs.tips.models import Finding, Tip, TipKind
from tipoffs.tips.status import TipState
from tipoffs.tips.talking import wrote_last

PAGE = 50


class Square(NamedTuple):
    """A square of the plan: its south-west corner and its side, in hundredths of a degree (WGS-84)."""

    south: int
    west: int
    side: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; ``region`` is a code, everything below it is meant too."""

    states: Collection[str] = ()
    region: str | None = None
    department: str | None = None
    category: str | None = None
    level: HazardLevel | None = None
    due: tuple[datetime, datetime] | None = None
    """For hazards: not repaired, and the time for it ends after the first moment and not after the second."""
    square: Square | None = None
    unanswered: bool = False
    """For tips: the reporter wrote last."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a page ended: the moment by which the list is sorted, and the key that decides among equals."""

    at: datetime | None
    key: str


@dataclass(frozen=True, slots=True)
class TipLine:
    """A tip on a list of the tip office; nothing of the reporter but the mode is kept from it too."""

    number: str
    state: TipState
    kind: TipKind
    category: str
    region: str
    department: str | None
    object_name: str
    address: str
    level: HazardLevel | None
    finding: Finding | None
    submitted_at: datetime
    answer_by: datetime | None
    held_by: str | None

    @property
    def mark(self) -> Mark:
        """Its place on the list."""
        return Mark(self.submitted_at, self.number)


@dataclass(frozen=True, slots=True)
class HazardLine:
    """A hazard on a list."""

    code: str
    state: HazardState
    level: HazardLevel
    category: str
    region: str
    department: str | None
    object_name: str
    registered_at: datetime
    due_at: datetime | None
    failed_reinspections: int
    is_listed: bool
    recurs: str | None

    @property
    def mark(self) -> Mark:
        """Its place on the list."""
        return Mark(self.due_at, self.code)


@dataclass(frozen=True, slots=True)
class DueLine:
    """A clock that runs out, and the tip it runs for."""

    clock: int
    kind: str
    due_at: datetime
    number: str
    state: TipState
    region: str
    department: str | None

    @property
    def mark(self) -> Mark:
        """Its place on the list."""
        return Mark(self.due_at, str(self.clock))


class Marked(Protocol):
    """A line that knows its place."""

    @property
    def mark(self) -> Mark:
        """Its place on the list."""
        ...


Line = TypeVar("Line", bound=Marked)
Filled = TypeVar("Filled")


def newest_tips(
    session: Session, actor: Actor, wanted: Wanted, after: TipLine | Mark | None = None, limit: int = PAGE
) -> Sequence[TipLine]:
    """Tips, the newest first; ``after`` is the last line of the page before."""
    actor.require(Permission.TIPS_SEE)
    columns = [getattr(Tip, name) for name in TipLine.__slots__]
    query = select(*columns, Tip.named_units, Tip.named_officers).where(*_narrowed(Tip, actor, wanted))
    query = query.order_by(Tip.submitted_at.desc(), Tip.number.desc())

    def behind(mark: Mark) -> ColumnElement[bool]:
        return tuple_(Tip.submitted_at, Tip.number) < (mark.at, mark.key)

    return filled(session, actor, query, TipLine, behind, _mark(after), limit)


def urgent_hazards(
    session: Session, actor: Actor, wanted: Wanted, after: HazardLine | Mark | None = None, limit: int = PAGE
) -> Sequence[HazardLine]:
    """Hazards, the first due first and those without an order last; ``after`` as above."""
    actor.require(Permission.HAZARDS_SEE)
    columns = [getattr(Hazard, name) for name in HazardLine.__slots__]
    query = select(*columns, Hazard.excluded_units, Hazard.excluded_officers)
    query = query.where(*wanted_rows(Hazard, actor, wanted))

    def behind(mark: Mark) -> ColumnElement[bool]:
        return tuple_(Hazard.due_at, Hazard.code) > (mark.at, mark.key)

    def behind_unordered(mark: Mark) -> ColumnElement[bool]:
        return Hazard.code > mark.key

    # Two walks along one index: no engine walks it with the empty ones last.
    found: list[HazardLine] = []
    mark = _mark(after)
    if mark is None or mark.at is not None:
        ordered = query.where(Hazard.due_at.is_not(None)).order_by(Hazard.due_at, Hazard.code)
        found, mark = filled(session, actor, ordered, HazardLine, behind, mark, limit), None
    if len(found) < limit:
        unordered = query.where(Hazard.due_at.is_(None)).order_by(Hazard.code)
        rest = limit - len(found)
        found += filled(session, actor, unordered, HazardLine, behind_unordered, mark, rest)
    return found


def due_next(
    session: Session, actor: Actor, wanted: Wanted, after: DueLine | Mark | None = None, limit: int = PAGE
) -> Sequence[DueLine]:
    """The running clocks of tips, the first to run out (or the longest overdue) first."""
    actor.require(Permission.TIPS_SEE)
    query = (
        select(CaseClock.id, CaseClock.kind, CaseClock.due_at, Tip.number, Tip.state, Tip.region,
               Tip.department, Tip.named_units, Tip.named_officers)
        .join(Tip, Tip.number == CaseClock.case_number)
        .where(CaseClock.stopped_at.is_(None), CaseClock.due_at.is_not(None), *_narrowed(Tip, actor, wanted))
        .order_by(CaseClock.due_at, CaseClock.id)
    )  # fmt: skip

    def behind(mark: Mark) -> ColumnElement[bool]:
        return tuple_(CaseClock.due_at, CaseClock.id) > (mark.at, int(mark.key))

    return filled(session, actor, query, DueLine, behind, _mark(after), limit)


def tip_lines(session: Session, numbers: Collection[str]) -> dict[str, TipLine]:
    """The lines of tips that the caller has listed already, by number."""
    columns = [getattr(Tip, name) for name in TipLine.__slots__]
    return {row[0]: TipLine(*row) for row in session.execute(select(*columns).where(Tip.number.in_(numbers)))}


def _mark(after: Marked | Mark | None) -> Mark | None:
    return after if isinstance(after, Mark) or after is None else after.mark


def below(column: SQLColumnExpression[str], region: str) -> ColumnElement[bool]:
    """Whether a code is that of the region or of one below it; codes of one level have one length."""
    return and_(column >= region, column < f"{int(region) + 1:0{len(region)}}")


def _narrowed(table: type[Tip | Hazard], actor: Actor, wanted: Wanted) -> list[ColumnElement[bool]]:
    columns: list[Any] = [table.state, table.region, table.department, table.category]
    if table is Hazard:
        columns = [only_filtered(one) for one in columns]
    state, region, department, category = columns
    found: list[ColumnElement[bool]] = []
    if wanted.states:
        found.append(state.in_(wanted.states))
    if wanted.region:
        found.append(below(region, wanted.region))
    if wanted.department:
        found.append(department == wanted.department)
    if wanted.category:
        found.append(category == wanted.category)
    if wanted.unanswered:
        found.append(wrote_last())
    if wanted.square:
        south, west, side = wanted.square
        found.append(hundredths(table.latitude).between(south, south + side - 1))
        found.append(hundredths(table.longitude).between(west, west + side - 1))
    if not (actor.scope.everywhere or actor.kind is ActorKind.SYSTEM):
        reach = [below(region, one) for one in sorted(actor.scope.regions)]
        if actor.scope.departments:
            reach.append(department.in_(sorted(actor.scope.departments)))
        found.append(or_(*reach) if reach else false())
    return found


def wanted_rows(table: type[Tip | Hazard], actor: Actor, wanted: Wanted) -> list[ColumnElement[bool]]:
    """Every condition of a list but one: what names the actor or their unit is still among the rows."""
    found = _narrowed(table, actor, wanted)
    if table is not Hazard:
        return found
    if wanted.level is not None:
        # One in a thousand is major: those are gathered and sorted sooner than met on the way.
        is_rare = wanted.level is HazardLevel.MAJOR
        found.append((Hazard.level if is_rare else only_filtered(Hazard.level)) == wanted.level)
    if wanted.due is not None:
        after_moment, until = wanted.due
        found += [Hazard.fixed_at.is_(None), Hazard.due_at > after_moment, Hazard.due_at <= until]
    if wanted.states and OPEN.issuperset(wanted.states):
        # Follows from the states, which no engine can know: it opens the index of what is open.
        found.append(Hazard.delisted_at.is_(None))
    return found


def filled(
    session: Session,
    actor: Actor,
    query: Select[*tuple[Any, ...]],
    line: Callable[..., Line],
    behind: Callable[[Mark], ColumnElement[bool]],
    after: Mark | None,
    limit: int,
) -> list[Line]:
    """A page of what does not name the actor or their unit; the last two columns say whom a row names.

    What is left out is made up for by what follows: an empty page means that there is nothing more.
    """
    found: list[Line] = []
    while True:
        rows = session.execute((query if after is None else query.where(behind(after))).limit(limit)).all()
        found += [line(*row[:-2]) for row in rows if not _names(row, actor)]
        if len(rows) < limit or len(found) >= limit:
            return found[:limit]
        after = line(*rows[-1][:-2]).mark


def filled_page(
    session: Session,
    actor: Actor,
    query: Select[*tuple[Any, ...]],
    line: Callable[..., Filled],
    page: Page,
) -> list[Filled]:
    """The same in an order that knows its own marks; ``line`` holds the columns of the order."""
    found: list[Filled] = []
    while True:
        rows = session.execute(page.of(query)).all()
        found += [line(*row[:-2]) for row in rows if not _names(row, actor)]
        if page.limit is None or len(rows) < page.limit or len(found) >= page.limit:
            return found[: page.limit]
        page = page.behind(line(*rows[-1][:-2]))


def _names(row: Sequence[Any], actor: Actor) -> bool:
    return actor.id in row[-1] or bool(actor.scope.departments.intersection(row[-2]))


def within(
    table: type[Tip | Hazard], actor: Actor, states: Collection[str] = ()
) -> Sequence[ColumnElement[bool]]:
    """The conditions for what lies within the actor's scope, for whoever counts."""
    return _narrowed(table, actor, Wanted(states=states))
