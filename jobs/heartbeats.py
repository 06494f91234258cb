"""Signs of life of the worker processes, for readiness checks."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from core.statements import upsert
from jobs.models import WorkerHeartbeat

BEAT_SECONDS = 5.0
ALIVE_FOR = timedelta(seconds=30)
FORGOTTEN_AFTER = timedelta(days=1)


def beat(session: Session, name: str, started_at: datetime, now: datetime) -> None:
    """The worker ``name`` is alive; workers silent for a day are forgotten."""
    row = {"name": name, "started_at": started_at, "beat_at": now}
    upsert(session, WorkerHeartbeat, row, conflict=["name"], update=["started_at", "beat_at"])
    session.execute(delete(WorkerHeartbeat).where(WorkerHeartbeat.beat_at < now - FORGOTTEN_AFTER))


def say_goodbye(session: Session, name: str) -> None:
    """The worker ``name`` has stopped in good order."""
    session.execute(delete(WorkerHeartbeat).where(WorkerHeartbeat.name == name))


def living_workers(session: Session, now: datetime) -> int:
    """How many workers gave a sign of life within the last half minute."""
    return session.scalars(
        select(func.count()).select_from(WorkerHeartbeat).where(WorkerHeartbeat.beat_at > now - ALIVE_FOR)
    ).one()
