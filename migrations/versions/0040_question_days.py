"""How many questions each day had, once the questions themselves are deleted.

Revision ID: 0040
Revises: 0039
"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "question_days",
        sa.Column("on", sa.Date(), nullable=False, comment="day in Asia/Shanghai"),
        sa.Column(
            "word",
            sa.String(16),
            nullable=False,
            comment="a decision, an opinion, or left and replied of those for staff",
        ),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("on", "word", name=op.f("pk_question_days")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("question_days")
