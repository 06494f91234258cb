"""What happens by the clock: scheduled jobs by cron expression, each occurrence a unique row.

Times are those of Asia/Shanghai. APScheduler's CronTrigger only computes; it schedules nothing here.
"""

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from apscheduler.triggers.cron import CronTrigger
from sqlalchemy import and_, delete, func, select, update
from sqlalchemy.orm import Session

from core.clock import SHANGHAI, Clock
from core.db import Database
from core.due_rows import DueRows
from core.statements import insert_once
from jobs.models import ClockSlot, SlotState
from jobs.ports import Job, Queue
from jobs.runner import Runner

MOST_ATTEMPTS = 3
RETRY_AFTER = timedelta(minutes=1)
LEASE_MARGIN = timedelta(minutes=1)
SLOTS_KEPT = timedelta(days=30)
_MICROSECOND = timedelta(microseconds=1)


_DUE = DueRows(ClockSlot.key, ClockSlot.due_at, ClockSlot.state.in_((SlotState.WAITING, SlotState.RUNNING)))
"""The occurrences that wait, and those whose worker is not heard of any more."""


@dataclass(frozen=True, slots=True)
class ScheduledJob:
    """Something to do at the times of a cron expression (minute, hour, day, month, day of week).

    Name days of the week (``mon``): APScheduler 3 counts them from Monday, crontab from Sunday, so
    numbers are refused with ``ValueError``. Occurrences missed while every clock stood still are made up
    for within ``grace``, each once. The task gets the present moment; it is tried three times and must
    bear being repeated, for a killed worker leaves nobody to say how far it came.
    """

    name: str
    cron: str
    task: Callable[[datetime], None]
    grace: timedelta = timedelta(hours=1)
    time_limit: timedelta = timedelta(minutes=10)

    def __post_init__(self) -> None:
        """Refuse a cron expression that would mean another day than it says."""
        if ":" in self.name:
            raise ValueError(f"{self.name!r}: a colon parts the name from the slot")
        weekday = self.cron.split()[-1]
        if any(sign.isdigit() for sign in weekday.partition("/")[0]):
            raise ValueError(f"{self.name}: name the day of the week in {self.cron!r}")


class Timetable:
    """Keeps the scheduled jobs; any number of timetables on any number of machines may tick."""

    def __init__(
        self, scheduled_jobs: Iterable[ScheduledJob], database: Database, clock: Clock, runner: Runner
    ) -> None:
        self._scheduled_jobs = {scheduled_job.name: scheduled_job for scheduled_job in scheduled_jobs}
        self._triggers = {
            name: CronTrigger.from_crontab(scheduled_job.cron, timezone=SHANGHAI)
            for name, scheduled_job in self._scheduled_jobs.items()
        }
        self._database = database
        self._clock = clock
        self._runner = runner
        self._looked_until: dict[str, datetime] = {}

    def tick(self) -> int:
        """Write a row for every occurrence up to now that has none; say how many were new."""
        now = self._clock.now()
        rows = [
            {
                "key": f"{name}:{slot.astimezone(SHANGHAI).isoformat()}",
                "name": name,
                "slot_at": slot,
                "state": SlotState.WAITING,
                "due_at": now,
            }
            for name in self._scheduled_jobs
            for slot in self._slots(name, now)
        ]
        new = 0
        if rows:
            with self._database.writing() as session:
                new = len(insert_once(session, ClockSlot, rows, conflict=["key"]))
        # Only now: had the database been away, the next tick must look at the same time again.
        self._looked_until.update(dict.fromkeys(self._scheduled_jobs, now))
        return new

    def _slots(self, name: str, now: datetime) -> Sequence[datetime]:
        after = now - self._scheduled_jobs[name].grace
        looked_until = self._looked_until.get(name, after)
        # Looked beyond now: the clock was ahead and has been set right. What came then has its row already.
        if looked_until <= now:
            after = max(after, looked_until)
        slots = []
        while (slot := self._triggers[name].get_next_fire_time(None, after + _MICROSECOND)) and slot <= now:
            slots.append(slot)
            after = slot
        return slots

    def job(self) -> Job:
        """The job that carries out what ``tick`` wrote down."""
        longest = max((a.time_limit for a in self._scheduled_jobs.values()), default=timedelta(minutes=1))
        return Job(
            "keep_appointment",
            Queue.UPKEEP,
            self.due_keys,
            self.keep,
            look_every_seconds=1.0,
            time_limit_seconds=longest.total_seconds(),
            is_any=_DUE.is_any,
        )

    def due_keys(self, now: datetime, limit: int) -> Sequence[str]:
        """The occurrences that wait, and those whose worker is not heard of any more."""
        with self._database.reading() as session:
            return _DUE.next(session, now, limit)

    def keep(self, key: str) -> None:
        """Carry out one occurrence, unless somebody else does or did."""
        scheduled_job = self._scheduled_jobs.get(key.partition(":")[0])
        if scheduled_job is None:
            return
        token = secrets.token_hex(16)
        attempts = self._claim(key, token, scheduled_job)
        if attempts is None:
            return
        well = self._runner.attempt(scheduled_job.name, lambda: scheduled_job.task(self._clock.now()))
        self._settle(key, token, well, attempts)

    def _claim(self, key: str, token: str, scheduled_job: ScheduledJob) -> int | None:
        now = self._clock.now()
        is_due = and_(ClockSlot.key == key, _DUE.at(now))
        with self._database.writing() as session:
            # A task that kills its worker each time must not do so for ever.
            session.execute(
                update(ClockSlot)
                .where(is_due, ClockSlot.attempts >= MOST_ATTEMPTS)
                .values(state=SlotState.FAILED, finished_at=now, token=None)
                .execution_options(synchronize_session=False)
            )
            return session.scalar(
                update(ClockSlot)
                .where(is_due)
                .values(
                    state=SlotState.RUNNING,
                    token=token,
                    due_at=now + scheduled_job.time_limit + LEASE_MARGIN,
                    attempts=ClockSlot.attempts + 1,
                )
                .returning(ClockSlot.attempts)
                .execution_options(synchronize_session=False)
            )

    def _settle(self, key: str, token: str, well: bool, attempts: int) -> None:
        now = self._clock.now()
        if well:
            fate = {"state": SlotState.DONE, "finished_at": now}
        elif attempts >= MOST_ATTEMPTS:
            fate = {"state": SlotState.FAILED, "finished_at": now}
        else:
            fate = {"state": SlotState.WAITING, "due_at": now + RETRY_AFTER * attempts}
        with self._database.writing() as session:
            session.execute(
                update(ClockSlot)
                .where(ClockSlot.key == key, ClockSlot.token == token, ClockSlot.state == SlotState.RUNNING)
                .values({**fate, "token": None})
                .execution_options(synchronize_session=False)
            )


def failed_slots(session: Session, since: datetime) -> Sequence[tuple[str, int, datetime]]:
    """The scheduled jobs of which occurrences since then were given up: name, how many, the last one."""
    query = (
        select(ClockSlot.name, func.count(), func.max(ClockSlot.slot_at))
        .where(ClockSlot.state == SlotState.FAILED, ClockSlot.slot_at > since)
        .group_by(ClockSlot.name)
        .order_by(ClockSlot.name)
    )
    return [(name, count, last) for name, count, last in session.execute(query)]


def delete_old_slots(session: Session, now: datetime) -> None:
    """Forget the occurrences of more than a month ago; far longer than any grace, so none fires again."""
    session.execute(delete(ClockSlot).where(ClockSlot.slot_at < now - SLOTS_KEPT))
