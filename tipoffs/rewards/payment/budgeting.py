"""Money for rewards is registered here, by whoever may, with a line in the audit log."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from staff.actors import Actor
from staff.audit import AuditLog
from tipoffs.rewards.models import RewardBudget
from tipoffs.rewards.payment import ledger
from tipoffs.rewards.permissions import RewardPermission


class BudgetService:
    """Registers the documents that grant money."""

    def __init__(self, audit: AuditLog) -> None:
        self._audit = audit

    def grant(
        self, session: Session, line: str, year: int, fen: int, document: str, actor: Actor, now: datetime
    ) -> RewardBudget:
        """Add money to the budget of a line and year; each document counts once."""
        actor.require(RewardPermission.BUDGET)
        made = ledger.grant(session, line, year, fen, document, now)
        self._audit(
            session,
            actor=actor,
            action="rewards.budget",
            subject=f"budget:{year}",
            now=now,
            reason=document,
            detail={"fen": fen},
        )
        return made


def budgets(session: Session) -> list[RewardBudget]:
    """Every budget, the newest year first."""
    return list(session.scalars(select(RewardBudget).order_by(RewardBudget.year.desc(), RewardBudget.line)))
