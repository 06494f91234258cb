"""Tables of messages and talks: what came in and what became of it, and where each person's talk stands."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.types import Openid, RowId, UtcDateTime


class Fate(StrEnum):
    """What became of one inbound message."""

    ANSWERED = "answered"  # with a reply in the same connection
    SILENT = "silent"  # with ``success``: nothing to say
    QUEUED = "queued"  # recorded; the worker answers it in order
    ANSWERED_LATER = "answered_later"  # by the worker, through the outbox
    FAILED = "failed"  # a skill broke; the person got an apology
    EXPIRED = "expired"  # it waited so long that its words were destroyed


IS_QUEUED = text("fate = 'queued'")
"""Literal in the index and in what asks: a plan made once for every value could not use the index."""


class InboundReceipt(Base):
    """One message or event of the platform, claimed under a key that a retry repeats."""

    __tablename__ = "inbound_receipts"
    __table_args__ = (
        Index(
            "ix_inbound_receipts_queue", "openid", "id", postgresql_where=IS_QUEUED, sqlite_where=IS_QUEUED
        ),
        Index("ix_inbound_receipts_received_at", "received_at"),
    )

    id: Mapped[RowId]
    key: Mapped[str] = mapped_column(String(420), unique=True, comment="wechat.messages.Inbound.dedupe_key")
    digest: Mapped[str] = mapped_column(
        String(64), comment="SHA-256 of the XML, to tell a retry from a forgery"
    )
    openid: Mapped[Openid]
    kind: Mapped[str] = mapped_column(String(64))
    detail: Mapped[str | None] = mapped_column(
        String(128), comment="of an event: its scene, menu key, address or status; never what a person wrote"
    )
    fate: Mapped[Fate] = mapped_column(String(16))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    body: Mapped[bytes | None] = mapped_column(
        LargeBinary, comment="passing words: the XML, while it is queued"
    )
    reply: Mapped[bytes | None] = mapped_column(
        LargeBinary, comment="passing words: the reply as it was sent"
    )


class TalkState(Base):
    """Where the talk with one person stands: live conversation, last turn, rest of a long answer.

    Only the key is indexed. Every turn changes the rest of the row, and PostgreSQL can then write the new
    version beside the old one without touching an index; only the sweep, six times an hour, looks at
    ``updated_at``.
    """

    __tablename__ = "talk_states"

    openid: Mapped[str] = mapped_column(String(64), primary_key=True)
    state: Mapped[bytes] = mapped_column(LargeBinary, comment="passing words: JSON of bot.talk.Talk")
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
