"""A duty notice may concern one department only.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column(
        "duty_notices",
        sa.Column(
            "department", sa.String(length=64), nullable=True, comment="code; NULL concerns every department"
        ),
    )


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("duty_notices") as batch_op:
        batch_op.drop_column("department")
