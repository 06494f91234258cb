"""Staff bind their WeChat, and are told what waits for them.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_STATES = ("waiting", "sending", "sent", "failed", "skipped", "unknown")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "duty_notices",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("key", sa.String(length=96), nullable=False, comment="raised once under this name"),
        sa.Column("permission", sa.String(length=48), nullable=False, comment="who has it, is told"),
        sa.Column(
            "subject", sa.String(length=64), nullable=False, comment="number of the case; no one's words"
        ),
        sa.Column("sentence", sa.String(length=200), nullable=False, comment="neutral, in Chinese"),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False, comment="to how many phones it was posted"),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.String(length=64), nullable=True, comment="login"),
        sa.Column(
            "hook_state",
            sa.Enum(*_STATES, name="state", native_enum=False, length=16),
            nullable=True,
            comment="the call to the bureau's other system; NULL where there is none",
        ),
        sa.Column("hook_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hook_tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_notices")),
        sa.UniqueConstraint("key", name=op.f("uq_duty_notices_key")),
    )
    op.create_index(op.f("ix_duty_notices_hook_due_at"), "duty_notices", ["hook_due_at"])
    op.create_index("ix_duty_notices_open", "duty_notices", ["acknowledged_at", "raised_at"])
    op.create_table(
        "staff_bindings",
        sa.Column("digest", sa.String(length=64), nullable=False, comment="of the token in the scene"),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_users.id"], name=op.f("fk_staff_bindings_staff_id_staff_users")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_staff_bindings")),
        sa.UniqueConstraint("staff_id", name=op.f("uq_staff_bindings_staff_id")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("staff_bindings")
    op.drop_table("duty_notices")
