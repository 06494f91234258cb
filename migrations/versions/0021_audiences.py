"""What followers choose, what the platform says of them, and segments.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OBJECT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    op.add_column(
        "followers",
        sa.Column("listed_at", MOMENT, nullable=True, comment="as of when the platform's list last had them"),
    )
    op.drop_index("ix_followers_state", "followers")
    op.drop_index("ix_followers_last_seen_at", "followers")
    op.create_index("ix_followers_state", "followers", ["state", "openid"])
    op.create_index("ix_followers_seen", "followers", ["state", "last_seen_at"])
    op.create_index("ix_followers_followed", "followers", ["state", "followed_at"])
    op.create_index("ix_followers_scene", "followers", ["scene", "state"])
    op.create_table(
        "follower_towns",
        sa.Column("openid", sa.String(length=64), nullable=False),
        sa.Column("region", sa.String(length=16), nullable=False, comment="code in the region tree"),
        sa.Column("chosen_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("openid", name=op.f("pk_follower_towns")),
    )
    op.create_index("ix_follower_towns_region", "follower_towns", ["region", "openid"])
    op.create_table(
        "follower_topics",
        sa.Column("openid", sa.String(length=64), nullable=False),
        sa.Column("topic", sa.String(length=32), nullable=False, comment="code in topics.yaml, or all"),
        sa.Column(
            "wish", sa.Enum("wanted", "stopped", name="wish", native_enum=False, length=16), nullable=False
        ),
        sa.Column("chosen_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("openid", "topic", name=op.f("pk_follower_topics")),
    )
    op.create_index("ix_follower_topics_wish", "follower_topics", ["topic", "wish", "openid"])
    op.create_table(
        "platform_tags",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="the platform's"),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column(
            "count", sa.Integer(), nullable=False, comment="people who have it, as the platform counts"
        ),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform_tags")),
    )
    op.create_table(
        "follower_tags",
        sa.Column("openid", sa.String(length=64), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tag_id"],
            ["platform_tags.id"],
            name=op.f("fk_follower_tags_tag_id_platform_tags"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("openid", "tag_id", name=op.f("pk_follower_tags")),
    )
    op.create_index("ix_follower_tags_tag", "follower_tags", ["tag_id", "openid"])
    op.create_table(
        "follower_pulls",
        sa.Column("on", sa.Date(), nullable=False, comment="day in Asia/Shanghai"),
        sa.Column(
            "stage",
            sa.Enum("list", "infos", "finished", name="pullstage", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column(
            "cursor",
            sa.String(length=64),
            nullable=False,
            comment="openid after which the next call goes on",
        ),
        sa.Column(
            "page_calls",
            sa.Integer(),
            nullable=False,
            comment="of user/get, tried ones too; the platform allows 500 a day",
        ),
        sa.Column(
            "info_calls",
            sa.Integer(),
            nullable=False,
            comment="of user/info/batchget, tried ones too",
        ),
        sa.Column("total", sa.BigInteger(), nullable=False, comment="followers, as the platform counts"),
        sa.Column("listed", sa.BigInteger(), nullable=False, comment="openids that came"),
        sa.Column("left", sa.BigInteger(), nullable=False, comment="people who turned out to have left"),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column(
            "complaint",
            sa.String(length=200),
            nullable=False,
            comment="why nobody was marked as left, else empty",
        ),
        sa.PrimaryKeyConstraint("on", name=op.f("pk_follower_pulls")),
    )
    op.create_table(
        "audience_segments",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("spec", OBJECT, nullable=False, comment="as campaigns.audiences.spec reads it"),
        sa.Column("note", sa.Text(), nullable=False, comment="what it is for"),
        sa.Column("saved_by", sa.String(length=64), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.Column("retired_at", MOMENT, nullable=True, comment="no longer offered"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audience_segments")),
        sa.UniqueConstraint("name", name=op.f("uq_audience_segments_name")),
    )


def downgrade() -> None:
    """Take back."""
    for table in (
        "audience_segments",
        "follower_pulls",
        "follower_tags",
        "platform_tags",
        "follower_topics",
        "follower_towns",
    ):
        op.drop_table(table)
    op.drop_index("ix_followers_scene", "followers")
    op.drop_index("ix_followers_followed", "followers")
    op.drop_index("ix_followers_seen", "followers")
    op.drop_index("ix_followers_state", "followers")
    op.create_index("ix_followers_state", "followers", ["state", "id"])
    op.create_index("ix_followers_last_seen_at", "followers", ["last_seen_at"])
    op.drop_column("followers", "listed_at")
