"""What rises fast: the same hours of other days, people not messages, and no trend out of a handful."""

import math
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from knowledge.asked.trends import FEWEST_PEOPLE, Asking, at_least, judged, rising

NIGHT = datetime(2026, 9, 10, 15, 0, tzinfo=UTC)
"""Eleven at night in China."""
LONG_AGO = NIGHT - timedelta(days=90)


def people(count: int, subject: str = "typhoon", *, ago: float = 1.0, name: str = "p") -> list[Asking]:
    """So many people who asked so many hours ago."""
    at = NIGHT - timedelta(hours=ago)
    return [Asking(at, subject, f"{name}{number}") for number in range(count)]


def every_day(count: int, *, ago: float = 1.0, days: int = 7) -> Iterator[Asking]:
    for day in range(1, days + 1):
        yield from people(count, ago=24 * day + ago, name=f"d{day}-")


def subjects(asked: list[Asking], since: datetime | None = LONG_AGO, hours: int = 3) -> list[str]:
    return [rise.subject for rise in rising(asked, NIGHT, hours=hours, since=since)]


def test_a_typhoon_at_night_stands_out() -> None:
    [rise] = rising([*people(12), *every_day(1)], NIGHT, hours=3, since=LONG_AGO)
    assert (rise.recent, rise.before, rise.days) == (12, 7, 7)
    assert rise.usual == pytest.approx(8 / 7)


def test_what_is_asked_so_every_night_does_not() -> None:
    assert subjects([*people(12), *every_day(12)]) == []
    assert subjects([*people(12), *every_day(8)]) == []


def test_only_the_same_hours_count() -> None:
    # Twelve a day at noon are no reason to expect anybody at night.
    assert subjects([*people(12), *every_day(12, ago=11)]) == ["typhoon"]


def test_one_worried_person_is_no_trend() -> None:
    assert subjects([Asking(NIGHT - timedelta(minutes=m), "typhoon", "one") for m in range(60)]) == []


@pytest.mark.parametrize(("count", "expected"), [(4, []), (5, ["typhoon"])])
def test_fewer_than_five_people_are_never_a_trend(count: int, expected: list[str]) -> None:
    assert subjects(people(count)) == expected


@pytest.mark.parametrize(("days", "needed"), [(0, 7), (1, 7), (2, 5), (7, 5)])
def test_the_shorter_the_past_the_more_people_it_takes(days: int, needed: int) -> None:
    since = NIGHT - timedelta(days=days, hours=4)
    assert subjects(people(needed - 1), since) == []
    assert subjects(people(needed), since) == ["typhoon"]


def test_days_without_a_log_are_not_quiet_days() -> None:
    rise = rising(
        [*people(12), *every_day(2, days=2)], NIGHT, hours=3, since=NIGHT - timedelta(days=2, hours=4)
    )
    assert [(one.before, one.days) for one in rise] == [(4, 2)]


def test_the_most_surprising_comes_first() -> None:
    asked = [*people(6, "fire"), *people(20, "flood"), *people(9, "typhoon"), *every_day(1)]
    assert subjects(asked) == ["flood", "fire", "typhoon"]


def test_the_future_and_the_hours_between_are_left_out() -> None:
    assert subjects([*people(12, ago=-1), *people(12, ago=5), *people(12, ago=3.0)]) == []
    assert subjects(people(12, ago=2.999)) == ["typhoon"]


def test_twice_the_usual_is_needed_however_sure() -> None:
    # 1,300 against 1,000 is no accident, and no emergency either.
    assert at_least(1300, 1000.0) < 1e-9
    assert judged("gas", 1300, 6999, 7) is None
    assert judged("gas", 2100, 6999, 7) is not None


def test_nothing_asked_nothing_rises() -> None:
    assert rising([], NIGHT, hours=3, since=None) == []
    assert judged("gas", FEWEST_PEOPLE - 1, 0, 7) is None


@pytest.mark.parametrize("mean", [0.1, 1.0, 3.5, 40.0])
@pytest.mark.parametrize("count", [0, 1, 2, 5, 17, 80])
def test_the_tail_is_what_is_left_of_one(count: int, mean: float) -> None:
    below = sum(math.exp(-mean + k * math.log(mean) - math.lgamma(k + 1)) for k in range(count))
    assert at_least(count, mean) == pytest.approx(1 - below, abs=1e-9)
