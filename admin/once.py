"""A form that makes something new makes it once, however often it is sent: pressing back and sending again is
common.

No table keeps it: a cookie says what was just sent and where it led, sealed with what only the cookie of the
session gives. Whoever changes a word sends another form.
"""

import hashlib
import hmac
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from flask import Response, make_response, request
from flask.typing import ResponseReturnValue

from admin.done import back
from admin.visitors import COOKIE, PREFIX
from web.forms import fields_sent

COOKIE_SENT = "anwen_sent"
KEPT_SECONDS = 30 * 60
MOST = 6
"""How many forms are remembered, the newest first."""


Keep = Callable[[Response, str, str, int], None]
"""Puts a cookie of the office into an answer: its name, what it says, for so many seconds."""


def made_once(view: Callable[..., ResponseReturnValue], keep: Keep) -> Callable[..., ResponseReturnValue]:
    """``view``, which leads on to what it made; the same form again leads there without asking it."""

    def entered(*given: object, **values: object) -> ResponseReturnValue:
        if request.method != "POST":
            return view(*given, **values)
        form, known = _digest(request.path, urlencode(_sent())), _known()
        if form in known:
            return back(known[form], "sent_before")
        answer = make_response(view(*given, **values))
        made = urlsplit(answer.headers.get("Location", "")).path
        if answer.status_code == HTTPStatus.SEE_OTHER and made.startswith(f"{PREFIX}/"):
            newest = list({form: made, **known}.items())[:MOST]
            lines = [f"{one}~{_digest(one, path)}~{path}" for one, path in newest]
            keep(answer, COOKIE_SENT, "|".join(lines), KEPT_SECONDS)
        return answer

    return entered


def _sent() -> list[tuple[str, str]]:
    """What the form says, and what its files are called."""
    return [*fields_sent(), *((name, one.filename or "") for name, one in request.files.items(multi=True))]


def _known() -> dict[str, str]:
    """Where the forms led that were just sent; only what this session wrote down itself."""
    known = {}
    for line in request.cookies.get(COOKIE_SENT, "").split("|"):
        form, _, rest = line.partition("~")
        seal, _, path = rest.partition("~")
        if path and hmac.compare_digest(seal.encode(), _digest(form, path).encode()):
            known[form] = path
    return known


def _digest(*words: str) -> str:
    secret = hashlib.sha256(request.cookies.get(COOKIE, "").encode()).digest()
    return hmac.digest(secret, "\0".join(words).encode("utf-8", "replace"), "sha256").hex()[:24]
