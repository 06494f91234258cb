"""When campaigns rest, from when a month counts anew, and what of it is kept for disasters."""

from datetime import UTC, date, datetime, time

import pytest

from deliveries.mailings.rules import QuietHours, SendingRules, month_start, next_month
from deliveries.mailings.status import Purpose

NIGHT = QuietHours(time(22), time(7))
MIDNIGHT_IN_CHINA = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hour", "until"),
    [(21, None), (22, 7), (23, 7), (3, 7), (7, None), (12, None)],
)
def test_quiet_hours_pass_midnight(hour: int, until: int | None) -> None:
    now = datetime(2026, 11, 22, (hour - 8) % 24, 30, tzinfo=UTC)  # half past, in China
    end = NIGHT.until(now)
    if until is None:
        assert end is None
        return
    assert end is not None
    assert (end.hour + 8) % 24 == until
    assert 0 < (end - now).total_seconds() <= 9 * 3600


@pytest.mark.parametrize("purpose", Purpose)
def test_quiet_hours_hold_campaigns_back_and_nothing_else(purpose: Purpose) -> None:
    held = SendingRules(quiet=NIGHT).held_until(purpose, MIDNIGHT_IN_CHINA)
    assert held == (datetime(2026, 11, 30, 23, tzinfo=UTC) if purpose is Purpose.CAMPAIGN else None)


def test_without_quiet_hours_nothing_is_held_back() -> None:
    assert SendingRules().held_until(Purpose.CAMPAIGN, MIDNIGHT_IN_CHINA) is None


def test_a_month_begins_at_midnight_in_china() -> None:
    assert month_start(datetime(2026, 11, 30, 15, 59, tzinfo=UTC)) == datetime(2026, 10, 31, 16, tzinfo=UTC)
    assert month_start(datetime(2026, 11, 30, 16, 0, tzinfo=UTC)) == datetime(2026, 11, 30, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 11, 30, 15, 59, tzinfo=UTC), date(2026, 12, 1)),
        (MIDNIGHT_IN_CHINA, date(2027, 1, 1)),
        (datetime(2027, 1, 15, tzinfo=UTC), date(2027, 2, 1)),
    ],
)
def test_the_next_month_is_that_of_the_calendar_in_china(now: datetime, day: date) -> None:
    assert next_month(now) == day


@pytest.mark.parametrize("reserve", range(5))
def test_the_reserve_of_the_month_is_for_disasters_alone(reserve: int) -> None:
    rules = SendingRules(mass_reserve=reserve)

    assert rules.monthly_limit(is_disaster=False) == 4 - reserve
    assert rules.monthly_limit(is_disaster=True) == 4
