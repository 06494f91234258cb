"""What citizens see in 活动中心: the theme of the month, what comes, where they were, what they can rate."""

from calendar import monthrange
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from campaigns.library.models import SignIn
from campaigns.planning.calendar import Calendar
from campaigns.planning.lecture_models import LectureRating, LectureRequest
from campaigns.planning.lecture_verbs import RATED_WITHIN
from campaigns.planning.models import Activity, Campaign
from campaigns.planning.status import ActivityState, CampaignState, LectureState
from campaigns.planning.themes import find_theme

AHEAD = timedelta(days=62)
"""How far ahead people look: this month and the next."""


@dataclass(frozen=True, slots=True)
class MonthTheme:
    """The theme of an occasion that falls into the month, once two people have checked it."""

    occasion: str
    text: str
    edition: int | None


@dataclass(frozen=True, slots=True)
class Booking:
    """A lecture somebody asked for; ``activity`` once a day is fixed, ``stars`` once they said how it was."""

    lecture: LectureRequest
    activity: Activity | None
    stars: int | None
    can_rate: bool


@dataclass(frozen=True, slots=True)
class Attended:
    """Somebody signed in to an activity; ``lecture_id`` where it was a lecture on request."""

    activity: Activity
    sign_in: SignIn
    lecture_id: int | None
    stars: int | None
    can_rate: bool


def month_themes(session: Session, calendar: Calendar, today: date) -> Sequence[MonthTheme]:
    """Themes of this month's occasions; one that is not announced or not checked is not there."""
    last = today.replace(day=monthrange(today.year, today.month)[1])
    found: dict[str, MonthTheme] = {}
    for occurrence in calendar.between(today.replace(day=1), last):
        occasion = occurrence.occasion.theme_of
        if occasion is None or occasion in found:
            continue
        theme = find_theme(session, occasion, occurrence.day.year)
        if theme is not None and theme.text and theme.verified_at is not None:
            found[occasion] = MonthTheme(calendar.name_of(occasion), theme.text, theme.edition)
    return list(found.values())


def coming(
    session: Session, now: datetime, regions: Collection[str] | None = None, limit: int = 30
) -> Sequence[Activity]:
    """What goes on or comes next, of approved plans; ``regions`` are those in which it may lie."""
    query = (
        select(Activity)
        .join(Campaign, Campaign.id == Activity.campaign_id)
        .where(
            Campaign.state == CampaignState.APPROVED,
            Activity.state.in_((ActivityState.PLANNED, ActivityState.HELD)),
            Activity.ends_at >= now,
            Activity.starts_at <= now + AHEAD,
        )
        .order_by(Activity.starts_at, Activity.id)
        .limit(limit)
    )
    if regions is not None:
        query = query.where(Activity.region.in_(regions))
    return session.scalars(query).all()


def attended_by(
    session: Session, person: str, rater: str, now: datetime, limit: int = 50
) -> Sequence[Attended]:
    """Where somebody signed in, the latest first, with what they said of it.

    ``person`` and ``rater`` are the same one, as scans and as ratings name them.
    """
    rows = session.execute(
        select(Activity, SignIn, LectureRequest.id, LectureRating.stars)
        .join(SignIn, SignIn.activity_id == Activity.id)
        .outerjoin(LectureRequest, LectureRequest.activity_id == Activity.id)
        .outerjoin(
            LectureRating,
            (LectureRating.lecture_id == LectureRequest.id) & (LectureRating.rater == rater),
        )
        .where(SignIn.person == person)
        .order_by(SignIn.at.desc(), SignIn.activity_id.desc())
        .limit(limit)
    )
    return [
        Attended(activity, sign_in, lecture_id, stars, lecture_id is not None and _is_rated(activity, now))
        for activity, sign_in, lecture_id, stars in rows
    ]


def bookings_of(session: Session, requester: str, now: datetime, limit: int = 20) -> Sequence[Booking]:
    """The lectures one person asked for, the latest first; they may say how one was, signed in or not."""
    rows = session.execute(
        select(LectureRequest, Activity, LectureRating.stars)
        .outerjoin(Activity, Activity.id == LectureRequest.activity_id)
        .outerjoin(
            LectureRating,
            (LectureRating.lecture_id == LectureRequest.id) & (LectureRating.rater == requester),
        )
        .where(LectureRequest.requester == requester)
        .order_by(LectureRequest.id.desc())
        .limit(limit)
    )
    return [
        Booking(
            lecture,
            activity,
            stars,
            activity is not None and lecture.state is LectureState.HELD and _is_rated(activity, now),
        )
        for lecture, activity, stars in rows
    ]


def may_rate(session: Session, lecture_id: int, person: str, requester: str) -> bool:
    """Whether somebody signed in to the activity of this lecture, or asked for it and it was held.

    ``person`` and ``requester`` are the same one, as scans and as requests name them.
    """
    asked = select(LectureRequest.id).where(
        LectureRequest.id == lecture_id,
        LectureRequest.requester == requester,
        LectureRequest.state == LectureState.HELD,
    )
    return session.scalar(asked) is not None or _was_there(session, lecture_id, person)


def _was_there(session: Session, lecture_id: int, person: str) -> bool:
    query = (
        select(SignIn.person)
        .join(LectureRequest, LectureRequest.activity_id == SignIn.activity_id)
        .where(
            LectureRequest.id == lecture_id,
            SignIn.person == person,
            or_(LectureRequest.state == LectureState.SCHEDULED, LectureRequest.state == LectureState.HELD),
        )
    )
    return session.scalar(query) is not None


def _is_rated(activity: Activity, now: datetime) -> bool:
    return activity.starts_at <= now <= activity.starts_at + RATED_WITHIN
