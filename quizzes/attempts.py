"""A paper in somebody's hands: begun once, answered within its time, handed in once. Contests and courses.

All times are the server's. Each verb locks the row of the paper, so that of two requests at the same moment
the second meets what the first has done.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import china_date
from core.errors import NotFound
from quizzes.bank_holder import BankHolder
from quizzes.choices import chosen_letters
from quizzes.models import QuizAnswer, QuizAttempt
from quizzes.question import Question
from quizzes.refusals import Submitted, TooLate
from quizzes.status import AttemptState, Origin

GRACE = timedelta(seconds=3)
"""For the way of a form from the phone to us."""

FASTEST_SECONDS = 2
"""A question: faster on average means not read, and is looked at before it stands on a list."""

TOO_FAST = "too_fast"


@dataclass(frozen=True, slots=True)
class Item:
    """One question of a paper; ``question`` is None if it was never loaded, ``chosen`` is what was saved."""

    number: int
    question: Question | None
    key: frozenset[str]
    chosen: frozenset[str]

    @property
    def is_right(self) -> bool:
        """Whether it was answered rightly, by the key that was right when the paper was drawn."""
        return bool(self.chosen) and self.chosen == self.key


def paper_of(questions: Sequence[Question]) -> list[dict[str, str]]:
    """The stored form of a drawn paper; with its key, so that a later correction changes no result."""
    return [{"id": one.id, "key": "".join(sorted(one.right))} for one in questions]


class Attempts:
    """The verbs of one paper."""

    def __init__(self, bank_holder: BankHolder) -> None:
        self._bank_holder = bank_holder

    def items(self, session: Session, attempt: QuizAttempt) -> list[Item]:
        """The questions of a paper in their order, with what was answered so far."""
        bank = self._bank_holder.current(session)
        return [
            Item(
                number,
                bank.find(entry["id"]),
                frozenset(entry["key"]),
                frozenset(attempt.answers.get(str(number), "")),
            )
            for number, entry in enumerate(attempt.paper, start=1)
        ]

    def get(self, session: Session, attempt_id: int, person: str) -> QuizAttempt:
        """The paper of this person; somebody else's is not found."""
        attempt = session.get(QuizAttempt, attempt_id)
        if attempt is None or attempt.person != person:
            raise NotFound
        return attempt

    def answer(
        self, session: Session, attempt_id: int, person: str, number: int, chosen: str, now: datetime
    ) -> QuizAttempt:
        """Save the answer to one question; it may be changed until the paper is handed in."""
        attempt = self._running(session, attempt_id, person, now)
        items = self.items(session, attempt)
        if not 1 <= number <= len(items):
            raise NotFound
        question = items[number - 1].question
        if question is None:
            raise NotFound
        letters = "".join(sorted(chosen_letters(question, chosen)))
        attempt.answers = {**attempt.answers, str(number): letters}
        session.flush()
        return attempt

    def submit(self, session: Session, attempt_id: int, person: str, now: datetime) -> QuizAttempt:
        """Hand in and score; ``Submitted`` for the second time, ``TooLate`` after the time."""
        attempt = self._running(session, attempt_id, person, now)
        self._score(session, attempt, now)
        return attempt

    def settle(self, session: Session, attempt_id: int, now: datetime) -> QuizAttempt | None:
        """Score a paper whose time is over with what was saved in time; None if there is nothing to do."""
        attempt = _locked(session, attempt_id)
        if attempt is None or attempt.state is not AttemptState.RUNNING or now <= attempt.due_at + GRACE:
            return None
        self._score(session, attempt, attempt.due_at)
        return attempt

    @staticmethod
    def overdue(session: Session, now: datetime, after: int, limit: int) -> Sequence[int]:
        """The next papers whose time is over and that nobody handed in, in the order of their ids."""
        return session.scalars(
            select(QuizAttempt.id)
            .where(
                QuizAttempt.state == AttemptState.RUNNING,
                QuizAttempt.due_at < now - GRACE,
                QuizAttempt.id > after,
            )
            .order_by(QuizAttempt.id)
            .limit(limit)
        ).all()

    def _running(self, session: Session, attempt_id: int, person: str, now: datetime) -> QuizAttempt:
        attempt = _locked(session, attempt_id)
        if attempt is None or attempt.person != person:
            raise NotFound
        if attempt.state is not AttemptState.RUNNING:
            raise Submitted
        if now > attempt.due_at + GRACE:
            raise TooLate
        return attempt

    def _score(self, session: Session, attempt: QuizAttempt, at: datetime) -> None:
        items = self.items(session, attempt)
        right = sum(item.is_right for item in items)
        attempt.right_count = right
        attempt.score = right * 100 // len(items)
        attempt.passed = attempt.score >= attempt.pass_mark
        attempt.submitted_at = min(at, attempt.due_at)
        attempt.seconds = int((attempt.submitted_at - attempt.started_at).total_seconds())
        answered = [item for item in items if item.chosen]
        if len(answered) == len(items) and attempt.seconds < FASTEST_SECONDS * len(items):
            attempt.doubt = TOO_FAST
        attempt.state = AttemptState.SCORED
        origin = Origin.CONTEST if attempt.contest_id is not None else Origin.COURSE
        session.add_all(
            QuizAnswer(
                origin=origin,
                question=attempt.paper[item.number - 1]["id"],
                person=attempt.person,
                right=item.is_right,
                day=china_date(attempt.submitted_at),
                at=attempt.submitted_at,
                attempt_id=attempt.id,
                once=f"paper:{attempt.id}:{item.number}",
            )
            for item in answered
        )
        session.flush()


def _locked(session: Session, attempt_id: int) -> QuizAttempt | None:
    return session.scalars(
        select(QuizAttempt)
        .where(QuizAttempt.id == attempt_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
