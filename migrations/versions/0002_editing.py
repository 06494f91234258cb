"""Editing: revisions and events of articles, what their files said, settled questions of the work list.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# What stood in the database came from files: it becomes the first revision of each article.
FIRST_REVISIONS = """
INSERT INTO article_revisions
    (article, number, base, restores, state, origin, digest, body, author, reason, created_at, reviewer,
     published_at)
SELECT id, 1, NULL, NULL, CASE WHEN is_published THEN 'published' ELSE 'retired' END, 'file', digest, body,
       '文章文件', '建立修改记录时已在库中', changed_at, NULL, changed_at
FROM articles
"""


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.alter_column(
            "imported_at",
            existing_type=sa.DateTime(timezone=True),
            new_column_name="changed_at",
            comment="when what citizens read last changed",
        )
        batch_op.alter_column(
            "digest",
            existing_type=sa.String(length=64),
            nullable=True,
            existing_comment="SHA-256 of the content, hexadecimal",
            comment="SHA-256 of what is or was last published, hexadecimal; NULL before",
        )
        batch_op.alter_column(
            "body",
            existing_type=JSON,
            nullable=True,
            existing_comment="the fields of the article's YAML file",
        )
        batch_op.add_column(
            sa.Column(
                "live",
                sa.Integer(),
                nullable=True,
                comment="number of the revision that is or was last published",
            )
        )
        batch_op.add_column(
            sa.Column(
                "last_number", sa.Integer(), nullable=False, server_default="1", comment="the newest revision"
            )
        )
        batch_op.add_column(
            sa.Column(
                "file_digest",
                sa.String(length=64),
                nullable=True,
                comment="what the file said when it was last imported or settled; NULL: no file",
            )
        )
    op.execute("UPDATE articles SET live = 1, file_digest = digest")
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.alter_column(
            "last_number",
            existing_type=sa.Integer(),
            existing_comment="the newest revision",
            server_default=None,
        )

    op.create_table(
        "article_revisions",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("article", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment="1, 2, 3 … within the article"),
        sa.Column("base", sa.Integer(), nullable=True, comment="the revision it was written upon"),
        sa.Column(
            "restores", sa.Integer(), nullable=True, comment="the old revision whose words it brings back"
        ),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewer", sa.String(length=64), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["article"],
            ["articles.id"],
            name=op.f("fk_article_revisions_article_articles"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_revisions")),
        sa.UniqueConstraint("article", "number", name=op.f("uq_article_revisions_article_number")),
    )
    with op.batch_alter_table("article_revisions", schema=None) as batch_op:
        batch_op.create_index("ix_article_revisions_state", ["state", "article"], unique=False)
    op.execute(FIRST_REVISIONS)

    op.create_table(
        "article_events",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("article", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=16), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["article"], ["articles.id"], name=op.f("fk_article_events_article_articles"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_events")),
    )
    with op.batch_alter_table("article_events", schema=None) as batch_op:
        batch_op.create_index("ix_article_events_article", ["article", "id"], unique=False)

    op.create_table(
        "settled_questions",
        sa.Column(
            "key",
            sa.String(length=16),
            nullable=False,
            comment="fingerprint of the plain question, as the work list shows it",
        ),
        sa.Column("article", sa.String(length=64), nullable=True, comment="NULL: no article is wanted"),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_settled_questions")),
    )
    with op.batch_alter_table("staff_questions", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "article",
                sa.String(length=64),
                nullable=True,
                comment="the article whose publication will answer it",
            )
        )


def downgrade() -> None:
    """Take back; what was edited in the database is lost, what was published stays."""
    with op.batch_alter_table("staff_questions", schema=None) as batch_op:
        batch_op.drop_column("article")
    op.drop_table("settled_questions")
    op.drop_table("article_events")
    op.drop_table("article_revisions")
    op.execute("DELETE FROM articles WHERE body IS NULL")
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.drop_column("file_digest")
        batch_op.drop_column("last_number")
        batch_op.drop_column("live")
        batch_op.alter_column("body", existing_type=JSON, nullable=False)
        batch_op.alter_column(
            "digest",
            existing_type=sa.String(length=64),
            nullable=False,
            comment="SHA-256 of the content, hexadecimal",
        )
        batch_op.alter_column(
            "changed_at",
            existing_type=sa.DateTime(timezone=True),
            new_column_name="imported_at",
            existing_comment="when what citizens read last changed",
            comment=None,
        )
