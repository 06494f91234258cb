"""Reward rule sets that the bureau writes itself.

Revision ID: 0033
Revises: 0032
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "reward_own_rules",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column(
            "based_on", sa.String(length=64), nullable=False, comment="id of the set that it was copied from"
        ),
        sa.Column("text", sa.Text(), nullable=False, comment="the whole set as YAML, extending nothing"),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, comment="rises with each change"),
        sa.Column(
            "writers", JSON, nullable=False, comment="everybody who wrote at it: none of them confirms it"
        ),
        sa.Column("note", sa.Text(), nullable=False, comment="why it was sent back or dropped"),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("confirmed_by", sa.String(length=64), nullable=True),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward_own_rules")),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("reward_own_rules")
