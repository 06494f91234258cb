"""Open hazards indexed in the order they are due; editions of what is kept in memory.

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_WALKED = ["due_at", "code", "region", "department", "state", "level", "category"]
_LISTED, _OPEN = sa.text("is_listed"), sa.text("delisted_at IS NULL")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "editions",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("word", sa.String(32), nullable=False, comment="random; another one after each change"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_editions")),
    )
    op.drop_index("ix_hazards_listed", "hazards")
    op.drop_index("ix_hazards_due", "hazards")
    op.create_index("ix_hazards_due", "hazards", _WALKED)
    op.create_index("ix_hazards_open", "hazards", _WALKED, postgresql_where=_OPEN, sqlite_where=_OPEN)


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_hazards_open", "hazards")
    op.drop_index("ix_hazards_due", "hazards")
    op.create_index("ix_hazards_due", "hazards", ["due_at", "code"])
    op.create_index(
        "ix_hazards_listed", "hazards", ["due_at"], postgresql_where=_LISTED, sqlite_where=_LISTED
    )
    op.drop_table("editions")
