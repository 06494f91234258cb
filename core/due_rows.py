"""Rows that become due at a certain time, as a worker looks for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from core.statements import NOW


@dataclass(frozen=True, slots=True)
class DueRows:
    """The rows, named by ``key``, for which ``where`` holds; each is due from its ``due_at`` on."""

    key: InstrumentedAttribute[Any]
    due_at: InstrumentedAttribute[Any]
    where: ColumnElement[bool]

    def at(self, now: datetime | ColumnElement[datetime]) -> ColumnElement[bool]:
        """The condition that a row is due at this moment."""
        return and_(self.where, self.due_at <= now)

    @property
    def is_any(self) -> ColumnElement[bool]:
        """The condition that at least one row is due at ``NOW`` (``jobs.ports.Job.is_any``)."""
        return exists(select(self.key).where(self.at(NOW)))

    def next(self, session: Session, now: datetime, limit: int) -> Sequence[Any]:
        """The keys of at most ``limit`` due rows, the longest due first."""
        query = select(self.key).where(self.at(now)).order_by(self.due_at, self.key)
        return session.scalars(query.limit(limit)).all()
