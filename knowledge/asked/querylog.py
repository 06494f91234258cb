"""What citizens asked and how it was decided, for the people who improve the answers."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from core.ids import row_number
from core.masking import masked
from core.statements import Prepared, table_of
from core.text import without_control
from core.writes import Write
from knowledge.asked.tallies import add_up
from knowledge.models import Feedback, LoggedQuestion

__all__ = [
    "OPINION",
    "Feedback",
    "delete_older_than",
    "forget",
    "kept_since",
    "question_write",
    "record_feedback",
]

_KEEP = Prepared(
    lambda _dialect: insert(table_of(LoggedQuestion)),
    ("id", "at", "question", "decision", "article", "topics", "score", "asker"),
)
OPINION = "page"
"""The decision under which an opinion on the page of an article stands here: nobody asked anything."""

LONGEST_KEPT = 600  # characters; the search reads no more of a question either


def question_write(
    *,
    question: str,
    decision: str,
    article: str | None,
    topics: Sequence[str],
    score: float | None,
    asker: str,
    now: datetime,
) -> Write:
    """The write that keeps one question, masked; feedback may follow under the ``id`` of its row.

    ``asker`` is a pseudonym, never an openid.
    """
    row = {
        "id": row_number(now),
        "at": now,
        "question": masked(without_control(question))[:LONGEST_KEPT],
        "decision": decision,
        "article": article,
        "topics": list(topics),
        "score": score,
        "asker": asker,
    }
    return Write(_KEEP, row)


def record_feedback(session: Session, log_id: int, *, asker: str, feedback: Feedback) -> bool:
    """Keep what a person said of the answer to their own question; the last word stands.

    False when there is no such question of this person: it was deleted, or belongs to somebody else.
    """
    changed = session.scalars(
        update(LoggedQuestion)
        .where(LoggedQuestion.id == log_id, LoggedQuestion.asker == asker)
        .values(feedback=feedback)
        .returning(LoggedQuestion.id)
        .execution_options(synchronize_session=False)
    ).all()
    return bool(changed)


def kept_since(session: Session) -> datetime | None:
    """When the oldest question still kept was asked; None where none is kept."""
    return session.scalar(select(func.min(LoggedQuestion.at)))


def forget(session: Session, asker: str) -> int:
    """Delete every question of one person; say how many."""
    return len(
        session.scalars(
            delete(LoggedQuestion).where(LoggedQuestion.asker == asker).returning(LoggedQuestion.id)
        ).all()
    )


def delete_older_than(session: Session, moment: datetime) -> None:
    """Delete what was asked before ``moment``, and keep how many there were. The setting is 90 days."""
    gone = session.execute(
        delete(LoggedQuestion)
        .where(LoggedQuestion.at < moment)
        .returning(LoggedQuestion.at, LoggedQuestion.decision, LoggedQuestion.feedback)
        .execution_options(synchronize_session=False)
    ).all()
    words = ((row.at, (row.decision, row.feedback)) for row in gone if row.decision != OPINION)
    add_up(session, ((at, word) for at, both in words for word in both if word is not None))
