"""Objections that an authority above the county decides.

Revision ID: 0035
Revises: 0034
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "tip_outside_reviews",
        sa.Column("objection_id", BIG, autoincrement=False, nullable=False),
        sa.Column("authority", sa.String(100), nullable=False, comment="its name when it was handed over"),
        sa.Column("how", sa.Text(), nullable=False, comment="how it was handed over"),
        sa.Column("handed_by", sa.String(64), nullable=False),
        sa.Column("handed_at", MOMENT, nullable=False),
        sa.Column("document", sa.String(100), nullable=True, comment="文号 of the decision"),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column(
            "paper", sa.String(8), nullable=True, comment="pdf, jpg or png; sealed with the words of the tip"
        ),
        sa.Column("entered_by", sa.String(64), nullable=True),
        sa.Column("entered_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["objection_id"],
            ["tip_objections.id"],
            name=op.f("fk_tip_outside_reviews_objection_id_tip_objections"),
        ),
        sa.PrimaryKeyConstraint("objection_id", name=op.f("pk_tip_outside_reviews")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("tip_outside_reviews")
