"""Notices that reach people days later: templates, consents, and the template of a delivery.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_CHANNELS = ("customer_service", "template", "subscription")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "notice_consents",
        sa.Column("openid", sa.String(length=64), nullable=False),
        sa.Column("template_id", sa.String(length=64), nullable=False),
        sa.Column(
            "remaining", sa.Integer(), nullable=False, comment="one-time consents that are not used yet"
        ),
        sa.Column("is_lasting", sa.Boolean(), nullable=False, comment="a long-term consent that stands"),
        sa.Column(
            "changed_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="time of the latest event or use",
        ),
        sa.PrimaryKeyConstraint("openid", "template_id", name=op.f("pk_notice_consents")),
    )
    op.create_table(
        "notice_templates",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("kind", sa.String(length=32), nullable=False, comment="key of notice_kinds.yaml"),
        sa.Column(
            "channel", sa.Enum(*_CHANNELS, name="channel", native_enum=False, length=32), nullable=False
        ),
        sa.Column(
            "is_long_term",
            sa.Boolean(),
            nullable=False,
            comment="one consent lasts until it is taken back",
        ),
        sa.Column("template_id", sa.String(length=64), nullable=False),
        sa.Column(
            "fields",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            nullable=False,
            comment="our slot for each field of the template",
        ),
        sa.Column("bound_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_templates")),
        sa.UniqueConstraint(
            "kind",
            "channel",
            "is_long_term",
            name=op.f("uq_notice_templates_kind_channel_is_long_term"),
        ),
        sa.UniqueConstraint("template_id", name=op.f("uq_notice_templates_template_id")),
    )
    with op.batch_alter_table("deliveries") as batch:
        batch.add_column(
            sa.Column("template_id", sa.String(length=64), nullable=True, comment="the template of a notice")
        )


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("deliveries") as batch:
        batch.drop_column("template_id")
    op.drop_table("notice_templates")
    op.drop_table("notice_consents")
