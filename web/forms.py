"""The form in hand: where it comes from, the token in it, and what was typed into it.

Nothing that somebody typed is lost: a page that refuses a form shows the words it would otherwise drop.
"""

from collections.abc import Collection

from flask import request
from werkzeug.exceptions import HTTPException

from web.retyping import left_out

FIELD = "csrf_token"
HEADER = "X-CSRF-Token"
"""For what is sent without a form around it: a file, a step of a script."""
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_DISOWNED = "anwen.foreign"


def may_change_something() -> bool:
    """Whether this request may do more than look, and so must carry the token."""
    return request.method not in _SAFE


def token_sent() -> str:
    """The token that came along; empty for none."""
    return request.headers.get(HEADER) or request.form.get(FIELD, "")


def came_from_elsewhere() -> bool:
    """Whether the browser says that another site sent this. Older browsers say nothing and are believed."""
    return request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"}


def came_from_a_page() -> bool:
    """Whether the browser says that a page of ours sent this."""
    return request.headers.get("Sec-Fetch-Site") == "same-origin"


def disown() -> None:
    """Never show what this form says as the visitor's own words: it was sent from elsewhere."""
    request.environ[_DISOWNED] = True


def fields_sent() -> list[tuple[str, str]]:
    """Every field of the form but the token, as it was sent; none where it cannot be read."""
    try:
        return [(name, value) for name, value in request.form.items(multi=True) if name != FIELD]
    except HTTPException:
        return []


def sent_here(unless: Collection[str]) -> list[tuple[str, str]]:
    """Every field of a form that a page of ours sent, as it was sent, but those ``unless``."""
    if request.method != "POST" or _DISOWNED in request.environ:
        return []
    return [one for one in fields_sent() if one[0] not in unless]


def typed_left(page: str, unless: Collection[str], least: int) -> list[tuple[str, str]]:
    """What was typed and does not stand on ``page``: fields and words, in the order of the form.

    The fields ``unless`` are left out, as is what has fewer than ``least`` characters.
    """
    return left_out(page, sent_here(unless), least)
