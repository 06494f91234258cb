"""How a worker takes one row of content's outgoing work, and how long it waits after a failure."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, update
from sqlalchemy.orm import Session

from core.db import Base
from core.types import Labelled
from deliveries.ports import GatewayRefusal

LEASE = timedelta(minutes=2)
"""Longer than any call to the platform takes; then another worker may look what became of the row."""

_FIRST_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(hours=1)


def claim_row(
    session: Session,
    model: type[Base],
    where: ColumnElement[bool],
    now: datetime,
    *,
    state: Labelled | None = None,
) -> int | None:
    """Take a row for this worker; the number of the attempt, or None when there is nothing to take.

    Two workers may see the same row; only one UPDATE still finds it due. The number is the fence: what a
    worker that slept through its lease writes afterwards names an older attempt and changes nothing.
    """
    columns: Any = model
    values = {"due_at": now + LEASE, "attempts": columns.attempts + 1}
    if state is not None:
        values["state"] = state
    taken: int | None = session.scalar(
        update(model)
        .where(where, columns.due_at <= now)
        .values(values)
        .returning(columns.attempts)
        .execution_options(synchronize_session=False)
    )
    return taken


def settle_row(
    session: Session, model: type[Base], where: ColumnElement[bool], attempt: int, **values: object
) -> None:
    """Write the fate of a claimed row, unless the claim is not ours any more."""
    columns: Any = model
    session.execute(
        update(model)
        .where(where, columns.attempts == attempt)
        .values(values)
        .execution_options(synchronize_session=False)
    )


def failure_note(refused: GatewayRefusal) -> str:
    """How a row keeps why the platform refused: the class, and the number if there was one."""
    return f"{refused.failure.value}:{refused.errcode or ''}"


def next_try(attempt: int, now: datetime, until: datetime | None = None) -> datetime:
    """When a failed attempt is repeated: after 30 s, 1, 2, 4 … 60 minutes, or at ``until``."""
    pause = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** min(attempt - 1, 10))
    due_at: datetime = max(now + pause, until or now)
    return due_at
