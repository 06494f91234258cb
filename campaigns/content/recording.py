"""What the verbs of content leave in the audit log."""

from datetime import datetime

from sqlalchemy.orm import Session

from campaigns.content.models import ContentVersion
from staff.actors import Actor
from staff.audit import AuditLog


def record_step(
    audit: AuditLog,
    session: Session,
    action: str,
    version: ContentVersion,
    actor: Actor,
    now: datetime,
    *,
    reason: str = "",
    **detail: str | int,
) -> None:
    """Write the line of a step on ``version``: its number, and what else ``detail`` tells."""
    audit(
        session,
        actor=actor,
        action=action,
        subject=f"content:{version.item_id}",
        now=now,
        reason=reason,
        detail={"version": version.number, **detail},
    )
