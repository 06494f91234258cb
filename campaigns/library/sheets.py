"""Pages for the printer: one, four or twelve codes on a page of A4, as SVG in millimetres. Pure.

Such an SVG is printed, or turned into PDF by any browser or drawing program, without a loss. Each code is
error-corrected at level M: a bit of it may be dirty or torn. The quiet zone of four modules (ISO/IEC 18004)
is part of the drawing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from unicodedata import east_asian_width

from core.drawing import qr_modules

WIDTH, HEIGHT = 210, 297
QUIET = 4
INSTRUCTION = "打开微信“扫一扫”"
_FONT = "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif"
_BRAND, _INK, _SOFT = "#0a6847", "#15201b", "#4c5a54"


@dataclass(frozen=True, slots=True)
class Label:
    """What stands around one code."""

    title: str
    url: str
    foot: str = ""


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


def pages(labels: Sequence[Label], bureau: str, each: int) -> Iterator[str]:
    """One SVG document a page; ``each`` is 1, 4 or 12, ``KeyError`` for anything else."""
    layout = LAYOUTS[each]
    for first in range(0, len(labels), each):
        yield _page(labels[first : first + each], bureau, layout)


def _page(labels: Sequence[Label], bureau: str, layout: Layout) -> str:
    wide, high = WIDTH / layout.columns, HEIGHT / layout.rows
    cells = "\n".join(
        f'<g transform="translate({number % layout.columns * wide:g} {number // layout.columns * high:g})">'
        f"{_cell(label, bureau, layout, wide, high)}</g>"
        for number, label in enumerate(labels)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}mm" height="{HEIGHT}mm" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="{_FONT}" text-anchor="middle">\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>\n{cells}\n'
        f"{_cuts(layout)}</svg>\n"
    )


def _cell(label: Label, bureau: str, layout: Layout, wide: float, high: float) -> str:
    middle, room = wide / 2, wide * 0.88
    # What does not fit on two lines is written smaller, never cut: it is what people come for.
    size = min(layout.title, 1.9 * room / max(1.0, breadth(label.title)))
    lines = wrapped(label.title, room / size)
    drawn, y = [], layout.top
    if len(lines) == 1:
        y += layout.title * 0.6
    for line in lines:
        drawn.append(_text(line, middle, y, size, _BRAND, weight=700))
        y += layout.title * 1.3
    y += layout.gap - layout.title * 1.1
    drawn.append(_code(label.url, middle - layout.code / 2, y, layout.code))
    y += layout.code + layout.words * 1.6
    drawn.append(_text(INSTRUCTION, middle, y, layout.words, _INK, weight=600))
    foot = layout.words * 0.8
    if label.foot:
        drawn.append(_text(cut(label.foot, room / foot), middle, y + layout.words * 1.5, foot, _SOFT))
    drawn.append(_text(cut(bureau, room / foot), middle, high - layout.top * 0.35, layout.words, _SOFT))
    return "".join(drawn)


def _text(words: str, x: float, y: float, size: float, colour: str, weight: int = 400) -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" font-weight="{weight}" fill="{colour}">'
        f"{escape(words)}</text>"
    )


def _code(url: str, x: float, y: float, size: float) -> str:
    modules = qr_modules(url)
    side = len(modules) + 2 * QUIET
    path = "".join(
        f"M{start + QUIET} {row + QUIET}h{end - start}v1h-{end - start}z"
        for row, line in enumerate(modules)
        for start, end in _runs(line)
    )
    return (
        f'<svg x="{x:g}" y="{y:g}" width="{size:g}" height="{size:g}" viewBox="0 0 {side} {side}" '
        f'shape-rendering="crispEdges"><rect width="{side}" height="{side}" fill="#fff"/>'
        f'<path fill="#000" d="{path}"/></svg>'
    )


def _runs(line: Sequence[bool]) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for number, dark in enumerate((*line, False)):
        if dark and start is None:
            start = number
        elif not dark and start is not None:
            yield start, number
            start = None


def _cuts(layout: Layout) -> str:
    """Fine lines to cut along; none for a page that is one poster."""
    across = [
        (WIDTH / layout.columns * n, 0, WIDTH / layout.columns * n, HEIGHT) for n in range(1, layout.columns)
    ]
    down = [(0, HEIGHT / layout.rows * n, WIDTH, HEIGHT / layout.rows * n) for n in range(1, layout.rows)]
    return "".join(
        f'<line x1="{a:g}" y1="{b:g}" x2="{c:g}" y2="{d:g}" stroke="#b9c4be" stroke-width="0.15" '
        'stroke-dasharray="2 2"/>\n'
        for a, b, c, d in (*across, *down)
    )


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
