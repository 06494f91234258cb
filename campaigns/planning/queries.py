"""What staff look at: campaigns, activities with all that belongs to them, lectures and how they went."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaigns.planning.kinds import ActivityKind
from campaigns.planning.lecture_models import LectureRating, LectureRequest
from campaigns.planning.models import (
    Activity,
    ActivityMaterial,
    ActivityPhoto,
    ActivityVenue,
    Campaign,
    CampaignTarget,
    Headcount,
)
from campaigns.planning.status import ActivityState, CampaignState, LectureState
from core.errors import NotFound
from core.sort_orders import Page, SortOrder
from places.models import Venue

SIGN_IN_MARGIN = timedelta(hours=1)
"""How long before and after an activity people may sign in."""


@dataclass(frozen=True, slots=True)
class ActivityFile:
    """An activity with all that belongs to it."""

    activity: Activity
    headcounts: Sequence[Headcount]
    materials: Sequence[ActivityMaterial]
    photos: Sequence[ActivityPhoto]
    venues: Sequence[Venue]


def entered_of(file: ActivityFile) -> tuple[object, ...]:
    """What was entered of an activity and somebody else verifies, as plain values."""
    return (
        file.activity.summary,
        [
            (one.measure.value, one.unit.value, one.value, one.basis.value, one.source)
            for one in file.headcounts
        ],
        [(one.name, one.unit, one.taken, one.returned) for one in file.materials],
        [(one.file, one.caption) for one in file.photos],
        [one.id for one in file.venues],
    )


@dataclass(frozen=True, slots=True)
class Rated:
    """What those who attended thought: how many, and the sum of their stars."""

    raters: int
    stars: int

    @property
    def mean(self) -> float | None:
        """Stars on average, one decimal, rounded down; None where nobody rated."""
        return self.stars * 10 // self.raters / 10 if self.raters else None


def get_campaign(session: Session, campaign_id: int) -> Campaign:
    """The campaign; ``NotFound`` otherwise."""
    campaign = session.get(Campaign, campaign_id)
    if campaign is None:
        raise NotFound
    return campaign


CAMPAIGN_ORDERS = (
    SortOrder("latest", "后开始的在前", Campaign.starts_on, Campaign.id, is_descending=True),
    SortOrder("earliest", "先开始的在前", Campaign.starts_on, Campaign.id),
    SortOrder("name", "按名称", Campaign.name, Campaign.id),
)
ACTIVITY_ORDERS = (
    SortOrder("earliest", "先开始的在前", Activity.starts_at, Activity.id),
    SortOrder("latest", "后开始的在前", Activity.starts_at, Activity.id, is_descending=True),
)
LECTURE_ORDERS = (
    SortOrder("waiting", "等得久的在前", LectureRequest.asked_at, LectureRequest.id),
    SortOrder("newest", "最新的在前", LectureRequest.asked_at, LectureRequest.id, is_descending=True),
)


def campaigns(
    session: Session,
    state: CampaignState | None = None,
    year: int | None = None,
    page: Page = Page(CAMPAIGN_ORDERS[0]),
) -> Sequence[Campaign]:
    """Campaigns, in one of ``CAMPAIGN_ORDERS``; those of a year begin in it."""
    query = page.of(select(Campaign))
    if state is not None:
        query = query.where(Campaign.state == state)
    if year is not None:
        query = query.where(Campaign.starts_on.between(date(year, 1, 1), date(year, 12, 31)))
    return session.scalars(query).all()


def campaigns_between(session: Session, first: date, last: date) -> Sequence[Campaign]:
    """Campaigns that lie in these days at least partly and were not cancelled, in order."""
    query = select(Campaign).where(
        Campaign.starts_on <= last, Campaign.ends_on >= first, Campaign.state != CampaignState.CANCELLED
    )
    return session.scalars(query.order_by(Campaign.starts_on, Campaign.id)).all()


def activities_between(
    session: Session, first: datetime, last: datetime, limit: int = 500
) -> Sequence[Activity]:
    """Activities that begin from ``first`` until before ``last`` and were not cancelled, in order."""
    query = select(Activity).where(
        Activity.starts_at >= first, Activity.starts_at < last, Activity.state != ActivityState.CANCELLED
    )
    return session.scalars(query.order_by(Activity.starts_at, Activity.id).limit(limit)).all()


def targets_of(session: Session, campaign_id: int) -> Sequence[CampaignTarget]:
    """The goals that were set for a campaign."""
    query = select(CampaignTarget).where(CampaignTarget.campaign_id == campaign_id)
    return session.scalars(query.order_by(CampaignTarget.code)).all()


def activities(
    session: Session,
    campaign_id: int | None = None,
    state: ActivityState | None = None,
    kind: ActivityKind | None = None,
    page: Page = Page(ACTIVITY_ORDERS[0]),
) -> Sequence[Activity]:
    """Activities, in one of ``ACTIVITY_ORDERS``."""
    query = page.of(select(Activity))
    if campaign_id is not None:
        query = query.where(Activity.campaign_id == campaign_id)
    if state is not None:
        query = query.where(Activity.state == state)
    if kind is not None:
        query = query.where(Activity.kind == kind)
    return session.scalars(query).all()


def activity_file(session: Session, activity_id: int) -> ActivityFile:
    """An activity with all that belongs to it; ``NotFound`` otherwise."""
    activity = session.get(Activity, activity_id)
    if activity is None:
        raise NotFound
    counts = select(Headcount).where(Headcount.activity_id == activity_id)
    materials = select(ActivityMaterial).where(ActivityMaterial.activity_id == activity_id)
    photos = select(ActivityPhoto).where(ActivityPhoto.activity_id == activity_id)
    reached = select(Venue).join(ActivityVenue, ActivityVenue.venue_id == Venue.id)
    return ActivityFile(
        activity,
        session.scalars(counts.order_by(Headcount.measure, Headcount.unit)).all(),
        session.scalars(materials.order_by(ActivityMaterial.name)).all(),
        session.scalars(photos.order_by(ActivityPhoto.added_at, ActivityPhoto.file)).all(),
        session.scalars(reached.where(ActivityVenue.activity_id == activity_id).order_by(Venue.id)).all(),
    )


def headcounts_of(session: Session, campaign_id: int) -> Sequence[Headcount]:
    """Every number of every activity of a campaign."""
    query = select(Headcount).join(Activity, Activity.id == Headcount.activity_id)
    query = query.where(Activity.campaign_id == campaign_id)
    return session.scalars(query.order_by(Headcount.activity_id, Headcount.measure, Headcount.unit)).all()


def activity_by_scene(session: Session, scene: str) -> Activity | None:
    """The activity to which people sign in by this QR code."""
    return session.scalar(select(Activity).where(Activity.scene == scene))


def takes_sign_ins(activity: Activity, now: datetime) -> bool:
    """Whether people can sign in now; the number of places left is for whoever keeps the sign-ins."""
    if activity.state not in (ActivityState.PLANNED, ActivityState.HELD):
        return False
    return activity.starts_at - SIGN_IN_MARGIN <= now <= activity.ends_at + SIGN_IN_MARGIN


def lectures(
    session: Session,
    state: LectureState | None = None,
    page: Page = Page(LECTURE_ORDERS[0]),
) -> Sequence[LectureRequest]:
    """Requests for lectures, in one of ``LECTURE_ORDERS``."""
    query = page.of(select(LectureRequest))
    return session.scalars(query.where(LectureRequest.state == state) if state else query).all()


def get_lecture(session: Session, lecture_id: int) -> LectureRequest:
    """The request; ``NotFound`` otherwise."""
    lecture = session.get(LectureRequest, lecture_id)
    if lecture is None:
        raise NotFound
    return lecture


def rated(session: Session, lecture_id: int) -> Rated:
    """How a lecture was received."""
    query = select(func.count(), func.coalesce(func.sum(LectureRating.stars), 0))
    raters, stars = session.execute(query.where(LectureRating.lecture_id == lecture_id)).one()
    return Rated(raters, int(stars))


def ratings(session: Session, lecture_id: int, limit: int = 50) -> Sequence[LectureRating]:
    """What they said, the latest first."""
    query = select(LectureRating).where(LectureRating.lecture_id == lecture_id)
    return session.scalars(
        query.order_by(LectureRating.rated_at.desc(), LectureRating.rater).limit(limit)
    ).all()


def count_activities(session: Session, campaign_id: int) -> Mapping[ActivityState, int]:
    """How many activities of a campaign stand where."""
    query = select(Activity.state, func.count()).where(Activity.campaign_id == campaign_id)
    return dict(session.execute(query.group_by(Activity.state)).all())


def count_held(session: Session) -> int:
    """How many activities wait to be verified."""
    query = select(func.count()).select_from(Activity).where(Activity.state == ActivityState.HELD)
    return session.scalars(query).one()


def count_asked(session: Session) -> int:
    """How many requests for a lecture wait for a day."""
    query = select(func.count()).select_from(LectureRequest).where(LectureRequest.state == LectureState.ASKED)
    return session.scalars(query).one()


def count_planned(session: Session) -> int:
    """How many campaigns wait to be approved."""
    query = select(func.count()).select_from(Campaign).where(Campaign.state == CampaignState.PLANNED)
    return session.scalars(query).one()
