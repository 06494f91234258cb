"""Pictures of the knowledge base that lie at the platform as permanent material.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "picture_materials",
        sa.Column("key", sa.String(length=128), nullable=False, comment="appid:SHA-256 of the PNG"),
        sa.Column("picture", sa.String(length=64), nullable=False, comment="id of the picture"),
        sa.Column(
            "media_id", sa.String(length=128), nullable=True, comment="null until uploaded, and when lost"
        ),
        sa.Column("attempts", sa.Integer(), nullable=False, comment="uploads tried since it was last there"),
        sa.Column(
            "due_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="without media_id: when to try, or when the lease ends",
        ),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "checked_at", sa.DateTime(timezone=True), nullable=True, comment="the platform still had it"
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_picture_materials")),
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table("picture_materials")
