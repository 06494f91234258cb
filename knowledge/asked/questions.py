"""Questions that citizens leave for the staff, and the answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, or_, select, true, update
from sqlalchemy.orm import Session

from core.crypto import seal, unseal
from core.errors import NotFound, RuleViolation
from core.ids import pseudonym
from knowledge.asked.tallies import LEFT, REPLIED, add_up
from knowledge.models import QuestionState, StaffQuestion
from knowledge.permissions import KnowledgePermission
from staff.actors import Actor
from staff.audit import record

_OPENID_PLACE = "staff_questions.openid"
_TEXT_PLACE = "staff_questions.text"


class AlreadyAnswered(RuleViolation):
    """Somebody else answered this question first; a second answer would contradict the one that was sent."""

    sentence = "这条留言已经答复过了。"


@dataclass(frozen=True, slots=True)
class LeftQuestion:
    """A question left for the staff, opened; ``openid`` says where the answer goes."""

    id: int
    openid: str
    text: str
    state: QuestionState
    left_at: datetime
    answer: str | None
    answered_at: datetime | None


class StaffQuestions:
    """Keeps the questions sealed: text and openid are readable only with the key of this service."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def leave(self, session: Session, openid: str, text: str, now: datetime) -> int:
        """Keep a question; return the number under which the citizen can ask for it."""
        row = StaffQuestion(
            asker=pseudonym(openid, self._key),
            sealed_openid=seal(openid.encode(), self._key, _OPENID_PLACE),
            sealed_text=seal(text.encode(), self._key, _TEXT_PLACE),
            state=QuestionState.OPEN,
            left_at=now,
            answer=None,
            answered_at=None,
        )
        session.add(row)
        session.flush()
        return row.id

    def of_person(self, session: Session, openid: str, *, limit: int) -> list[LeftQuestion]:
        """The questions of one person, the latest first."""
        return self._opened(
            session.scalars(
                select(StaffQuestion)
                .where(StaffQuestion.asker == pseudonym(openid, self._key))
                .order_by(StaffQuestion.id.desc())
                .limit(limit)
            ).all()
        )

    def list_open(self, session: Session, *, limit: int, after: int = 0) -> list[LeftQuestion]:
        """The questions that wait for an answer, the longest waiting first.

        ``after`` is the number of the last one of the page before.
        """
        return self._opened(
            session.scalars(
                select(StaffQuestion)
                .where(StaffQuestion.state == QuestionState.OPEN, _stands_behind(after))
                .order_by(StaffQuestion.left_at, StaffQuestion.id)
                .limit(limit)
            ).all()
        )

    def await_article(self, session: Session, numbers: Sequence[int], article_id: str) -> None:
        """Remember that an article will answer these open questions once it is published."""
        session.execute(
            update(StaffQuestion)
            .where(StaffQuestion.id.in_(numbers), StaffQuestion.state == QuestionState.OPEN)
            .values(article=article_id)
            .execution_options(synchronize_session=False)
        )

    def hold(self, session: Session, numbers: Sequence[int]) -> None:
        """Lock these questions until the transaction ends; before the first line of the audit log, which
        comes after every lock."""
        session.execute(
            select(StaffQuestion.id)
            .where(StaffQuestion.id.in_(numbers))
            .order_by(StaffQuestion.id)
            .with_for_update()
        )

    def awaiting(self, session: Session, article_id: str) -> Sequence[int]:
        """The numbers of the open questions that wait for this article."""
        return session.scalars(
            select(StaffQuestion.id)
            .where(StaffQuestion.article == article_id, StaffQuestion.state == QuestionState.OPEN)
            .order_by(StaffQuestion.id)
        ).all()

    def answer(
        self, session: Session, question_id: int, answer: str, actor: Actor, now: datetime
    ) -> LeftQuestion:
        """Answer a question once and give it back, with the openid the answer goes to.

        Raises ``NotFound``, and ``AlreadyAnswered`` to the second of two clerks. Who answered stands in the
        audit log alone: the row goes when its time is over.
        """
        actor.require(KnowledgePermission.ANSWER)
        changed = session.scalars(
            update(StaffQuestion)
            .where(StaffQuestion.id == question_id, StaffQuestion.state == QuestionState.OPEN)
            .values(state=QuestionState.ANSWERED, answer=answer, answered_at=now)
            .returning(StaffQuestion.id)
            .execution_options(synchronize_session=False)
        ).all()
        row = session.get(StaffQuestion, question_id, populate_existing=True)
        if row is None:
            raise NotFound
        if not changed:
            raise AlreadyAnswered
        record(session, actor=actor, action="questions.answer", subject=f"question:{question_id}", now=now)
        return self._open(row)

    def forget(self, session: Session, openid: str) -> int:
        """Delete every question of one person; say how many."""
        asker = pseudonym(openid, self._key)
        return len(
            session.scalars(
                delete(StaffQuestion).where(StaffQuestion.asker == asker).returning(StaffQuestion.id)
            ).all()
        )

    def remove(self, session: Session, openid: str, question_id: int) -> None:
        """Delete one question of one person; ``NotFound`` when there is none, or it is somebody else's."""
        removed = session.scalars(
            delete(StaffQuestion)
            .where(StaffQuestion.id == question_id, StaffQuestion.asker == pseudonym(openid, self._key))
            .returning(StaffQuestion.id)
        ).all()
        if not removed:
            raise NotFound

    def delete_answered_before(self, session: Session, moment: datetime) -> None:
        """Delete what was answered before ``moment``, and keep how many there were. Open questions stay."""
        gone = session.execute(
            delete(StaffQuestion)
            .where(StaffQuestion.state == QuestionState.ANSWERED, StaffQuestion.answered_at < moment)
            .returning(StaffQuestion.left_at, StaffQuestion.answered_at)
            .execution_options(synchronize_session=False)
        ).all()
        add_up(
            session, [*((row.left_at, LEFT) for row in gone), *((row.answered_at, REPLIED) for row in gone)]
        )

    def _opened(self, rows: Sequence[StaffQuestion]) -> list[LeftQuestion]:
        return [self._open(row) for row in rows]

    def _open(self, row: StaffQuestion) -> LeftQuestion:
        return LeftQuestion(
            id=row.id,
            openid=unseal(row.sealed_openid, self._key, _OPENID_PLACE).decode(),
            text=unseal(row.sealed_text, self._key, _TEXT_PLACE).decode(),
            state=row.state,
            left_at=row.left_at,
            answer=row.answer,
            answered_at=row.answered_at,
        )


def _stands_behind(number: int) -> ColumnElement[bool]:
    """Those that wait in line behind this question; all for 0."""
    if not number:
        return true()
    since = select(StaffQuestion.left_at).where(StaffQuestion.id == number).scalar_subquery()
    later = StaffQuestion.left_at > since
    return or_(later, and_(StaffQuestion.left_at == since, StaffQuestion.id > number))
