"""Nothing that somebody typed is lost: what a refusal does not show in its form stands on its page.

A form that is refused comes back filled in. Where it cannot, because the case moved on meanwhile, the session
ended or the machine failed, the page shows the words that were typed, and where it can a button that sends
them once more.
"""

import re
from collections.abc import Iterable
from html import unescape

from flask import request
from werkzeug.exceptions import HTTPException

from admin.keeper import DOOR, FIELD
from core.text import width_folded

_FOREIGN = "anwen.foreign"
_SECRET_FIELDS = frozenset({FIELD, DOOR, "password", "old", "new", "again", "code", "base"})
_HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
_NO_WORDS = re.compile(r"[\w.:+()\s-]*", re.ASCII)
"""Codes of choices, and numbers: those of telephones and accounts are not to stand on a page again."""
_LEAST = 2
"""Shorter is typed again faster than it is copied."""


def disown() -> None:
    """This form came from elsewhere: what it says is not to be shown as somebody's own words."""
    request.environ[_FOREIGN] = True


def came_from_here() -> bool:
    """Whether the browser says that a page of ours sent this form."""
    return request.headers.get("Sec-Fetch-Site") == "same-origin"


def fields_sent() -> list[tuple[str, str]]:
    """Every field of the form in hand but the token, as it was sent; none where it cannot be read."""
    try:
        return [(name, value) for name, value in request.form.items(multi=True) if name != FIELD]
    except HTTPException:
        return []


def has_files() -> bool:
    """Whether files came along, which no page can keep."""
    return any(one.filename for one in request.files.values())


def left_out_of(page: str) -> list[str]:
    """What was typed and does not stand on ``page``, in the order of the form."""
    if request.method != "POST" or _FOREIGN in request.environ:
        return []
    shown = _bare(unescape(_HIDDEN.sub("", page)))
    return [words for words in _worth_keeping(fields_sent()) if _bare(words) not in shown]


def _worth_keeping(fields: Iterable[tuple[str, str]]) -> Iterable[str]:
    for name, value in fields:
        words = value.replace("\0", "").strip()
        if (
            name not in _SECRET_FIELDS
            and len(words) >= _LEAST
            and not _NO_WORDS.fullmatch(width_folded(words))
        ):
            yield words


def _bare(words: str) -> str:
    return "".join(words.split())
