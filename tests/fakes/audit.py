"""An audit log that keeps what it received, and can be out of order."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from staff.actors import Actor
from staff.audit import Detail


@dataclass
class FakeAudit:
    """Keeps lines of actor, action, subject; ``broken`` makes it refuse."""

    lines: list[tuple[str, str, str]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
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
        if self.broken:
            raise RuntimeError("the audit log cannot be written")
        self.lines.append((actor.id, action, subject))
        self.said.append(f"{actor} {action} {subject} {reason} {dict(detail or {})}")
