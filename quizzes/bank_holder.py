"""The loaded bank in memory, read again when something was loaded since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quizzes.models import QuizQuestion
from quizzes.question import Question, question_from


@dataclass(frozen=True)
class Bank:
    """Every question that was ever loaded, and those that may be asked now."""

    questions: Mapping[str, Question]
    live: Sequence[Question]

    def find(self, question_id: str) -> Question | None:
        """A question, also one that is asked no more."""
        return self.questions.get(question_id)

    def in_category(self, category: str) -> list[Question]:
        """What may be asked of one category."""
        return [one for one in self.live if one.category == category]

    def in_setting(self, setting: str) -> list[Question]:
        """What may be asked of one of the five settings."""
        return [one for one in self.live if setting in one.settings]


@dataclass
class BankHolder:
    """One a process; ``current`` costs one small query."""

    _bank: Bank = field(default_factory=lambda: Bank({}, ()))
    _seen: Any = None
    _lock: Lock = field(default_factory=Lock)

    def current(self, session: Session) -> Bank:
        """The bank as it is loaded now."""
        seen = session.execute(
            select(func.max(QuizQuestion.touched_at), func.count(), func.count(QuizQuestion.retired_at))
        ).one()
        with self._lock:
            if self._seen != tuple(seen):
                rows = session.scalars(select(QuizQuestion).order_by(QuizQuestion.id)).all()
                found = {row.id: question_from(row.content) for row in rows}
                live = [found[row.id] for row in rows if row.retired_at is None]
                self._bank, self._seen = Bank(found, live), tuple(seen)
            return self._bank
