"""Names by content: the key of a file is the hash of its bytes, so that a key never means two things."""

import hashlib
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from core.errors import AnwenError, Unavailable

DIGEST_BYTES = 32
CHUNK_BYTES = 64 * 1024
_IN_MEMORY_BYTES = 1024 * 1024
_KEY = re.compile(r"[0-9a-f]{64}")


class Missing(AnwenError):
    """There is no file of this key."""


class Damaged(AnwenError):
    """The bytes under this key are not those that were kept."""


class StoreUnavailable(Unavailable):
    """The store does not answer, or refuses us."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept file; ``changed_at`` is when the store last saw it written, where it was asked to list."""

    key: str
    size: int
    changed_at: datetime | None = None


@contextmanager
def weighed(chunks: Iterable[bytes], folder: str | None = None) -> Iterator[tuple[IO[bytes], Kept]]:
    """``chunks`` in a nameless file, and the key and size they turned out to have.

    What comes here is sealed, so a temporary file on disk gives nothing away.
    """
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES, dir=folder) as file:
        digest, size = new_digest(), 0
        for chunk in chunks:
            digest.update(chunk)
            size += file.write(chunk)
        file.seek(0)
        yield file, Kept(digest.hexdigest(), size)


def new_digest() -> "hashlib.blake2b":
    """BLAKE2b with 256 bits (RFC 7693)."""
    return hashlib.blake2b(digest_size=DIGEST_BYTES)


def checked_key(key: str) -> str:
    """``key``, when it has the form of one; anything else (a path!) is ``Missing``."""
    if not _KEY.fullmatch(key):
        raise Missing("this is no key of a kept file")
    return key


def is_key(name: str) -> bool:
    """Whether ``name`` has the form of a key."""
    return _KEY.fullmatch(name) is not None


def in_chunks(file: IO[bytes]) -> Iterator[bytes]:
    """The rest of an open file, piece by piece."""
    while chunk := file.read(CHUNK_BYTES):
        yield chunk


def verified(chunks: Iterable[bytes], key: str) -> Iterator[bytes]:
    """``chunks``, and ``Damaged`` at their end if they are not what ``key`` says."""
    digest = new_digest()
    for chunk in chunks:
        digest.update(chunk)
        yield chunk
    if digest.hexdigest() != key:
        raise Damaged(f"the bytes of {key[:12]}… have changed")
