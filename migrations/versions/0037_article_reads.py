"""How often articles were read inside WeChat, as WeChat counts.

Revision ID: 0037
Revises: 0036
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "article_days",
        sa.Column("on", sa.Date(), nullable=False, comment="day in Asia/Shanghai"),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "is_complete",
            sa.Boolean(),
            nullable=False,
            comment="WeChat called it up to date; asked for again until then",
        ),
        sa.Column("why_not", sa.String(100), nullable=False, comment="what it answered instead, else empty"),
        sa.PrimaryKeyConstraint("on", name=op.f("pk_article_days")),
    )
    op.create_table(
        "article_reads",
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("article", sa.String(64), nullable=False, comment="msg_data_id and place: 12003_3"),
        sa.Column(
            "readers", sa.Integer(), nullable=False, comment="people, each once for the article and day"
        ),
        sa.PrimaryKeyConstraint("on", "article", name=op.f("pk_article_reads")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("article_reads")
    op.drop_table("article_days")
