"""Signing in and out, the first password, the one-time code, and everywhere one is signed in."""

from datetime import datetime

import segno
from flask import make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from admin import notices
from admin.devices import device_words
from admin.lines import Line
from admin.needs import Needs
from admin.routes import Routes, next_step
from admin.showing import page
from admin.visitors import KNOWN, PREFIX, Visitor, Visitors
from core.errors import RuleViolation
from staff.browsers import KEEP_SECONDS
from staff.passwords import hashed
from staff.refusals import TooManyTries, WeakPassword, WrongPassword
from staff.signing_in import SignedIn, Try, wait_words
from web.callers import caller_address
from web.routes import below

_LONGEST = 200
_IN_LINE = 4


class Crowded(RuleViolation):
    """As many passwords are being compared as fit in, at 64 MB and a fifth of a second each."""

    sentence = "现在登录的人较多，请过几秒钟再试一次。"


class SignInPages:
    """The pages before the office."""

    def __init__(self, needs: Needs, visitors: Visitors) -> None:
        self._needs = needs
        self._visitors = visitors
        self._comparing = Line(Crowded, in_line=_IN_LINE)

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        routes.add_public("/sign-in", self.sign_in, name="sign_in", methods=("GET", "POST"))
        routes.add_step("/password", self.password, name="password", methods=("GET", "POST"))
        routes.add_step("/factor", self.factor, name="factor", methods=("GET", "POST"))
        routes.add_step("/code", self.code, name="code", methods=("GET", "POST"))
        routes.add_step("/sign-out", self.sign_out, name="sign_out", methods=("POST",))
        routes.add("/me", self.me, name="me")
        routes.add("/me/sessions/<digest>/end", self.end, name="end_session", methods=("POST",))

    def sign_in(self) -> ResponseReturnValue:
        """Sign in with login and password; what is still to be done then is asked for on the next pages."""
        back = own_path(request.values.get("back", ""))
        if request.method == "GET":
            visitor = self._visitors.current()
            if visitor is not None:
                return redirect(back if visitor.signed.is_inside else url_for(next_step(visitor.signed)))
            self._visitors.ensure_form_secret()
            return page("sign_in", back=back, login="")
        login = request.form.get("login", "").strip().lower()[:_LONGEST]
        try:
            token = self._taken(login, request.form.get("password", "")[:_LONGEST])
        except RuleViolation as refusal:
            return page("sign_in", _status(refusal), back=back, login=login, refusal=refusal.sentence)
        response = self._visitors.start_session(make_response(redirect(back, 303)), token)
        kept = self._needs.sign_in.remembering(login, request.cookies.get(KNOWN, ""))
        self._visitors.set_cookie(response, KNOWN, kept, KEEP_SECONDS)
        return response

    def too_old(self, refusal: str) -> ResponseReturnValue:
        """The form of signing in once more: the one that came was on the screen for too long."""
        self._visitors.ensure_form_secret()
        back, login = own_path(request.form.get("back", "")), request.form.get("login", "").strip()
        return page("sign_in", 403, back=back, login=login[:_LONGEST], refusal=refusal)

    def _taken(self, login: str, password: str) -> str:
        needs, now = self._needs, self._needs.clock.now()
        with self._comparing.place():
            with needs.database.writing() as session:
                browser = request.cookies.get(KNOWN, "")
                attempt = needs.sign_in.begin(session, login, caller_address(), now, browser=browser)
            _refuse_if_closed(attempt, now)
            with self._comparing.turn():
                is_right = attempt.is_right(password)
        if not is_right:
            raise WrongPassword
        with needs.database.writing() as session:
            device = device_words(request.headers.get("User-Agent", ""))
            return needs.sign_in.finish(session, attempt, device=device, now=needs.clock.now())

    def password(self, visitor: Visitor) -> ResponseReturnValue:
        """Change the password; the first one must be changed."""
        if visitor.signed.must_prove:
            return redirect(url_for(next_step(visitor.signed)))
        if request.method == "GET":
            return page("password", visitor=visitor)
        old, new = (request.form.get(name, "")[:_LONGEST] for name in ("old", "new"))
        try:
            if new != request.form.get("again", ""):
                raise WeakPassword(notices.NOT_THE_SAME)
            token = self._change(visitor.signed, old, new)
        except RuleViolation as refusal:
            return page("password", _status(refusal), visitor=visitor, refusal=refusal.sentence)
        return self._onwards(token)

    def _onwards(self, token: str) -> ResponseReturnValue:
        """Into the office, with the token that the session has now."""
        return self._visitors.start_session(make_response(redirect(url_for("admin.today"), 303)), token)

    def _change(self, signed: SignedIn, old: str, new: str) -> str:
        needs, now = self._needs, self._needs.clock.now()
        with self._comparing.place():
            with needs.database.writing() as session:
                attempt = needs.sign_in.begin_change(session, signed, old, new, now)
            _refuse_if_closed(attempt, now)
            with self._comparing.turn():
                if not attempt.is_right(old):
                    raise WrongPassword(notices.WRONG_OLD)
                kept = hashed(new)
        with needs.database.writing() as session:
            return needs.sign_in.change_password(session, signed, attempt, kept, needs.clock.now())

    def factor(self, visitor: Visitor) -> ResponseReturnValue:
        """Bind a telephone: its first right code confirms it."""
        if not visitor.signed.must_bind:
            return redirect(url_for(next_step(visitor.signed)))
        refusal = ""
        if request.method == "POST":
            token, refusal = self._taken_code(visitor)
            if token:
                return self._onwards(token)
        with self._needs.database.writing() as session:
            address = self._needs.sign_in.begin_factor(session, visitor.signed)
        picture = segno.make(address, micro=False).svg_data_uri(scale=5, border=2)
        secret = address.partition("secret=")[2].partition("&")[0]
        groups = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
        status = 403 if refusal else 200
        return page("factor", status, visitor=visitor, picture=picture, secret=groups, refusal=refusal)

    def code(self, visitor: Visitor) -> ResponseReturnValue:
        """The one-time code of this sign-in."""
        if not visitor.signed.must_prove:
            return redirect(url_for(next_step(visitor.signed)))
        if request.method == "GET":
            return page("code", visitor=visitor)
        token, refusal = self._taken_code(visitor)
        return self._onwards(token) if token else page("code", 403, visitor=visitor, refusal=refusal)

    def _taken_code(self, visitor: Visitor) -> tuple[str | None, str]:
        """The session's new token, or why the code was not taken."""
        code = request.form.get("code", "")[:_LONGEST]
        try:
            with self._needs.database.writing() as session:
                token = self._needs.sign_in.prove(session, visitor.signed, code, self._needs.clock.now())
        except TooManyTries as refusal:
            return None, refusal.sentence
        return token, "" if token else notices.WRONG_CODE

    def sign_out(self, visitor: Visitor) -> ResponseReturnValue:
        """End this session."""
        with self._needs.database.writing() as session:
            self._needs.sign_in.leave(session, visitor.signed, self._needs.clock.now())
        return self._visitors.end_session(make_response(redirect(url_for("admin.sign_in"), 303)))

    def me(self, visitor: Visitor) -> ResponseReturnValue:
        """My account: roles, and where I am signed in."""
        with self._needs.database.reading() as session:
            listed = self._needs.sign_in.sessions.all_of(session, visitor.signed.user)
        return page("me", visitor=visitor, listed=listed, here=visitor.signed.session.digest)

    def end(self, visitor: Visitor, digest: str) -> ResponseReturnValue:
        """End one of my sessions."""
        with self._needs.database.writing() as session:
            self._needs.sign_in.sessions.end(session, visitor.signed.user, digest)
        return redirect(url_for("admin.me"), 303)


def _refuse_if_closed(attempt: Try, now: datetime) -> None:
    if attempt.closed_until is not None:
        raise TooManyTries(wait_words(attempt.closed_until, now))


def _status(refusal: RuleViolation) -> int:
    return 429 if isinstance(refusal, TooManyTries | Crowded) else 403


def own_path(path: str) -> str:
    """``path`` if it is one of our pages, else the first of them."""
    return below(path, f"{PREFIX}/")
