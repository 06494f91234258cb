"""A form is taken only from a page of ours: each session has a token, and every form carries it.

Our own twenty lines instead of Flask-WTF: there are three small forms and no validation to do, and the rule
"whatever is no GET is refused" must hold for the whole blueprint, not form by form.
"""

import hmac
import secrets

from flask import request, session

from core.errors import RuleViolation

FIELD = "csrf_token"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_SITES = frozenset({"same-origin", "none"})


class ForeignForm(RuleViolation):
    """This form was not sent from a page of this session."""

    sentence = "这个页面放得太久了，请返回刷新一下再试。"


def token() -> str:
    """The token of this session, made when a form first needs it."""
    if FIELD not in session:
        session.permanent = True
        session[FIELD] = secrets.token_urlsafe(24)
    kept: str = session[FIELD]
    return kept


def check() -> None:
    """Refuse, with ``ForeignForm``, whatever could change something and does not carry the token."""
    if request.method in _SAFE:
        return
    kept, given = session.get(FIELD), request.form.get(FIELD, "")
    same = isinstance(kept, str) and hmac.compare_digest(kept.encode(), given.encode("utf-8", "replace"))
    # Browsers that say where a request comes from are believed; older ones say nothing.
    if not same or request.headers.get("Sec-Fetch-Site", "none") not in _OWN_SITES:
        raise ForeignForm
