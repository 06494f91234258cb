"""每日一题: one question a day, the same for all, answered once and explained at once.

A run of days is counted and said, and nothing hangs on it: no prize, no reminder, no sharing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import china_date
from core.statements import insert_once
from quizzes.bank_holder import BankHolder
from quizzes.choices import chosen_letters
from quizzes.models import QuizAnswer, QuizDay
from quizzes.papers import shuffled
from quizzes.question import Question
from quizzes.refusals import AnsweredBefore, NoSuchQuestion, OldQuestion
from quizzes.status import Origin

NOT_AGAIN_WITHIN = timedelta(days=180)
_LONGEST_RUN = 400


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of an answer; ``run`` is the number of days in a row, 0 where nobody is known."""

    question: Question
    chosen: frozenset[str]
    right: bool
    run: int


class DailyQuiz:
    """The question of the day."""

    def __init__(self, bank_holder: BankHolder) -> None:
        self._bank_holder = bank_holder

    def question(self, session: Session, now: datetime) -> Question:
        """Today's question, chosen by whoever asks first; ``NoSuchQuestion`` while the bank is empty."""
        day, bank = china_date(now), self._bank_holder.current(session)
        if (found := self.find(session, now)) is not None:
            return found
        name = self._pick(session, day, bank.live)
        insert_once(session, QuizDay, [{"day": day, "question": name, "chosen_at": now}], conflict=["day"])
        chosen = self.find(session, now)
        if chosen is None:
            raise NoSuchQuestion
        return chosen

    def find(self, session: Session, now: datetime) -> Question | None:
        """Today's question if it is chosen already; only reads."""
        chosen = session.scalar(select(QuizDay.question).where(QuizDay.day == china_date(now)))
        return self._bank_holder.current(session).find(chosen) if chosen is not None else None

    def answer(self, session: Session, person: str | None, day: date, chosen: str, now: datetime) -> Answered:
        """Take the answer of somebody to the question of ``day``, which must be today.

        ``AnsweredBefore`` for the second answer of a person, whatever comes at the same moment.
        """
        if day != china_date(now):
            raise OldQuestion
        question = self.question(session, now)
        letters = chosen_letters(question, chosen)
        row = {
            "origin": Origin.DAILY,
            "question": question.id,
            "person": person,
            "right": question.is_right(letters),
            "day": day,
            "at": now,
            "once": f"{day.isoformat()}:{person}" if person else None,
        }
        if not insert_once(session, QuizAnswer, [row], conflict=["once"]):
            raise AnsweredBefore
        run = self.run(session, person, day) if person else 0
        return Answered(question, letters, question.is_right(letters), run)

    def has_answered(self, session: Session, person: str, now: datetime) -> bool:
        """Whether this person has answered today."""
        once = f"{china_date(now).isoformat()}:{person}"
        return session.scalar(select(QuizAnswer.id).where(QuizAnswer.once == once)) is not None

    def run(self, session: Session, person: str, day: date) -> int:
        """How many days in a row up to ``day`` somebody has answered."""
        days = session.scalars(
            select(QuizAnswer.day)
            .where(QuizAnswer.person == person, QuizAnswer.origin == Origin.DAILY, QuizAnswer.day <= day)
            .order_by(QuizAnswer.day.desc())
            .limit(_LONGEST_RUN)
        ).all()
        run = 0
        for number, one in enumerate(dict.fromkeys(days)):
            if one != day - timedelta(days=number):
                break
            run += 1
        return run

    def past(self, session: Session, before: date, days: int) -> list[tuple[date, Question]]:
        """The questions of the last days before ``before``, the latest first."""
        bank = self._bank_holder.current(session)
        rows = session.execute(
            select(QuizDay.day, QuizDay.question)
            .where(QuizDay.day < before, QuizDay.day >= before - timedelta(days=days))
            .order_by(QuizDay.day.desc())
        )
        return [(day, question) for day, name in rows if (question := bank.find(name)) is not None]

    @staticmethod
    def _pick(session: Session, day: date, questions: Sequence[Question]) -> str:
        if not questions:
            raise NoSuchQuestion
        recent = set(
            session.scalars(select(QuizDay.question).where(QuizDay.day > day - NOT_AGAIN_WITHIN)).all()
        )
        fresh = [one for one in questions if one.id not in recent] or questions
        return shuffled(fresh, f"day:{day.isoformat()}")[0].id
