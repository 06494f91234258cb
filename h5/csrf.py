"""A form is taken only from a page of ours: each session has a token, and every form carries it.

Our own forty lines instead of Flask-WTF: there are three small forms and no validation to do, and the rule
"whatever is no GET is refused" must hold for the whole blueprint, not form by form.
"""

import secrets

from flask import session

from core.errors import RuleViolation
from web.forms import FIELD, came_from_elsewhere, may_change_something, token_sent
from web.masks import SECRET_BYTES, is_masked, masked


class ForeignForm(RuleViolation):
    """This form was not sent from a page of this session."""

    sentence = "这个页面放得太久了，请重新打开再试。"


def token() -> str:
    """The token of this session under a fresh mask."""
    if FIELD not in session:
        session.permanent = True
        session[FIELD] = secrets.token_hex(SECRET_BYTES)
    return masked(bytes.fromhex(session[FIELD]))


def browser() -> str:
    """A name of this browser that nothing else goes by, to count what it does; new with each session."""
    return f"browser:{session.get(FIELD, '')}"


def check() -> None:
    """Refuse, with ``ForeignForm``, whatever could change something and does not carry the token."""
    if may_change_something() and (not _fits(session.get(FIELD), token_sent()) or came_from_elsewhere()):
        raise ForeignForm


def _fits(kept: object, given: str) -> bool:
    return isinstance(kept, str) and is_masked(given, bytes.fromhex(kept))
