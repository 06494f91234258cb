"""Pseudonyms of people, numbers of locks, and numbers of rows that are known before the row is written."""

import hashlib
import hmac
import secrets
from datetime import UTC, datetime


def pseudonym(openid: str, key: bytes) -> str:
    """A stable pseudonym, 32 hexadecimal digits; without the key it leads nobody back to the openid."""
    return hmac.new(key, b"pseudonym:" + openid.encode(), hashlib.sha256).hexdigest()[:32]


def lock_number(name: str) -> int:
    """A signed 64-bit number for ``name``, as advisory locks want one."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)


def row_number(now: datetime) -> int:
    """A new number for a row, known before the row is written: in order of time, at most 19 digits.

    The milliseconds since 2020 and 20 random bits. Two rows of one millisecond clash once in a million times;
    the primary key finds out.
    """
    milliseconds = int((now - _BEGINNING).total_seconds() * 1000)
    return (milliseconds << 20) | secrets.randbits(20)


_BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
