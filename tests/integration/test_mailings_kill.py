"""Workers that are really killed in the middle of a mailing: nobody gets it twice, nobody is lost.

On SQLite with work inside the process, and on PostgreSQL with Redis, where Redis is flushed at each kill and
a fifth of all calls goes wrong. ``ANWEN_PROOF=1`` kills two hundred times while 100,000 people are sent to,
and kills PostgreSQL in between.
"""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from core.clock import SystemClock
from core.crypto import new_key
from core.db import Database
from deliveries.contacts import message_write
from deliveries.mailings.status import MailingState
from deliveries.messages import Text
from deliveries.status import Lane, State
from deliveries.terms import Terms
from tests.account import ROOT, Started
from tests.forking import QUICK
from tests.integration.mailing_office import MailingOffice
from tests.integration.mailing_process import AHEAD, ALERTED, THREADS
from tests.servers import PostgresServer

PROOF = os.environ.get("ANWEN_PROOF") == "1"
KILLS = 200 if PROOF else 2
PEOPLE = 100_000 if PROOF else 320
PATIENCE_SECONDS = 1800 if PROOF else 60
ALERT_SECONDS = 5.0

pytestmark = pytest.mark.timeout(7200 if PROOF else 600)


class Depot:
    """A mailing to many, a journal of what arrived, and workers to start, stop, freeze and kill."""

    def __init__(self, database: Database, broker_url: str | None, folder: Path, share: float) -> None:
        self.key = new_key()
        self.office = MailingOffice(database, SystemClock(), key=self.key)
        self.broker_url = broker_url
        self.share = share
        self.journal = folder / "journal"
        self.journal.touch()
        self.processes: list[Started] = []

    def starts(self) -> None:
        url = self.office.database.url.render_as_string(hide_password=False)
        program = ["-m", "tests.integration.mailing_process"]
        arguments = [url, self.broker_url or "-", self.key.hex(), str(self.journal), str(self.share)]
        log = self.journal.with_name("workers.log")
        self.processes.append(QUICK([*program, *arguments], ROOT, os.environ, log))

    def ends(self, number: signal.Signals) -> int:
        process = self.processes.pop()
        process.send_signal(number)
        return process.wait(timeout=60)

    def arrived(self) -> Counter[str]:
        return Counter(line.split()[0] for line in self.journal.read_text().splitlines())

    def arrivals(self) -> int:
        return self.journal.read_bytes().count(b"\n")

    def waits_for_arrivals(self, count: int, mailing_id: int) -> None:
        """Until so many have arrived; or the mailing is through, because too many others were refused."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self.arrivals() < count and not self.is_finished(mailing_id):
            assert time.monotonic() < deadline, "they never came"
            time.sleep(0.02 if not PROOF else 0.1)

    def waits_until_everybody_has_it(self, count: int) -> None:
        """Until so many have arrived, whatever the mailing says meanwhile."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self.arrivals() < count:
            assert time.monotonic() < deadline, "somebody never got it"
            time.sleep(0.02)

    def is_finished(self, mailing_id: int) -> bool:
        """Whether it says so; then nobody may wait or be on the way."""
        if self.office.mailing(mailing_id).state is not MailingState.FINISHED:
            return False
        assert self.office.counters(mailing_id).pending == 0, "finished, and somebody still waits"
        return True

    def waits_until_finished(self, mailing_id: int) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self.is_finished(mailing_id):
            assert time.monotonic() < deadline, "it never ends"
            time.sleep(0.05)

    def posts_an_alert(self, openid: str) -> float:
        """Seconds until an alert has arrived that is posted now."""
        office, began = self.office, time.monotonic()
        now = office.clock.now()
        office.cipher.ensure_key(now)
        with office.database.writing() as session:
            message_write(openid, now).run(session)
            terms = Terms(lane=Lane.ALERT, resend_when_unknown=True)
            office.outbox.post(session, openid, Text("预警"), now, terms)
        while f"{openid} " not in self.journal.read_text():
            assert time.monotonic() < began + PATIENCE_SECONDS, "the alert never came"
            time.sleep(0.02)
        return time.monotonic() - began


@pytest.fixture
def depot(database: Database, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Depot]:
    """On SQLite every call goes well; on PostgreSQL a fifth does not."""
    broker_url = None if database.is_sqlite else request.getfixturevalue("redis_url")
    depot = Depot(database, broker_url, tmp_path, share=0.0 if database.is_sqlite else 0.2)
    yield depot
    for process in depot.processes:
        process.send_signal(signal.SIGKILL)
        process.wait()


def disturb(depot: Depot, request: pytest.FixtureRequest, number: int) -> None:
    """What else goes wrong after a kill: Redis forgets everything; PostgreSQL is killed and comes back."""
    if depot.broker_url is None:
        return
    with redis.Redis.from_url(depot.broker_url) as client:
        client.flushall()
    if PROOF and number % 20 == 19:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        depot.office.database.engine.dispose()
        server.stop(kill=True)
        server.start()


def test_killed_workers_send_to_nobody_twice_and_lose_nobody(
    depot: Depot, request: pytest.FixtureRequest
) -> None:
    depot.office.has_followers(PEOPLE)
    mailing_id = depot.office.schedules()
    per_kill = PEOPLE // (KILLS + 1) // 2
    chance = random.Random(1)
    for kill in range(KILLS):
        depot.starts()
        depot.waits_for_arrivals((kill + 1) * per_kill, mailing_id)
        time.sleep(chance.random() * 0.1)
        assert depot.ends(signal.SIGKILL) == -signal.SIGKILL
        disturb(depot, request, kill)
    # More may have arrived before the last kill than was waited for: the alert is for a worker that is up.
    before = depot.arrivals()
    depot.starts()
    depot.waits_for_arrivals(before + 10, mailing_id)
    assert not depot.is_finished(mailing_id), "no mailing was left to run beside the alert"
    seconds = depot.posts_an_alert(ALERTED)
    depot.waits_until_finished(mailing_id)
    assert depot.ends(signal.SIGTERM) == 0
    arrived = depot.arrived()
    alerts = arrived.pop(ALERTED)
    found = depot.office.counters(mailing_id)
    fates = {row.openid: row.state for row in depot.office.rows(mailing_id)}
    assert max(arrived.values()) == 1
    assert found.planned == PEOPLE == len(fates)
    assert found.accepted + found.failed + found.skipped + found.unknown == PEOPLE
    assert {one for one, state in fates.items() if state is State.SENT} <= set(arrived)
    assert {fates[one] for one in arrived} <= {State.SENT, State.UNKNOWN}
    if depot.share == 0:
        assert found.unknown <= KILLS * (THREADS + AHEAD)
        assert found.accepted + found.unknown == PEOPLE
    assert (alerts, seconds < ALERT_SECONDS) == (1, True), f"the alert took {seconds:.1f} s"


# SQLite has one worker: there is nobody to take over while it sleeps.
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_a_worker_that_slept_through_its_lease_sends_to_nobody_twice_and_loses_nobody(depot: Depot) -> None:
    depot.share = 0.0
    depot.office.has_followers(200)
    mailing_id = depot.office.schedules()
    depot.starts()
    depot.waits_for_arrivals(40, mailing_id)
    depot.processes[0].send_signal(signal.SIGSTOP)
    time.sleep(60 if PROOF else 3.5)
    depot.starts()
    depot.waits_until_finished(mailing_id)
    depot.processes[0].send_signal(signal.SIGCONT)
    # Whom it had taken and not called, it lets go of: they are sent to by whoever is awake.
    depot.waits_until_everybody_has_it(200)
    depot.waits_until_finished(mailing_id)
    assert [depot.ends(signal.SIGTERM) for _ in range(2)] == [0, 0]
    arrived, found = depot.arrived(), depot.office.counters(mailing_id)
    assert max(arrived.values()) == 1
    assert found.pending == 0
    assert found.accepted + found.unknown == 200
    assert found.unknown <= THREADS + AHEAD
