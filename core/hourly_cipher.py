"""Encryption with a new key every hour, destroyed after a day; after that nobody can read what it sealed.

Message bodies, stored replies and conversation states are needed for hours, not longer. Each hour has its own
key, kept in the table ``passing_keys``, wrapped by a master key that never enters the database. Deleting the
key row makes every copy of the words unreadable; copies in backups become unreadable once the backup with the
key row is gone or the master key is changed.
"""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import LargeBinary, String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.crypto import BadSeal, derived_key, new_key, seal, unseal
from core.db import Base, Database
from core.statements import insert_once
from core.types import UtcDateTime

HOUR = timedelta(hours=1)
_ID_BYTES = 8
_PLACE = "passing"
_BELIEVED_SECONDS = 60.0


class PassingKey(Base):
    """The wrapped key of one hour; each master key has its own hourly keys."""

    __tablename__ = "passing_keys"

    hour: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="hours since 1970, UTC")
    master: Mapped[str] = mapped_column(
        String(16), primary_key=True, comment="fingerprint of the master key that wraps this one"
    )
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class KeyDestroyed(BadSeal):
    """The key of these words was destroyed or belongs to another master key; nobody can read them."""


class HourlyCipher:
    """Seals and opens short-lived words; keeps the keys of the last hours in memory.

    ``lifetime`` is how long words stay readable after the end of the hour in which they were sealed. Each way
    in calls ``ensure_key`` before its transaction begins: a key is committed separately, so that rolling a
    transaction back can never remove a key that has already sealed something else.
    """

    def __init__(
        self,
        database: Database,
        master: bytes,
        lifetime: timedelta,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._master = master
        self._fingerprint = derived_key(master, "fingerprint").hex()[:16]
        self._lifetime = lifetime
        self._keys: dict[int, bytes] = {}
        self._lock = threading.Lock()
        self._monotonic = monotonic
        self._found = -1, 0.0  # the hour whose row was found last, and when

    def ensure_key(self, now: datetime) -> None:
        """Make sure that the key of this hour exists and is in memory.

        A key in memory is trusted for one minute: another process whose clock was days ahead may have
        destroyed the row, and nobody else could open what is sealed after that.
        """
        hour = _hour_of(now)
        found, at = self._found
        if hour == found and self._monotonic() - at < _BELIEVED_SECONDS:
            return
        if self._find(hour) is None:
            self._begin(hour, now)
        with self._lock:
            self._found = hour, self._monotonic()
            self._forget_before(now)

    def _begin(self, hour: int, now: datetime) -> None:
        with self._database.writing() as session:
            row = {
                "hour": hour,
                "master": self._fingerprint,
                "wrapped": seal(new_key(), self._master, f"passing:{hour}"),
                "expires_at": now + self._lifetime + HOUR,
            }
            insert_once(session, PassingKey, [row])
        self._find(hour)

    def seal(self, words: bytes, now: datetime) -> bytes:
        """Encrypt ``words`` with the key of this hour, or of the hour of the last ``ensure_key``."""
        hour = _hour_of(now)
        key = self._keys.get(hour)
        if key is None:
            hour = self._found[0]
            key = self._keys[hour]
        return hour.to_bytes(_ID_BYTES, "big") + seal(words, key, _PLACE)

    def open(self, sealed: bytes) -> bytes:
        """Give the words back; ``KeyDestroyed`` once their key was destroyed."""
        hour = int.from_bytes(sealed[:_ID_BYTES], "big")
        held = self._keys.get(hour)
        if held is not None:
            with suppress(BadSeal):
                return unseal(sealed[_ID_BYTES:], held, _PLACE)
        key = self._find(hour)
        if key is None:
            raise KeyDestroyed("the key of these words was destroyed")
        try:
            return unseal(sealed[_ID_BYTES:], key, _PLACE)
        except BadSeal as error:
            raise KeyDestroyed("these words were sealed under another key") from error

    def destroy_expired(self, session: Session, now: datetime) -> None:
        """Delete the expired keys, in memory and in the table."""
        gone = session.scalars(
            delete(PassingKey).where(PassingKey.expires_at <= now).returning(PassingKey.hour)
        ).all()
        with self._lock:
            for hour in self._keys.keys() & set(gone):
                del self._keys[hour]
            self._forget_before(now)

    def _forget_before(self, now: datetime) -> None:
        oldest = _hour_of(now - self._lifetime - HOUR)
        for hour in [held for held in self._keys if held < oldest]:
            del self._keys[hour]

    def _find(self, hour: int) -> bytes | None:
        with self._database.reading() as session:
            wrapped = session.scalar(
                select(PassingKey.wrapped).where(
                    PassingKey.hour == hour, PassingKey.master == self._fingerprint
                )
            )
        if wrapped is None:
            return None
        key = unseal(wrapped, self._master, f"passing:{hour}")
        with self._lock:
            self._keys[hour] = key
        return key


def _hour_of(moment: datetime) -> int:
    return int(moment.timestamp()) // 3600
