"""What people may have done, by name: to pick among when an audience is described."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.library.models import QrCode
from campaigns.planning.models import Activity
from followers.deeds import Deed
from quizzes.models import QuizContest, QuizCourse
from quizzes.status import PlanState

MOST = 100
"""The most of each kind; an older one that a description already names is shown by its code."""


@dataclass(frozen=True, slots=True)
class KnownDeed:
    """One thing to have done; ``code`` is what the history calls it."""

    kind: Deed
    code: str
    title: str


def known_deeds(session: Session) -> Sequence[KnownDeed]:
    """All kinds, one after the other, each with the newest first."""
    return list(_deeds(session))


def _deeds(session: Session) -> Iterator[KnownDeed]:
    yield KnownDeed(Deed.DAILY, Deed.DAILY.value, "任何一天的")
    contests = select(QuizContest).where(QuizContest.state == PlanState.PUBLISHED)
    for contest in session.scalars(contests.order_by(QuizContest.id.desc()).limit(MOST)):
        yield KnownDeed(Deed.CONTEST, str(contest.id), contest.title)
    courses = select(QuizCourse).where(QuizCourse.state == PlanState.PUBLISHED)
    for course in session.scalars(courses.order_by(QuizCourse.title, QuizCourse.slug).limit(MOST)):
        yield KnownDeed(Deed.COURSE, course.slug, course.title)
    activities = select(Activity).order_by(Activity.starts_at.desc(), Activity.id.desc())
    for activity in session.scalars(activities.limit(MOST)):
        yield KnownDeed(Deed.SIGN_IN, str(activity.id), activity.title)
    for code in session.scalars(select(QrCode).order_by(QrCode.id.desc()).limit(MOST)):
        yield KnownDeed(Deed.SCAN, code.scene, code.title)
