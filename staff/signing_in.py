"""From a login and a password to somebody who may act: the steps of signing in, and of leaving."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.clock import SHANGHAI
from staff.actors import Actor, ActorKind
from staff.audit import record
from staff.factors import Factors
from staff.guards import Guards
from staff.models import StaffSession, StaffUser
from staff.passwords import first_password, hashed, is_right_or_nobody, is_strong
from staff.permissions import StaffPermission
from staff.refusals import (
    Inactive,
    OwnPassword,
    OwnRights,
    TooManyTries,
    WeakPassword,
    WrongCode,
    WrongPassword,
)
from staff.roles import Roles
from staff.services import find_staff, held_staff, roles_of
from staff.sessions import Sessions

_FORGOTTEN = "忘了密码，请找系统管理员重设。"
_LOST_TELEPHONE = "手机换了或者丢了，请找安全管理员重新绑定。"
_CODE, _OLD = "code", "old"


@dataclass(frozen=True, slots=True)
class Try:
    """A counted attempt; ``kept`` is the hash to compare with, None where there is no such open account."""

    login: str
    address: str
    kept: str | None
    closed_until: datetime | None
    browser: str = ""
    """What the browser keeps of earlier sign-ins there."""

    def is_right(self, password: str) -> bool:
        """Compare; slow on purpose, so do it while no transaction is open."""
        return is_right_or_nobody(self.kept, password)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody at a browser, and what they still have to do before they are let in."""

    user: StaffUser
    session: StaffSession
    roles: Sequence[str]
    must_change: bool
    must_bind: bool
    must_prove: bool

    @property
    def is_inside(self) -> bool:
        """Whether nothing is left to do."""
        return not (self.must_change or self.must_bind or self.must_prove)


class SignIn:
    """The steps; each method is one transaction of the way in."""

    def __init__(self, roles: Roles, guards: Guards, factors: Factors, sessions: Sessions) -> None:
        self._roles = roles
        self._guards = guards
        self._factors = factors
        self.sessions = sessions

    def begin(self, session: Session, login: str, address: str, now: datetime, *, browser: str = "") -> Try:
        """Count an attempt and fetch what to compare with. Commit it: a wrong attempt stays counted."""
        closed_until = self._guards.count(session, login, address, now, kept=browser)
        user = find_staff(session, login)
        kept = user.password if user is not None and user.active else None
        return Try(login, address, kept, closed_until, browser)

    def remembering(self, login: str, browser: str) -> str:
        """What the browser is to keep once ``login`` has signed in there."""
        return self._guards.browsers.remembering(login, browser)

    def finish(self, session: Session, attempt: Try, *, device: str, now: datetime) -> str:
        """The password was right: open a session, return its token. ``WrongPassword`` if it was changed."""
        user = held_staff(session, attempt.login)
        if not user.active or user.password != attempt.kept:
            raise WrongPassword
        self._guards.clear(session, attempt.login, attempt.address, kept=attempt.browser)
        token = self.sessions.open(session, user, device=device, address=attempt.address, now=now)
        self._note(session, "staff.sign_in", user, now)
        return token

    def who(self, session: Session, token: str, now: datetime) -> SignedIn | None:
        """Whose token this is, and what they still have to do."""
        found = self.sessions.find(session, token, now)
        if found is None:
            return None
        row, user, bound_at = found
        held = roles_of(session, user)
        needed = self._roles.needs_second_factor(held)
        is_bound = bound_at is not None
        return SignedIn(
            user,
            row,
            held,
            must_change=user.must_change,
            must_bind=needed and not is_bound,
            must_prove=is_bound and row.proved_at is None,
        )

    def begin_change(self, session: Session, who: SignedIn, old: str, new: str, now: datetime) -> Try:
        """Count an attempt at the old password, as ``begin`` does; ``WeakPassword`` is no attempt.

        Whoever took over a session could otherwise find the password by trying it here.
        """
        if new == old or not is_strong(new, who.user.login):
            raise WeakPassword
        login, address = who.user.login, who.session.address
        closed_until = self._guards.count_inside(session, _OLD, login, now)
        user = find_staff(session, login)
        return Try(login, address, user.password if user is not None else None, closed_until)

    def change_password(self, session: Session, who: SignedIn, attempt: Try, kept: str, now: datetime) -> str:
        """The old password was right: keep the new one, ``hashed``; every other session of this person ends.

        Returns the token that this session has from now on: a copied one ends too. ``WrongPassword`` if the
        password was changed elsewhere meanwhile.
        """
        user = held_staff(session, attempt.login)
        if user.password != attempt.kept:
            raise WrongPassword
        self._guards.clear_inside(session, _OLD, attempt.login)
        user.password, user.must_change = kept, False
        session.flush()
        self.sessions.end_others(session, user, who.session.digest)
        token = self.sessions.renew(session, who.session.digest)
        if token is None:
            raise WrongPassword
        self._note(session, "staff.change_password", user, now)
        return token

    def begin_factor(self, session: Session, who: SignedIn) -> str:
        """The address to draw as a QR code for the telephone."""
        return self._factors.begin(session, who.user)

    def prove(self, session: Session, who: SignedIn, code: str, now: datetime) -> str | None:
        """Take a one-time code; commit whatever it says: a wrong one stays counted (``TooManyTries``).

        Returns the token that the session has from now on, None for a wrong code: whoever copied the token
        while the password alone had been typed is not carried inside.
        """
        closed = self._guards.count_inside(session, _CODE, who.user.login, now)
        if closed is not None:
            raise TooManyTries(wait_words(closed, now, _LOST_TELEPHONE))
        if not self._factors.is_right(session, who.user, code, now):
            return None
        self._guards.clear_inside(session, _CODE, who.user.login)
        token = self.sessions.renew(session, who.session.digest, proved_at=now)
        if token is None:
            raise WrongCode
        self._note(session, "staff.prove", who.user, now)
        return token

    def see(self, session: Session, who: SignedIn, now: datetime) -> None:
        """Write down that somebody is still there."""
        row = session.get(StaffSession, who.session.digest)
        if row is not None:
            row.seen_at = now
            session.flush()

    def leave(self, session: Session, who: SignedIn, now: datetime) -> None:
        """Sign out."""
        self.sessions.end(session, who.user, who.session.digest)
        self._note(session, "staff.sign_out", who.user, now)

    def reset(self, session: Session, login: str, *, actor: Actor, now: datetime) -> None:
        """The telephone is lost: forget the secret and end every session; asked of who grants roles."""
        actor.require(StaffPermission.GRANT)
        if actor.kind is ActorKind.STAFF and actor.id == login:
            raise OwnRights
        user = held_staff(session, login)
        self._factors.forget(session, user)
        self.sessions.end_others(session, user, None)
        record(session, actor=actor, action="staff.reset_factor", subject=f"staff:{login}", now=now)

    def new_password(self, session: Session, login: str, *, actor: Actor, now: datetime) -> str:
        """The password is forgotten: a new first one, kept nowhere; every session ends.

        Asked of whoever makes accounts. The telephone stays bound, so an account with a one-time code is not
        theirs by this. The own password is changed, not reset.
        """
        actor.require(StaffPermission.MANAGE)
        if actor.kind is ActorKind.STAFF and actor.id == login:
            raise OwnPassword
        user = held_staff(session, login)
        if not user.active:
            raise Inactive
        password = first_password()
        user.password, user.must_change = hashed(password), True
        session.flush()
        self.sessions.end_others(session, user, None)
        record(session, actor=actor, action="staff.reset_password", subject=f"staff:{login}", now=now)
        return password

    @staticmethod
    def _note(session: Session, action: str, user: StaffUser, now: datetime) -> None:
        actor = Actor(ActorKind.STAFF, user.login)
        record(session, actor=actor, action=action, subject=f"staff:{user.login}", now=now)


def wait_words(until: datetime, now: datetime, else_: str = _FORGOTTEN) -> str:
    """When to try again, in words, and whom to ask."""
    minutes = max(1, -(-(until - now) // timedelta(minutes=1)))
    clock = until.astimezone(SHANGHAI).strftime("%H:%M")
    return f"试错的次数太多，请过{minutes}分钟（{clock}以后）再试。{else_}"
