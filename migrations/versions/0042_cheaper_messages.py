"""Indexes that cost a message less: the queue's holds only what waits, a talk's none that each turn changes.

Revision ID: 0042
Revises: 0041
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

_QUEUE, _TALKS = "ix_inbound_receipts_queue", "ix_talk_states_updated_at"
_IS_QUEUED = sa.text("fate = 'queued'")


def upgrade() -> None:
    """Apply."""
    op.drop_index(_TALKS, "talk_states")
    op.drop_index(_QUEUE, "inbound_receipts")
    op.create_index(
        _QUEUE, "inbound_receipts", ["openid", "id"], postgresql_where=_IS_QUEUED, sqlite_where=_IS_QUEUED
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_index(_QUEUE, "inbound_receipts")
    op.create_index(_QUEUE, "inbound_receipts", ["fate", "openid", "id"], postgresql_where=_IS_QUEUED)
    op.create_index(_TALKS, "talk_states", ["updated_at"])
