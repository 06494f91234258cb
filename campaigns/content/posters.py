"""A poster of an issued item: title, drawing, what to do, and the code that leads to the whole text.

Drawn with the kit of the knowledge base: its letters are outlines (``knowledge/drawing/alphabet.py``), so it
prints the same everywhere and no machine needs a font.
"""

import segno

from campaigns.content.models import ContentVersion
from campaigns.content.pictures import DRAWING
from campaigns.content.renderings import page_path, source_line
from core.errors import BadContent, RuleViolation
from knowledge.drawing.alphabet import read_alphabet
from knowledge.drawing.canvas import Sheet
from knowledge.drawing.lettering import Letters
from knowledge.drawing.palette import GREEN, INK, NAVY, WHITE, YELLOW
from knowledge.gallery import PICTURES

WIDTH, MARGIN = 1080, 60
TITLE, DIGEST, SMALL = 84, 48, 40
QUIET = 4
"""Empty modules around a QR code (ISO/IEC 18004)."""

_CODE = 300
_CLOSING = "，。、；：！？”）》"


class MissingLetter(RuleViolation):
    """A character is so rare that the alphabet of pictures has no outline of it."""

    def __init__(self, words: str) -> None:
        super().__init__(f"海报上的“{words}”字太生僻，没有字形，请换一个字。")


def poster_svg(version: ContentVersion, public_url: str, bureau: str) -> str:
    """The poster as SVG, 1080 wide; ``MissingLetter`` for a character that cannot be drawn."""
    letters = read_alphabet()
    title = _wrapped(letters, version.title, TITLE, WIDTH - 2 * MARGIN)
    _wrapped(letters, bureau, 48, WIDTH)
    side = WIDTH - 3 * MARGIN - _CODE
    digest = _wrapped(letters, version.digest, DIGEST, side)
    source = f"来源：{version.source_from} · {version.source_title}"
    foot = _wrapped(letters, source, SMALL, WIDTH - 2 * MARGIN)
    drawing = _drawing(version)
    head = 60 + len(title) * TITLE * 1.28
    picture = 900 if drawing else 0
    words = max(_CODE + 70, len(digest) * DIGEST * 1.4 + 40)
    below = head + 40 + picture + 40
    height = below + words + len(foot) * SMALL * 1.4 + 150
    sheet = Sheet(letters, WIDTH, round(height))
    sheet.rect(0, 0, WIDTH, head, NAVY, stroke=None)
    sheet.rect(0, head, WIDTH, 10, YELLOW, stroke=None)
    for number, line in enumerate(title):
        sheet.text(WIDTH / 2, 30 + TITLE + number * TITLE * 1.28, line, TITLE, WHITE)
    if drawing:
        sheet.inlay(drawing, (WIDTH - 675) / 2, head + 40, 675, 900)
    _code(sheet, f"{public_url}{page_path(version)}", MARGIN, below)
    sheet.text(MARGIN + _CODE / 2, below + _CODE + 50, "扫这里，看全部", SMALL, GREEN)
    for number, line in enumerate(digest):
        sheet.text(2 * MARGIN + _CODE, below + DIGEST + number * DIGEST * 1.4, line, DIGEST, INK, "start")
    for number, line in enumerate(foot):
        place = below + words + SMALL + number * SMALL * 1.4
        sheet.text(MARGIN, place, line, SMALL, INK, "start")
    sheet.rect(0, height - 90, WIDTH, 90, GREEN, stroke=None)
    sheet.text(WIDTH / 2, height - 30, bureau, 48, WHITE)
    return sheet.svg(version.title, f"{version.digest} {source_line(version)}")


def _drawing(version: ContentVersion) -> str | None:
    """The drawing on the cover, or the first one in the text."""
    for reference in (version.cover, *version.pictures):
        path = PICTURES / f"{reference.removeprefix(DRAWING)}.svg"
        if reference.startswith(DRAWING) and path.is_file():
            return path.read_text("utf-8")
    return None


def _wrapped(letters: Letters, words: str, size: float, width: float) -> list[str]:
    """``words`` in lines of at most this width; no line begins with a closing mark."""
    lines = [""]
    try:
        for character in words:
            if letters.width(lines[-1] + character, size) <= width or character in _CLOSING:
                lines[-1] += character
            else:
                lines.append(character)
    except BadContent as missing:
        raise MissingLetter(character) from missing
    return lines


def _code(sheet: Sheet, address: str, x: float, y: float) -> None:
    """The QR code as one path of squares; level M bears a stain on a wall."""
    matrix = segno.make(address, error="m").matrix
    unit = _CODE / (len(matrix) + 2 * QUIET)
    sheet.rect(x, y, _CODE, _CODE, WHITE, stroke=None)
    squares = (
        f"M{x + (column + QUIET) * unit:.2f} {y + (row + QUIET) * unit:.2f}"
        f"h{unit:.2f}v{unit:.2f}h-{unit:.2f}z"
        for row, line in enumerate(matrix)
        for column, dark in enumerate(line)
        if dark
    )
    sheet.path("".join(squares), INK, None)
