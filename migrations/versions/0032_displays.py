"""Keys for walls that show the figures of the duty room without a clerk.

Revision ID: 0032
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "display_keys",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column(
            "digest", sa.String(length=64), nullable=False, comment="of the key, which is kept nowhere"
        ),
        sa.Column("name", sa.String(length=40), nullable=False, comment="where the wall is"),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.Column("issued_by", sa.String(length=64), nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=True, comment="latest look, ten minutes at most"),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.Column("revoked_by", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_display_keys")),
        sa.UniqueConstraint("digest", name=op.f("uq_display_keys_digest")),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("display_keys")
