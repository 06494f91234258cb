"""Mailings, mass sends, counted calls, pushes; recipients as rows of the outbox.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

MARKS = (
    ("delivered_at", "the platform says it arrived"),
    ("read_at", "the person opened what it leads to"),
    ("acted_at", "the person did what it asks for"),
)
INDEXES = (
    ("ix_deliveries_due", ["state", "lane", "due_at", "id"], "mailing_id IS NULL", False),
    ("ix_deliveries_lease", ["lease_until"], "state = 'sending'", False),
    ("ix_deliveries_payload_until", ["payload_until"], "payload_until IS NOT NULL", False),
    ("ix_deliveries_mailing", ["mailing_id", "state", "due_at", "id"], "mailing_id IS NOT NULL", False),
    ("uq_deliveries_recipient", ["mailing_id", "openid"], "mailing_id IS NOT NULL", True),
)
REPLACED = {
    "ix_deliveries_due": ["state", "lane", "due_at", "id"],
    "ix_deliveries_lease": ["state", "lease_until"],
    "ix_deliveries_payload_until": ["payload_until"],
}


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "api_days",
        sa.Column(
            "api",
            sa.Enum(
                "customer_service",
                "template",
                "subscription",
                "mass",
                "any",
                name="channel",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("api", "on", name=op.f("pk_api_days")),
    )
    op.create_table(
        "api_marks",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column(
            "api",
            sa.Enum(
                "customer_service",
                "template",
                "subscription",
                "mass",
                "any",
                name="channel",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_marks")),
    )
    with op.batch_alter_table("api_marks", schema=None) as batch_op:
        batch_op.create_index("ix_api_marks_api", ["api", "at"], unique=False)

    op.create_table(
        "mailings",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("name", sa.String(length=128), nullable=False, comment="unique name from whoever made it"),
        sa.Column("campaign_id", sa.Integer(), nullable=True, comment="the campaign it belongs to"),
        sa.Column(
            "purpose",
            sa.Enum("campaign", "service", "disaster", name="purpose", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column(
            "lane",
            sa.Enum("alert", "reply", "campaign", name="lane", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "way",
            sa.Enum(
                "each",
                "subscription",
                "mass_tag",
                "mass_list",
                "mass_all",
                name="mailingway",
                native_enum=False,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("why", sa.String(length=400), nullable=False, comment="why this way, in Chinese"),
        sa.Column(
            "message",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
            comment="the same words for everybody; nothing personal",
        ),
        sa.Column(
            "tag_id", sa.Integer(), nullable=True, comment="the platform's tag, for a mass send by tag"
        ),
        sa.Column(
            "state",
            sa.Enum(
                "scheduled",
                "running",
                "paused",
                "cancelled",
                "finished",
                name="mailingstate",
                native_enum=False,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "not_after", sa.DateTime(timezone=True), nullable=True, comment="who waits then is skipped"
        ),
        sa.Column(
            "hold_until",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="nobody is taken before: the platform asked for a pause",
        ),
        sa.Column(
            "paused_because",
            sa.Enum("by_hand", "quota", "config", name="pausereason", native_enum=False, length=16),
            nullable=True,
        ),
        sa.Column(
            "resume_at", sa.DateTime(timezone=True), nullable=True, comment="when it goes on by itself"
        ),
        sa.Column(
            "frozen_at", sa.DateTime(timezone=True), nullable=True, comment="every person is written down"
        ),
        sa.Column("planned", sa.Integer(), nullable=False, comment="how many people were written down"),
        sa.Column(
            "swept_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="cancelled or too late: nobody waits any more",
        ),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "tally",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=True,
            comment="how many stood where at the end",
        ),
        sa.Column(
            "confirmed_by",
            sa.String(length=64),
            nullable=True,
            comment="the second person who agreed to a mass send to everybody",
        ),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailings")),
        sa.UniqueConstraint("name", name=op.f("uq_mailings_name")),
    )
    with op.batch_alter_table("mailings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mailings_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index("ix_mailings_state", ["state", "due_at"], unique=False)

    op.create_table(
        "mass_sends",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("mailing_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False, comment="which part of its mailing, from 1"),
        sa.Column("first_openid", sa.String(length=64), nullable=True),
        sa.Column("last_openid", sa.String(length=64), nullable=True),
        sa.Column(
            "size", sa.Integer(), nullable=False, comment="how many people; of a console send its TotalCount"
        ),
        sa.Column(
            "client_id",
            sa.String(length=64),
            nullable=True,
            comment="clientmsgid: written before the call, the same for every try",
        ),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "calling",
                "accepted",
                "finished",
                "failed",
                "unknown",
                "deleted",
                name="massstate",
                native_enum=False,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column(
            "token", sa.String(length=32), nullable=True, comment="names the one try that may write the fate"
        ),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "called_at", sa.DateTime(timezone=True), nullable=True, comment="when it was first submitted"
        ),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("msg_id", sa.String(length=32), nullable=True, comment="the platform's number"),
        sa.Column(
            "failure",
            sa.Enum(
                "busy",
                "token",
                "config",
                "quota",
                "recipient",
                "content",
                "dedupe",
                "lost",
                name="failureclass",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("errcode", sa.Integer(), nullable=True),
        sa.Column("rid", sa.String(length=64), nullable=True),
        sa.Column("verdict", sa.String(length=64), nullable=True, comment="Status of the job-finished event"),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True, comment="when the event came"),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("filtered", sa.Integer(), nullable=True),
        sa.Column("sent", sa.Integer(), nullable=True),
        sa.Column("failed", sa.Integer(), nullable=True),
        sa.Column("disagrees", sa.Boolean(), nullable=False, comment="the counts do not fit together"),
        sa.Column(
            "delete_by", sa.String(length=64), nullable=True, comment="who asked the platform to delete it"
        ),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mass_sends")),
        sa.UniqueConstraint("client_id", name=op.f("uq_mass_sends_client_id")),
        sa.UniqueConstraint("mailing_id", "number", name=op.f("uq_mass_sends_mailing_id_number")),
        sa.UniqueConstraint("msg_id", name=op.f("uq_mass_sends_msg_id")),
    )
    with op.batch_alter_table("mass_sends", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mass_sends_accepted_at"), ["accepted_at"], unique=False)
        batch_op.create_index("ix_mass_sends_due", ["state", "due_at"], unique=False)

    op.create_table(
        "pushes",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("content_item", sa.Integer(), nullable=False, comment="what is told"),
        sa.Column(
            "version_id", sa.Integer(), nullable=True, comment="the version signed off; fixed by the approval"
        ),
        sa.Column(
            "purpose",
            sa.Enum("campaign", "service", "disaster", name="purpose", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column(
            "audience",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
            comment="the description of the people; nobody's name",
        ),
        sa.Column(
            "wish",
            sa.Enum(
                "best",
                "each",
                "subscription",
                "mass_tag",
                "mass_list",
                "mass_all",
                "publish",
                name="pushway",
                native_enum=False,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("tag_id", sa.Integer(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_after", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "approved",
                "handed_over",
                "withdrawn",
                name="pushstate",
                native_enum=False,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("why", sa.String(length=400), nullable=True, comment="the way that was chosen, and why"),
        sa.Column("mailing_id", sa.BigInteger(), nullable=True),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.String(length=64), nullable=True, comment="never who made it"),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pushes")),
        sa.UniqueConstraint("mailing_id", name=op.f("uq_pushes_mailing_id")),
    )
    with op.batch_alter_table("pushes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pushes_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index("ix_pushes_due", ["state", "due_at"], unique=False)

    for name, comment in MARKS:
        op.add_column(
            "deliveries", sa.Column(name, sa.DateTime(timezone=True), nullable=True, comment=comment)
        )
    op.add_column(
        "deliveries",
        sa.Column("mailing_id", sa.BigInteger(), nullable=True, comment="the mailing this person is in"),
    )
    for name, columns, condition, unique in INDEXES:
        where = sa.text(condition)
        if name in REPLACED:
            op.drop_index(name, "deliveries")
        op.create_index(
            name, "deliveries", columns, unique=unique, postgresql_where=where, sqlite_where=where
        )


def downgrade() -> None:
    """Take back."""
    for name, _columns, _condition, _unique in INDEXES:
        op.drop_index(name, "deliveries")
    for name, columns in REPLACED.items():
        op.create_index(name, "deliveries", columns)
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        for name in ("mailing_id", *(name for name, _comment in MARKS)):
            batch_op.drop_column(name)

    with op.batch_alter_table("pushes", schema=None) as batch_op:
        batch_op.drop_index("ix_pushes_due")
        batch_op.drop_index(batch_op.f("ix_pushes_campaign_id"))

    op.drop_table("pushes")
    with op.batch_alter_table("mass_sends", schema=None) as batch_op:
        batch_op.drop_index("ix_mass_sends_due")
        batch_op.drop_index(batch_op.f("ix_mass_sends_accepted_at"))

    op.drop_table("mass_sends")
    with op.batch_alter_table("mailings", schema=None) as batch_op:
        batch_op.drop_index("ix_mailings_state")
        batch_op.drop_index(batch_op.f("ix_mailings_campaign_id"))

    op.drop_table("mailings")
    with op.batch_alter_table("api_marks", schema=None) as batch_op:
        batch_op.drop_index("ix_api_marks_api")

    op.drop_table("api_marks")
    op.drop_table("api_days")
