"""Letters as outlines, so that a picture looks the same on a phone, on paper and on a machine without fonts.

A character that stands in any picture already is taken from there. Only a new one needs a font: Noto Sans CJK
SC Bold (SIL Open Font License; a document made with it is free of its terms).
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from core.errors import BadContent

EM = 1000
SPACE = 224
_DRAWN = re.compile(r'<path id="u([0-9A-F]+)-(\d+)" d="([^"]*)"/>')


class Letters:
    """Outline and width of each character, in units of a thousandth of the letter height."""

    def __init__(self, pictures: Iterable[Path], font: Path | None = None) -> None:
        self._known: dict[str, tuple[str, int]] = {" ": ("", SPACE)}
        for picture in pictures:
            for code, width, outline in _DRAWN.findall(picture.read_text("utf-8")):
                self._known.setdefault(chr(int(code, 16)), (outline, int(width)))
        self._font = font

    def of(self, character: str) -> tuple[str, int]:
        """``(path data, advance)``; ``BadContent`` for a character never drawn before, without a font."""
        if character not in self._known:
            if self._font is None:
                raise BadContent(f"'{character}' stands in no picture yet: name a font with --font")
            self._known[character] = _outline(self._font, character)
        return self._known[character]

    def width(self, words: str, size: float) -> float:
        """How wide ``words`` are at this size."""
        return sum(self.of(character)[1] for character in words) * size / EM


@cache
def _opened(font: Path) -> Any:
    from fontTools.ttLib import TTCollection, TTFont

    if font.suffix == ".ttc":
        names = {one["name"].getDebugName(1): one for one in TTCollection(font).fonts}
        return names.get("Noto Sans CJK SC") or next(iter(names.values()))
    return TTFont(font)


def _outline(font: Path, character: str) -> tuple[str, int]:
    from fontTools.pens.svgPathPen import SVGPathPen
    from fontTools.pens.transformPen import TransformPen

    opened = _opened(font)
    name = opened.getBestCmap().get(ord(character))
    if name is None:
        raise BadContent(f"{font.name} has no '{character}'")
    scale = EM / opened["head"].unitsPerEm
    glyphs = opened.getGlyphSet()
    pen = SVGPathPen(glyphs, ntos=lambda number: str(round(number)))
    glyphs[name].draw(TransformPen(pen, (scale, 0, 0, -scale, 0, 0)))
    return pen.getCommands(), round(glyphs[name].width * scale)
