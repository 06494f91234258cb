"""What is counted, for reports: 人次 (papers, answers) and 人 (different people) never mixed.

Every share stands with its numerator and denominator. ``people`` counts keyed digests; answers of whom nobody
was known are in ``answers`` alone. Void papers are nowhere.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Integer, cast, func, select
from sqlalchemy.orm import Session

from quizzes.models import QuizAnswer, QuizAttempt, QuizEnrolment
from quizzes.status import AttemptState, Origin

FEWEST_ANSWERS = 10
"""The fewest answers of a question that is called hard or easy."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Answered questions of one origin: 题次, of how many different people, and how many rightly."""

    origin: Origin
    answers: int
    people: int
    right: int


@dataclass(frozen=True, slots=True)
class Papers:
    """Papers: begun and scored (人次), by how many different people, and of those how many passed."""

    begun: int
    scored: int
    people: int
    passed: int
    """Papers that passed: numerator of the pass rate, ``scored`` is its denominator."""
    people_passed: int
    average: float | None

    @property
    def pass_rate(self) -> float | None:
        """Passed papers ÷ scored papers."""
        return self.passed / self.scored if self.scored else None


@dataclass(frozen=True, slots=True)
class Courses:
    """People who began and who finished a course; one person may take several (人次)."""

    begun: int
    people: int
    finished: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Item:
    """One question and how it went: ``right`` ÷ ``answers`` is its ease (难度系数 in tests)."""

    question: str
    answers: int
    people: int
    right: int

    @property
    def ease(self) -> float:
        """The share of right answers."""
        return self.right / self.answers


def answers_between(session: Session, first: date, last: date) -> list[Answers]:
    """Answered questions from ``first`` to ``last``, both included, by origin."""
    rows = session.execute(
        select(
            QuizAnswer.origin,
            func.count(),
            func.count(QuizAnswer.person.distinct()),
            func.sum(cast(QuizAnswer.right, Integer)),
        )
        .where(QuizAnswer.day.between(first, last))
        .group_by(QuizAnswer.origin)
        .order_by(QuizAnswer.origin)
    )
    return [Answers(*row) for row in rows]


def papers_of_contest(session: Session, contest_id: int) -> Papers:
    """The papers of one contest."""
    return _papers(session, QuizAttempt.contest_id == contest_id)


def papers_between(session: Session, start: datetime, end: datetime, *, contests: bool) -> Papers:
    """Papers that were begun in a time, of contests or of courses."""
    column = QuizAttempt.contest_id if contests else QuizAttempt.enrolment_id
    return _papers(
        session, column.is_not(None) & (QuizAttempt.started_at >= start) & (QuizAttempt.started_at < end)
    )


def courses_between(session: Session, start: datetime, end: datetime) -> Courses:
    """Courses that were begun in a time; finished and minutes are those of these."""
    row = session.execute(
        select(
            func.count(),
            func.count(QuizEnrolment.person.distinct()),
            func.count(QuizEnrolment.finished_at),
            func.coalesce(func.sum(QuizEnrolment.minutes), 0),
        ).where(QuizEnrolment.begun_at >= start, QuizEnrolment.begun_at < end)
    ).one()
    return Courses(*row)


def items_between(session: Session, first: date, last: date, *, least: int = FEWEST_ANSWERS) -> list[Item]:
    """Questions that enough answered, the worst first."""
    right = func.sum(cast(QuizAnswer.right, Integer))
    rows = session.execute(
        select(QuizAnswer.question, func.count(), func.count(QuizAnswer.person.distinct()), right)
        .where(QuizAnswer.day.between(first, last))
        .group_by(QuizAnswer.question)
        .having(func.count() >= least)
        .order_by(right * 1.0 / func.count(), QuizAnswer.question)
    )
    return [Item(*row) for row in rows]


def item_of(session: Session, question: str) -> Item | None:
    """How one question went, in all; None where nobody answered it yet."""
    right = func.coalesce(func.sum(cast(QuizAnswer.right, Integer)), 0)
    answers, people, rightly = session.execute(
        select(func.count(), func.count(QuizAnswer.person.distinct()), right).where(
            QuizAnswer.question == question
        )
    ).one()
    return Item(question, answers, people, rightly) if answers else None


def _papers(session: Session, which: ColumnElement[bool]) -> Papers:
    scored = QuizAttempt.state == AttemptState.SCORED
    begun = session.scalar(
        select(func.count()).select_from(QuizAttempt).where(which, QuizAttempt.state != AttemptState.VOID)
    )
    count, people, passed, average = session.execute(
        select(
            func.count(),
            func.count(QuizAttempt.person.distinct()),
            func.coalesce(func.sum(cast(QuizAttempt.passed, Integer)), 0),
            func.avg(QuizAttempt.score),
        ).where(which, scored)
    ).one()
    people_passed = session.scalar(
        select(func.count(QuizAttempt.person.distinct())).where(which, scored, QuizAttempt.passed.is_(True))
    )
    rounded = None if average is None else round(float(average), 1)
    return Papers(begun or 0, count, people, passed, people_passed or 0, rounded)
