"""Commands that change what staff keep: who may, one transaction, one entry of the audit log."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import click
from sqlalchemy.orm import Session

from app.wiring import Container
from core.errors import BadContent, RuleViolation
from staff.recording import permitted

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody does: by whose login, with which permission, and how the audit log calls it."""

    login: str | None
    permission: str
    action: str
    subject: str
    reason: str = ""


def recorded(container: Container, step: Step, do: Callable[[Session, str], T]) -> T:
    """Do it in the name of ``step.login`` and record it; ``do`` gets the session and the name."""
    now = container.clock.now()

    def both(session: Session) -> T:
        actor = container.personnel.service.acting(session, step.login, step.permission)
        return permitted(
            session,
            lambda: do(session, actor.id),
            actor=actor,
            permission=step.permission,
            action=step.action,
            subject=step.subject,
            now=now,
            reason=step.reason,
        )

    return written(container, both)


def written(container: Container, do: Callable[[Session], T]) -> T:
    """Do it in one transaction; what a rule forbids is told in its own sentence."""
    try:
        with container.database.writing() as session:
            return do(session)
    except (RuleViolation, BadContent) as error:
        raise click.ClickException(str(error)) from error
