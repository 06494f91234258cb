"""What staff look at: contests, doubted papers, courses with those who take them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.sort_orders import Page, SortOrder, both_ways
from quizzes.models import QuizAttempt, QuizContest, QuizCourse, QuizEnrolment
from quizzes.permissions import QuizPermission
from quizzes.status import AttemptState, PlanState
from staff.actors import Actor

CONTEST_ORDERS = (
    *both_ways(QuizContest.id),
    SortOrder("opens", "先开始的在前", QuizContest.opens_at, QuizContest.id),
)


def contest_lines(
    session: Session,
    actor: Actor,
    *,
    states: Collection[PlanState] = (),
    page: Page = Page(CONTEST_ORDERS[0]),
) -> Sequence[QuizContest]:
    """A page of the contests, in one of ``CONTEST_ORDERS``."""
    actor.require(QuizPermission.SEE)
    query = page.of(select(QuizContest))
    if states:
        query = query.where(QuizContest.state.in_(states))
    return session.scalars(query).all()


def count_waiting(session: Session, states: Collection[PlanState]) -> Mapping[PlanState, int]:
    """How many contests stand in each of these states."""
    query = select(QuizContest.state, func.count()).where(QuizContest.state.in_(states))
    return {row[0]: row[1] for row in session.execute(query.group_by(QuizContest.state))}


def contest_file(session: Session, contest_id: int, actor: Actor) -> QuizContest:
    """A contest, drafts too; ``NotFound``."""
    actor.require(QuizPermission.SEE)
    contest = session.get(QuizContest, contest_id)
    if contest is None:
        raise NotFound
    return contest


def doubted(session: Session, contest_id: int, actor: Actor, limit: int = 50) -> Sequence[QuizAttempt]:
    """Scored papers that stand on no list before somebody has looked at them, the oldest first."""
    actor.require(QuizPermission.SEE)
    query = select(QuizAttempt).where(
        QuizAttempt.contest_id == contest_id,
        QuizAttempt.doubt.is_not(None),
        QuizAttempt.state == AttemptState.SCORED,
    )
    return session.scalars(query.order_by(QuizAttempt.id).limit(limit)).all()


@dataclass(frozen=True, slots=True)
class CourseLine:
    """A course; people, since nobody begins the same course twice."""

    course: QuizCourse
    begun: int
    finished: int


def course_lines(session: Session, actor: Actor) -> Sequence[CourseLine]:
    """All courses by title, with how many began and how many finished."""
    actor.require(QuizPermission.SEE)
    query = (
        select(QuizCourse, func.count(QuizEnrolment.id), func.count(QuizEnrolment.finished_at))
        .outerjoin(QuizEnrolment, QuizEnrolment.course == QuizCourse.slug)
        .group_by(QuizCourse.slug)
        .order_by(QuizCourse.title, QuizCourse.slug)
    )
    return [CourseLine(course, begun, finished) for course, begun, finished in session.execute(query)]
