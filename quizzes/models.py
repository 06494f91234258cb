"""The tables of quizzes. A person is a keyed digest of the openid, and nothing else."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.types import BigId, Json, JsonObject, Moment, RowId, UtcDateTime, Words, stored_words
from quizzes.status import AttemptState, Origin, PlanState

PERSON = String(32)


class QuizQuestion(Base):
    """A question as it was last loaded from the bank; one that was taken out stays, for what was answered."""

    __tablename__ = "quiz_questions"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    content: Mapped[JsonObject]
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class QuizDay(Base):
    """The question of one day, the same for all."""

    __tablename__ = "quiz_days"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    question: Mapped[str] = mapped_column(String(80))
    chosen_at: Mapped[Moment]


class QuizAnswer(Base):
    """One answered question, the ground of all figures about questions."""

    __tablename__ = "quiz_answers"
    __table_args__ = (Index("ix_quiz_answers_person_origin_day", "person", "origin", "day"),)

    id: Mapped[RowId]
    origin: Mapped[Origin] = mapped_column(stored_words(Origin, 16))
    question: Mapped[str] = mapped_column(String(80), index=True)
    person: Mapped[str | None] = mapped_column(PERSON, comment="keyed digest; NULL where nobody was known")
    right: Mapped[bool]
    day: Mapped[date] = mapped_column(Date, index=True, comment="in Asia/Shanghai")
    at: Mapped[Moment]
    attempt_id: Mapped[int | None] = mapped_column(BigId, index=True)
    once: Mapped[str | None] = mapped_column(
        String(100), unique=True, comment="what counts once: a day and person, a paper and number"
    )


class QuizContest(Base):
    """A contest: when it is open, how papers are drawn, who competes."""

    __tablename__ = "quiz_contests"

    id: Mapped[RowId]
    title: Mapped[str] = mapped_column(String(80))
    intro: Mapped[Words]
    opens_at: Mapped[Moment]
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    rule: Mapped[JsonObject]
    paper_seconds: Mapped[int] = mapped_column(Integer, comment="time for one paper")
    pass_mark: Mapped[int] = mapped_column(Integer, comment="of 100")
    seed: Mapped[str] = mapped_column(String(32), comment="random; with the person it gives the paper")
    units: Mapped[list[dict[str, Any]]] = mapped_column(Json, comment="code, name, people or NULL")
    towns: Mapped[list[dict[str, Any]]] = mapped_column(Json, comment="the same for towns")
    campaign_id: Mapped[int | None] = mapped_column(BigId, index=True)
    state: Mapped[PlanState] = mapped_column(stored_words(PlanState, 16))
    created_by: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[Moment]
    published_by: Mapped[str | None] = mapped_column(String(64))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class QuizCourse(Base):
    """A course: articles and papers in an order, and how many minutes they count."""

    __tablename__ = "quiz_courses"

    slug: Mapped[str] = mapped_column(String(64), primary_key=True)
    title: Mapped[str] = mapped_column(String(80))
    content: Mapped[JsonObject]
    state: Mapped[PlanState] = mapped_column(stored_words(PlanState, 16))
    created_by: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[Moment]
    published_by: Mapped[str | None] = mapped_column(String(64))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class QuizEnrolment(Base):
    """One person in one course."""

    __tablename__ = "quiz_enrolments"
    __table_args__ = (UniqueConstraint("course", "person"),)

    id: Mapped[RowId]
    course: Mapped[str] = mapped_column(ForeignKey("quiz_courses.slug"))
    person: Mapped[str] = mapped_column(PERSON, index=True)
    begun_at: Mapped[Moment]
    minutes: Mapped[int] = mapped_column(Integer, comment="counted so far, of steps that are done")
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)


class QuizCourseStep(Base):
    """One step of a course, as one person took it."""

    __tablename__ = "quiz_course_steps"
    __table_args__ = (UniqueConstraint("enrolment_id", "number"),)

    id: Mapped[RowId]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("quiz_enrolments.id"))
    number: Mapped[int] = mapped_column(Integer)
    opened_at: Mapped[Moment]
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class QuizAttempt(Base):
    """One paper that one person answers, in a contest or at the end of a course."""

    __tablename__ = "quiz_attempts"
    __table_args__ = (
        CheckConstraint("(contest_id IS NULL) <> (enrolment_id IS NULL)", name="of_one_thing"),
        Index("ix_quiz_attempts_contest_id_state", "contest_id", "state"),
    )

    id: Mapped[RowId]
    contest_id: Mapped[int | None] = mapped_column(ForeignKey("quiz_contests.id"))
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("quiz_enrolments.id"), index=True)
    step: Mapped[int | None] = mapped_column(Integer, comment="of the course")
    once: Mapped[str | None] = mapped_column(
        String(80), unique=True, comment="contest and person: one scored paper, whatever comes at once"
    )
    person: Mapped[str] = mapped_column(PERSON, index=True)
    unit: Mapped[str | None] = mapped_column(String(32))
    town: Mapped[str | None] = mapped_column(String(32))
    nickname: Mapped[str | None] = mapped_column(String(12), comment="NULL: 匿名")
    seed: Mapped[str] = mapped_column(String(64))
    paper: Mapped[list[dict[str, str]]] = mapped_column(Json, comment="id and right letters of each question")
    answers: Mapped[JsonObject]
    state: Mapped[AttemptState] = mapped_column(stored_words(AttemptState, 16))
    pass_mark: Mapped[int] = mapped_column(Integer)
    started_at: Mapped[Moment]
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    seconds: Mapped[int | None] = mapped_column(Integer)
    right_count: Mapped[int | None] = mapped_column(Integer)
    score: Mapped[int | None] = mapped_column(Integer, comment="of 100, rounded down")
    passed: Mapped[bool | None]
    doubt: Mapped[str | None] = mapped_column(String(24), comment="why staff look before it is on a list")


class QuizPrize(Base):
    """A prize of a contest and how many of it there are; more than those are never promised."""

    __tablename__ = "quiz_prizes"
    __table_args__ = (CheckConstraint("given >= 0 AND given <= stock", name="never_below_zero"),)

    id: Mapped[RowId]
    contest_id: Mapped[int] = mapped_column(ForeignKey("quiz_contests.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    stock: Mapped[int] = mapped_column(Integer)
    given: Mapped[int] = mapped_column(Integer)


class QuizPrizeClaim(Base):
    """A prize that is kept for somebody until they fetch it."""

    __tablename__ = "quiz_prize_claims"
    __table_args__ = (UniqueConstraint("contest_id", "phone"),)

    id: Mapped[RowId]
    contest_id: Mapped[int] = mapped_column(ForeignKey("quiz_contests.id"))
    prize_id: Mapped[int] = mapped_column(ForeignKey("quiz_prizes.id"), index=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("quiz_attempts.id"), unique=True)
    phone: Mapped[str] = mapped_column(String(32), comment="keyed digest; the number itself is not kept")
    code: Mapped[str] = mapped_column(String(12), unique=True)
    claimed_at: Mapped[Moment]
    handed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    handed_by: Mapped[str | None] = mapped_column(String(64))


class QuizCertificate(Base):
    """What somebody can show; whoever has the code can check it."""

    __tablename__ = "quiz_certificates"

    code: Mapped[str] = mapped_column(String(12), primary_key=True, comment="random")
    once: Mapped[str] = mapped_column(String(40), unique=True, comment="the paper or enrolment it is for")
    person: Mapped[str] = mapped_column(PERSON, index=True)
    title: Mapped[str] = mapped_column(String(80))
    is_course: Mapped[bool]
    holder: Mapped[bytes] = mapped_column(LargeBinary, comment="the name somebody entered, sealed")
    minutes: Mapped[int | None] = mapped_column(Integer)
    score: Mapped[int | None] = mapped_column(Integer)
    earned_on: Mapped[date] = mapped_column(Date)
    issued_at: Mapped[Moment]
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
