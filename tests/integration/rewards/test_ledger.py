"""The money of the rewards: the last fen of a budget, what may be granted, what a reconciliation finds."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.errors import RuleViolation
from tests.integration.rewards.office import LINE, Office
from tipoffs.rewards.models import LedgerEntry, RewardBudget
from tipoffs.rewards.payment import ledger
from tipoffs.rewards.payment.ledger import Account
from tipoffs.rewards.refusals import BudgetSpent

GRANTED = 100_000_000
"""A million yuan in fen, as the office of these tests has for the year."""


def budget_id(session: Session) -> int:
    return session.scalars(select(RewardBudget.id).where(RewardBudget.line == LINE)).one()


def test_a_budget_is_used_up_to_its_last_fen_and_no_further(office: Office) -> None:
    with office.database.writing() as session:
        budget = budget_id(session)
        ledger.commit(session, budget, GRANTED - 1)
        with pytest.raises(BudgetSpent):
            ledger.commit(session, budget, 2)
        ledger.commit(session, budget, 1)
        with pytest.raises(BudgetSpent):
            ledger.commit(session, budget, 1)


@pytest.mark.parametrize("fen", [0, -1])
def test_nothing_and_less_than_nothing_are_no_grant(office: Office, fen: int) -> None:
    with office.database.writing() as session, pytest.raises(RuleViolation) as refused:
        ledger.grant(session, LINE, 2026, fen, "拨款2", office.clock.now())
    assert refused.value.about == "yuan"
    office.is_sound()


def one_sided(session: Session, office: Office) -> None:
    budget = budget_id(session)
    session.add(
        LedgerEntry(
            posting="补记", budget_id=budget, account=Account.GRANTED.value, amount_fen=-5,
            reward_number=None, created_at=office.clock.now(),
        )
    )  # fmt: skip
    session.execute(update(RewardBudget).values(granted_fen=RewardBudget.granted_fen + 5))


def granted_beside_the_ledger(session: Session, office: Office) -> None:
    session.execute(update(RewardBudget).values(granted_fen=RewardBudget.granted_fen + 1))


def committed_beside_the_ledger(session: Session, office: Office) -> None:
    session.execute(update(RewardBudget).values(committed_fen=1))


def paid_out_of_nothing(session: Session, office: Office) -> None:
    budget, now = budget_id(session), office.clock.now()
    ledger.post(session, "补付", Account.IN_TRANSIT, Account.PAID, 7, budget_id=budget, now=now)


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        (one_sided, ["凭证“补记”借贷不平"]),
        (granted_beside_the_ledger, [f"{LINE}（2026）的预算总额和账上的拨款不一致"]),
        (committed_beside_the_ledger, [f"{LINE}（2026）的已用额度和账上不一致"]),
        (paid_out_of_nothing, [f"{LINE}（2026）有账户为负数"]),
    ],
)
def test_a_reconciliation_names_what_does_not_agree(
    office: Office, harm: Callable[[Session, Office], None], found: list[str]
) -> None:
    office.is_sound()
    with office.database.writing() as session:
        harm(session, office)
    with office.database.reading() as session:
        assert ledger.ledger_faults(session) == found
