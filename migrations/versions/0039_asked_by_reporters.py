"""Which tips wait for a word of the office: the steps of each kind, tip by tip.

Revision ID: 0039
Revises: 0038
"""

from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_index("ix_tip_events_action", "tip_events", ["action", "tip", "seq"])


def downgrade() -> None:
    """Take it back."""
    op.drop_index("ix_tip_events_action", table_name="tip_events")
