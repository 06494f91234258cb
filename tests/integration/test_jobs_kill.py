"""A worker that is really killed: nothing is lost, nothing is silently repeated.

On SQLite with work inside the process, and on PostgreSQL with Redis. ``ANWEN_PROOF=1`` kills far more
often.
"""

import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.clock import SystemClock
from core.crypto import new_key
from core.db import Database
from deliveries.status import Lane, State
from jobs.worker import THREADS
from tests.account import ROOT, Started
from tests.forking import QUICK
from tests.integration.outbox_office import Office

PROOF = os.environ.get("ANWEN_PROOF") == "1"
KILLS = 200 if PROOF else 3
PER_KILL = 30
PATIENCE_SECONDS = 90

pytestmark = pytest.mark.timeout(7200 if PROOF else 600)


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait for what must come; only a run that hangs gets to the end of its patience."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.02)


class Depot:
    """Deliveries to many people, a journal of what arrived, and a worker process to start and kill."""

    def __init__(self, database: Database, broker_url: str | None, folder: Path) -> None:
        self.key = new_key()
        self.office = Office(database, SystemClock(), key=self.key)
        self.database = database
        self.broker_url = broker_url
        self.journal = folder / "journal"
        self.journal.touch()
        self.processes: list[Started] = []

    def posts(self, count: int, lane: Lane, *, resend_when_unknown: bool = False) -> set[str]:
        """One message to each of so many people who have just written."""
        people = [f"o{lane.value}{number:06}" for number in range(count)]
        self.office.hears_from(*people)
        for openid in people:
            self.office.posts(openid, lane=lane, resend_when_unknown=resend_when_unknown)
        return set(people)

    def starts(self) -> None:
        """Start a worker process."""
        url = self.database.url.render_as_string(hide_password=False)
        program = ["-m", "tests.integration.worker_process"]
        arguments = [url, self.broker_url or "-", self.key.hex(), str(self.journal)]
        log = self.journal.with_name("workers.log")
        self.processes.append(QUICK([*program, *arguments], ROOT, os.environ, log))

    def ends(self, number: signal.Signals) -> int:
        """Send the latest worker a signal; its exit code."""
        process = self.processes.pop()
        process.send_signal(number)
        return process.wait(timeout=PATIENCE_SECONDS)

    def arrived(self) -> Counter[str]:
        """How often each person got the message."""
        return Counter(line.split()[0] for line in self.journal.read_text().splitlines())

    def waits_for_arrivals(self, count: int) -> None:
        """Wait until so many messages have arrived in all."""
        wait_until(lambda: self.arrived().total() >= count)

    def waits_for_the_end(self) -> None:
        """Wait until no delivery is open."""
        wait_until(lambda: not {State.WAITING, State.SENDING} & set(self.office.tally()))


@pytest.fixture
def depot(database: Database, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Depot]:
    """A depot on SQLite with work inside the process, or on PostgreSQL with Redis."""
    broker_url = None if database.is_sqlite else request.getfixturevalue("redis_url")
    depot = Depot(database, broker_url, tmp_path)
    yield depot
    for process in depot.processes:
        process.send_signal(signal.SIGKILL)
        process.wait()


def test_killed_workers_lose_nothing_and_repeat_nothing(depot: Depot) -> None:
    # What was on its way at a kill may not have arrived, and is not sent again: a few more for each.
    people = depot.posts((KILLS + 2) * (PER_KILL + THREADS), Lane.CAMPAIGN)
    for kill in range(KILLS):
        depot.starts()
        depot.waits_for_arrivals((kill + 1) * PER_KILL)
        assert depot.ends(signal.SIGKILL) == -signal.SIGKILL
    depot.starts()
    depot.waits_for_the_end()
    depot.ends(signal.SIGTERM)
    arrived, tally = depot.arrived(), depot.office.tally()
    assert max(arrived.values()) == 1
    assert tally.get(State.UNKNOWN, 0) <= KILLS * THREADS
    assert tally[State.SENT] + tally.get(State.UNKNOWN, 0) == len(people)
    assert tally[State.SENT] <= len(arrived) <= len(people)


def test_alerts_of_killed_workers_arrive_all_the_same(depot: Depot) -> None:
    people = depot.posts(3 * PER_KILL, Lane.ALERT, resend_when_unknown=True)
    depot.starts()
    depot.waits_for_arrivals(PER_KILL)
    depot.ends(signal.SIGKILL)
    depot.starts()
    depot.waits_for_the_end()
    depot.ends(signal.SIGTERM)
    assert set(depot.arrived()) == people
    assert depot.office.tally() == {State.SENT: len(people)}


def test_a_worker_told_to_stop_leaves_nothing_unknown(depot: Depot) -> None:
    people = depot.posts(2 * PER_KILL, Lane.REPLY)
    depot.starts()
    depot.waits_for_arrivals(PER_KILL // 2)
    assert depot.ends(signal.SIGTERM) == 0
    assert set(depot.office.tally()) <= {State.SENT, State.WAITING}
    depot.starts()
    depot.waits_for_the_end()
    depot.ends(signal.SIGTERM)
    assert depot.arrived() == Counter(people)


def test_two_workers_share_the_work_without_repeating_any(depot: Depot) -> None:
    people = depot.posts(3 * PER_KILL, Lane.CAMPAIGN)
    depot.starts()
    depot.starts()
    depot.waits_for_the_end()
    depot.ends(signal.SIGTERM)
    depot.ends(signal.SIGTERM)
    assert depot.arrived() == Counter(people)
