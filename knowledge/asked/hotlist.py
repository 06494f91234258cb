"""What many people ask at the moment, out of the query log; never what one of them asked."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.answering import Decision
from knowledge.models import LoggedQuestion

_ANSWERED = (Decision.ANSWER.value, Decision.EMERGENCY.value)


def often_asked(session: Session, *, since: datetime, askers: int, limit: int) -> list[str]:
    """The ids of the articles that at least ``askers`` different people were given since then, most first.

    Articles, not words: a question may tell who asked it, and below ``askers`` people an article might too.
    """
    people = func.count(LoggedQuestion.asker.distinct())
    return list(
        session.scalars(
            select(LoggedQuestion.article)
            .where(
                LoggedQuestion.at >= since,
                LoggedQuestion.article.is_not(None),
                LoggedQuestion.decision.in_(_ANSWERED),
            )
            .group_by(LoggedQuestion.article)
            .having(people >= askers)
            .order_by(people.desc(), LoggedQuestion.article)
            .limit(limit)
        )
    )
