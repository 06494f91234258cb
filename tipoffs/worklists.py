"""The lists that staff work from: tips by state, region, department and date, hazards likewise, clocks.

Every list goes on behind the last line of the page before (keyset), so the thousandth page costs what the
first does. Only what lies within the actor's scope is listed, and nothing that names the actor or their unit.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Executable, and_, false, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from staff.actors import Actor
from tipoffs.clocks.models import CaseClock
from tipoffs.hazards.models import Hazard, HazardLevel
from tipoffs.hazards.status import HazardState
from tipoffs.permissions import Permission
from tipoffs.tips.models import Finding, Tip, TipKind
from tipoffs.tips.status import TipState

PAGE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; ``region`` is a code, everything below it is meant too."""

    states: Collection[str] = ()
    region: str | None = None
    department: str | None = None
    category: str | None = None
    level: HazardLevel | None = None


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
    level: HazardLevel | None
    finding: Finding | None
    submitted_at: datetime
    answer_by: datetime | None
    held_by: str | None


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


def newest_tips(
    session: Session, actor: Actor, wanted: Wanted, after: TipLine | None = None, limit: int = PAGE
) -> Sequence[TipLine]:
    """Tips, the newest first; ``after`` is the last line of the page before."""
    actor.require(Permission.TIPS_SEE)
    columns = [getattr(Tip, name) for name in TipLine.__slots__]
    query = select(*columns, Tip.named_units, Tip.named_officers).where(*_narrowed(Tip, actor, wanted))
    if after is not None:
        query = query.where(tuple_(Tip.submitted_at, Tip.number) < (after.submitted_at, after.number))
    query = query.order_by(Tip.submitted_at.desc(), Tip.number.desc()).limit(limit)
    return [TipLine(*row[:-2]) for row in _not_naming(session, query, actor)]


def urgent_hazards(
    session: Session, actor: Actor, wanted: Wanted, after: HazardLine | None = None, limit: int = PAGE
) -> Sequence[HazardLine]:
    """Hazards with an order, the first due first; ``after`` is the last line of the page before."""
    actor.require(Permission.HAZARDS_SEE)
    columns = [getattr(Hazard, name) for name in HazardLine.__slots__]
    query = select(*columns, Hazard.excluded_units, Hazard.excluded_officers).where(
        Hazard.due_at.is_not(None), *_narrowed(Hazard, actor, wanted)
    )
    if wanted.level is not None:
        query = query.where(Hazard.level == wanted.level)
    if after is not None:
        query = query.where(tuple_(Hazard.due_at, Hazard.code) > (after.due_at, after.code))
    query = query.order_by(Hazard.due_at, Hazard.code).limit(limit)
    return [HazardLine(*row[:-2]) for row in _not_naming(session, query, actor)]


def due_next(
    session: Session, actor: Actor, wanted: Wanted, after: DueLine | None = None, limit: int = PAGE
) -> Sequence[DueLine]:
    """The running clocks of tips, the first to run out (or the longest overdue) first."""
    actor.require(Permission.TIPS_SEE)
    query = (
        select(CaseClock.id, CaseClock.kind, CaseClock.due_at, Tip.number, Tip.state, Tip.region,
               Tip.department,               Tip.named_units, Tip.named_officers)
        .join(Tip, Tip.number == CaseClock.case_number)
        .where(CaseClock.stopped_at.is_(None), CaseClock.due_at.is_not(None), *_narrowed(Tip, actor, wanted))
    )  # fmt: skip
    if after is not None:
        query = query.where(tuple_(CaseClock.due_at, CaseClock.id) > (after.due_at, after.clock))
    query = query.order_by(CaseClock.due_at, CaseClock.id).limit(limit)
    return [DueLine(*row[:-2]) for row in _not_naming(session, query, actor)]


def below(column: InstrumentedAttribute[str], region: str) -> ColumnElement[bool]:
    """Whether a code is that of the region or of one below it; codes of one level have one length."""
    return and_(column >= region, column < f"{int(region) + 1:0{len(region)}}")


def _narrowed(table: type[Tip | Hazard], actor: Actor, wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.states:
        found.append(table.state.in_(wanted.states))
    if wanted.region:
        found.append(below(table.region, wanted.region))
    if wanted.department:
        found.append(table.department == wanted.department)
    if wanted.category:
        found.append(table.category == wanted.category)
    if not actor.scope.everywhere:
        reach = [below(table.region, region) for region in sorted(actor.scope.regions)]
        if actor.scope.departments:
            reach.append(table.department.in_(sorted(actor.scope.departments)))
        found.append(or_(*reach) if reach else false())
    return found


def _not_naming(session: Session, query: Executable, actor: Actor) -> list[Any]:
    """The rows, without those that name the actor or their unit: such a page is shorter."""
    return [
        row
        for row in session.execute(query)
        if actor.id not in row[-1] and not actor.scope.departments.intersection(row[-2])
    ]
