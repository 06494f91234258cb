"""One delivery carried to the platform, on both databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from core.db import Database
from deliveries.messages import Picture
from deliveries.ports import FailureClass, GatewayRefusal
from deliveries.status import Lane, State
from jobs.courier import Courier, delivery_jobs
from jobs.ports import Queue
from tests.conftest import StandingClock
from tests.fakes.recording_gateway import RecordingGateway
from tests.integration.outbox_office import ALICE, BOB, Office


class FlickeringDatabase(Database):
    """A database whose next transactions cannot begin."""

    away_for = 0

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a transaction, unless it is away."""
        if self.away_for:
            self.away_for -= 1
            raise OperationalError("BEGIN", None, ConnectionRefusedError())
        with super().writing() as session:
            yield session


class LeavingGateway(RecordingGateway):
    """A gateway during whose call the database goes away."""

    def __init__(self, database: FlickeringDatabase) -> None:
        super().__init__()
        self.database = database

    def send_text(self, openid: str, text: str) -> None:
        """Keep a text; from now on the database is away for three transactions."""
        super().send_text(openid, text)
        self.database.away_for = 3


@pytest.fixture
def office(database: Database, clock: StandingClock) -> Office:
    """An office that has just heard from two people."""
    office = Office(database, clock)
    office.hears_from(ALICE, BOB)
    return office


@pytest.fixture
def gateway() -> RecordingGateway:
    """A gateway that takes everything."""
    return RecordingGateway()


def test_a_text_reaches_the_platform(office: Office, gateway: RecordingGateway, clock: StandingClock) -> None:
    number = office.posts(text="先关阀门")
    assert Courier(office.database, office.queue, gateway, clock).deliver(number) == State.SENT
    assert gateway.sent == [(ALICE, "先关阀门")]


def test_a_picture_that_the_platform_has_lost_is_reported(
    office: Office, gateway: RecordingGateway, clock: StandingClock
) -> None:
    gone: list[str] = []
    courier = Courier(office.database, office.queue, gateway, clock, media_gone=gone.append)
    lost = GatewayRefusal(FailureClass.CONTENT, "invalid media_id", errcode=40007)
    gateway.refuses_with([lost, lost])
    office.cipher.ensure_key(clock.now())
    with office.database.writing() as session:
        number = office.outbox.post(session, ALICE, Picture("media-1"), clock.now())
    assert courier.deliver(number) == State.FAILED
    assert courier.deliver(office.posts(text="先关阀门")) == State.FAILED
    assert gone == ["media-1"]


def test_a_picture_reaches_the_platform(
    office: Office, gateway: RecordingGateway, clock: StandingClock
) -> None:
    office.cipher.ensure_key(clock.now())
    with office.database.writing() as session:
        number = office.outbox.post(session, ALICE, Picture("media-1"), clock.now())
    Courier(office.database, office.queue, gateway, clock).deliver(number)
    assert gateway.sent == [(ALICE, "media-1")]


def test_what_was_sent_is_not_sent_again(
    office: Office, gateway: RecordingGateway, clock: StandingClock
) -> None:
    courier = Courier(office.database, office.queue, gateway, clock)
    number = office.posts()
    courier.deliver(number)
    assert courier.deliver(number) is None
    assert gateway.calls == 1


def test_a_busy_platform_is_asked_again_later(
    office: Office, gateway: RecordingGateway, clock: StandingClock
) -> None:
    gateway.refuses_with([GatewayRefusal(FailureClass.BUSY, "busy", errcode=-1)])
    courier = Courier(office.database, office.queue, gateway, clock)
    number = office.posts()
    with capture_logs():
        assert courier.deliver(number) == State.WAITING
    clock.advance(seconds=1)
    assert courier.deliver(number) == State.SENT


def test_the_log_holds_neither_words_nor_openids(
    office: Office, gateway: RecordingGateway, clock: StandingClock
) -> None:
    gateway.refuses_with([GatewayRefusal(FailureClass.RECIPIENT, "refused", errcode=43004)])
    courier = Courier(office.database, office.queue, gateway, clock)
    refused, sent = office.posts(text="先关阀门"), office.posts(BOB, text="先关阀门")
    with capture_logs() as lines:
        courier.deliver(refused)
        courier.deliver(sent)
    assert [line["event"] for line in lines] == ["delivery_refused", "delivery_sent"]
    assert ALICE not in str(lines)
    assert BOB not in str(lines)
    assert "先关阀门" not in str(lines)


def test_a_courier_that_slept_through_its_lease_does_not_send(
    database: Database, clock: StandingClock, gateway: RecordingGateway
) -> None:
    office = Office(database, clock, lease=timedelta(0))
    office.hears_from(ALICE)
    number = office.posts()
    assert Courier(database, office.queue, gateway, clock).deliver(number) == State.WAITING
    assert gateway.calls == 0


def test_a_database_away_after_the_call_is_waited_for(database_url: str, clock: StandingClock) -> None:
    flickering = FlickeringDatabase(database_url)
    office = Office(flickering, clock)
    office.hears_from(ALICE)
    number = office.posts()
    pauses: list[float] = []
    courier = Courier(flickering, office.queue, LeavingGateway(flickering), clock, sleep=pauses.append)
    assert courier.deliver(number) == State.SENT
    assert len(pauses) == 3
    flickering.close()


def test_each_lane_has_its_own_job_and_finds_only_its_own(
    office: Office, gateway: RecordingGateway, clock: StandingClock
) -> None:
    numbers = {Queue(lane.value): office.posts(lane=lane) for lane in Lane}
    jobs = delivery_jobs(office.database, office.queue, gateway, clock)
    found = {job.queue: job.due(clock.now(), 10) for job in jobs if job.name != "recover_delivery"}
    assert found == {queue: [str(number)] for queue, number in numbers.items()}


def test_the_job_of_recovery_decides_about_lost_workers(
    office: Office, gateway: RecordingGateway, clock: StandingClock
) -> None:
    number = office.posts()
    office.takes(number)
    clock.advance(seconds=61)
    (recovery,) = [
        job
        for job in delivery_jobs(office.database, office.queue, gateway, clock)
        if job.name == "recover_delivery"
    ]
    assert recovery.due(clock.now(), 10) == [str(number)]
    recovery.do(str(number))
    assert office.row(number).state == State.UNKNOWN
