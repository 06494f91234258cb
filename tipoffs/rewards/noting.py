"""How a step with a reward stands in the audit log: one form for all its services."""

from datetime import datetime

from sqlalchemy.orm import Session

from staff.actors import Actor
from staff.audit import AuditLog
from tipoffs.rewards.models import Reward


class RewardLog:
    """The audit log, as those write in it who take steps with rewards."""

    def __init__(self, audit: AuditLog) -> None:
        self._audit = audit

    def note(
        self,
        session: Session,
        actor: Actor,
        action: str,
        reward: Reward,
        now: datetime,
        reason: str = "",
        **detail: str | int | bool | None,
    ) -> None:
        """Write ``rewards.<action>`` about this reward; ``detail`` never names a reporter or an account."""
        self._audit(
            session,
            actor=actor,
            action=f"rewards.{action}",
            subject=f"reward:{reward.number}",
            now=now,
            reason=reason,
            detail=detail,
        )
