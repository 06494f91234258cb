"""An audit log that keeps what it received, and can be out of order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from staff.actors import Actor
from staff.audit import Detail


@dataclass(frozen=True)
class AuditLine:
    """One entry as it was handed in; ``detail`` is empty where none was."""

    actor: str
    action: str
    subject: str
    reason: str
    detail: Mapping[str, Any]

    @property
    def short(self) -> tuple[str, str, str]:
        """Who did what with what."""
        return self.actor, self.action, self.subject


@dataclass
class FakeAudit:
    """Keeps every line; ``broken`` makes it refuse."""

    lines: list[AuditLine] = field(default_factory=list)
    broken: bool = False

    def __call__(
        self,
        session: Session,
        *,
        actor: Actor,
        action: str,
        subject: str,
        now: datetime,
        reason: str = "",
        detail: Detail | None = None,
    ) -> None:
        """See ``AuditLog``."""
        if self.broken:
            raise RuntimeError("the audit log cannot be written")
        self.lines.append(AuditLine(actor.id, action, subject, reason, dict(detail or {})))

    @property
    def short(self) -> list[tuple[str, str, str]]:
        """Who did what with what, line by line."""
        return [line.short for line in self.lines]
