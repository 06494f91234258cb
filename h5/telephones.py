"""Telephone numbers in a text, to be called with a tap, and the ones to call first."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

EMERGENCY: dict[str, str] = {
    "119": "火警救援",
    "120": "医疗急救",
    "110": "报警",
    "12119": "森林火警",
    "12395": "水上遇险",
    "122": "交通事故",
    "12356": "心理援助",
}
"""Numbers that get a button of their own where an article is urgent, with what they are for."""

FIRST = ("119", "120")
BUTTONS = 3

# Hotlines that are answered by people all over China, besides those above. 12379 and 12110 are not among
# them: the first sends warnings, the second takes text messages.
_HOTLINES = (
    "12345",
    "12350",
    "12315",
    "12122",
    "12333",
    "12348",
    "12378",
    "12388",
    "95598",
    "96119",
    "96110",
)
_SHORT = "|".join(sorted({*EMERGENCY, *_HOTLINES}, key=len, reverse=True))
# 120米, 110元, 100到120 and 119.5 are amounts; a long number holds no short one; 0577-12345678 is one number.
_NUMBER = re.compile(
    rf"(?<![\d.\-A-Za-z])(?<!\d[到至—~～])(?:(?:{_SHORT})"
    r"(?![\d.\-%]|\s*(?:元|块|米|公里|千米|厘米|毫米|度|℃|号(?!码)|个|人|天|小时|分钟|秒|平|斤|公斤|千克|克"
    r"|升|毫升|下|伏|瓦|千瓦|年|月|日|条|次|户|家|万|千|百|亿|多|以|至|到))"
    r"|0\d{2,3}-\d{7,8}(?!\d)|1[3-9]\d{9}(?!\d)|[48]00-?\d{3}-?\d{4}(?!\d))"
)


@dataclass(frozen=True, slots=True)
class Call:
    """A number to call and what it is for."""

    number: str
    label: str


def linked(text: str) -> Markup:
    """``text`` escaped, its telephone numbers tappable."""
    parts: list[Markup] = []
    end = 0
    for found in _NUMBER.finditer(text):
        parts.append(escape(text[end : found.start()]))
        digits = found[0].replace("-", "")
        parts.append(Markup('<a class="tel" href="tel:{}">{}</a>').format(digits, found[0]))
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])


def calls_in(texts: Iterable[str]) -> list[Call]:
    """The emergency numbers that the texts name, the first named first, at most three."""
    named: dict[str, None] = {}
    for text in texts:
        named |= dict.fromkeys(found[0] for found in _NUMBER.finditer(text) if found[0] in EMERGENCY)
    return [Call(number, EMERGENCY[number]) for number in named][:BUTTONS]


def first_calls() -> list[Call]:
    """Whom to call when a text names nobody."""
    return [Call(number, EMERGENCY[number]) for number in FIRST]
