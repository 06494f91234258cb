"""How much waits around the knowledge base, and which subjects rise: numbers for the first page."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from knowledge.asked.grouping import plain_key
from knowledge.asked.querylog import OPINION, kept_since
from knowledge.asked.trends import DAYS, Asking, Rise, rising
from knowledge.asked.worklist import UNANSWERED
from knowledge.models import (
    ArticleRevision,
    ArticleRow,
    LoggedQuestion,
    QuestionState,
    SettledQuestion,
    StaffQuestion,
)
from knowledge.status import OPEN, RevisionState

HOURS = 3
MANY = 3
MANY_DAYS = 30
"""As long as the work list looks back by itself."""


def revisions_by_state(session: Session) -> Mapping[RevisionState, int]:
    """Revisions on their way to the public, by where they stand."""
    query = select(ArticleRevision.state, func.count()).where(ArticleRevision.state.in_(OPEN))
    return dict(session.execute(query.group_by(ArticleRevision.state)).all())


def reviews_due(session: Session, today: date) -> tuple[int, int]:
    """Published articles to be looked at again by the end of this month, and how many of them are late."""
    due = ArticleRow.body["review_due_on"].as_string()
    late = func.count().filter(due < today.isoformat())
    month = f"{today:%Y-%m}"
    query = select(func.count(), late).where(
        ArticleRow.is_published, func.substr(due, 1, len(month)) <= month
    )
    count, overdue = session.execute(query).one()
    return count, overdue


def questions_open(session: Session) -> tuple[int, datetime | None]:
    """Questions left for staff that wait, and since when the oldest does."""
    query = select(func.count(), func.min(StaffQuestion.left_at))
    count, oldest = session.execute(query.where(StaffQuestion.state == QuestionState.OPEN)).one()
    return count, oldest


def unanswered_by_many(session: Session, now: datetime) -> int:
    """Questions that several people asked in the same words, without an answer and settled by nobody."""
    query = (
        select(LoggedQuestion.question, func.max(LoggedQuestion.at))
        .where(LoggedQuestion.at > now - timedelta(days=MANY_DAYS), LoggedQuestion.decision.in_(UNANSWERED))
        .group_by(LoggedQuestion.question)
        .having(func.count(LoggedQuestion.asker.distinct()) >= MANY)
    )
    last: dict[str, datetime] = {}
    for question, at in session.execute(query):
        key = plain_key(question)
        last[key] = max(at, last.get(key, at))
    if not last:
        return 0
    settled = select(SettledQuestion).where(SettledQuestion.key.in_(last))
    gone = [one for one in session.scalars(settled) if last[one.key] <= one.settled_at]
    return len(last) - len(gone)


def rising_articles(session: Session, now: datetime, most: int) -> Sequence[Rise]:
    """The articles that many more people were shown in the last hours than on other days at this time.

    Only these hours of each day are read, and each person once: two statements.
    """
    window = timedelta(hours=HOURS)
    ends = [now - timedelta(days=day) for day in range(DAYS + 1)]
    spans = [and_(LoggedQuestion.at > end - window, LoggedQuestion.at <= end) for end in ends]
    query = select(LoggedQuestion.at, LoggedQuestion.article, LoggedQuestion.asker).where(
        or_(*spans), LoggedQuestion.article.is_not(None), LoggedQuestion.decision != OPINION
    )
    asked = [Asking(at, article, asker) for at, article, asker in session.execute(query) if article]
    return rising(asked, now, hours=HOURS, since=kept_since(session))[:most]
