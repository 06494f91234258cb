"""To the moment: how long wrong passwords keep somebody out, and how long a mistake is remembered."""

from datetime import UTC, datetime, timedelta

import pytest

from core.db import Database
from staff.guards import FORGET_AFTER, Guards

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
A_MOMENT = timedelta(microseconds=1)
FREE_OF_ADDRESS = 50


class SignInTries:
    """Tries under made-up logins, each in a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self._database, self._guards = database, Guards(b"g" * 32)

    def tries(self, login: str = "chen", at: datetime = NOW, times: int = 1) -> datetime | None:
        """What the last of so many tries is told: until when nobody is listened to, or None."""
        for _ in range(times):
            with self._database.writing() as session:
                told = self._guards.count(session, login, "10.1.2.3", at)
        return told

    def is_right(self, login: str) -> None:
        with self._database.writing() as session:
            self._guards.clear(session, login, "10.1.2.3")


@pytest.fixture
def sign_in(database: Database) -> SignInTries:
    return SignInTries(database)


def test_a_try_is_taken_again_from_the_very_moment_on_that_was_told(sign_in: SignInTries) -> None:
    assert sign_in.tries(times=5) is None
    until = sign_in.tries()
    assert until == NOW + timedelta(seconds=30)
    assert sign_in.tries(at=until - A_MOMENT) == until
    assert sign_in.tries(at=until) is None


def test_the_rows_are_kept_no_longer_than_operators_are_told() -> None:
    """``docs/operations.md``: one hour after the last mistake."""
    assert timedelta(hours=1) == FORGET_AFTER


@pytest.mark.parametrize(("later", "is_closed"), [(FORGET_AFTER, True), (FORGET_AFTER + A_MOMENT, False)])
def test_a_mistake_counts_for_an_hour(sign_in: SignInTries, later: timedelta, is_closed: bool) -> None:
    sign_in.tries(times=4)
    assert sign_in.tries(at=NOW + later) is None
    assert (sign_in.tries(at=NOW + later) is not None) is is_closed


def test_the_hour_begins_anew_with_each_mistake(sign_in: SignInTries) -> None:
    for number in range(5):
        assert sign_in.tries(at=NOW + number * FORGET_AFTER) is None
    assert sign_in.tries(at=NOW + 4 * FORGET_AFTER) is not None


def test_who_comes_back_after_the_hour_is_counted_like_anybody(sign_in: SignInTries) -> None:
    sign_in.tries()
    much_later = NOW + 2 * FORGET_AFTER
    assert sign_in.tries(at=much_later, times=5) is None
    assert sign_in.tries(at=much_later) == much_later + timedelta(seconds=30)


def test_a_right_password_takes_one_try_back_from_its_address_and_opens_it_below_fifty(
    sign_in: SignInTries,
) -> None:
    for number in range(FREE_OF_ADDRESS):
        assert sign_in.tries(f"somebody{number}") is None
    assert sign_in.tries("one more") is not None
    sign_in.is_right("somebody0")
    assert sign_in.tries("one more") is None
    assert sign_in.tries("yet another") is not None


def test_a_clock_that_was_two_days_ahead_shuts_nobody_out_for_two_days(sign_in: SignInTries) -> None:
    ahead = NOW + timedelta(days=2)
    assert sign_in.tries(at=ahead, times=5) is None
    assert sign_in.tries(at=ahead) is not None

    # Set right: what was counted ahead is no mistake of this hour.
    assert sign_in.tries(times=4) is None
    assert sign_in.tries() is None
    assert sign_in.tries() == NOW + timedelta(seconds=30)
