"""A form is taken only from a page of ours: each session has a token, and every form carries it.

Our own forty lines instead of Flask-WTF: there are three small forms and no validation to do, and the rule
"whatever is no GET is refused" must hold for the whole blueprint, not form by form.
"""

import secrets

from flask import request, session

from core.errors import RuleViolation
from core.masks import SECRET_BYTES, is_masked, masked

FIELD = "csrf_token"
HEADER = "X-CSRF-Token"
"""For a file that is sent as it is, without a form around it."""
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_SITES = frozenset({"same-origin", "none"})


class ForeignForm(RuleViolation):
    """This form was not sent from a page of this session."""

    sentence = "这个页面放得太久了，请返回刷新一下再试。"


def token() -> str:
    """The token of this session under a fresh mask."""
    if FIELD not in session:
        session.permanent = True
        session[FIELD] = secrets.token_hex(SECRET_BYTES)
    return masked(bytes.fromhex(session[FIELD]))


def check() -> None:
    """Refuse, with ``ForeignForm``, whatever could change something and does not carry the token."""
    if request.method in _SAFE:
        return
    # Browsers that say where a request comes from are believed; older ones say nothing.
    if (
        not _fits(session.get(FIELD), request.headers.get(HEADER) or request.form.get(FIELD, ""))
        or request.headers.get("Sec-Fetch-Site", "none") not in _OWN_SITES
    ):
        raise ForeignForm


def _fits(kept: object, given: str) -> bool:
    return isinstance(kept, str) and is_masked(given, bytes.fromhex(kept))
