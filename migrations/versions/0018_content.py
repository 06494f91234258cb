"""Content: items, versions, the three readings, and what of them lies at the platform.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "content_items",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column(
            "campaign_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="NULL: belongs to none",
        ),
        sa.Column("created_by", sa.String(length=64), nullable=False, comment="login"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_items")),
    )
    op.create_index(op.f("ix_content_items_campaign_id"), "content_items", ["campaign_id"], unique=False)
    op.create_table(
        "content_photos",
        sa.Column("key", sa.String(length=64), nullable=False, comment="hash of the bytes; photo:KEY"),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False, comment="bytes"),
        sa.Column("added_by", sa.String(length=64), nullable=False, comment="login"),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_content_photos")),
    )
    op.create_table(
        "content_uploads",
        sa.Column("key", sa.String(length=160), nullable=False, comment="appid:purpose:reference@digest"),
        sa.Column(
            "purpose",
            sa.Enum("inline", "cover", name="uploadpurpose", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.Column(
            "address",
            sa.String(length=512),
            nullable=True,
            comment="what the platform calls it: an address inside, a media id as cover; null until",
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column(
            "due_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="without address: when to try, or when the lease ends",
        ),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.String(length=64), nullable=True, comment="why the last try failed"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_content_uploads")),
    )
    op.create_table(
        "content_versions",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment="1, 2, 3 … within the item"),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "first_review",
                "review",
                "issuing",
                "issued",
                "sent_back",
                "superseded",
                "withdrawn",
                name="contentstate",
                native_enum=False,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum("original", "repost", name="contentkind", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=64), nullable=False),
        sa.Column("author", sa.String(length=16), nullable=False, comment="as printed, not a login"),
        sa.Column("digest", sa.String(length=120), nullable=False, comment="摘要, as cards show it"),
        sa.Column("cover", sa.String(length=80), nullable=False, comment="picture:ID or photo:HASH"),
        sa.Column("body", sa.Text(), nullable=False, comment="Markdown"),
        sa.Column(
            "pictures",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
            comment="references in the body, in order, each once",
        ),
        sa.Column("source_title", sa.String(length=200), nullable=False),
        sa.Column("source_from", sa.String(length=200), nullable=False),
        sa.Column("source_url", sa.String(length=400), nullable=False),
        sa.Column("written_by", sa.String(length=64), nullable=False, comment="login of who wrote it last"),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"], ["content_items.id"], name=op.f("fk_content_versions_item_id_content_items")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_versions")),
        sa.UniqueConstraint("item_id", "number", name=op.f("uq_content_versions_item_id_number")),
    )
    op.create_index(op.f("ix_content_versions_state"), "content_versions", ["state"], unique=False)
    op.create_index(
        "uq_content_versions_issued",
        "content_versions",
        ["item_id"],
        unique=True,
        sqlite_where=sa.text("state = 'issued'"),
        postgresql_where=sa.text("state = 'issued'"),
    )
    op.create_table(
        "content_drafts",
        sa.Column(
            "version_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "adding",
                "ready",
                "used",
                "failed",
                name="draftstate",
                native_enum=False,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("media_id", sa.String(length=128), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failure", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["content_versions.id"],
            name=op.f("fk_content_drafts_version_id_content_versions"),
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_content_drafts")),
    )
    op.create_index(op.f("ix_content_drafts_state"), "content_drafts", ["state"], unique=False)
    op.create_table(
        "content_previews",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "sending",
                "sent",
                "failed",
                "unknown",
                name="previewstate",
                native_enum=False,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("login", sa.String(length=64), nullable=True, comment="a colleague with a bound WeChat"),
        sa.Column("wxname", sa.String(length=64), nullable=True, comment="or a WeChat name"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failure", sa.String(length=64), nullable=True),
        sa.Column("requested_by", sa.String(length=64), nullable=False, comment="login"),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["content_versions.id"],
            name=op.f("fk_content_previews_version_id_content_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_previews")),
    )
    op.create_index(
        op.f("ix_content_previews_requested_at"), "content_previews", ["requested_at"], unique=False
    )
    op.create_index(op.f("ix_content_previews_state"), "content_previews", ["state"], unique=False)
    op.create_index(op.f("ix_content_previews_version_id"), "content_previews", ["version_id"], unique=False)
    op.create_table(
        "content_publications",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "submitting",
                "publishing",
                "published",
                "failed",
                "uncertain",
                "unknown",
                "taking_down",
                "taken_down",
                "cancelled",
                name="publicationstate",
                native_enum=False,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("publish_id", sa.String(length=64), nullable=True, comment="the platform's job"),
        sa.Column(
            "article_id", sa.String(length=128), nullable=True, comment="the platform's name once published"
        ),
        sa.Column("article_url", sa.String(length=512), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column(
            "due_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="when to act next, or when the lease ends",
        ),
        sa.Column("failure", sa.String(length=64), nullable=True),
        sa.Column("requested_by", sa.String(length=64), nullable=False, comment="login"),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["content_versions.id"],
            name=op.f("fk_content_publications_version_id_content_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_publications")),
    )
    op.create_index(
        op.f("ix_content_publications_publish_id"), "content_publications", ["publish_id"], unique=False
    )
    op.create_index(op.f("ix_content_publications_state"), "content_publications", ["state"], unique=False)
    op.create_index(
        op.f("ix_content_publications_version_id"), "content_publications", ["version_id"], unique=False
    )
    op.create_table(
        "content_steps",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "verb",
            sa.Enum(
                "edit",
                "submit",
                "first_review",
                "review",
                "issue",
                "send_back",
                "revise",
                "replace",
                "withdraw",
                name="contentverb",
                native_enum=False,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("by", sa.String(length=64), nullable=False, comment="login"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["content_versions.id"], name=op.f("fk_content_steps_version_id_content_versions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_steps")),
    )
    op.create_index(op.f("ix_content_steps_version_id"), "content_steps", ["version_id"], unique=False)
    op.create_index(
        "uq_content_steps_person",
        "content_steps",
        ["version_id", "by"],
        unique=True,
        sqlite_where=sa.text("verb IN ('first_review', 'review', 'issue')"),
        postgresql_where=sa.text("verb IN ('first_review', 'review', 'issue')"),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index(
        "uq_content_steps_person",
        table_name="content_steps",
        sqlite_where=sa.text("verb IN ('first_review', 'review', 'issue')"),
        postgresql_where=sa.text("verb IN ('first_review', 'review', 'issue')"),
    )
    op.drop_index(op.f("ix_content_steps_version_id"), table_name="content_steps")
    op.drop_table("content_steps")
    op.drop_index(op.f("ix_content_publications_version_id"), table_name="content_publications")
    op.drop_index(op.f("ix_content_publications_state"), table_name="content_publications")
    op.drop_index(op.f("ix_content_publications_publish_id"), table_name="content_publications")
    op.drop_table("content_publications")
    op.drop_index(op.f("ix_content_previews_version_id"), table_name="content_previews")
    op.drop_index(op.f("ix_content_previews_state"), table_name="content_previews")
    op.drop_index(op.f("ix_content_previews_requested_at"), table_name="content_previews")
    op.drop_table("content_previews")
    op.drop_index(op.f("ix_content_drafts_state"), table_name="content_drafts")
    op.drop_table("content_drafts")
    op.drop_index(
        "uq_content_versions_issued",
        table_name="content_versions",
        sqlite_where=sa.text("state = 'issued'"),
        postgresql_where=sa.text("state = 'issued'"),
    )
    op.drop_index(op.f("ix_content_versions_state"), table_name="content_versions")
    op.drop_table("content_versions")
    op.drop_table("content_uploads")
    op.drop_table("content_photos")
    op.drop_index(op.f("ix_content_items_campaign_id"), table_name="content_items")
    op.drop_table("content_items")
