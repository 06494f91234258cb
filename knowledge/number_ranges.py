"""The lines of an answer in whose range a number lies that a question names.

三十八度呢 means the line that says 37℃到40℃, 八百人的要不要 the one that says 超过100人.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

_Said = TypeVar("_Said")

# What counts in the same unit, whichever word it goes by. Years and days are left out: how long somebody has
# had a thing is no range of it.
_UNITS: Final = {
    "degree": "℃|摄氏度|度",
    "person": "个?人(?!民|行|家)|号人|名(?:工人|员工)?",
    "age": "周?岁",
    "level": "级",
    "storey": "层",
    "area": "平方米|平方|平米|㎡|平(?!均|时|安|常)",
    "metre": "米(?!饭|面)",
}
_DIGITS: Final = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_TENS: Final = {"十": 10, "百": 100, "千": 1_000, "万": 10_000}
_NUMERAL: Final = r"\d+(?:\.\d+)?万?|[零〇一二两三四五六七八九十百千万]+"
# 二十来个人, 一百多号人: hardly more than the number says.
_ABOUT: Final = "[来多几]?"


@dataclass(frozen=True, slots=True)
class _Range:
    """From ``low`` to ``high``, both of which belong to it."""

    low: float
    high: float

    def narrowness(self, value: float) -> tuple[bool, float]:
        """Smaller for the range that says more of ``value``: one with two ends, or one whose end is near."""
        is_open = math.isinf(self.low) or math.isinf(self.high)
        if not is_open:
            return False, self.high - self.low
        return True, value - self.low if math.isinf(self.high) else self.high - value


def lines_in_range(question: str, lines: Sequence[str]) -> list[int]:
    """The places of those ``lines`` whose range is the narrowest that holds a number of ``question``.

    The lead (the first of them) sums up what others say, and is named only where no other holds the number.
    Where none does, the one line that sets a limit says so: 十七岁 after 满18周岁.
    """
    for unit, value in _named(question):
        told = [(one, place) for place, line in enumerate(lines) for one in _ranges(line, unit)]
        found = [(one.narrowness(value), place) for one, place in told if one.low <= value <= one.high]
        if found := _but_the_lead(found):
            best = min(found)[0]
            return sorted({place for narrowness, place in found if narrowness == best})
        limits = {place for _, place in _but_the_lead(told)}
        if len(limits) == 1:
            return list(limits)
    return []


def _but_the_lead(found: list[tuple[_Said, int]]) -> list[tuple[_Said, int]]:
    """What is ``found`` in other lines than the first, or all where there is nothing."""
    return [one for one in found if one[1] > 0] or found


def _named(question: str) -> Iterator[tuple[str, float]]:
    """The units and numbers that ``question`` names."""
    for unit, words in _UNITS.items():
        for one in re.finditer(f"({_NUMERAL}){_ABOUT}(?:{words})", question):
            value = _value(one[1])
            if value is not None:
                yield unit, value


def _ranges(line: str, unit: str) -> Iterator[_Range]:
    """The ranges of numbers of ``unit`` in ``line``."""
    words = _UNITS[unit]
    rest = line
    for pattern in (
        f"({_NUMERAL})(?:{words})?(?:到|至|—|～|~|-)({_NUMERAL})(?:{words})",
        f"({_NUMERAL})(?:{words})(?:及|或)?以上[，、]?(?:不到)?({_NUMERAL})(?:{words})(?:以下|以内)?",
    ):
        for one in re.finditer(pattern, rest):
            low, high = _value(one[1]), _value(one[2])
            if low is not None and high is not None and low < high:
                yield _Range(low, high)
        rest = re.sub(pattern, "", rest)
    for one in re.finditer(
        f"(?<!不)(?:超过|高于|大于|多于|年?满|达到|到)({_NUMERAL})(?:{words})(?!以下)", rest
    ):
        yield from _open(one[1], upwards=True)
    for one in re.finditer(f"({_NUMERAL})(?:{words})(?:及|或|（含）)?(?:以上|起|往上)", rest):
        yield from _open(one[1], upwards=True)
    for one in re.finditer(f"({_NUMERAL})(?:{words})(?:及|或|（含）)?(?:以下|以内)", rest):
        yield from _open(one[1], upwards=False)
    for one in re.finditer(
        f"(?:不够|不到|不满|不足|未满|低于|少于|小于|不超过)({_NUMERAL})(?:{words})", rest
    ):
        yield from _open(one[1], upwards=False)


def _open(numeral: str, *, upwards: bool) -> Iterator[_Range]:
    value = _value(numeral)
    if value is not None:
        yield _Range(value, math.inf) if upwards else _Range(-math.inf, value)


def _value(numeral: str) -> float | None:
    """The number that ``numeral`` says; None for what is none, such as 万 alone."""
    if numeral[0].isdigit():
        return float(numeral.removesuffix("万")) * (10_000 if numeral.endswith("万") else 1)
    total, section, digit = 0, 0, 0
    for char in numeral:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char == "万":
            total, section, digit = (section + digit) * _TENS[char], 0, 0
        else:
            section, digit = section + max(digit, 1) * _TENS[char], 0
    return float(total + section + digit) or None
