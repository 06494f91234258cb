"""Scheduled jobs on both databases: each occurrence once, whoever looks at the clock."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from core.db import Database
from jobs.clock import ScheduledJob, Timetable, delete_old_slots
from jobs.models import ClockSlot, SlotState
from jobs.runner import Runner
from tests.conftest import StandingClock

PROOF = os.environ.get("ANWEN_PROOF") == "1"


class Diary:
    """A task that keeps when it was done, and fails as often as told."""

    def __init__(self) -> None:
        self.entries: list[datetime] = []
        self.failures = 0

    def write(self, now: datetime) -> None:
        """Do it."""
        self.entries.append(now)
        if self.failures:
            self.failures -= 1
            raise ValueError


@pytest.fixture
def diary() -> Diary:
    """An empty diary."""
    return Diary()


def timetable_of(database: Database, clock: StandingClock, *scheduled_jobs: ScheduledJob) -> Timetable:
    """A timetable as one worker has it."""
    return Timetable(scheduled_jobs, database, clock, Runner())


def keep_all(timetable: Timetable, clock: StandingClock) -> int:
    """Carry out what is due; say how much that was."""
    keys = timetable.due_keys(clock.now(), 1000)
    for key in keys:
        timetable.keep(key)
    return len(keys)


def slots(database: Database) -> list[ClockSlot]:
    """Every occurrence in the table."""
    with database.reading() as session:
        return list(session.scalars(select(ClockSlot).order_by(ClockSlot.slot_at)))


def test_two_clocks_ticking_together_fire_each_slot_once(
    database: Database, clock: StandingClock, diary: Diary
) -> None:
    scheduled_jobs = [
        ScheduledJob("minutely", "* * * * *", diary.write, grace=timedelta(minutes=2)),
        ScheduledJob("morning", "30 9 * * *", diary.write),
    ]
    timetables = [timetable_of(database, clock, *scheduled_jobs) for _ in range(2)]
    started = clock.now()
    ticks = 1000 if PROOF else 200
    together = threading.Barrier(2, action=lambda: clock.advance(seconds=17))

    def tick(timetable: Timetable) -> None:
        for _ in range(ticks):
            together.wait()
            timetable.tick()
            # Nobody may move the clock while the other still looks at it.
            apart.wait()

    apart = threading.Barrier(2)
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(tick, timetables))
    minutes = {started + timedelta(minutes=minute) for minute in range(-1, 17 * ticks // 60 + 1)}
    found = slots(database)
    assert {slot.slot_at for slot in found if slot.name == "minutely"} == minutes
    assert [slot.slot_at for slot in found if slot.name == "morning"] == [
        datetime(2026, 11, 22, 1, 30, tzinfo=UTC)
    ]
    for timetable in timetables:
        keep_all(timetable, clock)
    assert len(diary.entries) == len(found) == len(minutes) + 1


def test_two_workers_carry_out_a_slot_once(database: Database, clock: StandingClock, diary: Diary) -> None:
    scheduled_job = ScheduledJob("hourly", "0 * * * *", diary.write, grace=timedelta(minutes=1))
    timetables = [timetable_of(database, clock, scheduled_job) for _ in range(4)]
    timetables[0].tick()
    (key,) = timetables[0].due_keys(clock.now(), 10)
    together = threading.Barrier(len(timetables))

    def keep(timetable: Timetable) -> None:
        together.wait()
        timetable.keep(key)

    with ThreadPoolExecutor(len(timetables)) as threads:
        list(threads.map(keep, timetables))
    assert diary.entries == [clock.now()]


def test_slots_missed_within_the_grace_are_made_up_for_once(
    database: Database, clock: StandingClock, diary: Diary
) -> None:
    scheduled_job = ScheduledJob("hourly", "0 * * * *", diary.write, grace=timedelta(hours=3))
    timetable_of(database, clock, scheduled_job).tick()
    assert len(slots(database)) == 3  # 07:00, 08:00 and 09:00; 06:00 lies exactly a grace ago
    clock.advance(hours=5)
    late = timetable_of(database, clock, scheduled_job)
    late.tick()
    late.tick()
    assert len(slots(database)) == 6  # 12:00, 13:00, 14:00; 10:00 and 11:00 are past their grace


def test_a_clock_set_back_fires_nothing_again(database: Database, clock: StandingClock, diary: Diary) -> None:
    timetable = timetable_of(database, clock, ScheduledJob("hourly", "0 * * * *", diary.write))
    timetable.tick()
    keep_all(timetable, clock)
    clock.advance(hours=-2)
    timetable.tick()
    clock.advance(hours=2)
    timetable.tick()
    keep_all(timetable, clock)
    assert len([slot for slot in slots(database) if slot.slot_at == clock.now()]) == 1
    assert len(diary.entries) == len(slots(database))


def test_a_clock_that_was_days_ahead_does_not_put_scheduled_jobs_off_for_days(
    database: Database, clock: StandingClock, diary: Diary
) -> None:
    hourly = timetable_of(database, clock, ScheduledJob("hourly", "0 * * * *", diary.write))
    hourly.tick()
    keep_all(hourly, clock)
    clock.advance(days=3)
    hourly.tick()
    keep_all(hourly, clock)
    clock.advance(days=-3)
    hourly.tick()
    diary.entries.clear()

    clock.advance(hours=1)
    hourly.tick()
    keep_all(hourly, clock)

    assert diary.entries == [clock.now()]


def test_slots_are_reckoned_in_china(database: Database, clock: StandingClock, diary: Diary) -> None:
    timetable_of(database, clock, ScheduledJob("morning", "0 9 * * *", diary.write)).tick()
    (slot,) = slots(database)
    assert (slot.key, slot.slot_at) == ("morning:2026-11-22T09:00:00+08:00", clock.now())


def test_a_failing_task_is_tried_three_times(database: Database, clock: StandingClock, diary: Diary) -> None:
    timetable = timetable_of(database, clock, ScheduledJob("morning", "0 9 * * *", diary.write))
    diary.failures = 9
    timetable.tick()
    with capture_logs():
        for _ in range(10):
            keep_all(timetable, clock)
            clock.advance(minutes=5)
    assert len(diary.entries) == 3
    assert slots(database)[0].state == SlotState.FAILED


def test_a_task_that_fails_once_succeeds_later(
    database: Database, clock: StandingClock, diary: Diary
) -> None:
    timetable = timetable_of(database, clock, ScheduledJob("morning", "0 9 * * *", diary.write))
    diary.failures = 1
    timetable.tick()
    with capture_logs():
        keep_all(timetable, clock)
    clock.advance(minutes=1)
    assert keep_all(timetable, clock) == 1
    assert slots(database)[0].state == SlotState.DONE


def test_the_slot_of_a_killed_worker_is_carried_out_by_another(
    database: Database, clock: StandingClock, diary: Diary
) -> None:
    class Killed(BaseException):
        """Stands for a process that ends in the middle of a task."""

    def die(now: datetime) -> None:
        raise Killed

    dying = timetable_of(database, clock, ScheduledJob("morning", "0 9 * * *", die))
    dying.tick()
    with pytest.raises(Killed):
        keep_all(dying, clock)
    other = timetable_of(database, clock, ScheduledJob("morning", "0 9 * * *", diary.write))
    assert keep_all(other, clock) == 0
    clock.advance(minutes=12)
    assert keep_all(other, clock) == 1
    assert diary.entries == [clock.now()]


def test_a_task_that_kills_its_worker_is_given_up(database: Database, clock: StandingClock) -> None:
    class Killed(BaseException):
        """Stands for a process that ends in the middle of a task."""

    times: list[datetime] = []

    def die(now: datetime) -> None:
        times.append(now)
        raise Killed

    timetable = timetable_of(database, clock, ScheduledJob("morning", "0 9 * * *", die))
    timetable.tick()
    for _ in range(3):
        with pytest.raises(Killed):
            keep_all(timetable, clock)
        clock.advance(minutes=12)
    keep_all(timetable, clock)
    assert len(times) == 3
    assert slots(database)[0].state == SlotState.FAILED


def test_old_slots_are_forgotten(database: Database, clock: StandingClock, diary: Diary) -> None:
    timetable_of(database, clock, ScheduledJob("morning", "0 9 * * *", diary.write)).tick()
    left = []
    for days in (29, 2):
        clock.advance(days=days)
        with database.writing() as session:
            delete_old_slots(session, clock.now())
        left.append(len(slots(database)))
    assert left == [1, 0]
