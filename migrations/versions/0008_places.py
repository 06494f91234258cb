"""Regions, working days, who handles what, and the clocks of cases.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "case_clocks",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column(
            "case_number",
            sa.String(length=64),
            nullable=False,
            comment="public number of a tip, code of a hazard",
        ),
        sa.Column("kind", sa.String(length=32), nullable=False, comment="as in clocks/defaults.yaml"),
        sa.Column(
            "department",
            sa.String(length=32),
            nullable=False,
            comment="code of the department that is reminded",
        ),
        sa.Column(
            "unit",
            sa.Enum(
                "natural_days", "working_days", "hours", "minutes", name="unit", native_enum=False, length=16
            ),
            nullable=False,
        ),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("is_urgent", sa.Boolean(), nullable=False, comment="speaks at night too"),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "due_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="first late moment; null while paused",
        ),
        sa.Column("last_day", sa.Date(), nullable=True, comment="in Asia/Shanghai; null while paused"),
        sa.Column(
            "is_provisional",
            sa.Boolean(),
            nullable=False,
            comment="ends in a year without published holidays",
        ),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True, comment="when the next step is due"),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True, comment="null unless paused now"),
        sa.Column(
            "stopped_at", sa.DateTime(timezone=True), nullable=True, comment="done, or the case is over"
        ),
        sa.Column("is_late", sa.Boolean(), nullable=True, comment="stopped after due_at; null while open"),
        sa.Column("extended_by", sa.Integer(), nullable=False, comment="0 until extended, once"),
        sa.Column("extended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("extension_asked_by", sa.String(length=64), nullable=False),
        sa.Column("extension_approver", sa.String(length=64), nullable=False),
        sa.Column("extension_reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_clocks")),
    )
    with op.batch_alter_table("case_clocks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_clocks_next_at"), ["next_at"], unique=False)
        batch_op.create_index(
            "uq_case_clocks_open",
            ["case_number", "kind"],
            unique=True,
            sqlite_where=sa.text("stopped_at IS NULL"),
            postgresql_where=sa.text("stopped_at IS NULL"),
        )

    op.create_table(
        "departments",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column(
            "region",
            sa.String(length=16),
            nullable=False,
            comment="code of the town whose office it is, else empty",
        ),
        sa.Column("edited_by", sa.String(length=64), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_departments")),
    )
    op.create_table(
        "regions",
        sa.Column("code", sa.String(length=16), nullable=False, comment="statistical code"),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("parent_code", sa.String(length=16), nullable=False, comment="empty for the county"),
        sa.Column("level", sa.Integer(), nullable=False, comment="1 county, 2 town, 3 village"),
        sa.Column(
            "aliases",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
            comment="other names that people use",
        ),
        sa.Column(
            "geometry",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=True,
            comment="GeoJSON area in WGS-84",
        ),
        sa.Column("edited_by", sa.String(length=64), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_regions")),
    )
    with op.batch_alter_table("regions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_regions_parent_code"), ["parent_code"], unique=False)

    op.create_table(
        "routing_cells",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("category", sa.String(length=32), nullable=False, comment="as in categories.yaml"),
        sa.Column("region", sa.String(length=16), nullable=False, comment="code; empty for everywhere"),
        sa.Column("lead", sa.String(length=32), nullable=False, comment="code of a department"),
        sa.Column(
            "co_handlers",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("basis", sa.String(length=200), nullable=False, comment="the document that says so"),
        sa.Column("edited_by", sa.String(length=64), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routing_cells")),
        sa.UniqueConstraint("category", "region", "lead", name=op.f("uq_routing_cells_category_region_lead")),
    )
    op.create_table(
        "workdays",
        sa.Column("day", sa.Date(), nullable=False, comment="in Asia/Shanghai"),
        sa.Column("is_workday", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False, comment="of the holiday, or why it differs"),
        sa.Column(
            "source",
            sa.Enum("library", "notice", "staff", name="daysource", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column(
            "edited_by",
            sa.String(length=64),
            nullable=False,
            comment="login of the editor, empty for the library",
        ),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_workdays")),
    )
    op.create_table(
        "clock_firings",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("clock_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False, comment="1 after an extension"),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False, comment="when the step was due"),
        sa.Column("fired_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("was_told", sa.Boolean(), nullable=False, comment="false: a later step was said instead"),
        sa.ForeignKeyConstraint(
            ["clock_id"],
            ["case_clocks.id"],
            name=op.f("fk_clock_firings_clock_id_case_clocks"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_firings")),
        sa.UniqueConstraint("clock_id", "round", "step", name=op.f("uq_clock_firings_clock_id_round_step")),
    )
    op.create_table(
        "clock_pauses",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("clock_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "reason", sa.String(length=200), nullable=False, comment="in Chinese; shown to the reporter"
        ),
        sa.ForeignKeyConstraint(
            ["clock_id"],
            ["case_clocks.id"],
            name=op.f("fk_clock_pauses_clock_id_case_clocks"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_pauses")),
    )
    with op.batch_alter_table("clock_pauses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clock_pauses_clock_id"), ["clock_id"], unique=False)

    op.create_table(
        "department_contacts",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("department", sa.String(length=32), nullable=False),
        sa.Column("region", sa.String(length=16), nullable=False, comment="code; empty for everywhere"),
        sa.Column("login", sa.String(length=64), nullable=False, comment="of the member of staff"),
        sa.ForeignKeyConstraint(
            ["department"],
            ["departments.code"],
            name=op.f("fk_department_contacts_department_departments"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department_contacts")),
        sa.UniqueConstraint(
            "department", "region", "login", name=op.f("uq_department_contacts_department_region_login")
        ),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("department_contacts")
    with op.batch_alter_table("clock_pauses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clock_pauses_clock_id"))

    op.drop_table("clock_pauses")
    op.drop_table("clock_firings")
    op.drop_table("workdays")
    op.drop_table("routing_cells")
    with op.batch_alter_table("regions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_regions_parent_code"))

    op.drop_table("regions")
    op.drop_table("departments")
    with op.batch_alter_table("case_clocks", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_case_clocks_open",
            sqlite_where=sa.text("stopped_at IS NULL"),
            postgresql_where=sa.text("stopped_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_case_clocks_next_at"))

    op.drop_table("case_clocks")
