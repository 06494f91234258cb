"""The strongroom of evidence: examines, seals and keeps what came, gives it back. No rows, no transaction.

Everything is sealed here, before it leaves the process: the store never sees what it keeps.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.crypto import seal, unseal
from core.errors import AnwenError
from core.files import FileStore
from core.streams import opened_stream, sealed_stream
from tipoffs.evidence.examining import examine
from tipoffs.evidence.ports import Area, Developed, PictureDesk, Position
from tipoffs.evidence.status import Kind, Refusal

ORIGINAL, COPY, SHARED = "original", "copy", "shared"


class NotTheOriginal(AnwenError):
    """What the store gave back opens, but is not what was sent."""


@dataclass(frozen=True, slots=True)
class KeptOriginal:
    """What there is to write down of something that was kept."""

    mime: str
    size: int
    digest: str
    original_file: str
    copy_file: str | None
    sealed_position: bytes | None


class Strongroom:
    """Keeps evidence in ``store``; photos are developed by ``desk``."""

    def __init__(self, store: FileStore, desk: PictureDesk) -> None:
        self._store = store
        self._desk = desk

    def keep(self, data: bytes, kind: Kind, name: str, key: bytes) -> KeptOriginal | Refusal:
        """Examine ``data``, seal it with ``key`` and keep it; a photo also without its metadata.

        Takes up to some seconds: call it outside any transaction. Without a row that names them the files are
        swept away.
        """
        sort = examine(data, kind)
        if isinstance(sort, Refusal):
            return sort
        developed: Developed | None = None
        if kind is Kind.PHOTO:
            result = self._desk.develop(data)
            if isinstance(result, Refusal):
                return result
            developed = result
        return KeptOriginal(
            mime=sort.mime,
            size=len(data),
            digest=hashlib.sha256(data).hexdigest(),
            original_file=self._put(data, name, ORIGINAL, key),
            # Nothing here can decode videos and voices: of them there is the sealed original only.
            copy_file=self._put(developed.copy, name, COPY, key) if developed else None,
            sealed_position=_sealed(developed.position, name, key)
            if developed and developed.position
            else None,
        )

    def black_out(
        self, original_file: str, digest: str, name: str, key: bytes, areas: Sequence[Area]
    ) -> str | Refusal:
        """Keep a copy for sharing on which ``areas`` are black; the key of its file."""
        original = b"".join(self.open(original_file, name, ORIGINAL, key))
        if hashlib.sha256(original).hexdigest() != digest:
            raise NotTheOriginal("the kept original has another hash")
        developed = self._desk.develop(original, areas)
        return developed if isinstance(developed, Refusal) else self._put(developed.copy, name, SHARED, key)

    def open(self, file: str, name: str, part: str, key: bytes) -> Iterator[bytes]:
        """What was kept, piece by piece; ``BadSeal`` with another key."""
        return opened_stream(self._store.read(file), key, _place(name, part))

    def _put(self, data: bytes, name: str, part: str, key: bytes) -> str:
        return self._store.put(sealed_stream([data], key, _place(name, part))).key


def position_in(sealed: bytes, name: str, key: bytes) -> Position:
    """The place that ``KeptOriginal.sealed_position`` holds."""
    return Position(*json.loads(unseal(sealed, key, _place(name, "position"))))


def _sealed(position: Position, name: str, key: bytes) -> bytes:
    plain = json.dumps([position.latitude, position.longitude]).encode()
    return seal(plain, key, _place(name, "position"))


def _place(name: str, part: str) -> str:
    return f"evidence/{name}/{part}"
