"""Open hazards indexed in the order they are due, in place of an index that no plan used.

Revision ID: 0024
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0016"
branch_labels = None
depends_on = None

_LISTED, _OPEN = sa.text("is_listed"), sa.text("delisted_at IS NULL")


def upgrade() -> None:
    """Apply."""
    op.drop_index("ix_hazards_listed", "hazards")
    op.create_index(
        "ix_hazards_open", "hazards", ["due_at", "code"], postgresql_where=_OPEN, sqlite_where=_OPEN
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_hazards_open", "hazards")
    op.create_index(
        "ix_hazards_listed", "hazards", ["due_at"], postgresql_where=_LISTED, sqlite_where=_LISTED
    )
