"""What the Rewards section stands on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tipoffs.rewards.approving import ApprovingService
from tipoffs.rewards.assessing import AssessingService
from tipoffs.rewards.own_rules.services import OwnRulesService
from tipoffs.rewards.payment.assisted_claims import AssistedClaimService
from tipoffs.rewards.payment.budgeting import BudgetService
from tipoffs.rewards.payment.claiming import ClaimingService
from tipoffs.rewards.payment.paying import PayingService
from tipoffs.rewards.payment.reconciling import ReconcilingService
from tipoffs.rewards.ports import PayeeVault, Post, RuleBookLoader
from tipoffs.rewards.refusing import RefusingService
from tipoffs.rewards.rounds import RewardRounds
from tipoffs.vault.exclusions import ExclusionList


@dataclass(frozen=True, slots=True)
class RewardServices:
    """The reward office.

    ``assessing`` takes the places whose rules apply, the closest first; ``has_told`` says whether a proof of
    employment lies with a tip; ``check_code`` which case a receipt code opens, in transactions of its own;
    ``get_ready`` comes before each transaction that may tell a reporter something.
    """

    rule_book: RuleBookLoader
    rules: OwnRulesService
    localities: tuple[str, ...]
    assessing: Callable[[tuple[str, ...]], AssessingService]
    approving: ApprovingService
    refusing: RefusingService
    claiming: ClaimingService
    paying: PayingService
    reconciling: ReconcilingService
    budgeting: BudgetService
    assisted_claims: AssistedClaimService
    payees: PayeeVault
    excluded: ExclusionList
    rounds: RewardRounds
    post: Post
    has_told: Callable[[Session, str], bool]
    check_code: Callable[[str, str, datetime], str | None]
    get_ready: Callable[[datetime], object]
