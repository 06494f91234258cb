"""Where a file says that it ends, by walking its own structure, and nothing more.

Decoders stop at the end of the picture and never look at what follows, so a JPEG may be a ZIP archive or a
web page as well. The walks read lengths, decode nothing, and return None where the file ends too early.
"""

_JPEG_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})  # markers without a length: TEM and RST0 to RST7


def end_of_jpeg(data: bytes) -> int | None:
    """Behind the EOI marker (ITU-T T.81, annex B)."""
    at = 2
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            return None
        marker = data[at + 1]
        if marker == 0xD9:
            return at + 2
        if marker in (0x00, 0xFF) or marker in _JPEG_ALONE:
            # A stuffed byte or fill inside or between scans.
            at += 1 if marker == 0xFF else 2
            continue
        if at + 4 > len(data):
            return None
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")


def end_of_png(data: bytes) -> int | None:
    """Behind the chunk IEND (PNG, 5.3)."""
    at = 8
    while at + 12 <= len(data):
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
    at = 13 + _colours(data[10])
    while at < len(data):
        block = data[at]
        if block == 0x3B:
            return at + 1
        if block == 0x21:
            at += 2
        elif block == 0x2C and at + 9 < len(data):
            at += 11 + _colours(data[at + 9])
        else:
            return None
        while at < len(data) and data[at]:
            at += 1 + data[at]
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
    while at + 8 <= len(data):
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
    return at
