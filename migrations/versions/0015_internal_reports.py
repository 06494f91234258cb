"""Employees tell their own enterprise first.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "internal_channels",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False, comment="in the QR code; public"),
        sa.Column("key_digest", sa.String(length=64), nullable=False, comment="of the enterprise's own key"),
        sa.Column("enterprise", sa.String(length=200), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("category", sa.String(length=24), nullable=False, comment="code of the industry"),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("fix_days", sa.Integer(), nullable=False, comment="days until it goes to the bureau"),
        sa.Column("opened_by", sa.String(length=64), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_internal_channels")),
        sa.UniqueConstraint("token", name=op.f("uq_internal_channels_token")),
    )
    op.create_table(
        "internal_reports",
        sa.Column("number", sa.String(length=16), nullable=False, comment="random"),
        sa.Column("channel_id", ROW_ID, nullable=False),
        sa.Column("intake_key", sa.String(length=64), nullable=False, comment="the same tap gives it again"),
        sa.Column(
            "state",
            sa.Enum("reported", "fixed", "escalated", name="internalstate", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column("reported_at", MOMENT, nullable=False),
        sa.Column("fix_by", MOMENT, nullable=False),
        sa.Column("fixed_at", MOMENT, nullable=True),
        sa.Column("measures", sa.Text(), nullable=False, comment="what the enterprise says it did"),
        sa.Column("tip", sa.String(length=16), nullable=True, comment="once escalated"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_internal_reports")),
        sa.UniqueConstraint("intake_key", name=op.f("uq_internal_reports_intake_key")),
        sa.ForeignKeyConstraint(
            ["channel_id"],
            ["internal_channels.id"],
            name=op.f("fk_internal_reports_channel_id_internal_channels"),
        ),
        sa.ForeignKeyConstraint(["tip"], ["tips.number"], name=op.f("fk_internal_reports_tip_tips")),
    )
    op.create_index(op.f("ix_internal_reports_channel_id"), "internal_reports", ["channel_id"])
    op.create_index(op.f("ix_internal_reports_fix_by"), "internal_reports", ["fix_by"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("internal_reports")
    op.drop_table("internal_channels")
