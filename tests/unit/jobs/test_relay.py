"""What the relay hands over, and when again."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from jobs.ports import Errand, Queue
from jobs.relay import Relay
from jobs.runner import Runner
from tests.conftest import StandingClock


class Desk:
    """Due keys, a broker that may be away, and a stop watch."""

    def __init__(self) -> None:
        self.due: list[str] = []
        self.handed: list[str] = []
        self.asked = 0
        self.seconds = 0.0
        self.broker_is_away = False
        self.table_is_away = False
        self.errand = Errand("answer", Queue.REPLY, self._find, lambda key: None, window=3)
        self.other = Errand("other", Queue.UPKEEP, lambda now, limit: ["x"], lambda key: None)
        clock = StandingClock(datetime(2026, 11, 22, 1, 0, tzinfo=UTC))
        self.relay = Relay([self.errand, self.other], clock, Runner(), monotonic=lambda: self.seconds)

    def _find(self, now: datetime, limit: int) -> Sequence[str]:
        self.asked += 1
        if self.table_is_away:
            raise ConnectionError
        return self.due[:limit]

    def ticks(self) -> list[str]:
        """One round; what it handed over."""
        self.handed.clear()
        self.relay.tick(self._take)
        return [key for key in self.handed if key != "x"]

    def _take(self, errand: Errand, key: str) -> None:
        if self.broker_is_away and errand is self.errand:
            raise ConnectionError
        self.handed.append(key)


@pytest.fixture
def desk() -> Desk:
    """A desk with two due keys."""
    desk = Desk()
    desk.due = ["1", "2"]
    return desk


def test_due_keys_are_handed_over_once(desk: Desk) -> None:
    assert desk.ticks() == ["1", "2"]
    assert desk.ticks() == []


def test_a_key_still_due_after_a_while_is_handed_over_again(desk: Desk) -> None:
    desk.ticks()
    desk.seconds = 7.9
    assert desk.ticks() == []
    desk.seconds = 8.0
    assert desk.ticks() == ["1", "2"]


def test_a_key_that_was_not_due_in_between_is_handed_over_at_once(desk: Desk) -> None:
    desk.ticks()
    desk.due = ["2"]
    desk.ticks()
    desk.due = ["1", "2"]
    assert desk.ticks() == ["1"]


def test_a_key_worked_on_and_due_again_is_handed_over_at_once(desk: Desk) -> None:
    desk.ticks()
    desk.relay.done(desk.errand, "2")
    assert desk.ticks() == ["2"]


def test_no_more_keys_are_on_their_way_than_the_window(desk: Desk) -> None:
    desk.due = ["1", "2", "3", "4", "5"]
    assert desk.ticks() == ["1", "2", "3"]
    assert desk.ticks() == []
    desk.due = ["2", "3", "4", "5"]
    assert desk.ticks() == ["4"]


def test_keys_that_the_broker_refused_are_handed_over_when_it_is_back(desk: Desk) -> None:
    desk.broker_is_away = True
    assert desk.ticks() == []
    desk.broker_is_away = False
    desk.seconds = 0.5
    assert desk.ticks() == ["1", "2"]


def test_a_broken_source_is_asked_less_often_but_within_five_seconds(desk: Desk) -> None:
    desk.table_is_away = True
    for tenth in range(600):
        desk.seconds = tenth / 10
        desk.ticks()
    assert desk.asked < 20
    desk.table_is_away = False
    desk.seconds += 5
    assert desk.ticks() == ["1", "2"]


def test_a_broken_source_does_not_stop_the_others(desk: Desk) -> None:
    desk.table_is_away = True
    desk.ticks()
    assert desk.handed == ["x"]


def test_a_key_whose_errand_broke_rests_ever_longer(desk: Desk) -> None:
    desk.due = ["1"]
    handed_at = []
    for second in range(40):
        desk.seconds = float(second)
        if desk.ticks():
            handed_at.append(second)
            desk.relay.failed(desk.errand, "1")
    assert handed_at == [0, 2, 6, 14, 30]


def test_broken_keys_do_not_take_the_places_of_others(desk: Desk) -> None:
    desk.due = ["1", "2", "3", "4", "5"]
    for key in desk.ticks():
        desk.relay.failed(desk.errand, key)
    assert desk.ticks() == ["4", "5"]


def test_a_key_that_recovers_starts_with_a_short_rest_again(desk: Desk) -> None:
    desk.due = ["1"]
    desk.ticks()
    desk.relay.failed(desk.errand, "1")
    desk.relay.done(desk.errand, "1")
    assert desk.ticks() == ["1"]
