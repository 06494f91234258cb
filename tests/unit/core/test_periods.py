"""Periods as people write them."""

from datetime import UTC, date, datetime

import pytest

from core.periods import BadPeriod, Length, period_of


@pytest.mark.parametrize(
    ("words", "first", "last", "length"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31), Length.YEAR),
        ("2026年", date(2026, 1, 1), date(2026, 12, 31), Length.YEAR),
        ("2026Q2", date(2026, 4, 1), date(2026, 6, 30), Length.QUARTER),
        ("2026q4", date(2026, 10, 1), date(2026, 12, 31), Length.QUARTER),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29), Length.MONTH),
        (" 2026-6 ", date(2026, 6, 1), date(2026, 6, 30), Length.MONTH),
        ("2026-06-01..2026-06-16", date(2026, 6, 1), date(2026, 6, 16), Length.DAYS),
        ("2025-12-31至2026-01-01", date(2025, 12, 31), date(2026, 1, 1), Length.DAYS),
        ("2026年6月", date(2026, 6, 1), date(2026, 6, 30), Length.MONTH),
        ("２０２６年 ６月", date(2026, 6, 1), date(2026, 6, 30), Length.MONTH),
        ("2026年第二季度", date(2026, 4, 1), date(2026, 6, 30), Length.QUARTER),
        ("2026年4季度", date(2026, 10, 1), date(2026, 12, 31), Length.QUARTER),
        ("2026年6月1日至6月16日", date(2026, 6, 1), date(2026, 6, 16), Length.DAYS),
        ("2026年6月1日到2026年6月16日", date(2026, 6, 1), date(2026, 6, 16), Length.DAYS),
        ("2026年6月1日至16日", date(2026, 6, 1), date(2026, 6, 16), Length.DAYS),
    ],
)
def test_every_form_is_read(words: str, first: date, last: date, length: Length) -> None:
    found = period_of(words)
    assert (found.first, found.last, found.length) == (first, last, length)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "六月",
        "2026年13月",
        "2026年第5季度",
        "2026年6月1日至",
        "2026年6月16日至6月1日",
        "2026Q5",
        "2026-13",
        "2026-00",
        "26-06",
        "2026-06-31..2026-07-01",
        "2026-06-02..2026-06-01",
    ],
)
def test_what_is_no_period_is_refused_with_the_forms(words: str) -> None:
    with pytest.raises(BadPeriod):
        period_of(words)


def test_a_period_begins_and_ends_at_midnight_in_china() -> None:
    june = period_of("2026-06")
    assert june.begin == datetime(2026, 5, 31, 16, tzinfo=UTC)
    assert june.end == datetime(2026, 6, 30, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "before"),
    [
        ("2026", "2025"),
        ("2026Q3", "2025Q3"),
        ("2028-02", "2027-02"),
        ("2028-02-01..2028-02-29", "2027-02-01..2027-02-28"),
        ("2029-02-28..2029-03-05", "2028-02-29..2028-03-05"),
        ("2029-02-27..2029-03-05", "2028-02-27..2028-03-05"),
        ("2026-06-01..2026-06-16", "2025-06-01..2025-06-16"),
    ],
)
def test_the_year_before_has_the_same_days(words: str, before: str) -> None:
    assert period_of(words).year_before() == period_of(before)
