"""What the inbox needs from whoever puts it together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from bot.message_locks import MessageLocks
from core.clock import Clock
from core.db import Database
from core.hourly_cipher import HourlyCipher
from core.writes import Write
from wechat.messages import Inbound, Reply


class InboundRecorder(Protocol):
    """Records what every message means apart from its reply: who was seen, which window was opened."""

    def writes_for(self, message: Inbound, now: datetime) -> Sequence[Write] | None:
        """The writes of an ordinary message, without reading rows; None when that takes a session."""
        ...

    def record(self, session: Session, message: Inbound, now: datetime) -> None:
        """Record any message, whatever state its rows are in, inside its transaction."""
        ...


PostLater = Callable[[Session, str, Reply, str, datetime], None]
"""Puts a reply into the outbox: session, openid, reply, unique key, now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxNeeds:
    """Where messages are stored and locked, who else is told of them, and how their XML is read."""

    database: Database
    cipher: HourlyCipher
    locks: MessageLocks
    recorder: InboundRecorder
    post_later: PostLater
    parse: Callable[[bytes], Inbound]
    clock: Clock
