"""What a file is by its first bytes, whether it is whole, and whether it is something else besides.

Names and declared types are not looked at: whoever sends something harmful chooses them. A photo that passes
here is still a stranger's: ``photo_decoder.py`` decodes it at a distance. Audio and video are never decoded.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tipoffs.evidence import anatomy
from tipoffs.evidence.status import MAX_BYTES, Kind, Refusal

_HEAD = 1024
# A ZIP archive is found by its last record; a comment of 65,535 bytes may follow (APPNOTE 4.3.16).
_ZIP_END = b"PK\x05\x06"
_ZIP_TAIL = 65_557
# In lower case. Looked for one by one: an expression with all of them would stop every thread for seconds.
_ACTIVE = (
    *(b"<script", b"<html", b"<svg", b"<body", b"<iframe", b"<?php", b"<!doctype", b"<img", b"<object"),
    *(b"<embed", b"javascript:", b"pk\x03\x04", b"%pdf-", b"mz\x90\x00", b"\x7felf", b"rar!\x1a"),
    b"7z\xbc\xaf\x27\x1c",
)
_MP4_HEIC = frozenset({b"heic", b"heix", b"heif", b"hevc", b"mif1", b"msf1", b"avif", b"avis"})

# A tag (ID3v2), or at once the header of a frame of layer III: twelve set bits, version 1 or 2, with or
# without a checksum (ISO/IEC 11172-3 and 13818-3).
_MP3 = (b"ID3", b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2")


@dataclass(frozen=True, slots=True)
class Sort:
    """A format that can be kept; ``end`` finds where a file of it ends."""

    kind: Kind
    mime: str
    end: Callable[[bytes], int | None] | None = None


JPEG = Sort(Kind.PHOTO, "image/jpeg", anatomy.end_of_jpeg)
PNG = Sort(Kind.PHOTO, "image/png", anatomy.end_of_png)
GIF = Sort(Kind.PHOTO, "image/gif", anatomy.end_of_gif)
WEBP = Sort(Kind.PHOTO, "image/webp", anatomy.end_of_riff)
MP4 = Sort(Kind.VIDEO, "video/mp4", anatomy.end_of_boxes)
AMR = Sort(Kind.VOICE, "audio/amr")
SPEEX = Sort(Kind.VOICE, "audio/speex")
MP3 = Sort(Kind.VOICE, "audio/mpeg")


def kind_given(data: bytes) -> Kind:
    """Photo or video, for a file that came by a page: a telephone may call a recording nothing at all."""
    return Kind.VIDEO if _sort_of(data) is MP4 else Kind.PHOTO


def examine(data: bytes, expected: Kind) -> Sort | Refusal:
    """The format of ``data``, or why it cannot be used as a piece of evidence of this kind."""
    if not data:
        return Refusal.EMPTY
    if len(data) > MAX_BYTES:
        return Refusal.TOO_LARGE
    sort = _sort_of(data)
    if isinstance(sort, Refusal):
        return sort
    if sort.kind is not expected:
        return Refusal.OTHER_KIND
    end = sort.end(data) if sort.end else len(data)
    if end is None:
        return Refusal.CUT_SHORT
    return Refusal.HIDES_SOMETHING if _is_something_else(data, end, sort) else sort


def _sort_of(data: bytes) -> Sort | Refusal:
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith((b"GIF87a", b"GIF89a")):
        return GIF
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WEBP
    if data[4:8] == b"ftyp":
        return Refusal.UNREADABLE_FORMAT if data[8:12] in _MP4_HEIC else MP4
    if data.startswith((b"#!AMR\n", b"#!AMR-WB\n")):
        return AMR
    if data.startswith(b"#!SPEEX"):
        return SPEEX
    if data.startswith(_MP3):
        return MP3
    if data.startswith((b"BM", b"II*\x00", b"MM\x00*")):
        return Refusal.UNREADABLE_FORMAT
    return Refusal.OTHER_KIND


def _is_something_else(data: bytes, end: int, sort: Sort) -> bool:
    """Whether another program would take this for a document, an archive or a script.

    Phones put films and depth maps behind a photo, so a tail alone is no reason; a tail that is active is.
    Metadata may say what they like: no copy that is shown has any.
    """
    # Readers of PDF look for the header anywhere in the first 1,024 bytes (ISO 32000-1, annex H.3).
    if b"%PDF-" in data[:_HEAD] or _ZIP_END in data[-_ZIP_TAIL:]:
        return True
    if sort is JPEG and data[4:6] == b"/*":
        return True  # an APP0 whose length opens a comment of JavaScript
    if sort is GIF and data[6:8] in (b"/*", b"=1", b"='", b'="', b"=/"):
        return True  # a width that continues a statement
    if sort.kind is Kind.PHOTO:
        return _is_active(data[end:])
    return _is_active(data[:_HEAD] + b"\n" + data[end:])


def _is_active(data: bytes) -> bool:
    lowered = data.lower()
    return any(sign in lowered for sign in _ACTIVE)
