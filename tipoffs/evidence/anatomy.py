"""Where a file says that it ends, by walking its own structure, and nothing more.

Decoders stop at the end of the picture and never look at what follows, so a JPEG may be a ZIP archive or a
web page as well. The walks read lengths, decode nothing, and return None where the file ends too early, or
consists of more parts than a camera makes: 20 MB of the smallest parts would take a web process for seconds.
"""

import re

MOST_PARTS = 400_000
"""A GIF of 20 MB has some 80,000, most of 255 bytes; other formats have far fewer."""

# Markers with a length, and EOI. What may stand inside or between scans is none: stuffed bytes and fill, and
# the markers without a length, TEM and RST0 to RST7.
_JPEG_MARKER = re.compile(rb"\xff[^\x00\x01\xd0-\xd7\xff]")


def end_of_jpeg(data: bytes) -> int | None:
    """Behind the EOI marker (ITU-T T.81, annex B)."""
    at = 2
    for _ in range(MOST_PARTS):
        marker = _JPEG_MARKER.search(data, at)
        if marker is None:
            return None
        if marker[0] == b"\xff\xd9":
            return marker.end()
        if marker.end() + 2 > len(data):
            return None
        at = marker.end() + int.from_bytes(data[marker.end() : marker.end() + 2], "big")
    return None


def end_of_png(data: bytes) -> int | None:
    """Behind the chunk IEND (PNG, 5.3)."""
    at = 8
    for _ in range(MOST_PARTS):
        if at + 12 > len(data):
            break
        length = int.from_bytes(data[at : at + 4], "big")
        name = data[at + 4 : at + 8]
        at += 12 + length
        if name == b"IEND":
            return at if at <= len(data) else None
    return None


def end_of_gif(data: bytes) -> int | None:
    """Behind the trailer (GIF89a, 27)."""
    if len(data) < 13:
        return None
    at, parts = 13 + _colours(data[10]), 0
    while at < len(data) and parts < MOST_PARTS:
        block = data[at]
        if block == 0x3B:
            return at + 1
        if block == 0x21:
            at += 2
        elif block == 0x2C and at + 9 < len(data):
            at += 11 + _colours(data[at + 9])
        else:
            return None
        parts += 1
        while at < len(data) and data[at] and parts < MOST_PARTS:
            at += 1 + data[at]
            parts += 1
        at += 1
    return None


def _colours(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def end_of_riff(data: bytes) -> int | None:
    """Behind the one chunk that a WebP is; chunks are padded to an even length (RFC 9649, 2.3)."""
    if len(data) < 12:
        return None
    length = int.from_bytes(data[4:8], "little")
    end = 8 + length
    if end > len(data):
        return None
    return min(len(data), end + length % 2)


def end_of_boxes(data: bytes) -> int | None:
    """Behind the last whole box of an MP4 (ISO/IEC 14496-12, 4.2); what is no box counts as a tail."""
    at = 0
    for _ in range(MOST_PARTS):
        if at + 8 > len(data):
            return at
        size, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if not all(0x20 <= sign < 0x7F or sign == 0xA9 for sign in name):
            return at
        if size == 1:
            if at + 16 > len(data):
                return None
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        elif size == 0:
            return len(data)
        if size < 8:
            return at
        if at + size > len(data):
            return None
        at += size
    return None
