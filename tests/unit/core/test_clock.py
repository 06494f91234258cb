"""Days of China and moments of the world."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import (
    beginning_of,
    china_date,
    china_moment,
    date_words,
    day_words,
    end_of,
    moment_words,
    zoned_moment,
)


def test_a_day_begins_and_ends_at_midnight_in_china() -> None:
    day = date(2026, 6, 1)

    assert beginning_of(day) == datetime(2026, 5, 31, 16, tzinfo=UTC)
    assert end_of(day) == datetime(2026, 6, 1, 16, tzinfo=UTC)
    assert china_date(beginning_of(day)) == day
    assert china_date(end_of(day)) == day + timedelta(days=1)


@given(day=st.dates())
def test_every_day_there_is_has_a_beginning_and_an_end_that_can_be_stored(day: date) -> None:
    begins, ends = beginning_of(day).astimezone(UTC), end_of(day).astimezone(UTC)

    assert begins < ends


def test_a_moment_is_read_as_it_is_written() -> None:
    assert zoned_moment("2026-06-01T09:00:00+08:00") == datetime(2026, 6, 1, 1, tzinfo=UTC)
    assert china_moment("2026-06-01T09:00") == datetime(2026, 6, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "x", "2026-06-01T09:00", "0001-01-01T00:00+08:00", "2026-13-01T09:00Z"])
def test_nonsense_is_no_moment(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        zoned_moment(text)


@pytest.mark.parametrize("text", ["", "x", "0001-01-01T00:00", "2026-06-31T09:00"])
def test_nonsense_is_no_moment_in_china(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        china_moment(text)


def test_a_day_and_a_moment_are_written_as_a_clock_in_china_shows_them() -> None:
    assert date_words(date(2026, 6, 1)) == "2026年6月1日"
    assert day_words(date(2028, 2, 29)) == "2月29日"
    last_of_the_year = datetime(2026, 12, 31, 16, 5, tzinfo=UTC)
    assert moment_words(last_of_the_year) == "2027年1月1日 00:05"
    assert moment_words(last_of_the_year - timedelta(minutes=6)) == "2026年12月31日 23:59"
