"""One look at the database for all jobs, so that an idle worker need not ask a statement for each of them."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select

from core.db import Database
from core.statements import moments
from jobs.ports import Job


class Lookout:
    """Knows which of ``jobs`` have nothing to do; see ``Job.is_any``."""

    def __init__(self, database: Database, jobs: Sequence[Job]) -> None:
        self._database = database
        conditions = {job.name: job.is_any for job in jobs if job.is_any is not None}
        self._names = list(conditions)
        # Made once: every worker asks it twice a second.
        self._statement = select(*conditions.values())

    def idle(self, now: datetime) -> Collection[str]:
        """The names of the jobs of which no row is due at ``now``."""
        if not self._names:
            return ()
        with self._database.reading() as session:
            found = session.execute(self._statement, moments(self._statement, now)).one()
        return {name for name, is_any in zip(self._names, found, strict=True) if not is_any}
