"""The worker in this process: it works, it stops, and it outlives its database and its broker.

On SQLite with work inside the process, and on PostgreSQL with Redis.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import redis
from sqlalchemy import inspect
from structlog.testing import capture_logs

from app.upkeep import outbox_scheduled_jobs
from core.clock import SystemClock
from core.db import Base, Database
from core.errors import Unavailable
from deliveries.status import Lane, State
from jobs.clock import ScheduledJob
from jobs.courier import delivery_jobs
from jobs.engine import make_broker
from jobs.heartbeats import living_workers
from jobs.ports import Job, Queue
from jobs.worker import Work, Worker
from tests.fakes.recording_gateway import RecordingGateway
from tests.integration.outbox_office import ALICE, BOB, Office
from tests.servers import PostgresServer, RedisServer

PATIENCE_SECONDS = 60


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait for what must come; only a run that hangs gets to the end of its patience."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.02)


class WorkerHarness:
    """An office, a gateway and the workers that a test starts."""

    def __init__(self, database: Database, broker_url: str | None) -> None:
        self.office = Office(database, SystemClock())
        self.office.hears_from(ALICE, BOB)
        self.gateway = RecordingGateway()
        self.broker_url = broker_url
        self.workers: list[Worker] = []

    def starts(
        self, *jobs: Job, scheduled_jobs: tuple[ScheduledJob, ...] = (), pid_folder: Path | None = None
    ) -> Worker:
        """Start a worker that delivers and does ``jobs``."""
        office = self.office
        deliveries = delivery_jobs(office.database, office.queue, self.gateway, office.clock)
        found = [*(replace(job, again_after_seconds=1.0) for job in deliveries), *jobs]
        worker = Worker(
            Work(found, scheduled_jobs),
            office.database,
            make_broker(self.broker_url),
            office.clock,
            name=f"worker-{len(self.workers)}",
            threads=2,
            pid_folder=pid_folder,
        )
        worker.start()
        self.workers.append(worker)
        return worker

    def posts(self, count: int, prefix: str) -> list[str]:
        """One message to each of so many people."""
        people = [f"{prefix}{number}" for number in range(count)]
        self.office.hears_from(*people)
        for openid in people:
            self.office.posts(openid, lane=Lane.CAMPAIGN)
        return people

    def waits_for(self, count: int) -> None:
        """Wait until so many messages have reached the platform."""
        wait_until(lambda: len(self.gateway.sent) >= count)

    def waits_for_the_database(self) -> None:
        """Wait until it answers again; the first questions after a restart meet dead connections."""

        def answers() -> bool:
            with suppress(Unavailable):
                self.office.database.check()
                return True
            return False

        wait_until(answers)

    def closes(self) -> None:
        """Stop what still runs."""
        for worker in self.workers:
            worker.stop()


@pytest.fixture
def harness(database: Database, request: pytest.FixtureRequest) -> Iterator[WorkerHarness]:
    """A workshop on SQLite with work inside the process, or on PostgreSQL with Redis."""
    broker_url = None if database.is_sqlite else request.getfixturevalue("redis_url")
    harness = WorkerHarness(database, broker_url)
    with capture_logs():
        yield harness
        harness.closes()


def test_a_worker_works_where_its_number_cannot_be_written(harness: WorkerHarness, tmp_path: Path) -> None:
    no_folder = tmp_path / "file"
    no_folder.touch()
    harness.starts(pid_folder=no_folder)

    harness.posts(1, "oCitizen")

    harness.waits_for(1)


def test_what_is_posted_is_sent(harness: WorkerHarness) -> None:
    harness.starts()
    first, second = harness.office.posts(text="一"), harness.office.posts(text="二")
    wait_until(lambda: harness.office.tally() == {State.SENT: 2})
    assert harness.gateway.sent == [(ALICE, "一"), (ALICE, "二")]
    assert first < second


def test_a_job_of_the_wiring_is_found_and_done(harness: WorkerHarness) -> None:
    queued = {"oAlice", "oBob"}
    harness.starts(Job("answer_queued", Queue.REPLY, lambda now, limit: sorted(queued), queued.discard))
    wait_until(lambda: not queued)


def test_a_scheduled_job_is_kept(harness: WorkerHarness) -> None:
    kept: list[datetime] = []
    harness.starts(scheduled_jobs=(ScheduledJob("now", "* * * * *", kept.append, timedelta(minutes=2)),))
    wait_until(lambda: bool(kept))


def test_a_living_worker_gives_a_sign_and_a_stopped_one_none(harness: WorkerHarness) -> None:
    office = harness.office

    def living() -> int:
        with office.database.reading() as session:
            return living_workers(session, office.clock.now())

    assert living() == 0
    worker = harness.starts()
    wait_until(lambda: living() == 1)
    harness.workers.remove(worker)
    worker.stop()
    assert living() == 0


def test_a_sign_of_life_is_not_good_for_ever(harness: WorkerHarness) -> None:
    harness.starts()
    later = datetime.now(UTC) + timedelta(minutes=1)

    def seen_at(moment: datetime) -> int:
        with harness.office.database.reading() as session:
            return living_workers(session, moment)

    wait_until(lambda: seen_at(datetime.now(UTC)) == 1)
    assert seen_at(later) == 0


def test_the_upkeep_of_an_installation_runs(harness: WorkerHarness) -> None:
    office = harness.office
    number = office.posts()
    far_away = office.clock.now() + timedelta(days=2)
    for scheduled_job in outbox_scheduled_jobs(office.database, office.cipher):
        scheduled_job.task(far_away)
    assert office.row(number).payload is None


def test_a_flushed_broker_loses_and_repeats_nothing(database: Database, redis_url: str) -> None:
    harness = WorkerHarness(database, redis_url)
    people = harness.posts(60, "oFlush")
    with capture_logs(), redis.Redis.from_url(redis_url) as client:
        harness.starts()
        for share in range(1, 4):
            harness.waits_for(share * 15)
            client.flushall()
        harness.waits_for(len(people))
        harness.closes()
    assert sorted(openid for openid, _ in harness.gateway.sent) == sorted(people)


def test_a_broker_that_dies_and_returns_loses_and_repeats_nothing(database: Database) -> None:
    server = RedisServer()
    server.start()
    harness = WorkerHarness(database, server.url)
    with capture_logs():
        harness.starts()
        before = harness.posts(10, "oBefore")
        harness.waits_for(len(before))
        server.stop(kill=True)
        after = harness.posts(10, "oAfter")
        server.start()
        harness.waits_for(len(before + after))
        harness.closes()
    server.remove()
    assert sorted(openid for openid, _ in harness.gateway.sent) == sorted(before + after)


def test_a_worker_stops_in_order_while_its_broker_is_away(database: Database) -> None:
    server = RedisServer()
    server.start()
    harness = WorkerHarness(database, server.url)
    office = harness.office

    def living() -> int:
        with database.reading() as session:
            return living_workers(session, office.clock.now())

    with capture_logs():
        harness.starts()
        wait_until(lambda: living() == 1)
        server.stop(kill=True)
        harness.closes()
    server.remove()
    assert living() == 0


def test_a_database_that_dies_and_returns_is_worked_with_again() -> None:
    server = PostgresServer(fsync=True)
    server.start()
    server.execute("CREATE DATABASE anwen")
    database = Database(server.url("anwen"))
    Base.metadata.create_all(database.engine)
    assert inspect(database.engine).has_table("deliveries")
    harness = WorkerHarness(database, None)
    with capture_logs():
        harness.starts()
        before = harness.posts(5, "oBefore")
        harness.waits_for(len(before))
        wait_until(lambda: harness.office.tally() == {State.SENT: len(before)})
        server.stop(kill=True)
        server.start()
        harness.waits_for_the_database()
        after = harness.posts(5, "oAfter")
        harness.waits_for(len(before + after))
        harness.closes()
    database.close()
    server.remove()
    assert sorted(openid for openid, _ in harness.gateway.sent) == sorted(before + after)
