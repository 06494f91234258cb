"""The reward office as the back office sees it."""

from admin.rewards.needs import RewardServices
from app.cases import CaseContainer
from core.hourly_cipher import HourlyCipher


def reward_services(casework: CaseContainer, cipher: HourlyCipher) -> RewardServices:
    """Everything the section needs; each part is made once by the container."""
    rewards = casework.rewards
    return RewardServices(
        rule_book=rewards.rule_book,
        rules=rewards.rules,
        localities=(),  # those that the administrators chose, see ``RewardContainer.at``
        assessing=lambda localities: rewards.at(localities).assessing,
        approving=rewards.approving,
        refusing=rewards.refusing,
        claiming=rewards.claiming,
        paying=rewards.paying,
        reconciling=rewards.reconciling,
        budgeting=rewards.budgeting,
        assisted_claims=rewards.assisted_claims(casework.employment),
        payees=rewards.payees,
        excluded=casework.vault.exclusions,
        rounds=rewards.rounds,
        post=rewards.post,
        has_told=casework.employment.has_told,
        check_code=casework.receipts.check,
        get_ready=cipher.ensure_key,
    )
