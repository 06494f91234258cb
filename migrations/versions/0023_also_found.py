"""我也发现: that a reporter joined what may be known, and how often one person asked.

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column(
        "tips",
        sa.Column(
            "also_found",
            sa.Boolean,
            nullable=False,
            server_default=sa.false(),
            comment="the reporter was told that it may be known, and said 我也发现",
        ),
    )
    op.create_table(
        "tip_known_looks",
        sa.Column("caller", sa.String(32), nullable=False, comment="keyed digest of the openid"),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("looks", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("caller", "day", name="pk_tip_known_looks"),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("tip_known_looks")
    with op.batch_alter_table("tips") as table:
        table.drop_column("also_found")
