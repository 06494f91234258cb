"""Who works here and what they may do, made out of the packages that define permissions."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

from campaigns.planning.permissions import Permission as PlanningPermission
from core.db import Database
from jobs.clock import Appointment
from knowledge.permissions import KnowledgePermission
from places.permissions import PlacesPermission
from quizzes.permissions import QuizPermission
from staff.heads import keep_head
from staff.permissions import StaffPermission, Vocabulary
from staff.roles import Roles
from staff.services import StaffService
from tipoffs.evidence.permissions import EvidencePermission
from tipoffs.permissions import Permission as TipoffPermission
from tipoffs.rewards.permissions import RewardPermission
from tipoffs.routing.permissions import RoutingPermission
from tipoffs.vault.permissions import VaultPermission


@dataclass
class Personnel:
    """Accounts, roles, and the heads of the audit log; ``heads_file`` keeps them outside the database."""

    database: Database
    heads_file: Path

    @cached_property
    def permissions(self) -> Vocabulary:
        """Every permission there is: a new enumeration of a package gets its place here."""
        return Vocabulary(
            StaffPermission,
            KnowledgePermission,
            PlacesPermission,
            QuizPermission,
            RoutingPermission,
            VaultPermission,
            EvidencePermission,
            RewardPermission,
            TipoffPermission,
            PlanningPermission,
        )

    @cached_property
    def roles(self) -> Roles:
        """Which role may do what."""
        return Roles.load()

    @cached_property
    def service(self) -> StaffService:
        """Accounts and who acts."""
        return StaffService(self.roles)

    def appointments(self) -> list[Appointment]:
        """Carry the head of the audit log out of the database every minute in which it grew."""

        def keep_audit_head(now: datetime) -> None:
            with self.database.reading() as session:
                keep_head(session, self.heads_file, now)

        return [Appointment("keep_audit_head", "* * * * *", keep_audit_head, grace=timedelta(minutes=1))]
