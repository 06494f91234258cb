"""A form is taken only from a page of ours: each session has a token, and every form carries it.

Our own forty lines instead of Flask-WTF: there are three small forms and no validation to do, and the rule
"whatever is no GET is refused" must hold for the whole blueprint, not form by form.
"""

import hmac
import re
import secrets

from flask import request, session

from core.errors import RuleViolation

FIELD = "csrf_token"
HEADER = "X-CSRF-Token"
"""For a file that is sent as it is, without a form around it."""
_BYTES = 24
_MASKED = re.compile(rf"[0-9a-f]{{{4 * _BYTES}}}")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_SITES = frozenset({"same-origin", "none"})


class ForeignForm(RuleViolation):
    """This form was not sent from a page of this session."""

    sentence = "这个页面放得太久了，请返回刷新一下再试。"


def token() -> str:
    """The token of this session under a fresh mask, so that no two pages hold the same letters.

    A page that is compressed and repeats what somebody searched for would otherwise tell its token by its
    length (BREACH).
    """
    if FIELD not in session:
        session.permanent = True
        session[FIELD] = secrets.token_hex(_BYTES)
    mask = secrets.token_bytes(_BYTES)
    return (mask + _mixed(mask, bytes.fromhex(session[FIELD]))).hex()


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
    if not isinstance(kept, str) or not _MASKED.fullmatch(given):
        return False
    masked = bytes.fromhex(given)
    return hmac.compare_digest(_mixed(masked[:_BYTES], masked[_BYTES:]), bytes.fromhex(kept))


def _mixed(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
