"""Says each step of each clock once, whoever looks and however often they are killed.

1. The clock's row is locked; whoever finds it locked goes on to the next.
2. The steps that are due go into a table with a unique key; only what went in is told.
3. ``tell`` writes into the same transaction: both happen, or neither does.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from core.due_rows import DueRows
from core.statements import insert_once
from places.calendar import load_workdays
from places.workdays import Workdays
from tipoffs.clocks.models import CaseClock, ClockFiring
from tipoffs.clocks.ports import ClockNotice, Tell
from tipoffs.clocks.reminders import Step, due, is_night, next_at, recipient_of
from tipoffs.clocks.services import ClockService

AT_ONCE = 200
DUE = DueRows(CaseClock.id, CaseClock.next_at, CaseClock.stopped_at.is_(None))
"""The clocks that have something to say, by day."""
_URGENT = DueRows(CaseClock.id, CaseClock.next_at, and_(CaseClock.stopped_at.is_(None), CaseClock.is_urgent))


def due_clocks(session: Session, now: datetime, limit: int = AT_ONCE) -> Sequence[int]:
    """The clocks that have something to say, longest due first; by night only the urgent ones."""
    return (_URGENT if is_night(now) else DUE).next(session, now, limit)


def fire(
    session: Session,
    clock_id: int,
    now: datetime,
    tell: Tell,
    service: ClockService,
    workdays: Workdays | None = None,
) -> int:
    """Say what one clock has to say, unless somebody else does; the number of steps told."""
    clock = session.scalar(
        select(CaseClock)
        .where(
            CaseClock.id == clock_id,
            CaseClock.stopped_at.is_(None),
            CaseClock.paused_at.is_(None),
            CaseClock.next_at <= now,
        )
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    if clock is None or (is_night(now) and not clock.is_urgent):
        return 0
    every = service.steps_of(clock, workdays or load_workdays(session))
    fired = service.fired(session, clock)
    found = due(every, fired, now)
    told = [step for step in found.told if _note(session, clock, step, now, was_told=True)]
    for step in found.passed_over:
        _note(session, clock, step, now, was_told=False)
    fired |= {step.name for step in (*found.told, *found.passed_over)}
    clock.next_at = next_at(every, fired)
    session.flush()
    for step in told:
        tell(session, _notice(clock, step, service), now)
    return len(told)


def _note(session: Session, clock: CaseClock, step: Step, now: datetime, *, was_told: bool) -> bool:
    row = {
        "clock_id": clock.id,
        "round": clock.round,
        "step": step.name,
        "due_at": step.at,
        "fired_at": now,
        "was_told": was_told,
    }
    return bool(insert_once(session, ClockFiring, [row], conflict=["clock_id", "round", "step"]))


def _notice(clock: CaseClock, step: Step, service: ClockService) -> ClockNotice:
    assert clock.due_at is not None
    assert clock.last_day is not None
    rule = service.rule(clock.kind)
    return ClockNotice(
        clock_id=clock.id,
        case_number=clock.case_number,
        kind=clock.kind,
        name=rule.name,
        department=clock.department,
        step=step.name,
        recipient=recipient_of(step.name, rule.whose),
        due_at=clock.due_at,
        last_day=clock.last_day,
        is_urgent=clock.is_urgent,
    )
