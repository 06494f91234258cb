"""Pseudonyms of people, numbers for locks, and row numbers that are known before the row is written."""

import hashlib
import hmac
import secrets
from datetime import UTC, datetime


def pseudonym(openid: str, key: bytes) -> str:
    """A stable pseudonym of 32 hexadecimal digits; without the key it cannot be traced to the openid."""
    return hmac.new(key, b"pseudonym:" + openid.encode(), hashlib.sha256).hexdigest()[:32]


def lock_number(name: str) -> int:
    """A signed 64-bit number for ``name``, as advisory locks want one."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)


def row_number(now: datetime) -> int:
    """A new row number, known before the row is written: ordered by time, at most 19 digits.

    It holds the milliseconds since 2020 and 20 random bits. Two rows of the same millisecond collide once in
    a million times; the primary key detects that.
    """
    milliseconds = int((now - _BEGINNING).total_seconds() * 1000)
    return (milliseconds << 20) | secrets.randbits(20)


_BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
