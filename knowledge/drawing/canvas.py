"""A sheet to draw on, which becomes one SVG file."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from math import cos, radians, sin

from core.errors import BadContent
from knowledge.drawing.lettering import EM, Letters
from knowledge.drawing.palette import INK, LINE, PAPER

Point = tuple[float, float]
LEAST_LETTER = 40


@dataclass(frozen=True, slots=True)
class Words:
    """Where a line of words stands on the sheet: for the check that none covers another."""

    words: str
    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other: "Words") -> bool:
        """Whether the two share a part of the sheet."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


class Sheet:
    """Shapes and words in the order in which they are laid upon each other; x to the right, y down."""

    def __init__(self, letters: Letters, width: int = 1080, height: int = 1440) -> None:
        self.width, self.height = width, height
        self._letters = letters
        self._parts: list[str] = []
        self._used: dict[str, None] = {}
        self._said: list[Words] = []
        self._place: tuple[float, float, float] = (0.0, 0.0, 1.0)
        self._frames: list[str] = []
        self._frame: tuple[float, float] = (0.0, float(width))

    @contextmanager
    def at(
        self, x: float, y: float, scale: float = 1.0, turn: float = 0.0, mirror: bool = False
    ) -> Iterator[None]:
        """Draw with the origin at ``(x, y)``; inside a turned or mirrored place there are no words."""
        flip = " scale(-1 1)" if mirror else ""
        turned = f" rotate({_n(turn)})" if turn else ""
        size = f" scale({_n(scale)})" if scale != 1.0 else ""
        self._parts.append(f'<g transform="translate({_n(x)} {_n(y)}){turned}{size}{flip}">')
        before = self._place
        left, top, factor = before
        self._place = (left + x * factor, top + y * factor, 0.0 if turn or mirror else factor * scale)
        yield
        self._place = before
        self._parts.append("</g>")

    @contextmanager
    def inside(self, x: float, y: float, w: float, h: float, r: float) -> Iterator[None]:
        """Draw with the origin at ``(x, y)``, and nothing outside of this frame shows."""
        name = f"frame{len(self._frames)}"
        self._frames.append(
            f'<clipPath id="{name}"><rect width="{_n(w)}" height="{_n(h)}" rx="{_n(r)}"/></clipPath>\n'
        )
        with self.at(x, y):
            self._parts.append(f'<g clip-path="url(#{name})">')
            before, self._frame = self._frame, (x, x + w)
            yield
            self._frame = before
            self._parts.append("</g>")

    def path(self, d: str, fill: str = "none", stroke: str | None = INK, width: float = LINE) -> None:
        """Any shape, in SVG path data."""
        line = f' stroke="{stroke}" stroke-width="{_n(width)}"' if stroke else ""
        self._parts.append(f'<path d="{d}" fill="{fill}"{line}/>')

    def poly(
        self, points: Sequence[Point], fill: str = "none", stroke: str | None = INK, width: float = LINE
    ) -> None:
        """A closed shape with straight sides."""
        self.path("M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points) + "Z", fill, stroke, width)

    def line(self, points: Sequence[Point], stroke: str = INK, width: float = LINE) -> None:
        """An open line with round ends and corners."""
        self.path("M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points), "none", stroke, width)

    def curve(self, d: str, stroke: str = INK, width: float = LINE) -> None:
        """An open curve, in SVG path data."""
        self.path(d, "none", stroke, width)

    def limb(self, points: Sequence[Point], fill: str, width: float, edge: float = LINE) -> None:
        """A line as thick as an arm, with an outline; needs no joints drawn."""
        self.line(points, INK, width + 2 * edge)
        self.line(points, fill, width)

    def circle(
        self, x: float, y: float, r: float, fill: str = "none", stroke: str | None = INK, width: float = LINE
    ) -> None:
        """A circle."""
        line = f' stroke="{stroke}" stroke-width="{_n(width)}"' if stroke else ""
        self._parts.append(f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(r)}" fill="{fill}"{line}/>')

    def oval(
        self,
        x: float,
        y: float,
        rx: float,
        ry: float,
        fill: str = "none",
        stroke: str | None = INK,
        width: float = LINE,
    ) -> None:
        """An ellipse."""
        line = f' stroke="{stroke}" stroke-width="{_n(width)}"' if stroke else ""
        self._parts.append(
            f'<ellipse cx="{_n(x)}" cy="{_n(y)}" rx="{_n(rx)}" ry="{_n(ry)}" fill="{fill}"{line}/>'
        )

    def rect(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        fill: str = "none",
        r: float = 0,
        stroke: str | None = INK,
        width: float = LINE,
    ) -> None:
        """A rectangle, its corners rounded by ``r``."""
        line = f' stroke="{stroke}" stroke-width="{_n(width)}"' if stroke else ""
        round_ = f' rx="{_n(r)}"' if r else ""
        self._parts.append(
            f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(w)}" height="{_n(h)}"{round_} fill="{fill}"{line}/>'
        )

    def arrow(self, start: Point, end: Point, fill: str = INK, width: float = 16) -> None:
        """A straight arrow with a head in proportion to its width."""
        (x1, y1), (x2, y2) = start, end
        length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
        ux, uy = (x2 - x1) / length, (y2 - y1) / length
        head = width * 2.2
        bx, by = x2 - ux * head, y2 - uy * head
        self.line([(x1, y1), (bx, by)], fill, width)
        wing = width * 1.5
        self.poly(
            [(x2, y2), (bx - uy * wing, by + ux * wing), (bx + uy * wing, by - ux * wing)], fill, fill, 3
        )

    def swing(self, start: Point, end: Point, fill: str = INK, width: float = 16) -> None:
        """An arrow with a head at both ends: to and fro."""
        middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        self.arrow(middle, end, fill, width)
        self.arrow(middle, start, fill, width)

    def rays(
        self, x: float, y: float, near: float, far: float, count: int, stroke: str, width: float = LINE
    ) -> None:
        """Short lines around a point: light, noise, a blow."""
        for number in range(count):
            angle = radians(number * 360 / count)
            self.line(
                [
                    (x + near * cos(angle), y + near * sin(angle)),
                    (x + far * cos(angle), y + far * sin(angle)),
                ],
                stroke,
                width,
            )

    def text(
        self, x: float, y: float, words: str, size: float, fill: str = INK, anchor: str = "middle"
    ) -> float:
        """One line of words on the base line ``y``; its width. ``BadContent`` below 40 on the sheet."""
        left, top, factor = self._place
        if size * factor < LEAST_LETTER:
            raise BadContent(f"'{words}' would be {size * factor:.0f} high; {LEAST_LETTER} is the least")
        width = self._letters.width(words, size)
        start = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        pen, marks = 0, []
        for character in words:
            outline, advance = self._letters.of(character)
            if outline:
                self._used[character] = None
                marks.append(f'<use href="#{self._name(character)}" x="{pen}"/>')
            pen += advance
        scale = f"{size / EM:.4f}".rstrip("0")
        self._parts.append(
            f'<g transform="translate({_n(start)} {_n(y)}) scale({scale})" fill="{fill}">{"".join(marks)}</g>'
        )
        self._note(words, left + start * factor, top + y * factor, width * factor, size * factor)
        return width

    def inlay(self, svg: str, x: float, y: float, w: float, h: float) -> None:
        """Another finished sheet of ours inside this one.

        Letters of one name are the same outline in both; frames are renamed, and its title would be a second.
        """
        inner = svg[svg.index("</desc>") + len("</desc>") : svg.rindex("</svg>")]
        inner = inner.replace('id="frame', 'id="inlay').replace("url(#frame", "url(#inlay")
        view = svg.partition('viewBox="')[2].partition('"')[0]
        self._parts.append(
            f'<svg x="{_n(x)}" y="{_n(y)}" width="{_n(w)}" height="{_n(h)}" viewBox="{view}">{inner}</svg>'
        )

    def lines(
        self, x: float, y: float, words: str, size: float, fill: str = INK, anchor: str = "middle"
    ) -> None:
        """Several lines, parted by ``\\n``, the first on the base line ``y``."""
        for number, line in enumerate(words.split("\n")):
            self.text(x, y + number * size * 1.28, line, size, fill, anchor)

    def width_of(self, words: str, size: float) -> float:
        """How wide a line of words will be."""
        return self._letters.width(words, size)

    def svg(self, title: str, description: str) -> str:
        """The finished file; ``BadContent`` when words cover each other or leave the sheet."""
        self._check()
        letters = "".join(
            f'<path id="{self._name(character)}" d="{self._letters.of(character)[0]}"/>\n'
            for character in sorted(self._used)
        )
        body = "\n".join(self._parts)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" role="img" '
            f'aria-labelledby="title desc">\n'
            f'<title id="title">{escape(title)}</title>\n<desc id="desc">{escape(description)}</desc>\n'
            f"<defs>\n{letters}{''.join(self._frames)}</defs>\n"
            f'<rect width="{self.width}" height="{self.height}" fill="{PAPER}"/>\n'
            f'<g stroke-linecap="round" stroke-linejoin="round">\n{body}\n</g>\n</svg>\n'
        )

    def _name(self, character: str) -> str:
        return f"u{ord(character):X}-{self._letters.of(character)[1]}"

    def _note(self, words: str, left: float, base: float, width: float, size: float) -> None:
        if left < self._frame[0] + 8 or left + width > self._frame[1] - 8:
            raise BadContent(f"'{words}' leaves its panel")
        self._said.append(Words(words, left, base - size * 0.86, left + width, base + size * 0.1))

    def _check(self) -> None:
        for number, one in enumerate(self._said):
            if one.left < 12 or one.right > self.width - 12 or one.top < 8 or one.bottom > self.height - 8:
                raise BadContent(f"'{one.words}' leaves the sheet: {one}")
            for other in self._said[number + 1 :]:
                if one.covers(other):
                    raise BadContent(f"'{one.words}' and '{other.words}' cover each other")


def _n(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".") if number % 1 else str(int(number))
