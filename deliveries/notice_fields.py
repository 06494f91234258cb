"""Makes words fit a field of a template; the beginning of the field's name determines the rule.

The platform refuses a subscription notice whose field breaks its rule (47003), and silently cuts a template
message. What does not fit is therefore shortened here, where the end of a sentence can be seen. Limits: the
rules of 订阅通知 fields, as tencentcloud 1219/67648 lists them; thing 20 characters, one line.
"""

import re
from datetime import datetime

from core.clock import SHANGHAI, date_words

NOTHING = "—"
_CUTS = {"thing": 20, "phrase": 5, "name": 10, "car_number": 8, "character_string": 32, "number": 32}
_DROPPED = {
    "character_string": re.compile(r"[^!-~]"),
    "number": re.compile(r"[^0-9.]"),
    "phrase": re.compile(r"[^一-鿿]"),
    "name": re.compile(r"[^一-鿿]"),
}
_RULE = re.compile(r"[a-z_]+?(?=\d*$)")


def fitted(field: str, value: str | datetime) -> str:
    """``value`` as the platform accepts it in ``field`` (such as ``thing4``); never empty."""
    found = _RULE.match(field)
    rule = found[0] if found else "thing"
    if isinstance(value, datetime):
        local = value.astimezone(SHANGHAI)
        days = date_words(local)
        return days if rule == "date" else f"{days} {local:%H:%M}"
    words = " ".join(value.split())
    if rule in _DROPPED:
        words = _DROPPED[rule].sub("", words)
    most = _CUTS.get(rule, 20)
    if len(words) > most:
        words = words[: most - 1] + "…" if rule == "thing" else words[:most]
    if words:
        return words
    return {"character_string": "-", "number": "0", "phrase": "请查看", "name": "请查看"}.get(rule, NOTHING)
