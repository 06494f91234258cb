"""What several tests hand in: regions, a tip by telephone, and files made in code (photos, recordings,
forgeries of them, workbooks)."""

import struct
import zlib
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from PIL import Image

REGIONS = [
    {"代码": "331081", "名称": "温岭市", "级别": "县"},
    {"代码": "331081001", "名称": "太平街道", "上级代码": "331081", "级别": "乡镇"},
    {"代码": "331081002", "名称": "城东街道", "上级代码": "331081", "级别": "乡镇", "别名": "城东"},
]
"""A county-level city with two sub-districts, as the lines of a file of regions."""

CALL = {
    "facts": "二楼车间的安全出口被铁链锁死，每天晚上有三十多人加班",
    "object_name": "鑫源服装厂",
    "address": "城东街道万寿路18号",
    "happened": "昨天晚上",
    "mode": "real_name",
    "name": "王小明",
    "phone": "13800138000",
}
"""A tip as an operator takes it down on the telephone, by the names of its inputs."""

GPS = {1: "N", 2: (28.0, 22.0, 19.56), 3: "E", 4: (121.0, 23.0, 7.08)}
"""A place in Wenling: 28.3721 N, 121.3853 E."""

SECRET = b"WHO-TOOK-THIS-4711"
"""What stands in every kind of metadata of ``photo``; nothing that is shown may contain it."""


def picture(width: int = 320, height: int = 240, mode: str = "RGB") -> Image.Image:
    """A picture with something in it."""
    left = Image.linear_gradient("L").resize((width, height))
    return Image.merge("RGB", (left, left.rotate(180), left.rotate(90).resize((width, height)))).convert(mode)


def saved(image: Image.Image, form: str = "JPEG", **options: Any) -> bytes:
    """The file of a picture."""
    out = BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def photo(*, width: int = 320, height: int = 240, orientation: int = 1, gps: bool = True) -> bytes:
    """A JPEG as a phone writes it: EXIF with place and maker, XMP, profile, comment, MPF, a tail."""
    exif = Image.Exif()
    exif[0x010F] = SECRET.decode()
    exif[0x0112] = orientation
    exif[0x9286] = SECRET.decode()
    if gps:
        exif.get_ifd(0x8825).update(GPS)
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SECRET + b"</x:xmpmeta>"
    data = saved(
        picture(width, height),
        quality=90,
        exif=exif.tobytes(),
        icc_profile=b"\0" * 128 + SECRET,
        comment=SECRET,
        xmp=xmp,
    )
    mpf = b"MPF\0MM\0*\0\0\0\x08\0\0" + SECRET
    segment = b"\xff\xe2" + struct.pack(">H", len(mpf) + 2) + mpf
    return data[:2] + segment + data[2:] + b"depth map " + SECRET


def chunk(name: bytes, body: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def bomb_png(width: int = 50_000, height: int = 50_000) -> bytes:
    """A PNG of a few kilobytes or megabytes that says it is huge, and is."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    row = b"\0" * (1 + (width + 7) // 8)
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    # What is forgotten between the pieces makes each the same as the first: it is packed once.
    many, rest = divmod(height, 500)
    piece, remainder = (packer.compress(row * rows) + packer.flush(zlib.Z_FULL_FLUSH) for rows in (500, rest))
    adler = (len(row) * height % 65_521) << 16 | 1
    body = b"\x78\x01" + piece * many + remainder + packer.flush() + struct.pack(">I", adler)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def lying_png(body: bytes) -> bytes:
    """A PNG of 100 x 100 with this compressed body, whatever it unpacks to."""
    header = struct.pack(">IIBBBBB", 100, 100, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def zip_archive(name: bytes = b"../../etc/cron.d/x", body: bytes = b"payload") -> bytes:
    """A stored ZIP archive whose entry climbs out of its folder."""
    crc = zlib.crc32(body)
    local = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 0, 0, 0, crc, len(body), len(body), len(name), 0)
    local += name + body
    central = struct.pack(
        "<4sHHHHHHIIIHHHHHII",
        b"PK\1\2", 20, 20, 0, 0, 0, 0, crc, len(body), len(body), len(name), 0, 0, 0, 0, 0, 0,
    )  # fmt: skip
    central += name
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + end


def box(name: bytes, body: bytes) -> bytes:
    """A box of an MP4."""
    return struct.pack(">I", len(body) + 8) + name + body


def video(size: int = 200_000) -> bytes:
    """An MP4 by its structure; nobody decodes it."""
    brand = box(b"ftyp", b"isom\0\0\2\0isomiso2mp41")
    return brand + box(b"moov", box(b"mvhd", b"\0" * 100)) + box(b"mdat", bytes(n % 253 for n in range(size)))


def voice() -> bytes:
    """An AMR recording of one second, 12.2 kbit/s (RFC 4867: 32 bytes a frame)."""
    return b"#!AMR\n" + (b"\x3c" + b"\x55" * 31) * 50


def workbook(*rows: Sequence[object], merged: str = "") -> bytes:
    """An Excel file of one sheet with these rows; ``merged`` is a range of cells to merge, such as A1:G1."""
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    if merged:
        book.active.merge_cells(merged)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def workbook_at(path: Path, *rows: Sequence[object]) -> Path:
    """The same in a file."""
    path.write_bytes(workbook(*rows))
    return path
