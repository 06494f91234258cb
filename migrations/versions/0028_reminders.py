"""A push may remind of an activity."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    column = sa.Column("activity_id", number, nullable=True, comment="the activity it reminds of")
    op.add_column("pushes", column)


def downgrade() -> None:
    """Take it back."""
    op.drop_column("pushes", "activity_id")
