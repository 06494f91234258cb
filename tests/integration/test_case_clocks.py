"""The clocks of cases on both databases: verbs, steps that fire once, silence after the end and at night."""

import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.clock import SHANGHAI
from core.db import Database
from core.errors import NotFound
from jobs.case_clocks import case_clock_job, case_clock_scheduled_job
from places.calendar import import_notice, set_day
from staff.actors import CLOCK, Actor, ActorKind, NotPermitted
from tests.conftest import StandingClock
from tipoffs.clocks.firing import due_clocks, fire
from tipoffs.clocks.models import CaseClock, ClockFiring
from tipoffs.clocks.ports import ClockNotice
from tipoffs.clocks.queries import clocks_of
from tipoffs.clocks.reminders import Recipient
from tipoffs.clocks.rules import read_rules
from tipoffs.clocks.services import AlreadyRunning, ClockService, ClockStopped, NotExtendable, NotPaused
from tipoffs.ports import Extension
from tipoffs.recounting import recount_all

ROOT = Path(__file__).resolve().parents[2]
RULES = read_rules()
SERVICE = ClockService(RULES)
LEADER = Actor(ActorKind.STAFF, "zhou", roles=frozenset({"leader"}))
CASE = "R2609000001"


def at(words: str) -> datetime:
    """A moment as a clerk says it."""
    return datetime.fromisoformat(words).replace(tzinfo=SHANGHAI).astimezone(UTC)


class Listener:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.notices: list[ClockNotice] = []

    def __call__(self, _session: Session, notice: ClockNotice, _now: datetime) -> None:
        """Be told."""
        self.notices.append(notice)

    @property
    def steps(self) -> list[str]:
        """The steps in the order in which they were told."""
        return [one.step for one in self.notices]


@pytest.fixture
def listener() -> Listener:
    """Somebody who listens."""
    return Listener()


def starts(database: Database, kind: str, when: str, case: str = CASE, **more: str) -> int:
    """Start a clock; its number."""
    with database.writing() as session:
        return SERVICE.start(session, case, kind, at(when), department=more.get("department", "housing")).id


def fires(database: Database, when: datetime, listener: Listener) -> int:
    """Look at the clocks once."""
    with database.writing() as session:
        found = sorted(due_clocks(session, when))
        return sum(fire(session, one, when, listener, SERVICE) for one in found)


def clock_of(database: Database, clock_id: int) -> CaseClock:
    """The clock as it is now."""
    with database.reading() as session:
        return session.get_one(CaseClock, clock_id)


def test_a_clock_says_each_step_once_and_in_its_hour(database: Database, listener: Listener) -> None:
    starts(database, "accept", "2026-09-29T10:00")
    moment, heard = at("2026-09-29T10:00"), []
    while moment < at("2026-11-05T00:00"):
        before = len(listener.notices)
        fires(database, moment, listener)
        here = moment.astimezone(SHANGHAI)
        heard += [(one.step, f"{here:%m-%d %H}") for one in listener.notices[before:]]
        moment += timedelta(hours=1)

    assert heard == [
        ("remind_50", "10-05 17"),
        ("remind_80", "10-09 12"),
        ("remind_100", "10-12 07"),
        ("overdue_handler", "10-13 07"),
        ("overdue_leader", "10-14 07"),
        ("overdue_committee", "10-16 07"),
        ("overdue_letter", "10-20 07"),
        ("overdue_interview", "10-27 07"),
    ]
    assert [one.recipient for one in listener.notices[3:6]] == [
        Recipient.HANDLER,
        Recipient.LEADER,
        Recipient.COMMITTEE,
    ]
    assert {one.department for one in listener.notices} == {"housing"}


def test_nothing_is_said_at_night_but_by_an_urgent_clock(database: Database, listener: Listener) -> None:
    starts(database, "accept", "2026-09-29T10:00")
    starts(database, "verify_fire_exit", "2026-10-12T20:00")
    fires(database, at("2026-10-13T06:59"), listener)
    assert [one.kind for one in listener.notices] == []
    fires(database, at("2026-10-13T07:00"), listener)
    assert listener.steps == ["overdue_handler"]
    fires(database, at("2026-10-13T22:30"), listener)
    assert {one.kind for one in listener.notices[1:]} == {"verify_fire_exit"}
    assert "overdue_leader" in listener.steps


def test_a_standstill_through_the_evening_waits_for_the_morning(
    database: Database, listener: Listener
) -> None:
    clock_id = starts(database, "accept", "2026-09-29T10:00")
    # The step was due at 07:00; the machines come back at 23:00.
    with database.writing() as session:
        assert fire(session, clock_id, at("2026-10-13T23:00"), listener, SERVICE) == 0
    assert fires(database, at("2026-10-13T23:00"), listener) == 0
    assert fires(database, at("2026-10-14T07:00"), listener) == 2


def test_nothing_is_said_after_the_case_is_over(database: Database, listener: Listener) -> None:
    starts(database, "accept", "2026-09-29T10:00")
    starts(database, "sign", "2026-09-29T10:00")
    other = starts(database, "accept", "2026-09-29T10:00", case="R2")
    with database.writing() as session:
        assert len(SERVICE.stop_all(session, CASE, at("2026-09-30T09:00"))) == 2
    fires(database, at("2026-12-01T09:00"), listener)
    assert {one.clock_id for one in listener.notices} == {other}


def test_a_stopped_clock_knows_whether_it_was_late(database: Database) -> None:
    early, late = (starts(database, "accept", "2026-09-29T10:00", case=case) for case in ("R1", "R2"))
    with database.writing() as session:
        SERVICE.stop(session, early, at("2026-10-12T23:59"))
        SERVICE.stop(session, late, at("2026-10-13T00:00"))
        with pytest.raises(ClockStopped):
            SERVICE.stop(session, late, at("2026-10-14T00:00"))
    assert clock_of(database, early).is_late is False
    assert clock_of(database, late).is_late is True


def test_a_pause_keeps_it_silent_and_moves_its_end(database: Database, listener: Listener) -> None:
    clock_id = starts(database, "accept", "2026-11-02T10:00")
    assert clock_of(database, clock_id).last_day == date(2026, 11, 9)
    with database.writing() as session:
        SERVICE.pause(session, clock_id, "等待补充材料", at("2026-11-04T09:00"))
    paused = clock_of(database, clock_id)
    assert (paused.due_at, paused.last_day, paused.next_at) == (None, None, None)
    assert fires(database, at("2026-11-20T09:00"), listener) == 0
    with database.writing() as session:
        with pytest.raises(NotPaused):
            SERVICE.pause(session, clock_id, "再等", at("2026-11-20T09:00"))
        SERVICE.resume(session, clock_id, at("2026-11-20T09:00"))
        with pytest.raises(NotPaused):
            SERVICE.resume(session, clock_id, at("2026-11-20T09:00"))
    # One day had been counted (the 3rd); the 20th, 23rd, 24th and 25th are the other four.
    assert clock_of(database, clock_id).last_day == date(2026, 11, 25)


def test_a_clock_is_not_paused_once_it_is_late(database: Database) -> None:
    clock_id = starts(database, "accept", "2026-11-02T10:00")
    with database.writing() as session, pytest.raises(NotPaused, match="期限已经过了"):
        SERVICE.pause(session, clock_id, "等待", at("2026-11-10T00:00"))


def extends(
    database: Database, clock_id: int, by: int = 30, now: datetime | None = None, **changes: object
) -> CaseClock:
    """Extend as it should be done, but for the changes."""
    how = {"approver": LEADER, "asked_by": "wang", "reason": "需要专家鉴定"} | changes
    with database.writing() as session:
        extension = Extension(by, **how)  # type: ignore[arg-type]
        return SERVICE.extend(session, clock_id, extension, now or at("2026-11-01T09:00"))


def test_one_extension_with_approver_and_reason(database: Database, listener: Listener) -> None:
    clock_id = starts(database, "verify", "2026-09-07T09:00")
    fires(database, at("2026-10-10T09:00"), listener)
    assert listener.steps == ["remind_50"]
    assert clock_of(database, clock_id).last_day == date(2026, 11, 6)

    clock = extends(database, clock_id)

    assert clock.last_day == date(2026, 12, 7), "90 days end on Sunday 6 December"
    assert (clock.extension_approver, clock.extension_asked_by) == ("zhou", "wang")
    assert clock.extension_reason == "需要专家鉴定"
    with pytest.raises(NotExtendable, match="一次"):
        extends(database, clock_id)
    fires(database, at("2026-11-30T09:00"), listener)
    assert listener.steps == ["remind_50", "remind_80"], "the extended time reminds anew, the last word only"


@pytest.mark.parametrize(
    ("by", "changes", "error", "says"),
    [
        (31, {}, NotExtendable, "最多延长30日"),
        (0, {}, NotExtendable, "最多延长30日"),
        (-1, {}, NotExtendable, "最多延长30日"),
        (30, {"reason": "  "}, NotExtendable, "理由"),
        (30, {"asked_by": "zhou"}, NotExtendable, "同一个人"),
        (30, {"approver": Actor(ActorKind.STAFF, "li", roles=frozenset({"verifier"}))}, NotPermitted, "权限"),
        (
            30,
            {"approver": Actor(ActorKind.REPORTER, CASE, roles=frozenset({"leader"}))},
            NotPermitted,
            "权限",
        ),
        (30, {"approver": CLOCK}, NotPermitted, "权限"),
        (30, {"now": at("2026-11-07T00:00")}, NotExtendable, "已经过了"),
    ],
)
def test_an_extension_that_breaks_a_rule(
    database: Database, by: int, changes: dict[str, Any], error: type[Exception], says: str
) -> None:
    clock_id = starts(database, "verify", "2026-09-07T09:00")
    with pytest.raises(error, match=says):
        extends(database, clock_id, by, **changes)
    assert clock_of(database, clock_id).extended_by == 0


def test_most_clocks_are_not_extended(database: Database) -> None:
    with pytest.raises(NotExtendable):
        extends(database, starts(database, "accept", "2026-10-30T09:00"), 5)


def test_a_case_has_one_open_clock_of_a_kind(database: Database) -> None:
    first = starts(database, "accept", "2026-11-02T10:00")
    with database.writing() as session, pytest.raises(AlreadyRunning):
        SERVICE.start(session, CASE, "accept", at("2026-11-02T11:00"))
    with pytest.raises(IntegrityError), database.writing() as session:
        session.execute(
            text(
                "INSERT INTO case_clocks (case_number, kind, department, unit, length, is_urgent, started_at,"
                " is_provisional, extended_by, extension_asked_by, extension_approver, extension_reason)"
                " SELECT case_number, kind, department, unit, length, is_urgent, started_at, is_provisional,"
                " extended_by, '', '', '' FROM case_clocks"
            )
        )
    with database.writing() as session:
        SERVICE.stop(session, first, at("2026-11-03T10:00"))
    second = starts(database, "accept", "2026-11-04T10:00")
    with database.reading() as session:
        assert [one.id for one in clocks_of(session, CASE)] == [first, second]


def test_unknown_kinds_and_clocks(database: Database) -> None:
    with database.writing() as session:
        with pytest.raises(NotFound):
            SERVICE.start(session, CASE, "no_such", at("2026-11-02T10:00"))
        with pytest.raises(NotFound):
            SERVICE.stop(session, 4711, at("2026-11-02T10:00"))


def test_a_calendar_that_changes_moves_open_clocks(
    database: Database, tmp_path: Path, clock: StandingClock
) -> None:
    clock_id = starts(database, "accept", "2026-12-28T10:00")
    stopped = starts(database, "sign", "2026-12-31T10:00")
    assert clock_of(database, clock_id).last_day == date(2027, 1, 4)
    assert clock_of(database, clock_id).is_provisional
    notice = tmp_path / "2027.yaml"
    # Not the real notice of 2027: the first three days off and, so that the year counts as published, others.
    days = [*(f"2027-01-0{n}" for n in (1, 2, 3)), *(f"2027-02-1{n}" for n in range(1, 6))]
    notice.write_text("\n".join(f"- {{日期: {day}, 是否上班: 否, 名称: 假日}}" for day in days), "utf-8")
    with database.writing() as session:
        SERVICE.stop(session, stopped, at("2026-12-31T11:00"))
        assert import_notice(session, notice, editor="wang", now=clock.now()) == [2027]
    case_clock_scheduled_job(database, SERVICE).task(clock.now())
    moved = clock_of(database, clock_id)
    assert (moved.last_day, moved.is_provisional) == (date(2027, 1, 5), False)
    with database.writing() as session:
        set_day(session, date(2027, 1, 5), is_workday=False, name="停工", editor="wang", now=clock.now())
        assert recount_all(session, SERVICE) == 1
        assert recount_all(session, SERVICE) == 0


def test_what_cannot_be_told_is_tried_again(database: Database, listener: Listener) -> None:
    clock_id = starts(database, "accept", "2026-09-29T10:00")

    def refuse(_session: Session, _notice: ClockNotice, _now: datetime) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError), database.writing() as session:
        fire(session, clock_id, at("2026-10-06T09:00"), refuse, SERVICE)
    fires(database, at("2026-10-06T09:00"), listener)
    assert listener.steps == ["remind_50"]


def test_workers_that_look_together_tell_each_step_once(database: Database) -> None:
    for number in range(30):
        starts(database, "accept", "2026-09-29T10:00", case=f"R{number}")
    listeners = [Listener() for _ in range(3)]
    together = threading.Barrier(3)

    def work(listener: Listener) -> None:
        job = case_clock_job(
            database, SERVICE, listener, StandingClock(at("2026-10-16T09:00")), lambda _: None
        )
        together.wait()
        for key in job.due(at("2026-10-16T09:00"), 100):
            job.do(key)

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(work, listeners))

    told = Counter((one.clock_id, one.step) for listener in listeners for one in listener.notices)
    assert set(told.values()) == {1}
    assert len(told) == 30 * 3
    with database.reading() as session:
        rows = session.scalars(select(ClockFiring)).all()
    assert Counter(row.was_told for row in rows) == {True: 90, False: 90}


def test_killed_and_doubled_processes_tell_each_step_once(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("CREATE TABLE told (clock INTEGER, step VARCHAR(32), teller INTEGER)"))
    for number in range(60):
        starts(database, "accept", "2026-09-29T10:00", case=f"R{number}")
    now = at("2026-10-27T09:00")
    url = database.url.render_as_string(hide_password=False)
    program = [sys.executable, "-m", "tests.integration.case_clock_process", url, now.isoformat()]

    def run() -> subprocess.Popen[bytes]:
        process = subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        return process

    def count() -> int:
        with database.reading() as session:
            return int(session.execute(text("SELECT count(*) FROM told")).scalar_one())

    first = run()
    deadline = time.monotonic() + 30
    while count() < 20 and time.monotonic() < deadline:
        time.sleep(0.005)
    first.kill()
    first.wait()
    after_kill = count()
    assert 20 <= after_kill < 300, "it was to be killed in the middle"
    both = [run(), run()]
    assert [process.wait(60) for process in both] == [0, 0]
    for process in (first, *both):
        assert process.stdout is not None
        process.stdout.close()

    with database.reading() as session:
        told = Counter((clock, step) for clock, step in session.execute(text("SELECT clock, step FROM told")))
        firings = {(row.clock_id, row.step) for row in session.scalars(select(ClockFiring)) if row.was_told}
    assert set(told.values()) == {1}
    assert len(told) == 60 * 5
    assert set(told) == firings
