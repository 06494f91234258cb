"""Looks at clocks: those of a case, and the one of each that ends first."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload

from tipoffs.clocks.models import CaseClock

SOON = timedelta(days=3)


def clocks_of(session: Session, case_number: str) -> Sequence[CaseClock]:
    """Every clock of a case, in the order in which they began."""
    return session.scalars(
        select(CaseClock)
        .where(CaseClock.case_number == case_number)
        .order_by(CaseClock.started_at, CaseClock.id)
    ).all()


def next_due(session: Session, case_numbers: Collection[str]) -> Mapping[str, CaseClock]:
    """The running clock of each case that ends first; one query for a page of a list."""
    clocks = session.scalars(
        select(CaseClock)
        .where(
            CaseClock.case_number.in_(case_numbers),
            CaseClock.stopped_at.is_(None),
            CaseClock.due_at.is_not(None),
        )
        .options(lazyload(CaseClock.pauses))
        .order_by(CaseClock.due_at.desc(), CaseClock.id)
    )
    return {clock.case_number: clock for clock in clocks}
