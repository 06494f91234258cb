"""Counting the times of cases anew once the calendar changed, with what a reporter was told of them.

A holiday moves the end of a time. Where the reporter may act until then, the case keeps that moment beside
its clock: the right lasts as long as the clock says, and never shorter than what was told.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tipoffs.clocks.models import CaseClock
from tipoffs.clocks.services import ClockService
from tipoffs.ports import ClockKind
from tipoffs.tips.models import Tip


def open_clocks(
    session: Session, _now: datetime | None = None, after: int = 0, limit: int | None = None
) -> Sequence[int]:
    """The next clocks that run or rest, in the order of their ids."""
    return session.scalars(
        select(CaseClock.id)
        .where(CaseClock.stopped_at.is_(None), CaseClock.id > after)
        .order_by(CaseClock.id)
        .limit(limit)
    ).all()


def recount_all(session: Session, clocks: ClockService) -> int:
    """Count every open clock anew in one transaction; say how many moved."""
    return sum(recount(session, clock_id, clocks) for clock_id in open_clocks(session))


def recount(session: Session, clock_id: int, clocks: ClockService) -> bool:
    """Count an open clock anew and lengthen the right that ends with it; whether it moved."""
    clock = clocks.recount(session, clock_id)
    if clock is None:
        return False
    if clock.kind == ClockKind.OBJECT and clock.due_at is not None:
        longer = select(Tip).where(Tip.number == clock.case_number, Tip.object_until < clock.due_at)
        tip = session.scalar(longer.with_for_update().execution_options(populate_existing=True))
        if tip is not None:
            tip.object_until = clock.due_at
            session.flush()
    return True
