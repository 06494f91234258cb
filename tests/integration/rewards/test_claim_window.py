"""How long a reward waits to be claimed: reminded of, lapsed, extended for a reason."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.clock import china_date
from core.db import Database
from tests.conftest import StandingClock
from tests.integration.rewards.office import BOOK, NOTIFIER, Office
from tipoffs.rewards.reckoning.rulebook import DayKind, RuleBook, Window
from tipoffs.rewards.refusals import ExtensionTooLong, WindowClosed
from tipoffs.rewards.status import IllegalMove, RewardState


def test_reminders_lapse_and_a_reasoned_extension(office: Office) -> None:
    number = office.reaches_approval()
    office.approves(number)
    office.notifies(number)
    fired = []
    for _ in range(62):
        office.clock.advance(days=1)
        fired += [*office.reminds(), *office.reminds()]
        office.lapses()
    assert fired == [30, 7, 1]
    assert office.row(number).state is RewardState.LAPSED
    with pytest.raises(IllegalMove):
        office.claims(number)
    until, now = china_date(office.clock.now()) + timedelta(days=30), office.clock.now()
    with office.database.writing() as session:
        for wrong in (until + timedelta(days=1), china_date(now) - timedelta(days=1)):
            with pytest.raises(ExtensionTooLong):
                office.claiming.extend(session, number, wrong, NOTIFIER, "住院", now)
        with pytest.raises(ExtensionTooLong):
            office.claiming.extend(session, number, until, NOTIFIER, " ", now)
        office.claiming.extend(session, number, until, NOTIFIER, "举报人住院", now)
    office.is_sound()
    # Who was told that it is given up is told that it is not.
    assert f"{until.year}年{until.month}月{until.day}日前（含当日）领取" in office.letterbox.letters[-1][1]
    office.claims(number)
    assert office.row(number).state is RewardState.CLAIMED


@pytest.mark.parametrize("late", [False, True])
def test_the_last_day_is_still_in_time_and_the_next_is_not(office: Office, late: bool) -> None:
    number = office.reaches_approval()
    office.approves(number)
    left = office.notifies(number).claim_until_on
    assert left is not None
    office.clock.advance(days=(left - china_date(office.clock.now())).days + late)
    if late:
        with pytest.raises(WindowClosed):
            office.claims(number)
    else:
        office.claims(number)


def test_a_window_lapses_after_its_last_day_and_on_that_day_the_reporter_is_reminded(office: Office) -> None:
    number = office.reaches_approval()
    office.approves(number)
    left = office.notifies(number).claim_until_on
    assert left is not None
    office.clock.advance(days=(left - china_date(office.clock.now())).days)
    assert office.reminds() == [0]
    assert office.lapses() == []
    office.clock.advance(days=1)
    assert office.reminds() == []
    assert office.lapses() == [number]
    tip, told = office.letterbox.letters[-1]
    assert (tip, number in told, "视为放弃" in told) == ("R1", True, True)
    office.is_sound()


def test_a_window_of_working_days_leaves_the_weekends_out(database: Database, clock: StandingClock) -> None:
    window = Window(7, DayKind.WORKING, 0)
    sets = [replace(one, policy=replace(one.policy, window=window)) for one in BOOK.sets]
    office = Office(database, clock, RuleBook(sets))
    office.has_budget()
    number = office.reaches_approval()
    office.approves(number)

    # Told on a Sunday: Monday is the first of them, and a weekend lies between.
    assert office.notifies(number).claim_until_on == china_date(clock.now()) + timedelta(days=9)
    assert office.letterbox.lines[-1].short == (NOTIFIER.id, "rewards.notify", f"reward:{number}")


def test_an_extension_moves_the_last_day_on(office: Office) -> None:
    number = office.reaches_approval()
    office.approves(number)
    left = office.notifies(number).claim_until_on
    assert left is not None
    now = office.clock.now()
    with office.database.writing() as session:
        for no_longer in (left, left - timedelta(days=1)):
            with pytest.raises(ExtensionTooLong):
                office.claiming.extend(session, number, no_longer, NOTIFIER, "住院", now)
        longer = left + timedelta(days=1)
        assert office.claiming.extend(session, number, longer, NOTIFIER, "住院", now).claim_until_on == longer
