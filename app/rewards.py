"""The reward office, made out of the house when somebody needs it."""

from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.wiring import House
from staff import audit
from staff.models import AuditEntry
from tipoffs.rewards.approving import ApprovingService
from tipoffs.rewards.assessing import AssessingService
from tipoffs.rewards.reading import read_rulebook
from tipoffs.rewards.rulebook import RuleBook


class LoggedTouches:
    """Who asked for, granted or read an identity, as the audit log has it: it forgets nothing."""

    def has_read(self, session: Session, case: str, login: str) -> bool:
        """Whether any step of the vault for this case is logged under this name."""
        asked = select(AuditEntry.number).where(
            AuditEntry.subject == f"case:{case}",
            AuditEntry.actor == login,
            AuditEntry.action.startswith("vault."),
        )
        return session.scalar(asked.limit(1)) is not None


@dataclass
class RewardRoom:
    """The services that need neither vault nor calendar; ``localities`` are the closest place first."""

    house: House
    localities: tuple[str, ...] = ()

    @cached_property
    def book(self) -> RuleBook:
        """Every rule set of the project."""
        return read_rulebook()

    @cached_property
    def assessing(self) -> AssessingService:
        """Working out and proposing."""
        return AssessingService(self.book, self.localities, audit.record)

    @cached_property
    def approving(self) -> ApprovingService:
        """Signing."""
        return ApprovingService(self.book, self.assessing, LoggedTouches(), audit.record)
