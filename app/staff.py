"""Who works here and what they may do, made out of the packages that define permissions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

from campaigns.audiences.permissions import Permission as AudiencePermission
from campaigns.content.permissions import ContentPermission
from campaigns.library.permissions import Permission as LibraryPermission
from campaigns.planning.permissions import Permission as PlanningPermission
from campaigns.sending.permissions import SendingPermission
from core.db import Database
from deliveries.permissions import MailingPermission
from followers.permissions import DataPermission
from jobs.clock import ScheduledJob
from knowledge.permissions import KnowledgePermission
from places.permissions import PlacesPermission
from quizzes.permissions import QuizPermission
from staff.factors import Factors
from staff.guards import Guards, forget_old_guards
from staff.heads import keep_head, whole_lines
from staff.permissions import StaffPermission, Vocabulary
from staff.roles import Roles
from staff.services import StaffService
from staff.sessions import SessionLimits, Sessions
from staff.signing_in import SignIn
from tipoffs.evidence.permissions import EvidencePermission
from tipoffs.permissions import Permission as TipoffPermission
from tipoffs.rewards.permissions import RewardPermission
from tipoffs.routing.permissions import RoutingPermission
from tipoffs.vault.permissions import VaultPermission


@dataclass
class StaffContainer:
    """Accounts, roles, signing in, and the heads of the audit log.

    ``heads_file`` keeps the heads outside the database; ``key`` derives the key of a purpose from the
    installation's secret.
    """

    database: Database
    heads_file: Path
    key: Callable[[str], bytes]
    limits: SessionLimits

    @cached_property
    def permissions(self) -> Vocabulary:
        """Every permission there is: a new enumeration of a package gets its place here."""
        return Vocabulary(
            StaffPermission,
            KnowledgePermission,
            DataPermission,
            PlacesPermission,
            QuizPermission,
            RoutingPermission,
            VaultPermission,
            EvidencePermission,
            RewardPermission,
            TipoffPermission,
            ContentPermission,
            PlanningPermission,
            AudiencePermission,
            MailingPermission,
            SendingPermission,
            LibraryPermission,
        )

    @cached_property
    def roles(self) -> Roles:
        """Which role may do what."""
        return Roles.load()

    @cached_property
    def service(self) -> StaffService:
        """Accounts and who acts."""
        return StaffService(self.roles)

    @cached_property
    def sign_in(self) -> SignIn:
        """Signing in and out."""
        guards, factors = Guards(self.key("sign-in guards")), Factors(self.key("one-time codes"))
        return SignIn(self.roles, guards, factors, Sessions(self.limits))

    def kept_heads(self) -> list[str]:
        """The lines of the heads kept on this machine; none where nothing was kept yet."""
        file = self.heads_file
        return whole_lines(file.read_text("ascii", "replace")) if file.exists() else []

    def scheduled_jobs(self) -> list[ScheduledJob]:
        """Carry the head of the audit log out of the database every minute in which it grew."""

        def keep_audit_head(now: datetime) -> None:
            with self.database.reading() as session:
                keep_head(session, self.heads_file, now)

        def forget_sign_ins(now: datetime) -> None:
            with self.database.writing() as session:
                forget_old_guards(session, now)
                self.sign_in.sessions.forget_ended(session, now)

        return [
            ScheduledJob("keep_audit_head", "* * * * *", keep_audit_head, grace=timedelta(minutes=1)),
            ScheduledJob("forget_sign_ins", "17 * * * *", forget_sign_ins),
        ]
