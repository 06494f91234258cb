"""How a step with a reward stands in the audit log: one form for all its services."""

from datetime import datetime

from sqlalchemy.orm import Session

from staff.actors import Actor
from staff.audit import AuditLog, Detail
from tipoffs.rewards.models import Reward


def note(
    audit: AuditLog,
    session: Session,
    actor: Actor,
    action: str,
    reward: Reward,
    now: datetime,
    reason: str = "",
    detail: Detail | None = None,
) -> None:
    """Write ``rewards.<action>`` about this reward; ``detail`` never names a reporter or an account."""
    audit(
        session,
        actor=actor,
        action=f"rewards.{action}",
        subject=f"reward:{reward.number}",
        now=now,
        reason=reason,
        detail=detail,
    )
