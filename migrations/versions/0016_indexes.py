"""Indexes for the work lists at 225,400 hazards and 20,000 tips; measured by ``python -m bench caseload``.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_index("ix_tips_newest", "tips", ["submitted_at", "number"])
    op.create_index("ix_hazards_due", "hazards", ["due_at", "code"])
    listed, runs = sa.text("is_listed"), sa.text("stopped_at IS NULL")
    op.create_index("ix_hazards_listed", "hazards", ["due_at"], postgresql_where=listed, sqlite_where=listed)
    op.create_index(
        "ix_case_clocks_due", "case_clocks", ["due_at", "id"], postgresql_where=runs, sqlite_where=runs
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_case_clocks_due", "case_clocks")
    op.drop_index("ix_hazards_listed", "hazards")
    op.drop_index("ix_hazards_due", "hazards")
    op.drop_index("ix_tips_newest", "tips")
