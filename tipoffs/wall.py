"""What the wall of the duty room shows of tips and hazards: whole towns, no figure that points at somebody.

Tips are counted to the end of yesterday, guarded (``figures_guard``) and rounded down to full tens: a number
that went up by one while somebody watched would tell when and where a tip came in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func, literal_column, select
from sqlalchemy.orm import Session

from core.clock import china_date, end_of
from tipoffs.figures import TOWN_DIGITS, figures, shown
from tipoffs.hazards.models import Hazard, HazardLevel
from tipoffs.hazards.status import OPEN

DAYS = 90
STEP = 10
# Written out: to PostgreSQL two values are two different expressions to group by.
_TOWN = func.substr(Hazard.region, literal_column("1"), literal_column(str(TOWN_DIGITS)))


@dataclass(frozen=True, slots=True)
class TownHazards:
    """The hazards of one town that are not yet 销号."""

    open: int
    overdue: int
    major: int


@dataclass(frozen=True, slots=True)
class WallTips:
    """Tips of the last ``DAYS`` days; None where the guard hides a figure or there is nothing to share."""

    received: int | None
    on_time_share: float | None
    median_days: float | None
    by_town: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Repairs:
    """Hazards whose time ended in the last ``DAYS`` days, and those of them repaired in time."""

    due: int
    in_time: int


def wall_tips(session: Session, now: datetime) -> WallTips:
    """The tips that came in up to yesterday."""
    last = china_date(now) - timedelta(days=1)
    # What is owed is judged as of last midnight too: a share must not move when one answer goes out.
    found = figures(session, last - timedelta(days=DAYS - 1), last, end_of(last))
    towns = shown(found.by_town)
    total = shown({"all": found.total})["all"]
    return WallTips(
        _stepped(total["received"]) if total else None,
        total["on_time_share"] if total else None,
        total["median_days"] if total else None,
        {code: _stepped(line["received"]) if line else None for code, line in towns.items()},
    )


def open_hazards(session: Session, now: datetime) -> Mapping[str, TownHazards]:
    """By code of the town; one statement over the index of what is open."""
    is_late = Hazard.fixed_at.is_(None) & (Hazard.due_at <= now)
    query = select(
        _TOWN,
        func.count(),
        func.count(case((is_late, 1))),
        func.count(case((Hazard.level == HazardLevel.MAJOR, 1))),
    ).where(Hazard.delisted_at.is_(None), Hazard.state.in_(OPEN))
    return {town: TownHazards(*counts) for town, *counts in session.execute(query.group_by(_TOWN))}


def repairs(session: Session, now: datetime) -> Repairs:
    """How many were repaired in time; one statement."""
    in_time = func.count(case((Hazard.fixed_at <= Hazard.due_at, 1)))
    query = select(func.count(), in_time).where(
        Hazard.due_at > now - timedelta(days=DAYS), Hazard.due_at <= now
    )
    due, kept = session.execute(query).one()
    return Repairs(due, kept)


def _stepped(count: int) -> int:
    return count // STEP * STEP
