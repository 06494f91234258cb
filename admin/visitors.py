"""The visitor of a request, from the session cookie; and the CSRF token of the forms of that session."""

import hashlib
import secrets
from dataclasses import dataclass

from flask import Response, request

from admin.needs import Needs
from core.db import DATABASE_AWAY
from core.errors import RuleViolation
from staff.actors import Actor
from staff.signing_in import SignedIn
from web.forms import came_from_elsewhere, may_change_something, token_sent
from web.masks import SECRET_BYTES, is_masked, masked

PREFIX = "/admin"
COOKIE, FORM_SECRET, KNOWN = "anwen_office", "anwen_form", "office_known"
_KEPT = "anwen.who"


class ForeignForm(RuleViolation):
    """This form was not sent from a page of this session."""

    sentence = "登录到期了，或者页面放得太久，这一次没有提交。请返回，刷新以后再试。"


class SessionEnded(RuleViolation):
    """The sender of this form is not signed in any more."""

    sentence = "登录到期了，这一次没有提交。"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody signed in, and who they are for the services."""

    signed: SignedIn
    actor: Actor


class Visitors:
    """Finds the visitor of a request, once a request; sets and deletes the cookies of the office."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs
        self.background: set[str] = set()
        """Endpoints that scripts poll: asking one does not keep a session from ending."""

    def current(self) -> Visitor | None:
        """The visitor, however far they have come with signing in; None without a valid session cookie."""
        if _KEPT not in request.environ:
            # Where the database does not answer, the page that says so asks again: it is nobody's.
            request.environ[_KEPT] = None
            request.environ[_KEPT] = self._find()
        found: Visitor | None = request.environ[_KEPT]
        return found

    def current_or_nobody(self) -> Visitor | None:
        """The same for what every page has around it: nobody where the database does not answer."""
        try:
            return self.current()
        except DATABASE_AWAY:
            return None

    def _find(self) -> Visitor | None:
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
        if request.endpoint not in self.background and sign_in.sessions.is_to_be_seen(signed.session, now):
            with self._needs.database.writing() as session:
                sign_in.see(session, signed, now)
        return Visitor(signed, actor)

    def form_token(self) -> str:
        """The CSRF token for the forms of this page, masked anew each time."""
        return masked(self._secret())

    def check_form(self) -> None:
        """Raise ``ForeignForm`` for a request that could change something and lacks the CSRF token."""
        if not may_change_something():
            return
        given = token_sent()
        known = COOKIE in request.cookies or FORM_SECRET in request.cookies
        if not known or came_from_elsewhere() or not is_masked(given, self._secret()):
            raise ForeignForm

    @staticmethod
    def _secret() -> bytes:
        """Derived from the cookie, so that nothing more is kept; unknown to whoever lacks the cookie."""
        secret = (
            request.cookies.get(COOKIE)
            or request.cookies.get(FORM_SECRET)
            or request.environ.get(FORM_SECRET, "")
        )
        said = secret.encode("utf-8", "replace")
        return hashlib.blake2b(said, person=b"form", digest_size=SECRET_BYTES).digest()

    def ensure_form_secret(self) -> None:
        """Make a secret for the CSRF token of whoever has no session; ``send_form_secret`` sends it."""
        if not (request.cookies.get(COOKIE) or request.cookies.get(FORM_SECRET)):
            request.environ[FORM_SECRET] = secrets.token_urlsafe(SECRET_BYTES)

    def send_form_secret(self, response: Response) -> Response:
        """Set the cookie of the form secret, where this request made one."""
        if request.environ.get(FORM_SECRET):
            self._put(response, FORM_SECRET, request.environ[FORM_SECRET])
        return response

    def start_session(self, response: Response, token: str) -> Response:
        """Set the cookie of a new session and delete that of the form secret."""
        self._put(response, COOKIE, token)
        self._delete(response, FORM_SECRET)
        return response

    def end_session(self, response: Response) -> Response:
        """Delete the session cookie."""
        self._delete(response, COOKIE)
        return response

    def _delete(self, response: Response, name: str) -> None:
        response.delete_cookie(name, path=PREFIX, secure=self._needs.is_secure, httponly=True, samesite="Lax")

    def set_cookie(self, response: Response, name: str, value: str, seconds: int) -> None:
        """Set one more cookie of the office, for so many seconds."""
        self._put(response, name, value, seconds)

    def _put(self, response: Response, name: str, value: str, seconds: int | None = None) -> None:
        # No age: a browser that is closed forgets it.
        response.set_cookie(
            name, value, max_age=seconds, path=PREFIX, secure=self._needs.is_secure, httponly=True,
            samesite="Lax",
        )  # fmt: skip
