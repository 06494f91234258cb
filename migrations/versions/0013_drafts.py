"""Drafts of tips.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "tip_drafts",
        sa.Column(
            "token",
            sa.String(length=32),
            nullable=False,
            comment="random; the case of vault and evidence until it is a tip",
        ),
        sa.Column(
            "holder",
            sa.String(length=32),
            nullable=True,
            comment="keyed blind index of the openid; NULL where the token is all there is",
        ),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "alarmed_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when the emergency screen answered while it was told",
        ),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_tip_drafts")),
        sa.UniqueConstraint("holder", name=op.f("uq_tip_drafts_holder")),
    )
    op.create_index(op.f("ix_tip_drafts_expires_at"), "tip_drafts", ["expires_at"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("tip_drafts")
