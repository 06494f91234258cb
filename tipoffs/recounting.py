"""Counting the times of cases anew once the calendar changed, with what a reporter was told of them.

A holiday moves the end of a time. Where the reporter may act until then, the case keeps that moment beside
its clock: the right lasts as long as the clock says, and never shorter than what was told.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tipoffs.clocks.models import CaseClock
from tipoffs.clocks.services import ClockService
from tipoffs.ports import ClockKind
from tipoffs.tips.models import Tip


def recount(session: Session, clocks: ClockService) -> int:
    """Count every open clock anew and lengthen the rights that end with one; say how many clocks moved."""
    moved = clocks.recount(session)
    if moved:
        longer = (
            select(Tip, CaseClock.due_at)
            .join(CaseClock, CaseClock.case_number == Tip.number)
            .where(
                CaseClock.kind == ClockKind.OBJECT,
                CaseClock.stopped_at.is_(None),
                CaseClock.due_at > Tip.object_until,
            )
            .order_by(Tip.number)
            .with_for_update(of=Tip)
        )
        for tip, due_at in session.execute(longer).all():
            tip.object_until = due_at
        session.flush()
    return moved
