"""A small question where too many forms come from one address: for browsers of nobody known, and only then.

An address may be a whole village behind its mobile carrier, so the bound stops a program and asks a person.
The question is plain text: it can be read aloud, needs no script, no picture and no service of others. It
holds up a simple program, not a determined one; behind it stand the bounds for answers and for passes, and
beyond those the page says openly that it is too much. Nothing that was sent is ever dropped in silence.
"""

import base64
import binascii
import json
import secrets
from datetime import timedelta

import limits
from flask import request, session
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import TooManyRequests

from core.crypto import BadSeal, seal, unseal
from core.text import width_folded
from h5.needs import Needs
from h5.showing import page
from h5.throttle import FORMS, WAIT_SECONDS, Throttle

TRIES = limits.parse("20/minute")
PASSED = limits.parse("60/hour")
ONCE = limits.parse("1/hour")
GOOD_FOR = timedelta(minutes=10)
ANSWER, QUESTION = "answer", "question"
_PASS, _PLACE = "form pass", "h5 puzzle"
_DIGITS = "零一二三四五六七八九"


class Puzzles:
    """Stands before the forms that nobody has to give a name for."""

    def __init__(self, needs: Needs, throttle: Throttle) -> None:
        self._needs = needs
        self._throttle = throttle

    def before(self, name: str) -> ResponseReturnValue | None:
        """None where the request may go on; else the page with the question, what was typed still in it.

        ``TooManyRequests`` where even questions have been asked too often.
        """
        if self._has_room(name) or self._is_answered():
            return None
        self._throttle.count(TRIES, "puzzle")
        asked, sealed = self._new()
        typed = [one for one in request.form.items(multi=True) if one[0] not in _OURS]
        lost = any(file.filename for file in request.files.values())
        return page("tips/puzzle", 429, asked=asked, sealed=sealed, typed=typed, lost=lost, path=request.path)

    def require(self, name: str) -> None:
        """The same for what a script sends: nobody reads a page there, so it is refused."""
        if not self._has_room(name):
            raise TooManyRequests(retry_after=WAIT_SECONDS)

    def _has_room(self, name: str) -> bool:
        if self._throttle.has_room(FORMS, name):
            return True
        held = session.get(_PASS)
        # The cookie is the browser's own to copy: what counts is how often its pass was used, here.
        return isinstance(held, str) and self._throttle.has_room(PASSED, "pass", held)

    def _is_answered(self) -> bool:
        given = width_folded(request.form.get(ANSWER, "")).strip(" 。.")
        try:
            sealed = base64.urlsafe_b64decode(request.form.get(QUESTION, ""))
            asked = json.loads(unseal(sealed, self._needs.key, _PLACE))
        except (BadSeal, binascii.Error, ValueError):
            return False
        now = int(self._needs.clock.now().timestamp())
        if asked["until"] < now or given not in asked["right"]:
            return False
        if not self._throttle.has_room(ONCE, "puzzle", asked["name"]):
            return False
        session.permanent = True
        session[_PASS] = secrets.token_hex(12)
        return True

    def _new(self) -> tuple[str, str]:
        first, second = secrets.randbelow(8) + 2, secrets.randbelow(8) + 2
        adds = first <= second
        result = first + second if adds else first - second
        words = f"{_DIGITS[first]}{'加' if adds else '减'}{_DIGITS[second]}等于几？"
        until = int((self._needs.clock.now() + GOOD_FOR).timestamp())
        told = {"right": [str(result), _in_words(result)], "until": until, "name": secrets.token_hex(12)}
        return words, base64.urlsafe_b64encode(
            seal(json.dumps(told).encode(), self._needs.key, _PLACE)
        ).decode()


_OURS = frozenset({"csrf_token", ANSWER, QUESTION})


def _in_words(number: int) -> str:
    if number < 10:
        return _DIGITS[number]
    return "十" + (_DIGITS[number - 10] if number > 10 else "")
