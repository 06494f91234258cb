"""Steps on what staff keep, whose package knows no staff: who may, and one line in the audit log."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from staff.actors import Actor
from staff.audit import record

T = TypeVar("T")


def permitted(
    session: Session,
    do: Callable[[], T],
    *,
    actor: Actor,
    permission: str,
    action: str,
    subject: str,
    now: datetime,
    reason: str = "",
) -> T:
    """Do it if ``actor`` may, and record it last; ``NotPermitted`` otherwise."""
    actor.require(permission)
    done = do()
    record(session, actor=actor, action=action, subject=subject, now=now, reason=reason)
    return done
