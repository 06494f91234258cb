"""Decodes one photo and writes a copy without metadata; run as a program of its own, never imported.

It imports no other package, holds no key, no address and no open file, and sets its own limits before it
reads a byte: 300 MB of memory, 2 s of processor time, no file to write, no core dump. In: 4 bytes with the
length of a JSON object, the object, the photo. Out: one line of JSON, then the copy.
"""

import json
import resource
import sys
import warnings
from io import BytesIO
from typing import Any

MEMORY_BYTES = 300 * 1024 * 1024
CPU_SECONDS = 2
LONGEST_EDGE = 2560
QUALITY = 85

_GPS_IFD = 0x8825


def main() -> None:
    """Do it, and say how it ended."""
    limits = (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    )
    # The library is loaded first: it opens files of its own.
    from PIL import Image, ImageFile, UnidentifiedImageError

    for which, most in limits:
        resource.setrlimit(which, (most, most))
    resource.setrlimit(resource.RLIMIT_NOFILE, (8, 8))
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    Image.MAX_IMAGE_PIXELS = None  # our own limit comes before the decoding, and is exact
    warnings.simplefilter("ignore")
    size = int.from_bytes(sys.stdin.buffer.read(4), "big")
    order = json.loads(sys.stdin.buffer.read(size))
    photo = sys.stdin.buffer.read()
    try:
        said, copy = _developed(photo, order)
    except MemoryError:
        said, copy = {"refused": "too_many_pixels"}, b""
    except UnidentifiedImageError:
        said, copy = {"refused": "broken"}, b""
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, ArithmeticError):
        said, copy = {"refused": "broken"}, b""
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + copy)


def _developed(photo: bytes, order: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    from PIL import Image, ImageDraw, ImageOps

    formats = ["JPEG", "PNG", "GIF", "WEBP"]
    image: Any = Image.open(BytesIO(photo), formats=formats)
    if image.width * image.height > order["max_pixels"]:
        return {"refused": "too_many_pixels"}, b""
    image.verify()
    image = Image.open(BytesIO(photo), formats=formats)
    place = _place(image)
    image.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))
    image.load()
    image.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    image = ImageOps.exif_transpose(image)
    if image.has_transparency_data:
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image.convert("RGBA"))
    # A new picture takes over pixels and nothing else: the library saves comments that it read.
    clean = Image.new("RGB", image.size)
    clean.paste(image.convert("RGB"))
    pen = ImageDraw.Draw(clean)
    for left, top, right, bottom in order["black"]:
        pen.rectangle(
            (
                int(left * clean.width),
                int(top * clean.height),
                # Outwards, and the last pixel is part of the rectangle.
                min(clean.width - 1, int(right * clean.width) + 1),
                min(clean.height - 1, int(bottom * clean.height) + 1),
            ),
            fill="black",
        )
    out = BytesIO()
    clean.save(out, "JPEG", quality=QUALITY)
    return {"width": clean.width, "height": clean.height, "position": place}, out.getvalue()


def _place(image: Any) -> list[float] | None:
    """Latitude and longitude of the EXIF, in degrees; None when there are none that make sense."""
    try:
        gps = image.getexif().get_ifd(_GPS_IFD)
        latitude = _degrees(gps[2]) * (-1 if str(gps.get(1, "N")).upper().startswith("S") else 1)
        longitude = _degrees(gps[4]) * (-1 if str(gps.get(3, "E")).upper().startswith("W") else 1)
    except (KeyError, TypeError, ValueError, ArithmeticError, OSError, SyntaxError, IndexError, EOFError):
        return None
    # Cameras without a fix write zeros.
    if not (abs(latitude) <= 90 and abs(longitude) <= 180) or (latitude == 0 and longitude == 0):
        return None
    return [latitude, longitude]


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    return degrees + minutes / 60 + seconds / 3600


if __name__ == "__main__":
    main()
