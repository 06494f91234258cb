"""The line of success after a form: a word in the address, signed with the session, looked up in what we say.

Nothing is kept for it, and a link from elsewhere cannot make the office say that something was done.
"""

import hashlib
import hmac
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from admin import notices
from admin.visitors import COOKIE

NAME = "done"


def back(address: str, word: str) -> ResponseReturnValue:
    """Lead back to a page that says so."""
    joint = "&" if "?" in address else "?"
    return redirect(f"{address}{joint}{NAME}={word}.{_mark(word)}", 303)


def send_on(route: str, word: str, **values: Any) -> ResponseReturnValue:
    """Go on to the page of a route after a step was taken; it opens with the sentence of ``word``."""
    return back(url_for(f"admin.{route}", **values), word)


def said() -> str:
    """What the address says was done; empty for nothing, and for what we did not sign."""
    word, _, mark = request.args.get(NAME, "").partition(".")
    known = notices.DONE.get(word, "")
    return known if hmac.compare_digest(mark.encode(), _mark(word).encode()) else ""


def _mark(word: str) -> str:
    secret = hashlib.sha256(request.cookies.get(COOKIE, "").encode()).digest()
    return hashlib.blake2b(word.encode(), key=secret, person=b"done", digest_size=8).hexdigest()
