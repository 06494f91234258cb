"""One small row to write, for the tests of how writing is made lasting: a worker's heartbeat."""

from datetime import datetime

from core.statements import Prepared, insert_in, table_of
from core.writes import Write
from jobs.models import WorkerHeartbeat

WORKERS = table_of(WorkerHeartbeat)
NEW_WORKER = Prepared(
    lambda dialect: (
        insert_in(dialect, WORKERS).on_conflict_do_nothing(index_elements=["name"]).returning(WORKERS.c.name)
    ),
    ("name", "started_at", "beat_at"),
)


def worker(name: str, now: datetime, *, statement: Prepared = NEW_WORKER, needed: bool = True) -> Write:
    """The row of a worker of this name, which must not be there yet."""
    return Write(statement, {"name": name, "started_at": now, "beat_at": now}, needed)
