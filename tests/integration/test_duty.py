"""Staff are told, and what nobody acknowledges stays open; on both databases."""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from sqlalchemy import select

from core.db import Database
from core.errors import NotFound
from deliveries.duty import Duty, DutyNoticeService
from deliveries.models import Delivery, DutyNotice
from deliveries.status import Lane, State
from jobs.duty_hook import MOST_TRIES, DutyHook, Hook
from staff.actors import NotPermitted, Scope
from staff.binding import BindingOver, BoundElsewhere, begin_binding, finish_binding, unbind
from staff.roles import Roles
from staff.services import OPERATOR, StaffService, find_staff
from tests.conftest import StandingClock
from tests.integration.outbox_office import ALICE, BOB, Office

ROOM = Duty(
    "emergency:R2611000001", "tips.emergency", "R2611000001", "有一件举报可能有人处在危险中", is_urgent=True
)
SECRET = b"shared secret"


class Station:
    """An outbox, staff with roles, and the duty room."""

    def __init__(self, database: Database, clock: StandingClock, *, has_hook: bool = False) -> None:
        self.database, self.clock = database, clock
        self.office = Office(database, clock)
        self.staff = StaffService(Roles.load())
        self.notices = DutyNoticeService(self.office.outbox, self.staff.staff_with, has_hook=has_hook)

    def hires(self, login: str, role: str, openid: str | None = None) -> None:
        with self.database.writing() as session:
            self.staff.add(
                session,
                login=login,
                name="陈力",
                scope=Scope(everywhere=True),
                actor=OPERATOR,
                now=self.clock.now(),
            )
            self.staff.grant(session, login, role, actor=OPERATOR, now=self.clock.now())
        if openid:
            self.scans(self.shows_code(login), openid)

    def shows_code(self, login: str) -> str:
        with self.database.writing() as session:
            return begin_binding(session, login, actor=OPERATOR, now=self.clock.now())

    def scans(self, scene: str, openid: str) -> str:
        with self.database.writing() as session:
            return finish_binding(session, scene, openid, self.clock.now()).login

    def raises(self, duty: Duty = ROOM) -> bool:
        now = self.clock.now()
        self.office.cipher.ensure_key(now)
        with self.database.writing() as session:
            return self.notices.raise_duty(session, duty, now)

    def open_for(self, login: str) -> list[DutyNotice]:
        with self.database.reading() as session:
            return list(self.notices.open_notices(session, self.staff.actor_of(session, login)))

    def acknowledges(self, login: str, notice_id: int) -> bool:
        with self.database.writing() as session:
            actor = self.staff.actor_of(session, login)
            return self.notices.acknowledge(session, notice_id, actor, self.clock.now())

    def posted_to(self) -> list[tuple[str, Lane]]:
        with self.database.reading() as session:
            rows = session.execute(select(Delivery.openid, Delivery.lane).order_by(Delivery.id))
            return [(openid, lane) for openid, lane in rows]


@pytest.fixture
def station(database: Database, clock: StandingClock) -> Station:
    return Station(database, clock)


def test_a_duty_reaches_every_bound_phone_that_it_concerns(station: Station) -> None:
    station.hires("duty1", "duty_officer", ALICE)
    station.hires("duty2", "duty_officer")
    station.hires("editor", "knowledge_editor", BOB)

    assert station.raises() is True

    assert station.posted_to() == [(ALICE, Lane.ALERT)]
    [notice] = station.open_for("duty2")
    assert (notice.subject, notice.told, notice.is_urgent) == ("R2611000001", 1, True)
    assert station.open_for("editor") == []


def test_it_is_raised_once(station: Station) -> None:
    station.hires("duty1", "duty_officer", ALICE)
    assert [station.raises(), station.raises()] == [True, False]
    assert len(station.posted_to()) == 1


def test_what_is_acknowledged_is_off_the_list_for_all(station: Station) -> None:
    station.hires("duty1", "duty_officer", ALICE)
    station.hires("duty2", "duty_officer", BOB)
    station.raises()
    [notice] = station.open_for("duty1")

    assert station.acknowledges("duty1", notice.id) is True
    assert station.acknowledges("duty2", notice.id) is False
    assert station.open_for("duty2") == []


def test_who_it_does_not_concern_cannot_acknowledge_it(station: Station) -> None:
    station.hires("editor", "knowledge_editor", BOB)
    station.hires("duty1", "duty_officer")
    station.raises()
    [notice] = station.open_for("duty1")
    with pytest.raises(NotFound):
        station.acknowledges("editor", notice.id)


def test_the_urgent_stand_before_the_old(station: Station) -> None:
    station.hires("duty1", "duty_officer")
    station.raises(Duty("later", "tips.emergency", "R1", "有一件举报快到期"))
    station.clock.advance(hours=1)
    station.raises()
    assert [one.subject for one in station.open_for("duty1")] == ["R2611000001", "R1"]


def test_a_code_binds_once_and_for_ten_minutes(station: Station) -> None:
    station.hires("duty1", "duty_officer")
    scene = station.shows_code("duty1")
    assert station.scans(scene, ALICE) == "duty1"
    with pytest.raises(BindingOver):
        station.scans(scene, BOB)

    late = station.shows_code("duty1")
    station.clock.advance(minutes=10)
    with pytest.raises(BindingOver):
        station.scans(late, BOB)
    with pytest.raises(BindingOver):
        station.scans("staff-guessed", BOB)


def test_a_newer_code_ends_the_older(station: Station) -> None:
    station.hires("duty1", "duty_officer")
    first, second = station.shows_code("duty1"), station.shows_code("duty1")
    with pytest.raises(BindingOver):
        station.scans(first, ALICE)
    assert station.scans(second, ALICE) == "duty1"


def test_one_wechat_is_one_open_account(station: Station) -> None:
    station.hires("duty1", "duty_officer", ALICE)
    station.hires("duty2", "duty_officer")
    with pytest.raises(BoundElsewhere):
        station.scans(station.shows_code("duty2"), ALICE)

    with station.database.writing() as session:
        station.staff.deactivate(session, "duty1", actor=OPERATOR, now=station.clock.now())
    assert station.scans(station.shows_code("duty2"), ALICE) == "duty2"


def test_only_administrators_and_oneself_may_bind_and_unbind(station: Station) -> None:
    station.hires("duty1", "duty_officer", ALICE)
    station.hires("duty2", "duty_officer")
    now = station.clock.now()
    with station.database.writing() as session:
        stranger = station.staff.actor_of(session, "duty2")
        with pytest.raises(NotPermitted):
            unbind(session, "duty1", actor=stranger, now=now)
        with pytest.raises(NotPermitted):
            begin_binding(session, "duty1", actor=stranger, now=now)
    with station.database.writing() as session:
        assert unbind(session, "duty1", actor=station.staff.actor_of(session, "duty1"), now=now) is True
    with station.database.reading() as session:
        user = find_staff(session, "duty1")
        assert user is not None
        assert user.openid is None


@dataclass
class Receiver:
    """Another system of the bureau; answers as it is told and keeps what came."""

    url: str = ""
    status: int = 204
    came: list[tuple[str, bytes]] = field(default_factory=list)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver that listens."""
    kept = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.came.append((self.headers["X-Anwen-Signature"], body))
            self.send_response(kept.status)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    kept.url = f"http://127.0.0.1:{server.server_address[1]}/duty"
    yield kept
    server.shutdown()
    server.server_close()
    thread.join()


def test_another_system_is_told_once_it_listens(
    database: Database, clock: StandingClock, receiver: Receiver
) -> None:
    station = Station(database, clock, has_hook=True)
    hook = DutyHook(database, Hook(receiver.url, SECRET), clock)
    station.raises()
    receiver.status = 503
    [key] = hook.due(clock.now(), 10)
    assert hook.carry(int(key)) is State.WAITING
    assert hook.carry(int(key)) is None

    receiver.status = 204
    clock.advance(seconds=6)
    assert hook.carry(int(key)) is State.SENT
    assert hook.due(clock.now() + timedelta(days=2), 10) == []

    signature, body = receiver.came[-1]
    moment = signature.removeprefix("t=").split(",")[0]
    expected = hmac.new(SECRET, f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    assert signature == f"t={moment},v1={expected}"
    said = json.loads(body)
    assert said["key"] == json.loads(receiver.came[0][1])["key"] == ROOM.key
    assert said["urgent"] is True


def test_a_system_that_never_answers_is_given_up_and_a_redirect_is_no_answer(
    database: Database, clock: StandingClock, receiver: Receiver
) -> None:
    station = Station(database, clock, has_hook=True)
    hook = DutyHook(database, Hook(receiver.url, SECRET), clock)
    station.raises()
    receiver.status = 302
    states = []
    for _ in range(MOST_TRIES):
        [key] = hook.due(clock.now(), 10)
        states.append(hook.carry(int(key)))
        clock.advance(hours=4)
    assert states == [State.WAITING] * (MOST_TRIES - 1) + [State.FAILED]
    assert hook.due(clock.now(), 10) == []


def test_without_a_hook_nothing_waits_for_one(station: Station) -> None:
    station.raises()
    hook = DutyHook(station.database, Hook("http://127.0.0.1:1/", SECRET), station.clock)
    assert hook.due(station.clock.now(), 10) == []


def test_a_notice_for_one_department_reaches_it_and_who_sees_everything(station: Station) -> None:
    for login, department in (("xiaofang", "fire"), ("zhujian", "housing")):
        with station.database.writing() as session:
            station.staff.add(
                session,
                login=login,
                name=login,
                scope=Scope(departments=frozenset({department})),
                actor=OPERATOR,
                now=station.clock.now(),
            )
            station.staff.grant(session, login, "duty_officer", actor=OPERATOR, now=station.clock.now())
    station.hires("chen", "duty_officer")
    station.scans(station.shows_code("xiaofang"), ALICE)
    station.scans(station.shows_code("zhujian"), BOB)
    assert station.raises(replace(ROOM, department="fire"))
    assert [openid for openid, _ in station.posted_to()] == [ALICE]
    [notice] = station.open_for("xiaofang")
    assert station.open_for("zhujian") == []
    assert [one.id for one in station.open_for("chen")] == [notice.id]
    with pytest.raises(NotFound):
        station.acknowledges("zhujian", notice.id)
    assert station.acknowledges("xiaofang", notice.id)
