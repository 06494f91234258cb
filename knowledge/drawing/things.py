"""Things that stand in more than one picture. Each is drawn around the point it is given, at scale 1."""

from knowledge.drawing.canvas import Sheet
from knowledge.drawing.palette import (
    BLACK,
    BLUE,
    BROWN,
    CLOUD,
    GREEN,
    GREY,
    INK,
    LEAF,
    NAVY,
    ORANGE,
    RED,
    SAND,
    SKY,
    THIN,
    WHITE,
    YELLOW,
)


def flame(sheet: Sheet, x: float, y: float, s: float = 1.0) -> None:
    """A fire burning upwards from ``(x, y)``, 130 high."""
    with sheet.at(x, y, s):
        sheet.path(
            "M0 0C-62 0 -72 -52 -44 -88C-40 -66 -28 -62 -26 -66C-30 -98 -10 -120 8 -138"
            "C6 -110 26 -104 30 -84C36 -92 36 -102 34 -108C66 -70 66 0 0 0Z",
            ORANGE,
        )
        sheet.path("M0 -6C-30 -6 -36 -34 -16 -56C-10 -42 0 -56 4 -72C26 -48 34 -6 0 -6Z", YELLOW, None)


def smoke(sheet: Sheet, x: float, y: float, s: float = 1.0, fill: str = GREY) -> None:
    """A cloud of smoke, 220 wide, its middle at ``(x, y)``."""
    with sheet.at(x, y, s):
        sheet.path(
            "M-84 40C-128 36 -124 -18 -86 -20C-84 -62 -22 -72 -4 -40"
            "C22 -72 86 -52 76 -12C118 -6 112 40 74 40Z",
            fill,
        )


def extinguisher(sheet: Sheet, x: float, y: float, s: float = 1.0, hose: bool = True) -> None:
    """A hand extinguisher standing on ``(x, y)``, 210 high."""
    with sheet.at(x, y, s):
        sheet.rect(-42, -160, 84, 160, RED, 24)
        sheet.rect(-42, -104, 84, 52, WHITE, 0)
        flame(sheet, 0, -57, 0.3)
        sheet.rect(-16, -186, 32, 30, GREY, 4)
        sheet.limb([(-6, -192), (56, -206)], BLACK, 10, THIN)
        sheet.limb([(-6, -180), (52, -180)], BLACK, 10, THIN)
        sheet.circle(-22, -176, 15, WHITE)
        sheet.line([(-22, -176), (-16, -184)], RED, THIN)
        if hose:
            sheet.curve("M-14 -168C-80 -176 -84 -110 -72 -70", INK, 20)
            sheet.curve("M-14 -168C-80 -176 -84 -110 -72 -70", BLACK, 12)
            sheet.poly([(-82, -74), (-60, -74), (-54, -34), (-88, -34)], BLACK)


def phone(sheet: Sheet, x: float, y: float, words: str, s: float = 1.0, size: float = 56) -> None:
    """A mobile phone 150 by 240 around its middle ``(x, y)``, with a number on it."""
    with sheet.at(x, y, s):
        sheet.rect(-78, -124, 156, 248, BLACK, 24)
        sheet.rect(-64, -100, 128, 186, WHITE, 8)
        sheet.circle(0, 104, 10, GREY, None)
        sheet.text(0, 8, words, size, RED)


def door(sheet: Sheet, x: float, y: float, w: float, h: float, fill: str = SAND, *, knob: int = 1) -> None:
    """A closed door; ``(x, y)`` is the middle of its threshold."""
    sheet.rect(x - w / 2 - 10, y - h - 10, w + 20, h + 10, BROWN, 4)
    sheet.rect(x - w / 2, y - h, w, h, fill, 0)
    if knob:
        sheet.circle(x + knob * (w / 2 - 22), y - h * 0.46, 10, YELLOW, INK, THIN)


def exit_sign(sheet: Sheet, x: float, y: float, s: float = 1.0, words: str = "安全出口") -> None:
    """The green sign above a way out, 210 by 70 around its middle."""
    with sheet.at(x, y, s):
        sheet.rect(-112, -36, 224, 72, GREEN, 8)
        sheet.text(0, 18, words, 50, WHITE)


def window(
    sheet: Sheet, x: float, y: float, w: float, h: float, fill: str = SKY, *, bars: bool = True
) -> None:
    """A window; ``(x, y)`` is its middle."""
    sheet.rect(x - w / 2, y - h / 2, w, h, fill, 4)
    if bars:
        sheet.line([(x, y - h / 2), (x, y + h / 2)], INK, LINE_OF_WINDOW)
        sheet.line([(x - w / 2, y), (x + w / 2, y)], INK, LINE_OF_WINDOW)


LINE_OF_WINDOW = 5


def drops(sheet: Sheet, x: float, y: float, columns: int, rows: int, step: float, fill: str = BLUE) -> None:
    """Falling water: slanted strokes."""
    for row in range(rows):
        for column in range(columns):
            dx = x + column * step + (row % 2) * step / 2
            dy = y + row * step
            sheet.line([(dx, dy), (dx - 7, dy + step * 0.4)], fill, 7)


def bolt(sheet: Sheet, x: float, y: float, s: float = 1.0, fill: str = YELLOW) -> None:
    """A stroke of lightning, 150 high, beginning at ``(x, y)``."""
    with sheet.at(x, y, s):
        sheet.poly([(10, 0), (-34, 82), (-6, 82), (-30, 152), (42, 58), (10, 58), (42, 0)], fill)


def cloud(sheet: Sheet, x: float, y: float, s: float = 1.0, fill: str = CLOUD) -> None:
    """A cloud, 220 wide."""
    smoke(sheet, x, y, s, fill)


def tree(sheet: Sheet, x: float, y: float, s: float = 1.0) -> None:
    """A round tree on ``(x, y)``, 230 high."""
    with sheet.at(x, y, s):
        sheet.poly([(-14, 0), (14, 0), (10, -100), (-10, -100)], BROWN)
        sheet.path(
            "M-70 -92C-108 -120 -84 -178 -46 -174C-40 -226 44 -230 50 -176C88 -176 104 -116 70 -92Z", LEAF
        )


def water(sheet: Sheet, x: float, y: float, w: float, h: float, fill: str = BLUE) -> None:
    """A stretch of water with waves on top; ``(x, y)`` is its upper left corner."""
    count = max(2, round(w / 60))
    step = w / count
    top = f"M{x:.0f} {y:.0f}" + "".join(
        f"q{step / 2:.1f} {-16 if n % 2 else 16} {step:.1f} 0" for n in range(count)
    )
    sheet.path(f"{top}V{y + h:.0f}H{x:.0f}Z", fill)


def car(sheet: Sheet, x: float, y: float, s: float = 1.0, fill: str = RED) -> None:
    """A car that drives to the right, its wheels on ``y``, 300 long."""
    with sheet.at(x, y, s):
        sheet.path(
            "M-150 -30V-70C-150 -84 -140 -88 -124 -90L-92 -94L-56 -138C-50 -146 -44 -148 -34 -148H44"
            "C54 -148 60 -146 68 -138L104 -94L134 -86C148 -82 150 -74 150 -64V-30Z",
            fill,
        )
        sheet.poly([(-72, -96), (-42, -132), (0, -132), (0, -96)], SKY)
        sheet.poly([(16, -96), (16, -132), (46, -132), (80, -96)], SKY)
        for wheel in (-84, 88):
            sheet.circle(wheel, -28, 28, BLACK)
            sheet.circle(wheel, -28, 11, GREY, None)


def ebike(sheet: Sheet, x: float, y: float, s: float = 1.0, fill: str = BLUE) -> None:
    """An electric bicycle facing right, its wheels on ``y``, 300 long."""
    with sheet.at(x, y, s):
        for wheel in (-96, 98):
            sheet.circle(wheel, -44, 44, WHITE, BLACK, 15)
            sheet.circle(wheel, -44, 9, GREY)
        sheet.path(
            "M-118 -92C-100 -108 -66 -110 -40 -92L-28 -56H46L66 -96L78 -92L62 -30H-48"
            "C-58 -64 -92 -84 -118 -78Z",
            fill,
        )
        sheet.limb([(98, -44), (70, -150)], GREY, 12, THIN)
        sheet.limb([(46, -164), (86, -154)], BLACK, 12, THIN)
        sheet.limb([(-104, -118), (-20, -118)], BLACK, 24, THIN)
        sheet.rect(-34, -70, 60, 34, NAVY, 6)
        bolt(sheet, -6, -68, 0.19)
        sheet.circle(84, -128, 12, YELLOW)


def socket(sheet: Sheet, x: float, y: float, s: float = 1.0) -> None:
    """A wall socket, 70 square around its middle."""
    with sheet.at(x, y, s):
        sheet.rect(-36, -36, 72, 72, WHITE, 10)
        sheet.line([(-12, -10), (-12, 10)], INK, 7)
        sheet.line([(12, -10), (12, 10)], INK, 7)


def container(
    sheet: Sheet, x: float, y: float, s: float = 1.0, wall: str = "#ffe9c7", roof: str = RED
) -> None:
    """A small house on ``(x, y)``, 200 wide."""
    with sheet.at(x, y, s):
        sheet.rect(-84, -110, 168, 110, wall)
        sheet.poly([(-106, -106), (0, -186), (106, -106)], roof)
        sheet.rect(-56, -70, 46, 70, BROWN)
        sheet.rect(16, -78, 46, 42, SKY)


def cylinder(sheet: Sheet, x: float, y: float, s: float = 1.0) -> None:
    """A gas cylinder on ``(x, y)``, 190 high."""
    with sheet.at(x, y, s):
        sheet.path("M-52 -14V-108C-52 -146 52 -146 52 -108V-14C52 0 -52 0 -52 -14Z", GREY)
        sheet.rect(-14, -166, 28, 30, YELLOW, 4)
        sheet.limb([(-30, -172), (30, -172)], RED, 12, THIN)
        sheet.curve("M-36 -136C-40 -196 40 -196 36 -136", INK, 8)


def fan(sheet: Sheet, x: float, y: float, s: float = 1.0) -> None:
    """A blower on ``(x, y)`` that blows to the right, 150 high."""
    with sheet.at(x, y, s):
        sheet.line([(-30, 0), (-14, -30)], INK, 12)
        sheet.line([(30, 0), (14, -30)], INK, 12)
        sheet.circle(0, -78, 62, BLUE)
        sheet.circle(0, -78, 46, WHITE)
        for turn in (0, 90, 180, 270):
            with sheet.at(0, -78, 1, turn):
                sheet.path("M0 0C-18 -16 -14 -40 4 -42C18 -34 10 -12 0 0Z", NAVY, INK, THIN)
        sheet.circle(0, -78, 9, YELLOW, INK, THIN)


def sound(sheet: Sheet, x: float, y: float, s: float = 1.0, direction: int = 1, stroke: str = RED) -> None:
    """Waves of noise going to the right (1) or to the left (-1)."""
    d = direction * s
    for radius in (24, 44, 64):
        sheet.curve(
            f"M{x + radius * 0.6 * d:.0f} {y - radius * 0.8 * s:.0f}"
            f"Q{x + radius * 1.25 * d:.0f} {y:.0f} {x + radius * 0.6 * d:.0f} {y + radius * 0.8 * s:.0f}",
            stroke,
            8 * s,
        )


def bubble(
    sheet: Sheet, x: float, y: float, words: str, size: float, tail: tuple[float, float], fill: str = WHITE
) -> None:
    """What somebody says: one or two lines around ``(x, y)``, the tail pointing at the mouth."""
    lines = words.split("\n")
    w = max(sheet.width_of(line, size) for line in lines) + 52
    h = len(lines) * size * 1.28 + 30
    tx, ty = tail
    side = 1 if ty > y else -1
    base = y + side * h / 2
    foot = max(x - w / 2 + 44, min(x + w / 2 - 44, tx))
    sheet.poly([(foot - 22, base - side * 8), (foot + 22, base - side * 8), (tx, ty)], fill)
    sheet.rect(x - w / 2, y - h / 2, w, h, fill, 26)
    sheet.poly(
        [(foot - 17, base - side * 10), (foot + 17, base - side * 10), (foot, base - side * 2)], fill, None
    )
    sheet.lines(x, y - h / 2 + 15 + size * 0.98, words, size)


def wet_cloth(sheet: Sheet, x: float, y: float, s: float = 1.0) -> None:
    """A wet cloth held before nose and mouth, its middle at ``(x, y)``."""
    with sheet.at(x, y, s):
        sheet.path("M-26 -20C-10 -28 12 -28 28 -18L30 16C14 30 -12 30 -28 18Z", WHITE, INK, THIN)
        sheet.line([(-14, 4), (-14, 14)], BLUE, 6)
        sheet.line([(4, 6), (4, 16)], BLUE, 6)


def heart(sheet: Sheet, x: float, y: float, s: float = 1.0, fill: str = RED) -> None:
    """A heart around its middle, 100 wide."""
    with sheet.at(x, y, s):
        sheet.path(
            "M0 44C-70 -2 -50 -56 -14 -42C-6 -38 -2 -32 0 -26C2 -32 6 -38 14 -42C50 -56 70 -2 0 44Z", fill
        )
