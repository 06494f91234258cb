"""Signing in, on both engines: what is counted, what is asked, what ends a session."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pyotp
import pytest

from core.db import Database
from staff.actors import Scope
from staff.factors import Factors
from staff.guards import Guards
from staff.passwords import hashed
from staff.refusals import OwnRights, TooManyTries, WeakPassword, WrongPassword
from staff.roles import Roles
from staff.services import OPERATOR, StaffService
from staff.sessions import SessionLimits, Sessions
from staff.signing_in import SignedIn, SignIn
from tests.conftest import StandingClock

ADDRESS, DEVICE = "10.1.2.3", "Firefox"
ALL = Scope(everywhere=True)


class Office:
    """An office with one account, and somebody who signs in."""

    def __init__(self, database: Database, clock: StandingClock, role: str) -> None:
        roles = Roles.load()
        self.database, self.clock = database, clock
        self.staff = StaffService(roles)
        self.sign_in = SignIn(roles, Guards(b"g" * 32), Factors(b"f" * 32), Sessions(SessionLimits()))
        with database.writing() as session:
            _, self.password = self.staff.add(
                session,
                login="chen",
                name="陈力",
                scope=ALL,
                actor=OPERATOR,
                now=clock.now(),
            )
            self.staff.grant(session, "chen", role, actor=OPERATOR, now=clock.now())

    def tries(
        self, password: str, *, login: str = "chen", address: str = ADDRESS, browser: str = ""
    ) -> str | None:
        """Try to sign in: the token, or None; ``TooManyTries`` while nobody is listened to."""
        with self.database.writing() as session:
            attempt = self.sign_in.begin(session, login, address, self.clock.now(), browser=browser)
        if attempt.closed_until:
            raise TooManyTries
        if not attempt.is_right(password):
            return None
        with self.database.writing() as session:
            return self.sign_in.finish(session, attempt, device=DEVICE, now=self.clock.now())

    def enters(self) -> str:
        """Sign in with the right password."""
        token = self.tries(self.password)
        assert token
        return token

    def who(self, token: str) -> SignedIn | None:
        """Whose token this is."""
        with self.database.reading() as session:
            return self.sign_in.who(session, token, self.clock.now())

    def sees(self, token: str) -> SignedIn:
        """As ``who``, and there is somebody."""
        found = self.who(token)
        assert found is not None
        return found

    def changes(self, token: str, new: str, *, old: str = "") -> str:
        """Change the password; the session's new token."""
        with self.database.writing() as session:
            attempt = self.sign_in.begin_change(
                session, self.sees(token), old or self.password, new, self.clock.now()
            )
        if attempt.closed_until:
            raise TooManyTries
        if not attempt.is_right(old or self.password):
            raise WrongPassword
        with self.database.writing() as session:
            renewed = self.sign_in.change_password(
                session, self.sees(token), attempt, hashed(new), self.clock.now()
            )
        self.password = new
        return renewed

    def secret(self, token: str) -> str:
        """The secret for the telephone."""
        with self.database.writing() as session:
            return pyotp.parse_uri(self.sign_in.begin_factor(session, self.sees(token))).secret

    def proves(self, token: str, code: str) -> str:
        """Type a one-time code: the session's new token, empty for a wrong one."""
        with self.database.writing() as session:
            return self.sign_in.prove(session, self.sees(token), code, self.clock.now()) or ""


@pytest.fixture
def office(database: Database, clock: StandingClock) -> Office:
    """An intake officer, who needs no one-time code."""
    return Office(database, clock, "intake_officer")


@pytest.fixture
def strict(database: Database, clock: StandingClock) -> Office:
    """A system administrator, who needs one."""
    return Office(database, clock, "system_admin")


def test_the_first_password_signs_in_and_must_be_changed(office: Office) -> None:
    token = office.enters()
    assert office.sees(token).must_change

    token = office.changes(token, "shanhong2026ok")

    assert office.sees(token).is_inside
    assert office.tries("shanhong2026ok")


@pytest.mark.parametrize("weak", ["short1", "onlyletterslong", "12345678901", "chen2026anquan"])
def test_a_weak_password_is_not_taken(office: Office, weak: str) -> None:
    token = office.enters()

    with pytest.raises(WeakPassword):
        office.changes(token, weak)
    with pytest.raises(WeakPassword):
        office.changes(token, office.password)


def test_who_took_over_a_session_does_not_find_the_password_by_changing_it(office: Office) -> None:
    token = office.enters()
    for number in range(5):
        with pytest.raises(WrongPassword):
            office.changes(token, "shanhong2026ok", old=f"guess{number}")
    with pytest.raises(TooManyTries):
        office.changes(token, "shanhong2026ok")

    office.clock.advance(seconds=31)
    office.changes(token, "shanhong2026ok")
    assert office.enters()


def test_two_changes_at_once_are_one(office: Office) -> None:
    token = office.enters()
    who = office.sees(token)
    with office.database.writing() as session:
        attempt = office.sign_in.begin_change(
            session, who, office.password, "nobodysees2026", office.clock.now()
        )
    office.changes(token, "shanhong2026ok")

    kept = hashed("nobodysees2026")
    with pytest.raises(WrongPassword), office.database.writing() as session:
        office.sign_in.change_password(session, who, attempt, kept, office.clock.now())
    assert office.enters()


def test_changing_the_password_ends_every_other_session(office: Office) -> None:
    elsewhere, here = office.enters(), office.enters()

    renewed = office.changes(here, "shanhong2026ok")

    assert office.who(elsewhere) is None
    assert office.who(here) is None  # a copy of the cookie is elsewhere too
    assert office.who(renewed)


def test_after_five_mistakes_nobody_is_listened_to_for_half_a_minute(office: Office) -> None:
    for _ in range(5):
        assert office.tries("wrong") is None
    with pytest.raises(TooManyTries):
        office.tries(office.password)

    office.clock.advance(seconds=31)
    assert office.tries(office.password)
    assert office.tries("wrong") is None  # the count began anew


def test_a_login_that_nobody_has_is_slowed_down_alike(office: Office) -> None:
    for _ in range(5):
        assert office.tries("wrong", login="nobody") is None
    with pytest.raises(TooManyTries):
        office.tries("wrong", login="nobody")
    assert office.tries(office.password)


def test_one_login_tried_from_many_addresses_is_closed_too(office: Office) -> None:
    for number in range(20):
        assert office.tries("wrong", address=f"10.0.0.{number}") is None
    with pytest.raises(TooManyTries):
        office.tries(office.password, address="10.9.9.9")


def test_an_office_behind_one_address_signs_in_all_day(strict: Office) -> None:
    token = strict.changes(strict.enters(), "shanhong2026ok")
    codes = pyotp.TOTP(strict.secret(token))
    for _ in range(60):
        token = strict.enters()
        assert strict.proves(token, codes.at(strict.clock.now()))
        strict.clock.advance(minutes=1)


def test_right_passwords_do_not_cover_up_the_wrong_ones_of_an_address(office: Office) -> None:
    for number in range(49):
        assert office.tries("wrong", login=f"nobody{number}") is None
        assert office.tries(office.password)
    assert office.tries("wrong", login="nobody") is None

    with pytest.raises(TooManyTries):
        office.tries(office.password)
    assert office.tries(office.password, address="10.9.9.9")


def test_nobody_keeps_a_colleague_out_by_typing_their_login(office: Office) -> None:
    home = office.sign_in.remembering("chen", "")
    for number in range(60):
        with suppress(TooManyTries):
            office.tries("wrong", address=f"10.1.2.{number % 6}")
            office.tries("wrong", login=f"nobody{number}")
    with pytest.raises(TooManyTries):
        office.tries(office.password)

    assert office.tries(office.password, browser=home)


def test_at_a_known_browser_five_mistakes_are_five_too(office: Office) -> None:
    home = office.sign_in.remembering("chen", "")
    for number in range(5):
        assert office.tries("wrong", browser=home, address=f"10.1.2.{number}") is None
    with pytest.raises(TooManyTries):
        office.tries(office.password, browser=home)


def test_a_browser_known_for_one_login_is_not_for_another(office: Office) -> None:
    for _ in range(5):
        assert office.tries("wrong") is None

    for own in (office.sign_in.remembering("zhou", ""), "x" * 40, "一" * 40):
        with pytest.raises(TooManyTries):
            office.tries(office.password, browser=own)


def test_a_shared_browser_remembers_the_latest_twelve(office: Office) -> None:
    kept = ""
    for number in range(14):
        kept = office.sign_in.remembering(f"clerk{number}", kept)
    again = office.sign_in.remembering("clerk13", kept)

    known = office.sign_in._guards.browsers
    assert [bool(known.word(f"clerk{number}", again)) for number in range(14)] == [False] * 2 + [True] * 12
    assert again == kept


def test_tries_at_once_are_all_counted(office: Office) -> None:
    def one_try(_: int) -> bool:
        try:
            return office.tries("wrong") is None
        except TooManyTries:
            return False

    with ThreadPoolExecutor(4) as pool:
        heard = sum(pool.map(one_try, range(12)))
    assert heard == 5


def test_a_session_ends_by_idleness_by_time_and_with_the_account(office: Office) -> None:
    token = office.enters()
    office.clock.advance(minutes=29)
    with office.database.writing() as session:
        office.sign_in.see(session, office.sees(token), office.clock.now())
    office.clock.advance(minutes=31)
    assert office.who(token) is None

    lasting = office.enters()
    for _ in range(28):
        office.clock.advance(minutes=25)
        with office.database.writing() as session:
            office.sign_in.see(session, office.sees(lasting), office.clock.now())
    office.clock.advance(minutes=25)
    assert office.who(lasting) is None  # 12 hours 5 minutes

    closed = office.enters()
    with office.database.writing() as session:
        office.staff.deactivate(session, "chen", actor=OPERATOR, now=office.clock.now())
    assert office.who(closed) is None
    assert office.tries(office.password) is None


def test_leaving_ends_the_session_and_ended_ones_are_forgotten(office: Office) -> None:
    token = office.enters()
    with office.database.writing() as session:
        office.sign_in.leave(session, office.sees(token), office.clock.now())
    assert office.who(token) is None

    office.enters()
    office.clock.advance(hours=1)
    with office.database.writing() as session:
        office.sign_in.sessions.forget_ended(session, office.clock.now())
        user = office.staff.actor_of(session, "chen")
        assert user
    token = office.enters()
    with office.database.reading() as session:
        assert len(office.sign_in.sessions.all_of(session, office.sees(token).user)) == 1


def test_who_is_still_here_is_not_forgotten_with_those_who_left(office: Office) -> None:
    limits = SessionLimits()
    office.enters()
    office.clock.advance(seconds=1)
    here = office.enters()
    office.clock.advance(seconds=limits.idle.total_seconds() - 1)

    with office.database.writing() as session:
        office.sign_in.sessions.forget_ended(session, office.clock.now())

    with office.database.reading() as session:
        kept = office.sign_in.sessions.all_of(session, office.sees(here).user)
    assert [one.digest for one in kept] == [office.sees(here).session.digest]


def test_half_an_hour_is_over_when_it_is_full(office: Office) -> None:
    token = office.enters()

    office.clock.advance(seconds=SessionLimits().idle.total_seconds() - 1)
    assert office.who(token)
    office.clock.advance(seconds=1)
    assert office.who(token) is None


def test_who_sees_settings_binds_a_telephone_and_types_its_codes(strict: Office) -> None:
    token = strict.changes(strict.enters(), "shanhong2026ok")
    assert strict.sees(token).must_bind
    codes = pyotp.TOTP(strict.secret(token))
    assert strict.secret(token) == codes.secret  # the page may be opened twice

    assert not strict.proves(token, "000000")
    inside = strict.proves(token, f"{codes.at(strict.clock.now())[:3]} {codes.at(strict.clock.now())[3:]}")
    assert strict.sees(inside).is_inside

    again = strict.enters()
    assert strict.sees(again).must_prove
    assert not strict.proves(again, codes.at(strict.clock.now()))  # used up
    strict.clock.advance(seconds=30)
    assert strict.sees(strict.proves(again, codes.at(strict.clock.now()))).is_inside


def test_a_token_copied_before_the_code_is_not_carried_inside(strict: Office) -> None:
    token = strict.changes(strict.enters(), "shanhong2026ok")

    inside = strict.proves(token, pyotp.TOTP(strict.secret(token)).at(strict.clock.now()))

    assert strict.who(token) is None
    assert strict.sees(inside).is_inside


def test_codes_are_not_guessed(strict: Office) -> None:
    token = strict.enters()
    strict.secret(token)
    for _ in range(5):
        assert not strict.proves(token, "000000")
    with pytest.raises(TooManyTries):
        strict.proves(token, "000000")


def test_a_lost_telephone_is_forgotten_by_somebody_else_only(strict: Office) -> None:
    token = strict.changes(strict.enters(), "shanhong2026ok")
    token = strict.proves(token, pyotp.TOTP(strict.secret(token)).at(strict.clock.now()))
    with strict.database.writing() as session:
        strict.staff.add(
            session,
            login="wang",
            name="王芳",
            scope=ALL,
            actor=OPERATOR,
            now=strict.clock.now(),
        )
        strict.staff.grant(session, "wang", "security_admin", actor=OPERATOR, now=strict.clock.now())
        wang = strict.staff.actor_of(session, "wang")
        with pytest.raises(OwnRights):
            strict.sign_in.reset(session, "wang", actor=wang, now=strict.clock.now())
        strict.sign_in.reset(session, "chen", actor=wang, now=strict.clock.now())

    assert strict.who(token) is None
    assert strict.sees(strict.enters()).must_bind


def test_a_password_changed_between_the_two_steps_does_not_let_in(office: Office) -> None:
    with office.database.writing() as session:
        attempt = office.sign_in.begin(session, "chen", ADDRESS, office.clock.now())
    assert attempt.is_right(office.password)
    office.changes(office.enters(), "shanhong2026ok")

    with pytest.raises(WrongPassword), office.database.writing() as session:
        office.sign_in.finish(session, attempt, device=DEVICE, now=office.clock.now() + timedelta(seconds=1))
