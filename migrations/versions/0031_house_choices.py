"""What administrators decide for the house, requests about personal data, roles that wait for a second look.

Revision ID: 0031
Revises: 0030
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "house_choices",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("chosen_by", sa.String(length=64), nullable=False),
        sa.Column("chosen_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "data_requests",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("about", sa.Text(), nullable=False, comment="what is asked; numbers masked"),
        sa.Column(
            "sealed_person",
            sa.LargeBinary(),
            nullable=True,
            comment="sealed: who asks and how to reach them; NULL once forgotten",
        ),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("came_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False, comment="the 15th working day after it came"),
        sa.Column("outcome", sa.Text(), nullable=False, comment="what was done, or why not; numbers masked"),
        sa.Column("entered_by", sa.String(length=64), nullable=False),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.Column("settled_by", sa.String(length=64), nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_data_requests_state", "data_requests", ["state", "due_on", "id"])
    op.create_table(
        "staff_role_requests",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("staff_id", BIG, nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("decided_by", sa.String(length=64), nullable=True, comment="NULL while it waits"),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("is_granted", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_users.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_staff_role_requests_staff_id", "staff_role_requests", ["staff_id"])


def downgrade() -> None:
    """Take it back."""
    op.drop_table("staff_role_requests")
    op.drop_index("ix_data_requests_state", table_name="data_requests")
    op.drop_table("data_requests")
    op.drop_table("house_choices")
