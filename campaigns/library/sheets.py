"""Pages for the printer: one, four or twelve codes on a page of A4, in millimetres. Pure.

``drawn`` says what stands where, ``pages`` writes it as SVG, ``sheets_pdf`` as PDF. Each code is
error-corrected at level M: a bit of it may be dirty or torn. The quiet zone of four modules (ISO/IEC 18004)
is part of the drawing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from unicodedata import east_asian_width

from core.qr_codes import qr_modules

WIDTH, HEIGHT = 210, 297
QUIET = 4
INSTRUCTION = "打开微信“扫一扫”"
TIP_INSTRUCTION = "扫一扫，反映这里的安全隐患"
_FONT = "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif"
_BRAND, _INK, _SOFT = "#0a6847", "#15201b", "#4c5a54"


@dataclass(frozen=True, slots=True)
class Label:
    """What stands around one code."""

    title: str
    url: str
    foot: str = ""
    instruction: str = INSTRUCTION


@dataclass(frozen=True, slots=True)
class Layout:
    """How many codes, and how large; everything in millimetres, from the top of a cell."""

    columns: int
    rows: int
    code: float
    title: float
    words: float
    top: float
    gap: float


LAYOUTS = {
    1: Layout(1, 1, 130, 17, 8.5, 48, 14),
    4: Layout(2, 2, 70, 7.5, 4.4, 25, 6.5),
    12: Layout(3, 4, 37, 4, 2.6, 9.5, 3.2),
}
"""By the number of codes on a page."""


@dataclass(frozen=True, slots=True)
class Line:
    """Words around the middle ``x``, standing on ``y``."""

    words: str
    x: float
    y: float
    size: float
    colour: str
    weight: int = 400


@dataclass(frozen=True, slots=True)
class Code:
    """A code with its quiet zone, from its left upper corner."""

    url: str
    x: float
    y: float
    size: float

    @property
    def side(self) -> int:
        """How many modules it is broad."""
        return len(qr_modules(self.url)) + 2 * QUIET

    def runs(self) -> Iterator[tuple[int, int, int]]:
        """Dark runs in modules: column, row, length."""
        for row, line in enumerate(qr_modules(self.url)):
            for start, end in _runs(line):
                yield start + QUIET, row + QUIET, end - start


@dataclass(frozen=True, slots=True)
class Cut:
    """A fine line to cut along."""

    x1: float
    y1: float
    x2: float
    y2: float


Mark = Line | Code | Cut


@dataclass(frozen=True, slots=True)
class Page:
    """One page: what stands in each cell, and the lines between them."""

    cells: Sequence[Sequence[Mark]]
    cuts: Sequence[Mark]


def drawn(labels: Sequence[Label], bureau: str, each: int) -> Iterator[Page]:
    """What stands on each page; ``each`` is 1, 4 or 12, ``KeyError`` for anything else."""
    layout = LAYOUTS[each]
    wide, high = WIDTH / layout.columns, HEIGHT / layout.rows
    for first in range(0, len(labels), each):
        cells = [
            list(_cell(label, bureau, layout, place % layout.columns * wide, place // layout.columns * high))
            for place, label in enumerate(labels[first : first + each])
        ]
        yield Page(cells, list(_cuts(layout)))


def pages(labels: Sequence[Label], bureau: str, each: int) -> Iterator[str]:
    """One SVG document a page; ``each`` is 1, 4 or 12, ``KeyError`` for anything else."""
    for page in drawn(labels, bureau, each):
        cells = "".join(f"<g>{''.join(map(_svg, cell))}</g>\n" for cell in page.cells)
        yield (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}mm" height="{HEIGHT}mm" '
            f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="{_FONT}" text-anchor="middle">\n'
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>\n'
            f"{cells}{''.join(map(_svg, page.cuts))}</svg>\n"
        )


def _svg(mark: Mark) -> str:
    match mark:
        case Line():
            return (
                f'<text x="{mark.x:g}" y="{mark.y:g}" font-size="{mark.size:g}" '
                f'font-weight="{mark.weight}" fill="{mark.colour}">{escape(mark.words)}</text>'
            )
        case Code():
            path = "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in mark.runs())
            return (
                f'<svg x="{mark.x:g}" y="{mark.y:g}" width="{mark.size:g}" height="{mark.size:g}" '
                f'viewBox="0 0 {mark.side} {mark.side}" shape-rendering="crispEdges">'
                f'<rect width="{mark.side}" height="{mark.side}" fill="#fff"/>'
                f'<path fill="#000" d="{path}"/></svg>'
            )
        case Cut():
            return (
                f'<line x1="{mark.x1:g}" y1="{mark.y1:g}" x2="{mark.x2:g}" y2="{mark.y2:g}" '
                'stroke="#b9c4be" stroke-width="0.15" stroke-dasharray="2 2"/>\n'
            )


def _cell(label: Label, bureau: str, layout: Layout, left: float, top: float) -> Iterator[Mark]:
    wide, high = WIDTH / layout.columns, HEIGHT / layout.rows
    middle, room = left + wide / 2, wide * 0.88
    # What does not fit on two lines is written smaller, never cut: it is what people come for.
    size = min(layout.title, 1.9 * room / max(1.0, breadth(label.title)))
    lines = wrapped(label.title, room / size)
    y = top + layout.top
    if len(lines) == 1:
        y += layout.title * 0.6
    for line in lines:
        yield Line(line, middle, y, size, _BRAND, 700)
        y += layout.title * 1.3
    y += layout.gap - layout.title * 1.1
    yield Code(label.url, middle - layout.code / 2, y, layout.code)
    y += layout.code + layout.words * 1.6
    yield Line(label.instruction, middle, y, layout.words, _INK, 600)
    foot = layout.words * 0.8
    if label.foot:
        yield Line(cut(label.foot, room / foot), middle, y + layout.words * 1.5, foot, _SOFT)
    below = top + high - layout.top * 0.35
    yield Line(cut(bureau, room / foot), middle, below, layout.words, _SOFT)


def _runs(line: Sequence[bool]) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for number, dark in enumerate((*line, False)):
        if dark and start is None:
            start = number
        elif not dark and start is not None:
            yield start, number
            start = None


def _cuts(layout: Layout) -> Iterator[Cut]:
    """None for a page that is one poster."""
    for n in range(1, layout.columns):
        yield Cut(WIDTH / layout.columns * n, 0, WIDTH / layout.columns * n, HEIGHT)
    for n in range(1, layout.rows):
        yield Cut(0, HEIGHT / layout.rows * n, WIDTH, HEIGHT / layout.rows * n)


def breadth(words: str) -> float:
    """How broad the words are, in heights of a Chinese character; a Latin letter is a good half."""
    return sum(1.0 if east_asian_width(sign) in "WFA" else 0.58 for sign in words)


def cut(words: str, room: float) -> str:
    """The words, or as many of them as there is room for."""
    if breadth(words) <= room:
        return words
    kept = words
    while kept and breadth(f"{kept}…") > room:
        kept = kept[:-1]
    return f"{kept}…"


def wrapped(words: str, room: float) -> list[str]:
    """The words on one line, or on two of nearly one length; what is longer still is cut."""
    if breadth(words) <= room:
        return [words]
    half, first = breadth(words) / 2, ""
    for sign in words:
        if breadth(first) >= half or breadth(first + sign) > room:
            break
        first += sign
    return [first, cut(words[len(first) :], room)]
