"""Knows who sits at the browser, from a cookie; and which forms are ours, from a token in them."""

import hashlib
import secrets
from dataclasses import dataclass

from flask import Response, request

from admin.needs import Needs
from core.errors import RuleViolation
from staff.actors import Actor
from staff.signing_in import SignedIn
from web.forms import came_from_elsewhere, may_change_something, token_sent
from web.masks import SECRET_BYTES, is_masked, masked

PREFIX = "/admin"
COOKIE, DOOR, KNOWN = "anwen_office", "anwen_door", "office_known"
_KEPT = "anwen.who"


class ForeignForm(RuleViolation):
    """This form was not sent from a page of this session."""

    sentence = "登录到期了，或者页面放得太久，这一次没有提交。请返回，刷新以后再试。"


class SessionEnded(RuleViolation):
    """Who sent this form is not signed in any more."""

    sentence = "登录到期了，这一次没有提交。"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody signed in, and who they are for the services."""

    signed: SignedIn
    actor: Actor


class Keeper:
    """One for the whole office; what it finds is kept for the request in hand."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs
        self.quiet: set[str] = set()
        """The pages that scripts ask for: opening one does not keep a session from ending."""

    def who(self) -> Visitor | None:
        """Who asks, however far they have come with signing in; None for whoever brought no good cookie."""
        if _KEPT not in request.environ:
            request.environ[_KEPT] = self._found()
        found: Visitor | None = request.environ[_KEPT]
        return found

    def _found(self) -> Visitor | None:
        token = request.cookies.get(COOKIE, "")
        if not token:
            return None
        now = self._needs.clock.now()
        sign_in = self._needs.sign_in
        with self._needs.database.reading() as session:
            signed = sign_in.who(session, token, now)
            if signed is None:
                return None
            actor = self._needs.staff.actor_with(signed.user, signed.roles)
        if request.endpoint not in self.quiet and sign_in.sessions.is_to_be_seen(signed.session, now):
            with self._needs.database.writing() as session:
                sign_in.see(session, signed, now)
        return Visitor(signed, actor)

    def token(self) -> str:
        """The token for the forms of this page, different letters each time."""
        return masked(self._secret())

    def check(self) -> None:
        """Refuse, with ``ForeignForm``, whatever could change something and does not carry the token."""
        if not may_change_something():
            return
        given = token_sent()
        known = COOKIE in request.cookies or DOOR in request.cookies
        if not known or came_from_elsewhere() or not is_masked(given, self._secret()):
            raise ForeignForm

    @staticmethod
    def _secret() -> bytes:
        """Worked out from the cookie, so that nothing more is kept; unknown to whoever lacks the cookie."""
        secret = request.cookies.get(COOKIE) or request.cookies.get(DOOR) or request.environ.get(DOOR, "")
        said = secret.encode("utf-8", "replace")
        return hashlib.blake2b(said, person=b"form", digest_size=SECRET_BYTES).digest()

    def greet(self) -> None:
        """Have a secret for the form of somebody who is not signed in yet; ``finish`` sends it along."""
        if not (request.cookies.get(COOKIE) or request.cookies.get(DOOR)):
            request.environ[DOOR] = secrets.token_urlsafe(SECRET_BYTES)

    def finish(self, response: Response) -> Response:
        """Send the secret of the door along, where one was made."""
        if request.environ.get(DOOR):
            self._put(response, DOOR, request.environ[DOOR])
        return response

    def let_in(self, response: Response, token: str) -> Response:
        """Give the cookie of a new session; the secret of the door is taken back."""
        self._put(response, COOKIE, token)
        self._take_back(response, DOOR)
        return response

    def see_off(self, response: Response) -> Response:
        """Take the cookie back."""
        self._take_back(response, COOKIE)
        return response

    def _take_back(self, response: Response, name: str) -> None:
        response.delete_cookie(name, path=PREFIX, secure=self._needs.is_secure, httponly=True, samesite="Lax")

    def keep(self, response: Response, name: str, value: str, seconds: int) -> None:
        """Have the browser keep something for a while that only we read."""
        self._put(response, name, value, seconds)

    def _put(self, response: Response, name: str, value: str, seconds: int | None = None) -> None:
        # No age: a browser that is closed forgets it.
        response.set_cookie(
            name, value, max_age=seconds, path=PREFIX, secure=self._needs.is_secure, httponly=True,
            samesite="Lax",
        )  # fmt: skip
