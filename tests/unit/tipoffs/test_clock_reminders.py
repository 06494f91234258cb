"""When a clock speaks: shares of its time, the ladder after its end, and never at night."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import SHANGHAI
from places.published import library_days
from places.workdays import Pause, Workdays
from tipoffs.clocks.deadlines import Deadline, Term, days_late, deadline
from tipoffs.clocks.notices import lateness, sentence
from tipoffs.clocks.ports import ClockNotice
from tipoffs.clocks.reminders import (
    COME,
    EXPIRED,
    Recipient,
    Step,
    due,
    is_night,
    next_at,
    out_of_night,
    recipient_of,
    rung_of,
    steps,
)
from tipoffs.clocks.rules import Rung, Unit, Whose, read_rules

RULES = read_rules()
DAYS = Workdays({day: works for day, (works, _) in library_days().items()})


def at(words: str) -> datetime:
    """A moment as a clerk says it."""
    return datetime.fromisoformat(words).replace(tzinfo=SHANGHAI).astimezone(UTC)


def plan(
    kind: str, started: datetime, *pauses: Pause, extended_by: int = 0, since: datetime | None = None
) -> list[Step]:
    """Every step of a clock of this kind."""
    rule = RULES[kind]
    term = Term(rule.unit, rule.length, started, extended_by, pauses)
    return steps(
        rule, term, deadline(term, DAYS), DAYS, measured_from=since or started, is_urgent=rule.is_urgent
    )


def said(found: list[Step]) -> list[tuple[str, str]]:
    """The steps as a clerk would write them down."""
    return [(one.name, f"{one.at.astimezone(SHANGHAI):%m-%d %H:%M}") for one in found]


def test_five_working_days_over_the_national_day() -> None:
    # From Tuesday 29 September 2026: 30 September, 8, 9, 10 (Saturday, worked), 12 October.
    started = at("2026-09-29T10:00")
    end = deadline(Term(Unit.WORKING_DAYS, 5, started), DAYS)

    assert end == Deadline(at("2026-10-13T00:00"), date(2026, 10, 12), is_provisional=False)
    assert said(plan("accept", started)) == [
        ("remind_50", "10-05 17:00"),
        ("remind_80", "10-09 11:36"),
        ("remind_100", "10-12 07:00"),
        ("overdue_handler", "10-13 07:00"),
        ("overdue_leader", "10-14 07:00"),
        ("overdue_committee", "10-16 07:00"),
        ("overdue_letter", "10-20 07:00"),
        ("overdue_interview", "10-27 07:00"),
    ]


def test_a_blocked_exit_speaks_by_night_and_counts_hours() -> None:
    assert said(plan("verify_fire_exit", at("2026-09-30T20:10"))) == [
        ("remind_50", "10-01 08:10"),
        ("remind_80", "10-01 15:22"),
        ("overdue_handler", "10-01 20:10"),
        ("remind_100", "10-01 20:10"),
        ("overdue_leader", "10-01 22:10"),
        ("overdue_committee", "10-02 04:10"),
        ("overdue_letter", "10-02 20:10"),
        ("overdue_interview", "10-04 20:10"),
    ]


def test_a_reward_is_reminded_of_by_days_left_and_then_lapses() -> None:
    # Sixty days from 1 September 2026 end on Saturday 31 October, so on Monday 2 November.
    assert said(plan("claim", at("2026-09-01T09:00"))) == [
        ("left_30", "10-03 07:00"),
        ("left_7", "10-26 07:00"),
        ("left_1", "11-01 07:00"),
        (EXPIRED, "11-03 07:00"),
    ]


def test_sixty_days_and_thirty_more() -> None:
    started = at("2026-03-02T09:00")
    assert deadline(Term(Unit.NATURAL_DAYS, 60, started), DAYS).last_day == date(2026, 5, 6)
    assert deadline(Term(Unit.NATURAL_DAYS, 60, started, 30), DAYS).last_day == date(2026, 6, 1)
    extended = plan("verify", started, extended_by=30, since=at("2026-04-28T09:00"))
    assert said(extended)[0] == ("remind_50", "05-15 07:00"), "04:30 in the morning waits for seven"


@pytest.mark.parametrize("kind", ["sign", "hazard_general", "hazard_major"])
@pytest.mark.parametrize(
    ("started", "told"),
    [
        ("2026-11-02T10:30", "11-02 10:30"),
        ("2026-11-02T21:59", "11-02 21:59"),
        ("2026-11-02T22:00", "11-03 07:00"),
        ("2026-11-03T03:15", "11-03 07:00"),
    ],
)
def test_who_gets_a_case_is_told_at_once_but_not_at_night(kind: str, started: str, told: str) -> None:
    assert said(plan(kind, at(started)))[0] == (COME, told)


def test_an_extended_clock_does_not_say_again_that_a_case_has_come() -> None:
    started = at("2026-11-02T10:30")
    extended = plan("sign", started, extended_by=2, since=at("2026-11-03T09:00"))

    assert [one.name for one in extended[:3]] == ["remind_50", "remind_80", "remind_100"]


def test_a_pause_moves_all_that_comes_after_it() -> None:
    started = at("2026-11-02T09:00")
    pause = Pause(at("2026-11-04T12:00"), at("2026-11-09T12:00"))
    before, after = (
        dict(said(found))
        for found in (plan("hazard_general", started), plan("hazard_general", started, pause))
    )
    assert before["remind_100"] == "11-17 07:00"
    # The 17th and five days more are Sunday the 22nd, so Monday.
    assert after["remind_100"] == "11-23 07:00"
    assert after["remind_50"] > before["remind_50"]


def test_a_clock_without_an_end_says_nothing() -> None:
    assert plan("accept", at("2026-11-02T09:00"), Pause(at("2026-11-03T09:00"))) == []


def test_the_end_in_an_unpublished_year_is_flagged() -> None:
    assert deadline(Term(Unit.NATURAL_DAYS, 60, at("2026-12-01T09:00")), DAYS).is_provisional
    assert not deadline(Term(Unit.NATURAL_DAYS, 10, at("2026-12-01T09:00")), DAYS).is_provisional


@pytest.mark.parametrize(
    ("moment", "moved"),
    [
        ("2026-11-02T21:59", "2026-11-02T21:59"),
        ("2026-11-02T22:00", "2026-11-03T07:00"),
        ("2026-11-02T23:59", "2026-11-03T07:00"),
        ("2026-11-03T00:00", "2026-11-03T07:00"),
        ("2026-11-03T06:59", "2026-11-03T07:00"),
        ("2026-11-03T07:00", "2026-11-03T07:00"),
        ("2026-12-31T22:30", "2027-01-01T07:00"),
    ],
)
def test_what_falls_into_the_night_comes_at_seven(moment: str, moved: str) -> None:
    assert out_of_night(at(moment)) == at(moved)


@given(
    st.sampled_from([kind for kind, rule in RULES.items() if not rule.is_urgent]),
    st.integers(0, 950 * 24 * 60),
)
def test_nothing_speaks_at_night_and_the_ladder_goes_up(kind: str, minutes: int) -> None:
    found = plan(kind, at("2024-01-01T00:00") + timedelta(minutes=minutes))

    assert not any(is_night(step.at) for step in found)
    assert len({step.name for step in found}) == len(found)
    rungs = [step for step in found if rung_of(step.name)]
    assert [rung_of(step.name) for step in rungs] == (list(Rung) if rungs else [])
    assert all(one.at <= other.at for one, other in pairwise(found))


def test_after_a_standstill_only_the_last_reminder_is_said() -> None:
    every = plan("accept", at("2026-09-29T10:00"))
    found = due(every, (), at("2026-10-12T08:00"))
    assert [step.name for step in found.told] == ["remind_100"]
    assert [step.name for step in found.passed_over] == ["remind_50", "remind_80"]


def test_after_a_long_standstill_every_rung_is_said_and_no_reminder() -> None:
    every = plan("accept", at("2026-09-29T10:00"))
    found = due(every, {"remind_50"}, at("2026-10-16T08:00"))
    assert [step.name for step in found.told] == ["overdue_handler", "overdue_leader", "overdue_committee"]
    assert [step.name for step in found.passed_over] == ["remind_80", "remind_100"]
    assert next_at(every, {step.name for step in every if step.at <= at("2026-10-16T08:00")}) == at(
        "2026-10-20T07:00"
    )


def test_nothing_fires_twice() -> None:
    every = plan("accept", at("2026-09-29T10:00"))
    assert due(every, {step.name for step in every}, at("2027-01-01T00:00")).told == []
    assert next_at(every, {step.name for step in every}) is None


CASE = "R2611000123号事项“决定是否受理”"


def notice(step: str, *, recipient: Recipient | None = None) -> ClockNotice:
    """A notice about one case."""
    return ClockNotice(
        7, "R2611000123", "accept", "决定是否受理", "housing", step,
        recipient or recipient_of(step, Whose.BUREAU), at("2026-10-13T00:00"), date(2026, 10, 12), False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("step", "now", "words"),
    [
        ("remind_50", "2026-10-05T17:00", "最迟2026年10月12日办结，还有7天。"),
        ("remind_100", "2026-10-12T07:00", "最迟2026年10月12日办结，今天到期。"),
        ("overdue_handler", "2026-10-13T07:00", "应于2026年10月12日前办结，已超期1天，请立即办理。"),
        ("overdue_leader", "2026-10-14T07:00", "已超期2天（期限2026年10月12日），请分管领导过问。"),
        ("overdue_committee", "2026-10-16T07:00", "已超期4天（期限2026年10月12日），请安委办督促。"),
        ("overdue_letter", "2026-10-20T07:00", "已超期8天，请制发督办函。"),
        ("overdue_interview", "2026-10-27T07:00", "已超期15天，请制发约谈通知书。"),
    ],
)  # fmt: skip
def test_the_words_of_the_ladder(step: str, now: str, words: str) -> None:
    assert sentence(notice(step), at(now)) == CASE + words


def test_more_time_is_told_by_its_end_and_no_case_has_come() -> None:
    told = sentence(notice(COME), at("2026-10-05T09:00"), has_more_time=True)
    assert told == CASE + "同意延期了，新的期限是2026年10月12日，请按期办结。"
    assert "交到您这里了，最迟2026年10月12日办结" in sentence(notice(COME), at("2026-10-05T09:00"))


@pytest.mark.parametrize(
    ("due", "now", "late"),
    [
        # The last day is the 12th: at midnight the 13th begins, and with it the first day that is late.
        ("2026-10-13T00:00", "2026-10-13T00:00", "1天"),
        ("2026-10-13T00:00", "2026-10-13T00:01", "1天"),
        ("2026-10-13T00:00", "2026-10-13T07:59", "1天"),  # still the 12th in UTC
        ("2026-10-13T00:00", "2026-10-13T23:59", "1天"),
        ("2026-10-13T00:00", "2026-10-14T00:00", "2天"),
        ("2026-10-13T00:00", "2026-10-14T08:01", "2天"),
        ("2027-01-01T00:00", "2027-01-01T07:00", "1天"),
        # What ends at an hour is late by the hour.
        ("2026-10-01T20:10", "2026-10-01T20:10", "1分钟"),
        ("2026-10-01T20:10", "2026-10-02T00:05", "3小时"),
        ("2026-10-01T20:10", "2026-10-02T20:10", "1天"),
        ("2026-10-01T20:10", "2026-10-03T04:10", "1天8小时"),
    ],
)
def test_lateness_is_counted_by_the_calendar_of_china(due: str, now: str, late: str) -> None:
    assert lateness(at(due), at(now)) == late


def test_a_clock_is_in_time_until_the_last_minute_of_its_last_day() -> None:
    due = at("2026-10-13T00:00")
    assert [days_late(due, at(f"2026-10-{now}")) for now in ("12T00:00", "12T23:59", "13T00:00")] == [0, 0, 1]


@pytest.mark.parametrize("started", ["2026-09-29T00:00", "2026-09-29T07:59", "2026-09-29T23:59"])
def test_each_rung_comes_on_the_working_day_it_names_whenever_the_clock_began(started: str) -> None:
    # The last day is 12 October; the rungs stand 1, 2, 4, 6 and 11 working days behind it.
    rungs = [one.at.astimezone(SHANGHAI).date() for one in plan("accept", at(started)) if rung_of(one.name)]
    assert [(day - date(2026, 10, 12)).days for day in rungs] == [1, 2, 4, 8, 15]
    assert [DAYS.between(date(2026, 10, 12), day) for day in rungs] == list(RULES["accept"].ladder.values())


def test_the_words_to_a_reporter_name_no_case_and_no_tip() -> None:
    for step in ("left_7", EXPIRED):
        words = sentence(notice(step, recipient=Recipient.REPORTER), at("2026-10-05T07:00"))
        assert words.startswith("您有一条办理事项")
        assert "R26" not in words
        assert "举报" not in words
        assert "奖" not in words
