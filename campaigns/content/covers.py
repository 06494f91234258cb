"""Covers: 900 × 383, the shape of a card in WeChat, made of any picture."""

from io import BytesIO
from typing import Any

from campaigns.content.pictures import PictureFile

WIDTH, HEIGHT = 900, 383
MOST_BYTES = 64 * 1024
"""A thumb takes JPG up to 64 KB [O media/upload]; as permanent picture more would do."""

_GROUND, _DEEP, _CARD = (10, 104, 71), (6, 76, 58), (255, 255, 255)
_WIDE = 1.4
_QUALITIES = (88, 80, 70, 60, 45, 30)


def cover_of(picture: PictureFile) -> bytes:
    """A cover as JPEG: a wide photo is cut, an upright drawing lies as a sheet upon our green."""
    from PIL import Image, ImageOps

    with Image.open(BytesIO(picture.data)) as opened:
        image = opened.convert("RGB")
    if image.width / image.height >= _WIDE:
        return _jpeg(ImageOps.fit(image, (WIDTH, HEIGHT), centering=(0.5, 0.45)))
    ground = _ground()
    margin = 22
    image.thumbnail((WIDTH // 2, HEIGHT * 2))
    # The upper part of a drawing holds its title; the rest runs out of the card below.
    place = ((WIDTH - image.width) // 2, margin)
    sheet = Image.new("RGB", (image.width + 16, image.height + 16), _CARD)
    sheet.paste(image, (8, 8))
    ground.paste(sheet, (place[0] - 8, place[1] - 8))
    return _jpeg(ground)


def _ground() -> Any:
    from PIL import Image

    step = Image.linear_gradient("L").resize((WIDTH, HEIGHT))
    return Image.composite(
        Image.new("RGB", (WIDTH, HEIGHT), _DEEP), Image.new("RGB", (WIDTH, HEIGHT), _GROUND), step
    )


def _jpeg(image: Any) -> bytes:
    for quality in _QUALITIES:
        file = BytesIO()
        image.save(file, "JPEG", quality=quality, optimize=True)
        if file.tell() <= MOST_BYTES:
            break
    return file.getvalue()
