"""The reward office, put together; and what the clock does for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db import Database
from deliveries.duty import DutyNoticeService
from jobs.clock import ScheduledJob
from jobs.rounds import Rows, go_round
from staff import audit
from staff.actors import CLOCK
from staff.choices import load_choices
from staff.models import AuditEntry
from tipoffs.employment import Employment
from tipoffs.rewards.approving import ApprovingService
from tipoffs.rewards.assessing import AssessingService
from tipoffs.rewards.neighbours import OfficeCalendar, VaultPayees
from tipoffs.rewards.own_rules.effective import EffectiveRuleBook
from tipoffs.rewards.own_rules.services import OwnRulesService
from tipoffs.rewards.payment.assisted_claims import AssistedClaimService
from tipoffs.rewards.payment.budgeting import BudgetService
from tipoffs.rewards.payment.claiming import ClaimingService
from tipoffs.rewards.payment.paying import PayingService
from tipoffs.rewards.payment.payout_secrets import SecretService
from tipoffs.rewards.payment.reconciling import ReconcilingService
from tipoffs.rewards.ports import Localities, Post, Receipts
from tipoffs.rewards.reckoning.reading import read_rulebook
from tipoffs.rewards.reckoning.rulebook import NATIONAL, RuleBook
from tipoffs.rewards.refusing import RefusingService
from tipoffs.rewards.rounds import RewardRounds
from tipoffs.rewards.thanking import to_visit
from tipoffs.vault.contents import SecretClass
from tipoffs.vault.retention import load_periods
from tipoffs.vault.services import Vault
from tipoffs.vault.status import Hold


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


@dataclass(frozen=True)
class RewardPost:
    """News of a reward: the phone shows the neutral line, the amount stands on the page of the case."""

    push: Callable[[Session, str, datetime], None]

    def tell(self, session: Session, tip_number: str, words: str, now: datetime) -> None:
        """See ``tipoffs.rewards.ports.Post``."""
        self.push(session, tip_number, now)


def chosen_localities(session: Session) -> tuple[str, ...]:
    """The place whose rules the administrators chose, if it is not the whole nation."""
    place = load_choices(session).get("rewards.locality", NATIONAL)
    return () if place == NATIONAL else (place,)


@dataclass
class RewardContainer:
    """Everything about rewards; ``localities`` says whose rules are in force, the closest place first."""

    database: Database
    vault: Vault
    duty: DutyNoticeService
    post: Post
    get_ready: Callable[[datetime], object]
    localities: Localities = chosen_localities

    def at(self, localities: tuple[str, ...]) -> "RewardContainer":
        """The same office where the rules of these places are in force; unchanged where none is named."""
        return replace(self, localities=lambda _: localities) if localities else self

    @cached_property
    def files(self) -> RuleBook:
        """The rule sets of the project, before what the bureau has put in force itself."""
        return read_rulebook()

    @cached_property
    def rule_book(self) -> EffectiveRuleBook:
        """Every rule set as it stands."""
        return EffectiveRuleBook(self.files)

    @cached_property
    def rules(self) -> OwnRulesService:
        """Writing rule sets and putting them in force."""
        return OwnRulesService(self.rule_book, audit.record)

    @cached_property
    def payees(self) -> VaultPayees:
        """Who is paid, in the vault."""
        return VaultPayees(self.vault)

    @cached_property
    def assessing(self) -> AssessingService:
        """Working out and proposing."""
        return AssessingService(self.rule_book, self.localities, audit.record)

    @cached_property
    def approving(self) -> ApprovingService:
        """Approving a reward, step by step up the ladder of signatures."""
        return ApprovingService(self.rule_book, self.assessing, LoggedTouches(), audit.record)

    @cached_property
    def refusing(self) -> RefusingService:
        """Refusing a reward, and deciding objections to that (不予奖励)."""
        return RefusingService(self.rule_book, self.localities, OfficeCalendar(), self.post, audit.record)

    @cached_property
    def claiming(self) -> ClaimingService:
        """Notice, claim, extension, lapse."""
        return ClaimingService(self.rule_book, self.payees, OfficeCalendar(), self.post, audit.record)

    @cached_property
    def paying(self) -> PayingService:
        """Paying rewards: vouchers, and what became of them."""
        return PayingService(self.rule_book, self.payees, self.claiming, self.post, audit.record)

    @cached_property
    def reconciling(self) -> ReconcilingService:
        """The file for the finance office, and its results read back."""
        return ReconcilingService(self.paying, self.payees, audit.record)

    @cached_property
    def budgeting(self) -> BudgetService:
        """Money granted."""
        return BudgetService(audit.record)

    def assisted_claims(self, employment: Employment) -> AssistedClaimService:
        """Claims taken down at the counter."""
        return AssistedClaimService(self.claiming, employment, audit.record)

    def secrets(self, receipts: Receipts) -> SecretService:
        """Claims without a name; hand in a ``CheckedReceipt`` made before the transaction."""
        return SecretService(self.claiming, receipts)

    @cached_property
    def rounds(self) -> RewardRounds:
        """What is done each morning."""

        def keep_safe(session: Session, case: str, now: datetime) -> None:
            self.vault.retention.hold(session, case, Hold.RETALIATION, CLOCK, now)

        return RewardRounds(self.claiming, self.duty.raise_duty, keep_safe)

    def scheduled_jobs(self) -> list[ScheduledJob]:
        """Remind, lapse and appoint 回访 in the morning; destroy accounts whose proof has had its time."""
        kept = load_periods()[SecretClass.PAYEE]

        def morning(now: datetime) -> None:
            self.get_ready(now)
            go_round(
                self.database,
                now,
                Rows("lapse_reward", 0, self.claiming.to_lapse, self.rounds.lapse),
                Rows("remind_of_reward", 0, self.claiming.to_remind, self.rounds.remind),
                Rows("call_for_visit", 0, to_visit, self.rounds.call_for_visit),
            )

        def paid_long_ago(session: Session, now: datetime, after: int, limit: int) -> Sequence[int]:
            return self.paying.to_shred(session, now - kept, after, limit)

        def shred(now: datetime) -> None:
            go_round(self.database, now, Rows("shred_payee", 0, paid_long_ago, self.paying.shred_paid))

        return [
            ScheduledJob("reward_round", "35 8 * * *", morning, grace=timedelta(hours=10)),
            ScheduledJob("shred_payees", "50 3 * * *", shred),
        ]
