"""Nothing that somebody typed is lost: what a refusal does not show in its form stands on its page.

A form that is refused comes back filled in. Where it cannot, because the case moved on meanwhile, the session
ended or the machine failed, the page shows the words that were typed, and where it can a button that sends
them once more.
"""

from flask import request
from werkzeug.exceptions import HTTPException

from admin.keeper import DOOR, FIELD
from core.retyping import left_out

_FOREIGN = "anwen.foreign"
_SECRET_FIELDS = frozenset({FIELD, DOOR, "password", "old", "new", "again", "code", "base"})
_LEAST = 2


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
    return left_out(page, (value for name, value in fields_sent() if name not in _SECRET_FIELDS), _LEAST)
