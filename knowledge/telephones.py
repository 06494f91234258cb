"""Telephone numbers among the local facts: they stand in answers to people in danger, who dial them as they
stand. Whether they are typed in the back office or written in a file, they are held to the same.
"""

import re
from collections.abc import Mapping

from core.text import half_width

_FACT = "_phone"
"""So ends the name of a fact that is a telephone number."""

_WIDE = re.compile(r"[０-９－＋—–]")
_AREA = re.compile(r"[(（](0\d{2,3})[)）]")
_EXTENSION = re.compile(r"转\s*\d{1,6}")
_RUN = re.compile(r"\d(?:[\d -]*\d)?")
_LONG_ENOUGH = re.compile(r"\d{3}")
"""24小时 and 8:00 are no numbers to dial."""
_DIALLED = re.compile(
    r"1[0-2]\d(?:\d\d)?"  # 119, 12345
    r"|9\d{4,5}"  # 96119, 95598
    r"|1[3-9]\d{9}"
    r"|[48]00\d{7}"
    r"|0\d{2,3}\d{7,8}"
    r"|[1-9]\d{6,7}"
)


def tidied(text: str) -> str:
    """With digits and hyphens as a telephone has them; the words beside the number stay as they are."""
    return _WIDE.sub(lambda found: "-" if found[0] in "—–" else half_width(found[0]), text)


def is_number(fact: str) -> bool:
    """Whether the fact of this name is a telephone number."""
    return fact.endswith(_FACT)


def undiallable(facts: Mapping[str, str]) -> list[str]:
    """The names of the facts that should be telephone numbers and cannot be dialled; an empty one is none."""
    return [name for name, value in facts.items() if is_number(name) and value and not can_be_dialled(value)]


def can_be_dialled(text: str) -> bool:
    """Whether there is a number in it, and nothing that looks like one and is none."""
    runs = [
        one
        for one in _RUN.findall(_EXTENSION.sub("", _AREA.sub(r"\1-", tidied(text))))
        if _LONG_ENOUGH.search(one)
    ]
    return bool(runs) and all(_is_one(run) or all(map(_is_one, run.split())) for run in runs)


def _is_one(run: str) -> bool:
    return _DIALLED.fullmatch(re.sub("[ -]", "", run)) is not None
