"""What the relay hands over, and when again."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

import pytest

from jobs.ports import Job, Queue
from jobs.relay import Relay
from jobs.runner import Runner
from tests.conftest import StandingClock


class RelayHarness:
    """Due keys, a broker that may be away, and a stop watch."""

    def __init__(self) -> None:
        self.due: list[str] = []
        self.handed: list[str] = []
        self.asked = 0
        self.seconds = 0.0
        self.broker_is_away = False
        self.table_is_away = False
        self.job = Job("answer", Queue.REPLY, self._find, lambda key: None, window=3)
        self.other = Job("other", Queue.UPKEEP, lambda now, limit: ["x"], lambda key: None)
        clock = StandingClock(datetime(2026, 11, 22, 1, 0, tzinfo=UTC))
        self.idle: set[str] = set()
        self.looks = 0
        self.look_fails = False
        self.relay = Relay(
            [self.job, self.other], clock, Runner(), idle=self._look, monotonic=lambda: self.seconds
        )

    def _look(self, _now: datetime) -> Collection[str]:
        self.looks += 1
        if self.look_fails:
            raise ConnectionError
        return self.idle

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

    def _take(self, job: Job, key: str) -> None:
        if self.broker_is_away and job is self.job:
            raise ConnectionError
        self.handed.append(key)


@pytest.fixture
def harness() -> RelayHarness:
    """A relay with two due keys."""
    harness = RelayHarness()
    harness.due = ["1", "2"]
    return harness


def test_due_keys_are_handed_over_once(harness: RelayHarness) -> None:
    assert harness.ticks() == ["1", "2"]
    assert harness.ticks() == []


def test_a_key_still_due_after_a_while_is_handed_over_again(harness: RelayHarness) -> None:
    harness.ticks()
    harness.seconds = 7.9
    assert harness.ticks() == []
    harness.seconds = 8.0
    assert harness.ticks() == ["1", "2"]


def test_a_key_that_was_not_due_in_between_is_handed_over_at_once(harness: RelayHarness) -> None:
    harness.ticks()
    harness.due = ["2"]
    harness.ticks()
    harness.due = ["1", "2"]
    assert harness.ticks() == ["1"]


def test_a_key_worked_on_and_due_again_is_handed_over_at_once(harness: RelayHarness) -> None:
    harness.ticks()
    harness.relay.done(harness.job, "2")
    assert harness.ticks() == ["2"]


def test_no_more_keys_are_on_their_way_than_the_window(harness: RelayHarness) -> None:
    harness.due = ["1", "2", "3", "4", "5"]
    assert harness.ticks() == ["1", "2", "3"]
    assert harness.ticks() == []
    harness.due = ["2", "3", "4", "5"]
    assert harness.ticks() == ["4"]


def test_keys_that_the_broker_refused_are_handed_over_when_it_is_back(harness: RelayHarness) -> None:
    harness.broker_is_away = True
    assert harness.ticks() == []
    harness.broker_is_away = False
    harness.seconds = 0.5
    assert harness.ticks() == ["1", "2"]


def test_a_broken_source_is_asked_less_often_but_within_five_seconds(harness: RelayHarness) -> None:
    harness.table_is_away = True
    for tenth in range(600):
        harness.seconds = tenth / 10
        harness.ticks()
    assert harness.asked < 20
    harness.table_is_away = False
    harness.seconds += 5
    assert harness.ticks() == ["1", "2"]


def test_a_broken_source_does_not_stop_the_others(harness: RelayHarness) -> None:
    harness.table_is_away = True
    harness.ticks()
    assert harness.handed == ["x"]


def test_a_key_whose_job_broke_rests_ever_longer(harness: RelayHarness) -> None:
    harness.due = ["1"]
    handed_at = []
    for second in range(40):
        harness.seconds = float(second)
        if harness.ticks():
            handed_at.append(second)
            harness.relay.failed(harness.job, "1")
    assert handed_at == [0, 2, 6, 14, 30]


def test_broken_keys_do_not_take_the_places_of_others(harness: RelayHarness) -> None:
    harness.due = ["1", "2", "3", "4", "5"]
    for key in harness.ticks():
        harness.relay.failed(harness.job, key)
    assert harness.ticks() == ["4", "5"]


def test_a_key_that_recovers_starts_with_a_short_rest_again(harness: RelayHarness) -> None:
    harness.due = ["1"]
    harness.ticks()
    harness.relay.failed(harness.job, "1")
    harness.relay.done(harness.job, "1")
    assert harness.ticks() == ["1"]


def test_a_job_of_which_nothing_is_due_is_not_asked(harness: RelayHarness) -> None:
    harness.idle = {"answer"}
    assert harness.ticks() == []
    assert harness.asked == 0
    harness.idle = set()
    assert harness.ticks() == ["1", "2"]


def test_a_key_that_is_due_again_after_nothing_was_due_is_handed_over_at_once(harness: RelayHarness) -> None:
    assert harness.ticks() == ["1", "2"]
    harness.idle = {"answer"}
    harness.ticks()
    harness.idle = set()
    assert harness.ticks() == ["1", "2"]


def test_where_the_look_at_all_fails_each_is_asked_by_itself(harness: RelayHarness) -> None:
    harness.idle, harness.look_fails = {"answer"}, True
    assert harness.ticks() == ["1", "2"]
    assert harness.looks == 1
    harness.ticks()
    assert harness.looks == 1  # it rests as a broken source does
    harness.seconds, harness.look_fails, harness.due = 6.0, False, ["3"]
    assert harness.ticks() == []
    assert harness.looks == 2
