"""How far a year or a campaign has come with its targets, counted now, with the query behind each number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaigns.planning.coverage import Span, coverage
from campaigns.planning.kinds import Basis
from campaigns.planning.models import Activity, Campaign, CampaignTarget, Headcount
from campaigns.planning.status import ActivityState
from campaigns.planning.targets import How, Target, Targets
from core.errors import NotFound


@dataclass(frozen=True, slots=True)
class Counter:
    """Where one target stands: ``numerator`` of ``denominator`` for a coverage, else the count and None."""

    target: Target
    goal: int
    numerator: int
    denominator: int | None
    unverified: int
    """What was held and waits for verification; not counted."""
    estimated: int
    """How much of the count rests on estimates alone."""
    dated_on: date | None
    """The day that the list behind the denominator describes."""
    query: str
    """The function that counted."""

    @property
    def value(self) -> float | None:
        """The count, or the coverage in per cent, one decimal, rounded down; None where there is no list."""
        if self.target.how is not How.COVERAGE:
            return self.numerator
        return self.numerator * 1000 // self.denominator / 10 if self.denominator else None

    @property
    def is_reached(self) -> bool | None:
        """Whether the goal is reached, by whole numbers; None where there is no goal, or no list."""
        if not self.goal or self.value is None:
            return None
        if self.denominator is not None:
            return self.numerator * 100 >= self.goal * self.denominator
        return self.numerator >= self.goal


def counters_of_year(
    session: Session, targets: Targets, year: int, regions: frozenset[str] | None = None
) -> Sequence[Counter]:
    """All targets for a year; ``regions`` keeps it to one region and all below it."""
    span = Span(date(year, 1, 1), date(year, 12, 31), regions)
    return [counter(session, target, span, target.goal) for target in targets.by_code.values()]


def counters_of_campaign(session: Session, targets: Targets, campaign_id: int) -> Sequence[Counter]:
    """The targets that were set for a campaign."""
    campaign = session.get(Campaign, campaign_id)
    if campaign is None:
        raise NotFound
    # What began within the plan counts, however long it lasts.
    span = Span(campaign.starts_on, campaign.ends_on, None, campaign_id)
    set_ = session.scalars(
        select(CampaignTarget).where(CampaignTarget.campaign_id == campaign_id).order_by(CampaignTarget.code)
    )
    return [
        counter(session, targets.by_code[one.code], span, one.goal)
        for one in set_
        if one.code in targets.by_code
    ]


def counter(session: Session, target: Target, span: Span, goal: int) -> Counter:
    """One target over one span."""
    match target.how:
        case How.COVERAGE:
            return _covered(session, target, span, goal)
        case How.ACTIVITIES:
            return _held(session, target, span, goal)
        case How.FILMS:
            return _films(session, target, span, goal)
        case How.HEADCOUNT:
            return _heads(session, target, span, goal)


def _covered(session: Session, target: Target, span: Span, goal: int) -> Counter:
    found = [one for kind in target.venues if (one := coverage(session, kind, span))]
    return Counter(
        target,
        goal,
        numerator=sum(one.touched for one in found),
        denominator=sum(one.listed for one in found),
        unverified=sum(one.unverified for one in found),
        estimated=0,
        # The oldest list is how old the figure is.
        dated_on=min((one.dated_on for one in found), default=None),
        query="campaigns.planning.coverage.coverage",
    )


def _held(session: Session, target: Target, span: Span, goal: int) -> Counter:
    def count(state: ActivityState) -> int:
        query = select(func.count()).select_from(Activity).where(span.activities(), Activity.state == state)
        if target.kinds:
            query = query.where(Activity.kind.in_(target.kinds))
        if target.audiences:
            query = query.where(Activity.audience.in_(target.audiences))
        return session.scalars(query).one()

    return _plain(target, goal, count(ActivityState.VERIFIED), count(ActivityState.HELD), 0)


def _films(session: Session, target: Target, span: Span, goal: int) -> Counter:
    def titles(state: ActivityState) -> set[str]:
        query = select(Activity.film).where(span.activities(), Activity.state == state, Activity.film != "")
        return set(session.scalars(query.distinct()))

    verified = titles(ActivityState.VERIFIED)
    return _plain(target, goal, len(verified), len(titles(ActivityState.HELD) - verified), 0)


def _heads(session: Session, target: Target, span: Span, goal: int) -> Counter:
    def total(state: ActivityState, *, estimates: bool = False) -> int:
        query = (
            select(func.coalesce(func.sum(Headcount.value), 0))
            .join(Activity, Activity.id == Headcount.activity_id)
            .where(
                span.activities(),
                Activity.state == state,
                Headcount.measure.in_(target.measures),
                Headcount.unit == target.of,
            )
        )
        if estimates:
            query = query.where(Headcount.basis == Basis.ESTIMATED)
        return int(session.scalars(query).one())

    verified = total(ActivityState.VERIFIED)
    estimated = total(ActivityState.VERIFIED, estimates=True)
    return _plain(target, goal, verified, total(ActivityState.HELD), estimated)


def _plain(target: Target, goal: int, count: int, unverified: int, estimated: int) -> Counter:
    query = f"campaigns.planning.counters.{target.how.value}"
    return Counter(target, goal, count, None, unverified, estimated, None, query)
