"""What followers took part in, for audiences."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "follower_deeds",
        sa.Column("openid", sa.String(length=64), nullable=False),
        sa.Column("deed", sa.String(length=96), nullable=False, comment="kind:code, such as contest:7"),
        sa.Column("last_on", sa.Date(), nullable=False, comment="in Asia/Shanghai"),
        sa.PrimaryKeyConstraint("openid", "deed", name=op.f("pk_follower_deeds")),
    )
    op.create_index("ix_follower_deeds_deed", "follower_deeds", ["deed", "last_on", "openid"])


def downgrade() -> None:
    """Take it back."""
    op.drop_index("ix_follower_deeds_deed", table_name="follower_deeds")
    op.drop_table("follower_deeds")
