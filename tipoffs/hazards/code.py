"""The identity code of a hazard: 24 digits with a check digit, never changed. Pure.

``行政区划6位-类别2位-等级1位-来源1位-年月日8位-流水5位-校验1位``. The level is the one at
registration: a later level is history of the hazard, not a new code.
"""

from dataclasses import dataclass
from datetime import date

from core.errors import RuleViolation
from core.text import width_folded

LENGTH = 24
_WIDTHS = (6, 2, 1, 1, 8, 5)

# A totally anti-symmetric quasigroup of order ten (H. M. Damm, 2004): its check digit finds every single
# wrong digit and every swap of two neighbours.
_TABLE = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


class BadCode(RuleViolation):
    """These digits are not the code of a hazard."""

    sentence = "隐患编码不对：应当是24位数字，请核对有没有听错、漏掉或者换了位置，再输一次。"


@dataclass(frozen=True, slots=True)
class HazardCode:
    """The parts of a code, as digits."""

    region: str
    category: str
    level: str
    source: str
    on: date
    serial: int

    def __post_init__(self) -> None:
        parts = (self.region, self.category, self.level, self.source)
        for part, width in zip(parts, _WIDTHS, strict=False):
            if len(part) != width or not _is_digits(part):
                raise BadCode
        if not 1 <= self.serial <= 99999:
            raise BadCode("这一天的隐患流水号已经用完。" if self.serial > 99999 else None)

    def __str__(self) -> str:
        body = f"{self.region}{self.category}{self.level}{self.source}{self.on:%Y%m%d}{self.serial:05}"
        return body + check_digit(body)

    @property
    def grouped(self) -> str:
        """As it is printed, in groups."""
        return "-".join(_split(str(self), (*_WIDTHS, 1)))


def check_digit(body: str) -> str:
    """The digit that makes ``body`` complete."""
    interim = 0
    for digit in body:
        interim = _TABLE[interim][int(digit)]
    return str(interim)


def parse_code(written: str) -> HazardCode:
    """Read a code as somebody wrote it, with or without hyphens; ``BadCode`` when it cannot be one."""
    digits = "".join(width_folded(written).replace("-", "").split())
    if len(digits) != LENGTH or not _is_digits(digits) or check_digit(digits) != "0":
        raise BadCode
    region, category, level, source, day, serial = _split(digits[:-1], _WIDTHS)
    try:
        on = date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError as error:
        raise BadCode from error
    return HazardCode(region, category, level, source, on, int(serial))


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _split(digits: str, widths: tuple[int, ...]) -> list[str]:
    parts, at = [], 0
    for width in widths:
        parts.append(digits[at : at + width])
        at += width
    return parts
