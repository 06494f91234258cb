"""Looks at clocks: those of a case, and the daily list of each department."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload

from tipoffs.clocks.models import CaseClock
from tipoffs.clocks.rules import ClockRules, Whose

SOON = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class OpenClock:
    """A clock that runs, as a list shows it."""

    case_number: str
    kind: str
    name: str
    department: str
    due_at: datetime


def clocks_of(session: Session, case_number: str) -> Sequence[CaseClock]:
    """Every clock of a case, in the order in which they began."""
    return session.scalars(
        select(CaseClock)
        .where(CaseClock.case_number == case_number)
        .order_by(CaseClock.started_at, CaseClock.id)
    ).all()


def next_due(session: Session, case_numbers: Collection[str]) -> Mapping[str, CaseClock]:
    """Of each case the running clock that ends first; one query for a page of a list."""
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


def digests(
    session: Session, rules: ClockRules, now: datetime, soon: timedelta = SOON
) -> Mapping[str, Sequence[OpenClock]]:
    """By department, the bureau's clocks that are late or end within ``soon``, the latest first."""
    kinds = [kind for kind, rule in rules.items() if rule.whose is Whose.BUREAU]
    clocks = session.scalars(
        select(CaseClock)
        .where(
            CaseClock.stopped_at.is_(None),
            CaseClock.paused_at.is_(None),
            CaseClock.due_at <= now + soon,
            CaseClock.kind.in_(kinds),
        )
        .order_by(CaseClock.department, CaseClock.due_at, CaseClock.id)
    )
    return {
        department: [_open_clock(clock, rules) for clock in group]
        for department, group in groupby(clocks, key=lambda clock: clock.department)
    }


def _open_clock(clock: CaseClock, rules: ClockRules) -> OpenClock:
    assert clock.due_at is not None
    name = rules[clock.kind].name
    return OpenClock(clock.case_number, clock.kind, name, clock.department, clock.due_at)
