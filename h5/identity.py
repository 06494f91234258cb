"""Who is there: asked of WeChat (snsapi_base, which the visitor does not see), and only where it matters.

A visitor is sent to WeChat with a random state that is kept in their session, and comes back with the state
and a code. The code is exchanged for the openid: the one call to the platform that a request may make, with
three seconds of time. A stand-in of a snapshot page (快照页) is turned away kindly: nothing may be kept under
it.
"""

import hmac
import secrets
import threading
from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

import structlog
from flask import Blueprint, redirect, request, session
from flask.typing import ResponseReturnValue

from core.text import short_openid
from deliveries.ports import FailureClass, GatewayRefusal
from h5 import notices
from h5.addresses import HOME, LOGIN_BACK
from h5.needs import Needs
from h5.showing import message, own_path, too_late
from h5.throttle import LOGINS, Throttle
from h5.visitors import Visitors

EXCHANGES_AT_ONCE = 4
"""In one process; a platform that hangs must not take the threads that answer messages."""

# Somebody may open several pages at once; each has its own state.
_STATES_KEPT = 3
_STATE_SECONDS = 600
_STATES = "states"

log = structlog.get_logger("h5")

View = Callable[..., ResponseReturnValue]


class _Away(NamedTuple):
    """Why somebody was sent to WeChat."""

    wanted: str
    without: str
    """The address of the same page for which nobody's name is needed, if there is one."""
    is_second: bool
    """Whether WeChat said of the code they came back with before that it is good no more."""


class Identity:
    """Sends visitors to WeChat and takes them back."""

    def __init__(self, needs: Needs, visitors: Visitors, throttle: Throttle) -> None:
        self._needs = needs
        self._visitors = visitors
        self._throttle = throttle
        self._exchanging = threading.BoundedSemaphore(EXCHANGES_AT_ONCE)

    def add_to(self, blueprint: Blueprint) -> None:
        """Hang the way back on the blueprint."""
        blueprint.add_url_rule("/login/back", "login_back", self.back)

    def needed(self, view: View) -> View:
        """Make ``view`` ask who is there first; it is handed the openid before its other arguments.

        A form of somebody unknown is not kept for later: the session it belonged to is over.
        """

        @wraps(view)
        def known(*arguments: Any, **values: Any) -> ResponseReturnValue:
            openid = self._visitors.openid()
            if openid is not None:
                return view(openid, *arguments, **values)
            if request.method != "GET":
                return too_late(**notices.SESSION_OVER, status=401)
            return self._send_away(own_path(request.path))

        return known

    def back(self) -> ResponseReturnValue:
        """The visitor comes back from WeChat."""
        self._throttle.count_person(LOGINS, "login", self._visitors.name())
        found = self._take_state(request.args.get("state", ""))
        if found is None:
            return message(**notices.LOGIN_OLD, status=400, again=HOME)
        if self._visitors.openid() is not None:
            # Another of several pages opened at once came back before; who somebody is stays as it was told.
            return redirect(found.wanted, 303)
        told = self._exchanged(found)
        return redirect(found.without, 303) if found.without and not self._visitors.openid() else told

    def glance(self, without: str) -> ResponseReturnValue | None:
        """Ask who reads this page, where nothing depends on it; None where the page is shown at once.

        Only inside WeChat, which answers without a question to the reader. Whatever goes wrong on the way
        leads to ``without``, an address of the same page for which nobody is asked: reading never fails.
        """
        if self._visitors.openid() is not None or "MicroMessenger" not in request.headers.get(
            "User-Agent", ""
        ):
            return None
        self._visitors.greet()
        if not self._throttle.allows(LOGINS, "login", self._visitors.name()):
            return None
        return self._away_to_wechat(own_path(request.full_path), own_path(without))

    def _exchanged(self, found: _Away) -> ResponseReturnValue:
        wanted = found.wanted
        if not self._exchanging.acquire(blocking=False):
            return message(**notices.LOGIN_DOWN, status=503, again=wanted)
        try:
            visitor = self._needs.gateway.exchange_code(request.args.get("code", ""))
        except GatewayRefusal as refused:
            log.warning("login refused", failure=refused.failure.value, errcode=refused.errcode)
            if refused.failure is FailureClass.RECIPIENT:
                if not found.is_second and not found.without:
                    # WeChat's browser may ask for this page twice at once; the second finds its code used.
                    return self._away_to_wechat(wanted, "", is_second=True)
                return message(**notices.LOGIN_OLD, status=400, again=wanted)
            return message(**notices.LOGIN_DOWN, status=503, again=wanted)
        finally:
            self._exchanging.release()
        if visitor.is_snapshot:
            return message(**notices.SNAPSHOT, status=403, again=HOME)
        others = session.get(_STATES, [])
        self._visitors.remember(visitor.openid)
        session[_STATES] = others
        log.info("login", actor=short_openid(visitor.openid))
        return redirect(wanted, 303)

    def _send_away(self, wanted: str) -> ResponseReturnValue:
        self._visitors.greet()
        self._throttle.count_person(LOGINS, "login", self._visitors.name())
        return self._away_to_wechat(wanted, "")

    def _away_to_wechat(self, wanted: str, without: str, *, is_second: bool = False) -> ResponseReturnValue:
        state = secrets.token_urlsafe(24)
        started = int(self._needs.clock.now().timestamp())
        session.permanent = True
        away = [state, wanted, started, without, is_second]
        session[_STATES] = [*session.get(_STATES, []), away][-_STATES_KEPT:]
        return redirect(self._needs.gateway.authorize_url(self._needs.public_url + LOGIN_BACK, state), 302)

    def _take_state(self, given: str) -> _Away | None:
        """What was kept when the visitor was sent away with this state; a state is good once."""
        now = self._needs.clock.now().timestamp()
        kept: list[list[Any]] = session.get(_STATES, [])
        for entry in kept:
            state, wanted, started, *rest = entry
            if hmac.compare_digest(state.encode(), given.encode("utf-8", "replace")):
                session[_STATES] = [one for one in kept if one is not entry]
                if now - started > _STATE_SECONDS:
                    return None
                without, is_second = [*rest, "", False][:2] if rest else ("", False)
                return _Away(own_path(wanted), own_path(without) if without else "", bool(is_second))
        return None
