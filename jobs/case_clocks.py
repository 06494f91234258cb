"""The worker's part in the clocks of cases: one transaction for each clock that has something to say."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from core.clock import Clock
from core.db import Database
from jobs.clock import ScheduledJob
from jobs.ports import Job, Queue
from jobs.rounds import Rows, go_round
from tipoffs.clocks.firing import DUE, due_clocks, fire
from tipoffs.clocks.ports import Tell
from tipoffs.clocks.services import ClockService
from tipoffs.recounting import open_clocks, recount


def case_clock_job(
    database: Database,
    service: ClockService,
    tell: Tell,
    clock: Clock,
    get_ready: Callable[[datetime], object],
) -> Job:
    """Finds the clocks that are due, and lets each say its step.

    ``get_ready`` comes before each transaction.
    """

    def keys(now: datetime, limit: int) -> Sequence[str]:
        with database.reading() as session:
            return [str(one) for one in due_clocks(session, now, limit)]

    def say(key: str) -> None:
        now = clock.now()
        get_ready(now)
        with database.writing() as session:
            fire(session, int(key), now, tell, service)

    return Job("fire_case_clock", Queue.ALERT, keys, say, look_every_seconds=5.0, is_any=DUE.is_any)


def case_clock_scheduled_job(database: Database, service: ClockService) -> ScheduledJob:
    """Counts every open clock anew each night: a new year of holidays may have been published."""

    def recount_one(session: Session, clock_id: int, _now: datetime) -> None:
        recount(session, clock_id, service)

    def recount_all(now: datetime) -> None:
        go_round(database, now, Rows("recount_case_clock", 0, open_clocks, recount_one))

    return ScheduledJob("recount_case_clocks", "50 3 * * *", recount_all)
