"""Official papers as Word files: a heading, the addressee, paragraphs, and conspicuous blanks.

The layout follows GB/T 9704 (公文格式) as far as an office program allows: A4, its margins, 仿宋 in size 三号
(16 pt), 28 pt line spacing, two characters of indent. What only the issuing office may fill in is a
``Blank``: bracketed and highlighted, so that a draft cannot be taken for the paper itself.
"""

import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

BODY_FONT, TITLE_FONT = "仿宋", "宋体"
BODY_POINTS, TITLE_POINTS, LINE_POINTS = 16, 22, 28
# How many paragraphs before the signature (request, contact) move to the next page with it.
_BOUND = 2
MARGINS_MM = {"top": 37, "bottom": 35, "left": 28, "right": 26}


_BREAKS = re.compile(r"[\r\n\t]+")


@dataclass(frozen=True, slots=True)
class Blank:
    """A place that somebody still has to fill in."""

    label: str

    def __str__(self) -> str:
        return f"【{self.label}】"


Piece = str | Blank
Line = Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper; ``warning`` heads a draft, ``closing`` stands at the right below the paragraphs."""

    title: str
    warning: str
    head: Sequence[Line]
    addressee: Line
    paragraphs: Sequence[Line]
    closing: Sequence[Line]


class Align(Enum):
    """How the lines of a paragraph are aligned, under the names of Word's own list."""

    LEFT = auto()
    CENTER = auto()
    RIGHT = auto()


@dataclass(frozen=True, slots=True)
class Look:
    """How one paragraph looks; sizes in points; ``around`` is the space above and below it."""

    align: Align
    points: int = BODY_POINTS
    font: str = BODY_FONT
    is_bold: bool = False
    indent: int = 0
    around: int = 0
    stays_with_next: bool = False


def written_docx(paper: Paper) -> bytes:
    """The paper as the bytes of a file for Word and WPS."""
    # Imported here: lxml costs every process memory, and few processes ever write a paper.
    import docx
    from docx.shared import Mm

    made = docx.Document()
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, millimetres in MARGINS_MM.items():
        setattr(section, f"{side}_margin", Mm(millimetres))
    made.core_properties.title, made.core_properties.author = paper.title, ""
    _put(made, [Blank(paper.warning)], Look(Align.CENTER, points=BODY_POINTS - 4))
    for line in paper.head:
        _put(made, line, Look(Align.CENTER))
    # The number of a paper stands above its title, separated by one line.
    _put(made, [paper.title], Look(Align.CENTER, TITLE_POINTS, TITLE_FONT, is_bold=True, around=LINE_POINTS))
    _put(made, paper.addressee, Look(Align.LEFT))
    for place, line in enumerate(paper.paragraphs, start=1):
        # Not justified: a case number of 22 digits would pull the line above it apart.
        is_near_end = place > len(paper.paragraphs) - _BOUND
        _put(made, line, Look(Align.LEFT, indent=2 * BODY_POINTS, stays_with_next=is_near_end))
    for line in paper.closing:
        # Name, seal and date stay on one page with the end of the text, never alone on the next.
        _put(made, line, Look(Align.RIGHT, stays_with_next=line is not paper.closing[-1]))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _put(made: Any, line: Line, look: Look) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
    from docx.oxml.ns import qn
    from docx.shared import Pt

    paragraph = made.add_paragraph()
    paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, look.align.name)
    shape = paragraph.paragraph_format
    shape.line_spacing, shape.first_line_indent = Pt(LINE_POINTS), Pt(look.indent)
    shape.space_before = shape.space_after = Pt(look.around)
    shape.keep_with_next = shape.keep_together = look.stays_with_next
    for piece in line:
        run = paragraph.add_run(_plain(str(piece)))
        run.font.size, run.font.name, run.bold = Pt(look.points), look.font, look.is_bold
        # The name alone does not change Chinese characters.
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), look.font)
        if isinstance(piece, Blank):
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _plain(words: str) -> str:
    """The words as one line of a paragraph, without control characters, which XML cannot hold."""
    kept = _BREAKS.sub(" ", words.strip("\r\n\t "))
    return "".join(one for one in kept if unicodedata.category(one) not in ("Cc", "Cs", "Cn"))
