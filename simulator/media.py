"""The platform's media store: temporary media of both sides, and the account's permanent material."""

from __future__ import annotations

import hashlib
import struct
import zlib
from dataclasses import dataclass

from simulator import identity
from simulator.limits import MEDIA_SECONDS

CONTENT_TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "gif": "image/gif",
    "bmp": "image/bmp",
    "amr": "audio/amr",
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
    "wma": "audio/x-ms-wma",
    "mp4": "video/mp4",
}


@dataclass(frozen=True)
class Media:
    """One stored file. `until` is None for permanent material; only videos have title and introduction."""

    media_id: str
    type: str
    data: bytes
    kind: str
    created_at: float
    until: float | None
    name: str = ""
    title: str = ""
    introduction: str = ""

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES.get(self.kind, "application/octet-stream")

    @property
    def file_name(self) -> str:
        """What a download is called: its media_id [O 获取临时素材]; what is kept for good, its own [K]."""
        return self.name if self.until is None and self.name else f"{self.media_id}.{self.kind}"


class MediaStore:
    """Everything stored, by media_id."""

    def __init__(self) -> None:
        self._items: dict[str, Media] = {}

    def keep(
        self,
        type_: str,
        data: bytes,
        kind: str,
        now: float,
        *,
        permanent: bool = False,
        media_id: str = "",
        **more: str,
    ) -> Media:
        """Store a file; temporary media live three virtual days. A script may give a citizen's its id."""
        until = None if permanent else now + MEDIA_SECONDS
        media = Media(media_id or identity.media_id(), type_, data, kind, now, until, **more)
        self._items[media.media_id] = media
        return media

    def has(self, media_id: str) -> bool:
        """Whether there ever was such a file, expired or not."""
        return media_id in self._items

    def find(self, media_id: str, now: float) -> Media | None:
        """A file that still exists."""
        media = self._items.get(media_id)
        if media is None or (media.until is not None and now >= media.until):
            return None
        return media

    def permanent(self, type_: str) -> list[Media]:
        """Permanent material of one type, newest first, as the platform lists it."""
        items = [media for media in self._items.values() if media.until is None and media.type == type_]
        return sorted(items, key=lambda media: media.created_at, reverse=True)

    def drop(self, media_id: str) -> bool:
        """Delete permanent material; says whether there was any."""
        media = self._items.get(media_id)
        if media is None or media.until is not None:
            return False
        del self._items[media_id]
        return True


def kind_of(data: bytes) -> str:
    """What a file is by its first bytes, never by its name; empty when it is nothing the platform takes."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if data.startswith(b"BM"):
        return "bmp"
    if data.startswith(b"#!AMR"):
        return "amr"
    if data.startswith(b"RIFF") and data[8:12] == b"WAVE":
        return "wav"
    if data.startswith(b"\x30\x26\xb2\x75\x8e\x66\xcf\x11"):
        return "wma"
    if data.startswith(b"ID3") or (len(data) > 1 and data[0] == 0xFF and data[1] & 0xE0 == 0xE0):
        return "mp3"
    if data[4:8] == b"ftyp":
        return "mp4"
    return ""


def sample(type_: str, seed: str) -> tuple[bytes, str]:
    """A small real file of a citizen's, the same for the same seed: (bytes, kind)."""
    digest = hashlib.sha256(seed.encode()).digest()
    if type_ == "voice":
        frames = b"".join(b"\x3c" + digest for _ in range(50))
        return b"#!AMR\n" + frames, "amr"
    if type_ in {"video", "shortvideo"}:
        brand = _box(b"ftyp", b"isom\x00\x00\x02\x00isomiso2mp41")
        return brand + _box(b"free", digest) + _box(b"mdat", digest * 8), "mp4"
    return _striped_png(digest), "png"


def _box(name: bytes, payload: bytes) -> bytes:
    return struct.pack(">I", len(payload) + 8) + name + payload


def _striped_png(digest: bytes, side: int = 96) -> bytes:
    """A square of coloured stripes, so that two seeds can be told apart at a glance."""
    rows = []
    for y in range(side):
        offset = (y * 8 // side) * 3
        rows.append(b"\x00" + bytes(digest[offset : offset + 3]) * side)
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows))), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
