"""What of contests is open in the name of somebody who leaves."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from quizzes.models import QuizContest
from quizzes.permissions import QuizPermission
from quizzes.status import PlanState
from staff.leaving import OpenWork


def in_name_of(session: Session, login: str, now: datetime) -> list[OpenWork]:
    """Contests in preparation and those still open; nothing where there are none."""
    query = select(QuizContest.title).where(
        QuizContest.created_by == login,
        QuizContest.state.in_((PlanState.DRAFT, PlanState.PUBLISHED)),
        QuizContest.closes_at > now,
    )
    titles = tuple(session.scalars(query.order_by(QuizContest.id)))
    return [OpenWork("没有结束的竞赛", titles, QuizPermission.EDIT)] if titles else []
