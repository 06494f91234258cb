"""A pull of the followers that staff asked for from a page.

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("follower_pulls") as table:
        table.add_column(
            sa.Column(
                "asked_at",
                sa.DateTime(timezone=True),
                nullable=True,
                comment="staff want it done now; NULL once it is done or stopped",
            )
        )
        table.add_column(
            sa.Column(
                "believes",
                sa.Boolean(),
                nullable=False,
                server_default=sa.false(),
                comment="they have looked: so many really did leave",
            )
        )
        table.add_column(
            sa.Column(
                "stopped",
                sa.String(length=200),
                nullable=False,
                server_default="",
                comment="why it stopped before its end, else empty",
            )
        )
    with op.batch_alter_table("follower_pulls") as table:
        table.alter_column("believes", server_default=None)
        table.alter_column("stopped", server_default=None)


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("follower_pulls") as table:
        table.drop_column("stopped")
        table.drop_column("believes")
        table.drop_column("asked_at")
