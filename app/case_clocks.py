"""The clocks of cases, put together: their rules, their service, and the worker's part in them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from core.clock import Clock
from core.db import Database
from jobs.case_clocks import case_clock_job, case_clock_scheduled_job
from jobs.clock import ScheduledJob
from jobs.ports import Job
from jobs.rounds import Rows, go_round
from tipoffs.clocks.rules import read_rules
from tipoffs.clocks.services import ClockService
from tipoffs.watching import Watch, to_archive


class CaseClocks:
    """One for a container; ``get_ready`` comes before each transaction that tells somebody."""

    def __init__(
        self,
        overrides: Path | None,
        database: Database,
        clock: Clock,
        get_ready: Callable[[datetime], object],
    ) -> None:
        self.rules = read_rules(overrides)
        self.service = ClockService(self.rules)
        self._database = database
        self._clock = clock
        self._get_ready = get_ready

    def job(self, watch: Watch) -> Job:
        """Says what is due."""
        return case_clock_job(self._database, self.service, watch, self._clock, self._get_ready)

    def scheduled_jobs(self, watch: Watch) -> list[ScheduledJob]:
        """Counts anew and archives each night; hands out the lists of the day at half past eight."""

        def archive(now: datetime) -> None:
            go_round(self._database, now, Rows("archive_tip", "", to_archive, watch.archive))

        def hand_out(now: datetime) -> None:
            self._get_ready(now)
            with self._database.writing() as session:
                watch.daily_list(session, self.rules, now)

        return [
            case_clock_scheduled_job(self._database, self.service),
            ScheduledJob("archive_tips", "15 4 * * *", archive),
            ScheduledJob("daily_list", "30 8 * * *", hand_out, grace=timedelta(hours=9)),
        ]
