"""The first floor: receipts, talks, articles, deliveries, followers, clock, tokens.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "articles",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column(
            "digest", sa.String(length=64), nullable=False, comment="SHA-256 of the content, hexadecimal"
        ),
        sa.Column(
            "body",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
            comment="the fields of the article's YAML file",
        ),
        sa.Column(
            "is_published", sa.Boolean(), nullable=False, comment="found by the search and shown to citizens"
        ),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
    )
    op.create_table(
        "clock_slots",
        sa.Column("key", sa.String(length=128), nullable=False, comment="name:slot, in China's time"),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("slot_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum("waiting", "running", "done", "failed", name="slotstate", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column(
            "due_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="running: when its lease ends; waiting: when to try",
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column(
            "token", sa.String(length=32), nullable=True, comment="names the attempt that may settle it"
        ),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_clock_slots")),
    )
    with op.batch_alter_table("clock_slots", schema=None) as batch_op:
        batch_op.create_index("ix_clock_slots_due", ["state", "due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_clock_slots_slot_at"), ["slot_at"], unique=False)

    op.create_table(
        "contact_windows",
        sa.Column("openid", sa.String(length=64), nullable=False),
        sa.Column("last_message_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_since_message", sa.Integer(), nullable=False),
        sa.Column(
            "last_touch_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="menu click, subscribe or scan: the one-minute window",
        ),
        sa.Column("sent_since_touch", sa.Integer(), nullable=False),
        sa.Column(
            "left_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="unsubscribing closes every window opened before",
        ),
        sa.PrimaryKeyConstraint("openid", name=op.f("pk_contact_windows")),
    )
    op.create_table(
        "deliveries",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("openid", sa.String(length=64), nullable=False),
        sa.Column(
            "lane",
            sa.Enum("alert", "reply", "campaign", name="lane", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "channel",
            sa.Enum("customer_service", name="channel", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "sending",
                "sent",
                "failed",
                "skipped",
                "unknown",
                name="state",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "payload",
            sa.LargeBinary(),
            nullable=True,
            comment="sealed with a passing key; empty once sent or past its time",
        ),
        sa.Column(
            "payload_until",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when the payload is to be emptied; NULL once it is",
        ),
        sa.Column("dedupe_key", sa.String(length=128), nullable=True, comment="posted once under this name"),
        sa.Column(
            "resend_when_unknown",
            sa.Boolean(),
            nullable=False,
            comment="silence is worse than saying it twice: send again when the fate is unknown",
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "not_after", sa.DateTime(timezone=True), nullable=True, comment="later than this it is not sent"
        ),
        sa.Column("attempts", sa.Integer(), nullable=False, comment="how often a worker took it"),
        sa.Column("strikes", sa.Integer(), nullable=False, comment="failures that count towards giving up"),
        sa.Column("claim_token", sa.String(length=32), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "settled_at", sa.DateTime(timezone=True), nullable=True, comment="when the last attempt ended"
        ),
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
        sa.Column(
            "rid", sa.String(length=64), nullable=True, comment="the platform's request id, for its support"
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "never_wrote",
                "window_closed",
                "window_spent",
                "left",
                "too_late",
                "words_gone",
                "busy",
                "recipient",
                "content",
                "quota",
                "config",
                "token",
                "lost",
                "worker_lost",
                name="reason",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_deliveries_dedupe_key")),
    )
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deliveries_created_at"), ["created_at"], unique=False)
        batch_op.create_index("ix_deliveries_due", ["state", "lane", "due_at", "id"], unique=False)
        batch_op.create_index("ix_deliveries_lease", ["state", "lease_until"], unique=False)
        batch_op.create_index(batch_op.f("ix_deliveries_payload_until"), ["payload_until"], unique=False)
        batch_op.create_index("ix_deliveries_person", ["openid", "state"], unique=False)

    op.create_table(
        "followers",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("openid", sa.String(length=64), nullable=False),
        sa.Column(
            "state",
            sa.Enum("following", "left", name="followstate", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column(
            "state_event_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="time of the event that decided the state",
        ),
        sa.Column("followed_at", sa.DateTime(timezone=True), nullable=True, comment="latest subscribe event"),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True, comment="latest unsubscribe event"),
        sa.Column(
            "scene", sa.String(length=64), nullable=True, comment="QR code of the latest subscribe event"
        ),
        sa.Column(
            "first_seen_at", sa.DateTime(timezone=True), nullable=False, comment="earliest event of any kind"
        ),
        sa.Column(
            "last_seen_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="latest sign of life; unsubscribing is none",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_followers")),
        sa.UniqueConstraint("openid", name=op.f("uq_followers_openid")),
    )
    with op.batch_alter_table("followers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_followers_last_seen_at"), ["last_seen_at"], unique=False)
        batch_op.create_index("ix_followers_state", ["state", "id"], unique=False)

    op.create_table(
        "inbound_receipts",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("key", sa.String(length=420), nullable=False, comment="wechat.messages.Inbound.dedupe_key"),
        sa.Column(
            "digest",
            sa.String(length=64),
            nullable=False,
            comment="SHA-256 of the XML, to tell a retry from a forgery",
        ),
        sa.Column("openid", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column(
            "detail",
            sa.String(length=128),
            nullable=True,
            comment="of an event: its scene, menu key, address or status; never what a person wrote",
        ),
        sa.Column("fate", sa.String(length=16), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "body", sa.LargeBinary(), nullable=True, comment="passing words: the XML, while it is queued"
        ),
        sa.Column(
            "reply", sa.LargeBinary(), nullable=True, comment="passing words: the reply as it was sent"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbound_receipts")),
        sa.UniqueConstraint("key", name=op.f("uq_inbound_receipts_key")),
    )
    with op.batch_alter_table("inbound_receipts", schema=None) as batch_op:
        batch_op.create_index(
            "ix_inbound_receipts_queue",
            ["fate", "openid", "id"],
            unique=False,
            postgresql_where="fate = 'queued'",
        )
        batch_op.create_index("ix_inbound_receipts_received_at", ["received_at"], unique=False)

    op.create_table(
        "passing_keys",
        sa.Column("hour", sa.Integer(), autoincrement=False, nullable=False, comment="hours since 1970, UTC"),
        sa.Column(
            "master",
            sa.String(length=16),
            nullable=False,
            comment="fingerprint of the master key that wraps this one",
        ),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("hour", "master", name=op.f("pk_passing_keys")),
    )
    with op.batch_alter_table("passing_keys", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_passing_keys_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "platform_tokens",
        sa.Column("name", sa.String(length=64), nullable=False, comment="appid and kind of token"),
        sa.Column("sealed", sa.LargeBinary(), nullable=True, comment="wechat.token_stores.packed, sealed"),
        sa.Column("lock_owner", sa.String(length=32), nullable=True),
        sa.Column("lock_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_platform_tokens")),
    )
    op.create_table(
        "query_log",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "question",
            sa.Text(),
            nullable=False,
            comment="telephone, identity, bank and plate numbers masked",
        ),
        sa.Column("decision", sa.String(length=16), nullable=False),
        sa.Column("article", sa.String(length=64), nullable=True),
        sa.Column(
            "topics",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("score", sa.Double(), nullable=True, comment="confidence of the search, 0 to 1"),
        sa.Column("asker", sa.String(length=32), nullable=False, comment="pseudonym"),
        sa.Column(
            "feedback",
            sa.Enum("useful", "useless", name="feedback", native_enum=False, length=16),
            nullable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_query_log")),
    )
    with op.batch_alter_table("query_log", schema=None) as batch_op:
        batch_op.create_index("ix_query_log_article_at", ["article", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_query_log_asker"), ["asker"], unique=False)
        batch_op.create_index(batch_op.f("ix_query_log_at"), ["at"], unique=False)
        batch_op.create_index("ix_query_log_decision_at", ["decision", "at"], unique=False)

    op.create_table(
        "staff_questions",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("asker", sa.String(length=32), nullable=False, comment="pseudonym"),
        sa.Column("sealed_openid", sa.LargeBinary(), nullable=False, comment="to write the answer to"),
        sa.Column("sealed_text", sa.LargeBinary(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "answered", name="questionstate", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_questions")),
    )
    with op.batch_alter_table("staff_questions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_questions_asker"), ["asker"], unique=False)
        batch_op.create_index("ix_staff_questions_state_left_at", ["state", "left_at"], unique=False)

    op.create_table(
        "talk_states",
        sa.Column("openid", sa.String(length=64), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False, comment="passing words: JSON of bot.talk.Talk"),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("openid", name=op.f("pk_talk_states")),
    )
    with op.batch_alter_table("talk_states", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_talk_states_updated_at"), ["updated_at"], unique=False)

    op.create_table(
        "worker_heartbeats",
        sa.Column("name", sa.String(length=128), nullable=False, comment="machine:process"),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_worker_heartbeats")),
    )
    with op.batch_alter_table("worker_heartbeats", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_worker_heartbeats_beat_at"), ["beat_at"], unique=False)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("worker_heartbeats", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_worker_heartbeats_beat_at"))

    op.drop_table("worker_heartbeats")
    with op.batch_alter_table("talk_states", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_talk_states_updated_at"))

    op.drop_table("talk_states")
    with op.batch_alter_table("staff_questions", schema=None) as batch_op:
        batch_op.drop_index("ix_staff_questions_state_left_at")
        batch_op.drop_index(batch_op.f("ix_staff_questions_asker"))

    op.drop_table("staff_questions")
    with op.batch_alter_table("query_log", schema=None) as batch_op:
        batch_op.drop_index("ix_query_log_decision_at")
        batch_op.drop_index(batch_op.f("ix_query_log_at"))
        batch_op.drop_index(batch_op.f("ix_query_log_asker"))
        batch_op.drop_index("ix_query_log_article_at")

    op.drop_table("query_log")
    op.drop_table("platform_tokens")
    with op.batch_alter_table("passing_keys", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_passing_keys_expires_at"))

    op.drop_table("passing_keys")
    with op.batch_alter_table("inbound_receipts", schema=None) as batch_op:
        batch_op.drop_index("ix_inbound_receipts_received_at")
        batch_op.drop_index("ix_inbound_receipts_queue", postgresql_where="fate = 'queued'")

    op.drop_table("inbound_receipts")
    with op.batch_alter_table("followers", schema=None) as batch_op:
        batch_op.drop_index("ix_followers_state")
        batch_op.drop_index(batch_op.f("ix_followers_last_seen_at"))

    op.drop_table("followers")
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_index("ix_deliveries_person")
        batch_op.drop_index(batch_op.f("ix_deliveries_payload_until"))
        batch_op.drop_index("ix_deliveries_lease")
        batch_op.drop_index("ix_deliveries_due")
        batch_op.drop_index(batch_op.f("ix_deliveries_created_at"))

    op.drop_table("deliveries")
    op.drop_table("contact_windows")
    with op.batch_alter_table("clock_slots", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clock_slots_slot_at"))
        batch_op.drop_index("ix_clock_slots_due")

    op.drop_table("clock_slots")
    op.drop_table("articles")
