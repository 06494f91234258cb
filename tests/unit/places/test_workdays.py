"""Periods of Chinese law: a table of dated cases, and a counter that goes day by day."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import chinese_calendar
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from core.clock import SHANGHAI, china_date
from places.workdays import Pause, Workdays, end_of_day, moment_after, running_between

GROUPS = yaml.safe_load(Path(__file__).with_name("workday_cases.yaml").read_text("utf-8"))
CASES = [tuple(case.split()) for group in GROUPS for case in group["cases"]]
PUBLISHED = {
    **dict.fromkeys(chinese_calendar.constants.holidays, False),
    **dict.fromkeys(chinese_calendar.constants.workdays, True),
}
DAYS = Workdays(PUBLISHED)

some_days = st.dates(date(2023, 12, 1), date(2026, 11, 30))


def at(words: str) -> datetime:
    """A moment as a clerk says it."""
    return datetime.fromisoformat(words).replace(tzinfo=SHANGHAI)


def counted_naively(start: date, n: int, paused: Sequence[tuple[date, date]], *, working: bool) -> date:
    """The last day, found with the library's own answer to each single day and nothing clever."""
    day = start

    def is_off(one: date) -> bool:
        return any(since <= one < until for since, until in paused)

    while n > 0:
        day += timedelta(days=1)
        if is_off(day):
            continue
        if working and not chinese_calendar.is_workday(day):
            continue
        n -= 1
    while is_off(day) or not chinese_calendar.is_workday(day):
        day += timedelta(days=1)
    return day


def test_there_are_at_least_three_hundred_dated_cases() -> None:
    assert len(set(CASES)) >= 300


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group["why"].split("：")[0])
def test_the_working_days_written_by_hand_are_the_published_ones(group: dict[str, list[str]]) -> None:
    days = [date.fromisoformat(day) for day in group["working"]]
    between = [days[0] + timedelta(n) for n in range((days[-1] - days[0]).days + 1)]

    assert [day for day in between if DAYS.is_workday(day)] == days


@pytest.mark.parametrize(("kind", "start", "length", "last"), CASES)
def test_periods_end_on_the_day_that_the_rules_name(kind: str, start: str, length: str, last: str) -> None:
    begin, n = date.fromisoformat(start), int(length)
    count = DAYS.after_workdays if kind == "working" else DAYS.after_days

    assert count(begin, n) == date.fromisoformat(last)
    assert DAYS.last_day(begin, n, working=kind == "working") == date.fromisoformat(last)


@given(some_days, st.integers(0, 120))
def test_natural_days_agree_with_the_naive_counter(start: date, n: int) -> None:
    if (start + timedelta(days=n + 12)).year <= 2026:
        assert DAYS.after_days(start, n) == counted_naively(start, n, (), working=False)


@given(some_days, st.integers(0, 60))
def test_working_days_agree_with_the_naive_counter(start: date, n: int) -> None:
    if (start + timedelta(days=2 * n + 20)).year <= 2026:
        assert DAYS.after_workdays(start, n) == counted_naively(start, n, (), working=True)


@given(
    st.dates(date(2023, 12, 1), date(2025, 6, 30)),
    st.integers(0, 60),
    st.booleans(),
    st.lists(st.tuples(st.integers(0, 90), st.integers(0, 30), st.integers(0, 23)), max_size=4),
)
def test_pauses_agree_with_the_naive_counter(
    start: date, n: int, working: bool, drawn: list[tuple[int, int, int]]
) -> None:
    pauses, spans = [], []
    for begin, length, hour in drawn:
        since = datetime.combine(start + timedelta(days=begin), time(hour), SHANGHAI)
        pauses.append(Pause(since.astimezone(UTC), (since + timedelta(days=length)).astimezone(UTC)))
        spans.append((since.date(), since.date() + timedelta(days=length)))

    assert DAYS.last_day(start, n, pauses, working=working) == counted_naively(
        start, n, spans, working=working
    )


@given(some_days, st.integers(0, 60), st.booleans())
def test_a_longer_period_never_ends_sooner(start: date, n: int, working: bool) -> None:
    shorter, longer = (DAYS.last_day(start, length, working=working) for length in (n, n + 1))

    assert shorter is not None
    assert longer is not None
    assert shorter <= longer
    assert DAYS.is_workday(shorter)


def test_a_pause_on_the_last_day_leaves_the_whole_day_of_the_answer() -> None:
    # Ten days from Monday 2 November 2026 end on Thursday the 12th.
    assert DAYS.after_days(date(2026, 11, 2), 10) == date(2026, 11, 12)
    pause = Pause(at("2026-11-12T10:00"), at("2026-11-17T09:00"))
    assert DAYS.last_day(date(2026, 11, 2), 10, [pause], working=False) == date(2026, 11, 17)


def test_a_pause_within_one_day_takes_nothing_away() -> None:
    pause = Pause(at("2026-11-05T10:00"), at("2026-11-05T16:00"))
    assert DAYS.last_day(date(2026, 11, 2), 10, [pause], working=False) == date(2026, 11, 12)


def test_an_open_pause_has_no_end_unless_it_begins_too_late() -> None:
    assert DAYS.last_day(date(2026, 11, 2), 10, [Pause(at("2026-11-05T10:00"))], working=False) is None
    assert DAYS.last_day(date(2026, 11, 2), 10, [Pause(at("2026-11-13T10:00"))], working=False) == date(
        2026, 11, 12
    )


def test_the_day_is_that_of_shanghai() -> None:
    # 16:30 UTC on the 4th is half past midnight of the 5th.
    pause = Pause(datetime(2026, 11, 4, 16, 30, tzinfo=UTC), datetime(2026, 11, 5, 15, 59, tzinfo=UTC))
    assert DAYS.last_day(date(2026, 11, 2), 10, [pause], working=False) == date(2026, 11, 12)
    assert china_date(pause.since) == date(2026, 11, 5)


def test_the_year_after_the_published_one_is_counted_by_the_week_and_flagged() -> None:
    assert DAYS.published_through == 2026
    assert not DAYS.is_provisional(date(2026, 12, 31))
    assert DAYS.is_provisional(date(2027, 1, 1))
    assert DAYS.is_workday(date(2027, 1, 1)), "a Friday; that it is a holiday is not published yet"
    assert DAYS.after_workdays(date(2026, 12, 31), 2) == date(2027, 1, 4)
    assert DAYS.after_days(date(2026, 12, 1), 60) == date(2027, 2, 1)
    assert DAYS.after_days(date(2099, 1, 1), 365) == date(2100, 1, 1)


def test_a_calendar_without_any_exception_counts_by_the_week() -> None:
    empty = Workdays({})
    assert empty.published_through == 0
    assert empty.after_workdays(date(2026, 10, 1), 1) == date(2026, 10, 2)


def test_the_leap_day_is_counted() -> None:
    assert DAYS.after_days(date(2024, 2, 19), 10) == date(2024, 2, 29)
    assert DAYS.after_days(date(2024, 1, 30), 30) == date(2024, 2, 29)


@pytest.mark.parametrize("count", [DAYS.after_days, DAYS.after_workdays])
def test_a_negative_length_is_refused(count: object) -> None:
    with pytest.raises(ValueError, match="negative"):
        count(date(2026, 1, 1), -1)  # type: ignore[operator]


def test_a_day_ends_at_midnight_or_when_the_office_closes() -> None:
    assert end_of_day(date(2026, 11, 12)) == at("2026-11-13T00:00")
    assert end_of_day(date(2026, 11, 12), time(17, 30)) == at("2026-11-12T17:30")


def test_hours_run_day_and_night_from_their_hour() -> None:
    # A blocked exit reported on the eve of the National Day holiday: no roll-over.
    assert moment_after(at("2026-09-30T20:10"), timedelta(hours=24)) == at("2026-10-01T20:10")


def test_hours_stop_while_paused() -> None:
    start = at("2026-11-02T08:00")
    first, second = (
        Pause(at("2026-11-02T10:00"), at("2026-11-02T12:00")),
        Pause(at("2026-11-02T11:00"), at("2026-11-02T13:00")),
    )
    assert moment_after(start, timedelta(hours=24), [second, first]) == at("2026-11-03T11:00")
    assert moment_after(start, timedelta(hours=24), [Pause(at("2026-11-02T10:00"))]) is None
    assert moment_after(start, timedelta(hours=2), [Pause(at("2026-11-02T10:00"))]) is None, (
        "paused at the very end"
    )
    assert moment_after(start, timedelta(hours=2), [Pause(at("2026-11-02T10:01"))]) == at("2026-11-02T10:00")
    within = Pause(at("2026-11-02T11:00"), at("2026-11-02T12:00"))
    assert moment_after(start, timedelta(hours=24), [Pause(at("2026-11-02T10:00")), within]) is None
    assert moment_after(
        start, timedelta(hours=2), [Pause(at("2026-11-01T10:00"), at("2026-11-02T09:00"))]
    ) == at("2026-11-02T11:00")


@given(
    st.integers(0, 5000),
    st.lists(st.tuples(st.integers(-500, 5000), st.integers(0, 2000)), max_size=5),
)
def test_running_time_and_its_moment_belong_together(minutes: int, drawn: list[tuple[int, int]]) -> None:
    start = at("2026-11-02T08:00")
    minute = timedelta(minutes=1)
    pauses = [Pause(start + a * minute, start + (a + b) * minute) for a, b in drawn]

    end = moment_after(start, minutes * minute, pauses)

    assert end is not None
    assert running_between(start, end, pauses) == minutes * minute
    running = [n for n in range(int((end - start) / minute)) if not any(a <= n < a + b for a, b in drawn)]
    assert len(running) == minutes
