"""The store of evidence: examines, seals and keeps what came, gives it back. No rows, no transaction.

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
from tipoffs.evidence.ports import Area, DecodedPhoto, PictureDecoder, Position
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


class EvidenceStore:
    """Keeps evidence in ``store``; photos are decoded by ``decoder``."""

    def __init__(self, store: FileStore, decoder: PictureDecoder) -> None:
        self._store = store
        self._decoder = decoder

    def keep(self, data: bytes, kind: Kind, name: str, key: bytes) -> KeptOriginal | Refusal:
        """Examine ``data``, seal it with ``key`` and keep it; a photo also without its metadata.

        Takes up to some seconds: call it outside any transaction. Without a row that names them the files are
        swept away.
        """
        sort = examine(data, kind)
        if isinstance(sort, Refusal):
            return sort
        decoded: DecodedPhoto | None = None
        if kind is Kind.PHOTO:
            result = self._decoder.decode(data)
            if isinstance(result, Refusal):
                return result
            decoded = result
        return KeptOriginal(
            mime=sort.mime,
            size=len(data),
            digest=hashlib.sha256(data).hexdigest(),
            original_file=self._put(data, name, ORIGINAL, key),
            # Nothing here can decode videos and voices: of them there is the sealed original only.
            copy_file=self._put(decoded.copy, name, COPY, key) if decoded else None,
            sealed_position=_sealed(decoded.position, name, key) if decoded and decoded.position else None,
        )

    def black_out(
        self, original_file: str, digest: str, name: str, key: bytes, areas: Sequence[Area]
    ) -> str | Refusal:
        """Keep a copy for sharing on which ``areas`` are black; the key of its file."""
        original = b"".join(self.open(original_file, name, ORIGINAL, key))
        if hashlib.sha256(original).hexdigest() != digest:
            raise NotTheOriginal("the kept original has another hash")
        decoded = self._decoder.decode(original, areas)
        return decoded if isinstance(decoded, Refusal) else self._put(decoded.copy, name, SHARED, key)

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
