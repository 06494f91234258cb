"""What a field of a notice may hold, by the rule its name begins with; limits from the page of the interface.

Sources: [3] the field rules as the platform's developers' community and tencentcloud 1219/67648 repeat them.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from simulator.errcodes import ApiError

THING_CHARACTERS = 20
_NAME = re.compile(r"([a-z_]+?)(\d+)")


def _up_to(longest: int, pattern: str = r".+") -> Callable[[str], bool]:
    shape = re.compile(pattern, re.DOTALL)
    return lambda value: len(value) <= longest and shape.fullmatch(value) is not None


RULES: dict[str, Callable[[str], bool]] = {
    "thing": _up_to(THING_CHARACTERS, r"[^\n]+"),
    "number": _up_to(32, r"-?\d+(\.\d+)?"),
    "letter": _up_to(32, r"[A-Za-z]+"),
    "symbol": _up_to(5, r"[^\w\s]+"),
    "character_string": _up_to(32, r"[!-~]+"),
    "time": _up_to(32, r"(\d{4}(年|-|/)\d{1,2}(月|-|/)\d{1,2}日? ?)?\d{1,2}:\d{2}(:\d{2})?(~.+)?"),
    "date": _up_to(32, r"\d{4}(年|-|/)\d{1,2}(月|-|/)\d{1,2}日?( \d{1,2}:\d{2})?"),
    "amount": _up_to(13, r"[¥￥$]?\d{1,10}(\.\d{1,2})?元?"),
    "phone_number": _up_to(17, r"[\d+()-]+"),
    "car_number": _up_to(8),
    "name": _up_to(20, r"[一-鿿·]{1,10}|[A-Za-z .'-]{1,20}"),
    "phrase": _up_to(5, r"[一-鿿]+"),
}


def rule_of(field: str) -> str:
    """The rule in the name of a field: `thing` for `thing4`; raises errcode 47003 for any other name."""
    found = _NAME.fullmatch(field)
    if found is None or found[1] not in RULES:
        raise ApiError(47003)
    return found[1]


def checked(field: str, value: str) -> str:
    """The value as it is shown; raises errcode 47003 where it breaks the rule of its field."""
    if not RULES[rule_of(field)](value):
        raise ApiError(47003, f"argument invalid! data.{field}.value invalid")
    return value


def trimmed(field: str, value: str) -> str:
    """The value as a template message shows it: cut and on one line, without an error [O 2023-05-04]."""
    rule_of(field)
    return value.replace("\n", "")[:THING_CHARACTERS]
