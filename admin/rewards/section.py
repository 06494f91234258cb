"""Every page of the Rewards section."""

from admin.needs import Needs
from admin.rewards.assess import Assessing
from admin.rewards.case import RewardCase
from admin.rewards.claims import Claims
from admin.rewards.excluded import ExcludedPages
from admin.rewards.lists import RewardLists
from admin.rewards.money import Money
from admin.rewards.own_rules import OwnRulePages
from admin.rewards.payouts import Payouts
from admin.rewards.rules import RulePages
from admin.routes import Routes, Section


class RewardSection:
    """Lists and cases, the bench of rules, the ledger, and the payout officer's half."""

    def __init__(self, needs: Needs) -> None:
        self._sections: tuple[Section, ...] = (
            RewardLists(needs),
            ExcludedPages(needs),
            RulePages(needs),
            OwnRulePages(needs),
            Money(needs),
            RewardCase(needs),
            Assessing(needs),
            Claims(needs),
            Payouts(needs),
        )

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        for section in self._sections:
            section.add_to(routes)
