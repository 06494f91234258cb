"""The page of every picture: a title, panels that are read like a comic, and the numbers to call."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from knowledge.drawing.canvas import Sheet
from knowledge.drawing.palette import (
    CAPTION,
    CREAM,
    GREEN,
    INK,
    MINT,
    NAVY,
    RED,
    ROSE,
    WHITE,
    YELLOW,
)

MARGIN, GAP = 34, 24
HEAD, FOOT = 222, 104
CORNER = 30
CALL = "火警119 · 急救120 · 报警110"


@dataclass(frozen=True, slots=True)
class Panel:
    """A field of the page; inside it the origin is its upper left corner."""

    sheet: Sheet
    x: float
    y: float
    w: float
    h: float
    fill: str = WHITE

    @contextmanager
    def drawing(self) -> Iterator[Sheet]:
        """Draw in the coordinates of the panel; what passes its edge is cut off."""
        with self.sheet.inside(self.x, self.y, self.w, self.h, CORNER):
            yield self.sheet
        self.sheet.rect(self.x, self.y, self.w, self.h, "none", CORNER)

    def caption(self, words: str, size: float = CAPTION, fill: str = INK) -> None:
        """What the panel says, in one or two lines along its lower edge; covers what is drawn there."""
        count = words.count("\n") + 1
        first = self.h - 26 - (count - 1) * size * 1.28
        high = first - size
        with self.drawing() as sheet:
            sheet.rect(0, high, self.w, self.h - high, self.fill, stroke=None)
        self.sheet.lines(self.x + self.w / 2, self.y + first, words, size, fill)

    def number(self, number: int) -> None:
        """The place of the panel in the order of steps."""
        x, y = self.x + 50, self.y + 50
        self.sheet.circle(x, y, 36, NAVY, WHITE, 5)
        self.sheet.text(x, y + 19, str(number), 54, WHITE)

    def right(self) -> None:
        """Marks what to do: a round tick."""
        tick(self.sheet, self.x + 52, self.y + 52)

    def wrong(self) -> None:
        """Marks what not to do: a square cross."""
        cross(self.sheet, self.x + 52, self.y + 52)


class Board:
    """One picture in the making."""

    def __init__(self, sheet: Sheet, title: str, lead: str, *, foot: str = CALL, size: float = 88) -> None:
        self.sheet = sheet
        sheet.rect(0, 0, sheet.width, HEAD, NAVY, stroke=None)
        sheet.rect(0, HEAD - 10, sheet.width, 10, YELLOW, stroke=None)
        sheet.text(sheet.width / 2, 108, title, size, WHITE)
        sheet.text(sheet.width / 2, 184, lead, 50, YELLOW)
        self.top = HEAD + GAP
        self.bottom = sheet.height - GAP
        if foot:
            sheet.rect(0, sheet.height - FOOT, sheet.width, FOOT, RED, stroke=None)
            sheet.text(sheet.width / 2, sheet.height - 34, foot, 52, WHITE)
            self.bottom -= FOOT

    def panel(self, x: float, y: float, w: float, h: float, fill: str = WHITE) -> Panel:
        """A panel anywhere."""
        self.sheet.rect(x, y, w, h, fill, CORNER)
        return Panel(self.sheet, x, y, w, h, fill)

    def grid(
        self,
        columns: int,
        rows: int,
        fills: str = "",
        *,
        top: float | None = None,
        bottom: float | None = None,
    ) -> list[Panel]:
        """Panels of one size, row by row. ``fills``: a letter each, w white, y right, n wrong, c cream."""
        high, low = top if top is not None else self.top, bottom if bottom is not None else self.bottom
        w = (self.sheet.width - 2 * MARGIN - (columns - 1) * GAP) / columns
        h = (low - high - (rows - 1) * GAP) / rows
        shades = {"w": WHITE, "y": MINT, "n": ROSE, "c": CREAM}
        panels = []
        for number in range(columns * rows):
            row, column = divmod(number, columns)
            fill = shades[fills[number] if number < len(fills) else "w"]
            panels.append(self.panel(MARGIN + column * (w + GAP), high + row * (h + GAP), w, h, fill))
        return panels


def tick(sheet: Sheet, x: float, y: float, r: float = 38) -> None:
    """Right: a green disc with a white tick."""
    sheet.circle(x, y, r, GREEN, WHITE, 5)
    sheet.line(
        [(x - r * 0.45, y + r * 0.02), (x - r * 0.1, y + r * 0.38), (x + r * 0.5, y - r * 0.35)],
        WHITE,
        r * 0.24,
    )


def cross(sheet: Sheet, x: float, y: float, r: float = 38) -> None:
    """Wrong: a red square with a white cross."""
    sheet.rect(x - r, y - r, 2 * r, 2 * r, RED, 10, WHITE, 5)
    d = r * 0.46
    sheet.line([(x - d, y - d), (x + d, y + d)], WHITE, r * 0.26)
    sheet.line([(x + d, y - d), (x - d, y + d)], WHITE, r * 0.26)


def forbidden(sheet: Sheet, x: float, y: float, r: float) -> None:
    """A ring with a bar laid over what must not be done."""
    d = r * 0.7071
    sheet.circle(x, y, r, "none", WHITE, r * 0.3)
    sheet.line([(x - d, y - d), (x + d, y + d)], WHITE, r * 0.26)
    sheet.circle(x, y, r, "none", RED, r * 0.19)
    sheet.line([(x - d, y - d), (x + d, y + d)], RED, r * 0.17)
