"""Quizzes: the bank, contests, courses, papers, prizes, certificates.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def _word(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=False, length=16)


PLAN = _word("planstate", "draft", "published", "cancelled")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "quiz_questions",
        sa.Column("id", sa.String(80), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("touched_at", MOMENT, nullable=False),
        sa.Column("retired_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_questions")),
    )
    op.create_index(op.f("ix_quiz_questions_touched_at"), "quiz_questions", ["touched_at"])
    op.create_table(
        "quiz_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("question", sa.String(80), nullable=False),
        sa.Column("chosen_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_quiz_days")),
    )
    op.create_table(
        "quiz_answers",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("origin", _word("origin", "daily", "practice", "contest", "course"), nullable=False),
        sa.Column("question", sa.String(80), nullable=False),
        sa.Column("person", sa.String(32), comment="keyed digest; NULL where nobody was known"),
        sa.Column("right", sa.Boolean(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False, comment="in Asia/Shanghai"),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("attempt_id", ROW_ID),
        sa.Column("once", sa.String(100), comment="what counts once: a day and person, a paper and number"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_answers")),
        sa.UniqueConstraint("once", name=op.f("uq_quiz_answers_once")),
    )
    op.create_index(op.f("ix_quiz_answers_question"), "quiz_answers", ["question"])
    op.create_index(op.f("ix_quiz_answers_day"), "quiz_answers", ["day"])
    op.create_index(op.f("ix_quiz_answers_attempt_id"), "quiz_answers", ["attempt_id"])
    op.create_index("ix_quiz_answers_person_origin_day", "quiz_answers", ["person", "origin", "day"])
    op.create_table(
        "quiz_contests",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("intro", sa.Text(), nullable=False),
        sa.Column("opens_at", MOMENT, nullable=False),
        sa.Column("closes_at", MOMENT, nullable=False),
        sa.Column("rule", JSON, nullable=False),
        sa.Column("paper_seconds", sa.Integer(), nullable=False, comment="time for one paper"),
        sa.Column("pass_mark", sa.Integer(), nullable=False, comment="of 100"),
        sa.Column(
            "seed", sa.String(32), nullable=False, comment="random; with the person it gives the paper"
        ),
        sa.Column("units", JSON, nullable=False, comment="code, name, people or NULL"),
        sa.Column("towns", JSON, nullable=False, comment="the same for towns"),
        sa.Column("campaign_id", ROW_ID),
        sa.Column("state", PLAN, nullable=False),
        sa.Column("created_by", sa.String(64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("published_by", sa.String(64)),
        sa.Column("published_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_contests")),
    )
    op.create_index(op.f("ix_quiz_contests_closes_at"), "quiz_contests", ["closes_at"])
    op.create_index(op.f("ix_quiz_contests_campaign_id"), "quiz_contests", ["campaign_id"])
    op.create_table(
        "quiz_courses",
        sa.Column("slug", sa.String(64), nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("state", PLAN, nullable=False),
        sa.Column("created_by", sa.String(64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("published_by", sa.String(64)),
        sa.Column("published_at", MOMENT),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_quiz_courses")),
    )
    op.create_table(
        "quiz_enrolments",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("course", sa.String(64), nullable=False),
        sa.Column("person", sa.String(32), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False, comment="counted so far, of steps that are done"),
        sa.Column("finished_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_enrolments")),
        sa.UniqueConstraint("course", "person", name=op.f("uq_quiz_enrolments_course_person")),
        sa.ForeignKeyConstraint(
            ["course"], ["quiz_courses.slug"], name=op.f("fk_quiz_enrolments_course_quiz_courses")
        ),
    )
    op.create_index(op.f("ix_quiz_enrolments_person"), "quiz_enrolments", ["person"])
    op.create_index(op.f("ix_quiz_enrolments_finished_at"), "quiz_enrolments", ["finished_at"])
    op.create_table(
        "quiz_course_steps",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("enrolment_id", ROW_ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_course_steps")),
        sa.UniqueConstraint("enrolment_id", "number", name=op.f("uq_quiz_course_steps_enrolment_id_number")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["quiz_enrolments.id"],
            name=op.f("fk_quiz_course_steps_enrolment_id_quiz_enrolments"),
        ),
    )
    op.create_table(
        "quiz_attempts",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("contest_id", ROW_ID),
        sa.Column("enrolment_id", ROW_ID),
        sa.Column("step", sa.Integer(), comment="of the course"),
        sa.Column(
            "once", sa.String(80), comment="contest and person: one scored paper, whatever comes at once"
        ),
        sa.Column("person", sa.String(32), nullable=False),
        sa.Column("unit", sa.String(32)),
        sa.Column("town", sa.String(32)),
        sa.Column("nickname", sa.String(12), comment="NULL: 匿名"),
        sa.Column("seed", sa.String(64), nullable=False),
        sa.Column("paper", JSON, nullable=False, comment="id and right letters of each question"),
        sa.Column("answers", JSON, nullable=False),
        sa.Column("state", _word("attemptstate", "running", "scored", "void"), nullable=False),
        sa.Column("pass_mark", sa.Integer(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("submitted_at", MOMENT),
        sa.Column("seconds", sa.Integer()),
        sa.Column("right_count", sa.Integer()),
        sa.Column("score", sa.Integer(), comment="of 100, rounded down"),
        sa.Column("passed", sa.Boolean()),
        sa.Column("doubt", sa.String(24), comment="why staff look before it is on a list"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_attempts")),
        sa.UniqueConstraint("once", name=op.f("uq_quiz_attempts_once")),
        sa.CheckConstraint(
            "(contest_id IS NULL) <> (enrolment_id IS NULL)", name=op.f("ck_quiz_attempts_of_one_thing")
        ),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["quiz_contests.id"], name=op.f("fk_quiz_attempts_contest_id_quiz_contests")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["quiz_enrolments.id"],
            name=op.f("fk_quiz_attempts_enrolment_id_quiz_enrolments"),
        ),
    )
    op.create_index("ix_quiz_attempts_contest_id_state", "quiz_attempts", ["contest_id", "state"])
    op.create_index(op.f("ix_quiz_attempts_enrolment_id"), "quiz_attempts", ["enrolment_id"])
    op.create_index(op.f("ix_quiz_attempts_person"), "quiz_attempts", ["person"])
    op.create_index(op.f("ix_quiz_attempts_due_at"), "quiz_attempts", ["due_at"])
    op.create_table(
        "quiz_prizes",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("contest_id", ROW_ID, nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("stock", sa.Integer(), nullable=False),
        sa.Column("given", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_prizes")),
        sa.CheckConstraint("given >= 0 AND given <= stock", name=op.f("ck_quiz_prizes_never_below_zero")),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["quiz_contests.id"], name=op.f("fk_quiz_prizes_contest_id_quiz_contests")
        ),
    )
    op.create_index(op.f("ix_quiz_prizes_contest_id"), "quiz_prizes", ["contest_id"])
    op.create_table(
        "quiz_prize_claims",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("contest_id", ROW_ID, nullable=False),
        sa.Column("prize_id", ROW_ID, nullable=False),
        sa.Column("attempt_id", ROW_ID, nullable=False),
        sa.Column(
            "phone", sa.String(32), nullable=False, comment="keyed digest; the number itself is not kept"
        ),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("claimed_at", MOMENT, nullable=False),
        sa.Column("handed_at", MOMENT),
        sa.Column("handed_by", sa.String(64)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_prize_claims")),
        sa.UniqueConstraint("contest_id", "phone", name=op.f("uq_quiz_prize_claims_contest_id_phone")),
        sa.UniqueConstraint("attempt_id", name=op.f("uq_quiz_prize_claims_attempt_id")),
        sa.UniqueConstraint("code", name=op.f("uq_quiz_prize_claims_code")),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["quiz_contests.id"], name=op.f("fk_quiz_prize_claims_contest_id_quiz_contests")
        ),
        sa.ForeignKeyConstraint(
            ["prize_id"], ["quiz_prizes.id"], name=op.f("fk_quiz_prize_claims_prize_id_quiz_prizes")
        ),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["quiz_attempts.id"], name=op.f("fk_quiz_prize_claims_attempt_id_quiz_attempts")
        ),
    )
    op.create_index(op.f("ix_quiz_prize_claims_prize_id"), "quiz_prize_claims", ["prize_id"])
    op.create_table(
        "quiz_certificates",
        sa.Column("code", sa.String(12), nullable=False, comment="random"),
        sa.Column("once", sa.String(40), nullable=False, comment="the paper or enrolment it is for"),
        sa.Column("person", sa.String(32), nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("is_course", sa.Boolean(), nullable=False),
        sa.Column("holder", sa.LargeBinary(), nullable=False, comment="the name somebody entered, sealed"),
        sa.Column("minutes", sa.Integer()),
        sa.Column("score", sa.Integer()),
        sa.Column("earned_on", sa.Date(), nullable=False),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_quiz_certificates")),
        sa.UniqueConstraint("once", name=op.f("uq_quiz_certificates_once")),
    )
    op.create_index(op.f("ix_quiz_certificates_person"), "quiz_certificates", ["person"])


def downgrade() -> None:
    """Take back."""
    for table in (
        "quiz_certificates",
        "quiz_prize_claims",
        "quiz_prizes",
        "quiz_attempts",
        "quiz_course_steps",
        "quiz_enrolments",
        "quiz_courses",
        "quiz_contests",
        "quiz_answers",
        "quiz_days",
        "quiz_questions",
    ):
        op.drop_table(table)
