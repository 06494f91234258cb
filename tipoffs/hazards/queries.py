"""Figures of hazards: the board of 挂牌督办, the monthly ranking of 3030, what may have come back.

3030 (苍南县 2024): 30天内排查整治30个重大隐患, ranked each month by town and by department. Every figure
can be worked out again from the events of the hazards; a test does.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core.clock import beginning_of
from staff.actors import Actor
from staff.reach import Regions, require_within
from tipoffs.conflicts import require_not_named
from tipoffs.hazards.files import get_hazard, history, listing_of, waiting_extension
from tipoffs.hazards.models import (
    Hazard,
    HazardEnforcement,
    HazardEvent,
    HazardEvidence,
    HazardExtension,
    HazardLevel,
    HazardListing,
    HazardOrder,
    HazardReinspection,
)
from tipoffs.hazards.status import OPEN, HazardState
from tipoffs.hazards.supervising import days_left, is_overdue
from tipoffs.permissions import Permission

FIX_DAYS = 30
TARGET = 30
RECURRENCE_DAYS = 180
"""How long after 销号 the same thing counts as come back; a default the bureau may change."""
_TOWN_DIGITS = 9


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One listed hazard on the board."""

    code: str
    object_name: str
    region: str
    department: str | None
    leader: str
    state: HazardState
    listed_at: datetime
    published_at: datetime | None
    is_published_late: bool
    days_left: int | None
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How one town or department stands in one month; equal figures share a rank."""

    rank: int
    unit: str
    found: int
    fixed_in_time: int
    fixed: int
    open: int
    overdue: int

    @property
    def rate(self) -> float:
        """Share of those found that were repaired within thirty days; 0 where none was found."""
        return self.fixed_in_time / self.found if self.found else 0.0

    @property
    def missing(self) -> int:
        """How many of the thirty are missing."""
        return max(TARGET - self.fixed_in_time, 0)


def board(session: Session, now: datetime) -> list[BoardLine]:
    """What is listed for supervision now, the most urgent first."""
    query = (
        select(Hazard, HazardListing)
        .join(HazardListing, HazardListing.hazard == Hazard.code)
        # The second follows from the first; the index of what is open knows the second only.
        .where(Hazard.is_listed, Hazard.delisted_at.is_(None))
        .order_by(Hazard.due_at, Hazard.code)
    )
    return [
        BoardLine(
            code=hazard.code,
            object_name=hazard.object_name,
            region=hazard.region,
            department=hazard.department,
            leader=listing.leader,
            state=hazard.state,
            listed_at=listing.listed_at,
            published_at=listing.published_at,
            is_published_late=(listing.published_at or now) > listing.publish_by,
            days_left=days_left(hazard, now),
            is_overdue=is_overdue(hazard, now),
        )
        for hazard, listing in session.execute(query)
    ]


@dataclass(frozen=True, slots=True)
class HazardFile:
    """Everything written about a hazard."""

    hazard: Hazard
    steps: Sequence[HazardEvent]
    orders: Sequence[HazardOrder]
    looks: Sequence[HazardReinspection]
    evidence: Sequence[HazardEvidence]
    listing: HazardListing | None
    enforcements: Sequence[HazardEnforcement]
    asked: HazardExtension | None


def hazard_file(session: Session, regions: Regions, code: str, actor: Actor) -> HazardFile:
    """The hazard with its papers; ``NotPermitted`` beyond the actor's reach."""
    hazard = seen_hazard(session, regions, code, actor)
    orders = select(HazardOrder).where(HazardOrder.hazard == code).order_by(HazardOrder.id)
    looks = select(HazardReinspection).where(HazardReinspection.hazard == code)
    evidence = select(HazardEvidence).where(HazardEvidence.hazard == code).order_by(HazardEvidence.id)
    cases = select(HazardEnforcement).where(HazardEnforcement.hazard == code).order_by(HazardEnforcement.id)
    return HazardFile(
        hazard,
        history(session, code),
        session.scalars(orders).all(),
        session.scalars(looks.order_by(HazardReinspection.round)).all(),
        session.scalars(evidence).all(),
        listing_of(session, code),
        session.scalars(cases).all(),
        waiting_extension(session, code),
    )


def unpublished_delistings(session: Session, now: datetime) -> list[str]:
    """Codes of hazards whose 销号 should have been told to the public by now."""
    query = select(HazardListing.hazard).where(
        HazardListing.unlist_by <= now, HazardListing.delisting_published_at.is_(None)
    )
    return list(session.scalars(query.order_by(HazardListing.hazard)))


def ranking_by_town(session: Session, month: date, now: datetime) -> list[Standing]:
    """The towns by the major hazards registered in ``month`` and repaired within thirty days."""
    return _ranked(_major_of(session, month), lambda hazard: hazard.region[:_TOWN_DIGITS], now)


def ranking_by_department(session: Session, month: date, now: datetime) -> list[Standing]:
    """The departments, likewise; what is not ordered yet belongs to nobody and is left out."""
    ordered = [hazard for hazard in _major_of(session, month) if hazard.department]
    return _ranked(ordered, lambda hazard: hazard.department or "", now)


def maybe_recurred(session: Session, hazard: Hazard, days: int = RECURRENCE_DAYS) -> Sequence[str]:
    """Codes of hazards of the same kind and place that were delisted within ``days`` before this one."""
    query = (
        select(Hazard.code)
        .where(
            Hazard.state == HazardState.DELISTED,
            Hazard.code != hazard.code,
            Hazard.category == hazard.category,
            Hazard.region == hazard.region,
            or_(Hazard.object_name == hazard.object_name, Hazard.address == hazard.address),
            Hazard.delisted_at >= hazard.registered_at - timedelta(days=days),
            Hazard.delisted_at <= hazard.registered_at,
        )
        .order_by(Hazard.delisted_at.desc(), Hazard.code)
    )
    return session.scalars(query).all()


def seen_hazard(session: Session, regions: Regions, code: str, actor: Actor) -> Hazard:
    """A hazard within the actor's reach; ``NotPermitted`` otherwise."""
    actor.require(Permission.HAZARDS_SEE)
    hazard = get_hazard(session, code)
    require_within(actor, regions, hazard.region, hazard.department)
    require_not_named(actor, hazard.excluded_units, hazard.excluded_officers)
    return hazard


def _major_of(session: Session, month: date) -> list[Hazard]:
    first = month.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    begin, end = beginning_of(first), beginning_of(following)
    query = select(Hazard).where(
        Hazard.level == HazardLevel.MAJOR, Hazard.registered_at >= begin, Hazard.registered_at < end
    )
    return list(session.scalars(query))


def _ranked(hazards: Iterable[Hazard], unit_of: Callable[[Hazard], str], now: datetime) -> list[Standing]:
    groups: dict[str, list[Hazard]] = {}
    for hazard in hazards:
        groups.setdefault(unit_of(hazard), []).append(hazard)
    counted = [_counted(unit, group, now) for unit, group in groups.items()]
    counted.sort(key=lambda one: (-one.fixed_in_time, -one.rate, one.unit))
    ranked: list[Standing] = []
    for place, one in enumerate(counted, start=1):
        before = ranked[-1] if ranked else None
        same = before is not None and (before.fixed_in_time, before.rate) == (one.fixed_in_time, one.rate)
        rank = before.rank if same and before is not None else place
        ranked.append(
            Standing(rank, one.unit, one.found, one.fixed_in_time, one.fixed, one.open, one.overdue)
        )
    return ranked


def _counted(unit: str, group: Sequence[Hazard], now: datetime) -> Standing:
    limit = timedelta(days=FIX_DAYS)
    fixed = [hazard for hazard in group if hazard.fixed_at is not None]
    return Standing(
        rank=0,
        unit=unit,
        found=len(group),
        fixed_in_time=sum(one.fixed_at - one.registered_at <= limit for one in fixed if one.fixed_at),
        fixed=len(fixed),
        open=sum(hazard.state in OPEN for hazard in group),
        overdue=sum(is_overdue(hazard, now) for hazard in group),
    )
