"""The steps of one verb: taken together, then written, recorded and told, in this order.

The audit log comes last because from its first line to the end of the transaction nobody else can append.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Self

from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from core.db import Base
from core.errors import MovedMeanwhile
from staff.actors import Actor
from staff.audit import AuditLog, Detail
from tipoffs.ports import Notices


@dataclass(slots=True)
class Steps:
    """What one verb does; used as a context, so that nothing is forgotten at its end."""

    session: Session
    actor: Actor
    now: datetime
    audit: AuditLog
    notices: Notices
    _events: list[Base] = field(default_factory=list)
    _records: list[tuple[Actor, str, str, str, Detail]] = field(default_factory=list)
    _told: list[tuple[str, str, Mapping[str, str]]] = field(default_factory=list)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            return
        self.session.add_all(self._events)
        flush(self.session)
        for case, template, fields in self._told:
            self.notices.tell(self.session, case, template, fields, self.now)
        for actor, action, subject, reason, detail in self._records:
            self.audit(
                self.session,
                actor=actor,
                action=action,
                subject=subject,
                now=self.now,
                reason=reason,
                detail=detail,
            )

    def keep(self, event: Base) -> None:
        """Have the event of a step written at the end: until then its sentence may still be put in."""
        self._events.append(event)

    def record(
        self,
        action: str,
        subject: str,
        reason: str = "",
        detail: Detail | None = None,
        *,
        actor: Actor | None = None,
    ) -> None:
        """Keep a line for the audit log; ``actor`` where the system acts by itself."""
        self._records.append((actor or self.actor, action, subject, reason, detail or {}))

    def tell(self, case: str, template: str, **fields: str) -> None:
        """Let the reporter of a tip know."""
        self._told.append((case, template, fields))


def flush(session: Session) -> None:
    """Write what was changed; ``MovedMeanwhile`` where another transaction was first."""
    try:
        session.flush()
    except StaleDataError as error:
        raise MovedMeanwhile from error
