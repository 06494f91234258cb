"""The money of the rewards in double entry, and the budget that can never be overdrawn.

Every posting takes from one account what it gives to another, so all entries together are always nothing. A
posting is named after the step that made it and exists once: a step played again is refused by the database.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, aliased

from core.errors import RuleViolation
from core.sort_orders import Page, both_ways
from core.types import Labelled, member_of
from tipoffs.rewards.models import LedgerEntry, Reward, RewardBudget
from tipoffs.rewards.money import written
from tipoffs.rewards.refusals import BudgetSpent, NoBudget


class Account(Labelled):
    """Where money stands."""

    GRANTED = "granted", "财政拨款"
    AVAILABLE = "available", "可用额度"
    RESERVED = "reserved", "已批未付"
    IN_TRANSIT = "in_transit", "支付中"
    PAID = "paid", "已发放"
    RECOVERED = "recovered", "已追回"


def post(
    session: Session,
    name: str,
    source: Account,
    target: Account,
    fen: int,
    *,
    budget_id: int,
    now: datetime,
    reward_number: str | None = None,
) -> None:
    """Move ``fen`` from one account to another under a name that exists once."""
    for account, amount in ((source, -fen), (target, fen)):
        session.add(
            LedgerEntry(
                posting=name,
                budget_id=budget_id,
                account=account.value,
                amount_fen=amount,
                reward_number=reward_number,
                created_at=now,
            )
        )
    session.flush()


def post_step(session: Session, reward: Reward, source: Account, target: Account, now: datetime) -> None:
    """Move a reward's amount because of the step it has just taken."""
    assert reward.budget_id is not None
    assert reward.amount_fen is not None
    name = f"{reward.number}:{reward.version}"
    post(
        session,
        name,
        source,
        target,
        reward.amount_fen,
        budget_id=reward.budget_id,
        now=now,
        reward_number=reward.number,
    )


def grant(session: Session, line: str, year: int, fen: int, posting: str, now: datetime) -> RewardBudget:
    """Add money to a budget line; ``posting`` names the document, so that it is added once."""
    if fen <= 0:
        raise RuleViolation("预算金额要大于零。", "yuan")
    budget = session.scalar(select(RewardBudget).where(RewardBudget.line == line, RewardBudget.year == year))
    if budget is None:
        budget = RewardBudget(line=line, year=year, granted_fen=0, committed_fen=0)
        session.add(budget)
        session.flush()
    if session.scalar(select(LedgerEntry.id).where(LedgerEntry.posting == posting).limit(1)) is not None:
        raise RuleViolation(f"凭证“{posting}”已经登记过了。", "document")
    session.execute(
        update(RewardBudget)
        .where(RewardBudget.id == budget.id)
        .values(granted_fen=RewardBudget.granted_fen + fen)
        .execution_options(synchronize_session=False)
    )
    post(session, posting, Account.GRANTED, Account.AVAILABLE, fen, budget_id=budget.id, now=now)
    session.refresh(budget)
    return budget


def budget_of(session: Session, line: str, year: int) -> RewardBudget:
    """The budget of a line and year; ``NoBudget`` if nobody registered one."""
    found = session.scalar(select(RewardBudget).where(RewardBudget.line == line, RewardBudget.year == year))
    if found is None:
        raise NoBudget
    return found


def commit(session: Session, budget_id: int, fen: int) -> None:
    """Set money aside; ``BudgetSpent`` when there is not enough.

    Only one UPDATE at a time can hold the row, and it looks at what the one before left.
    """
    changed = session.execute(
        update(RewardBudget)
        .where(
            RewardBudget.id == budget_id,
            RewardBudget.committed_fen + fen <= RewardBudget.granted_fen,
        )
        .values(committed_fen=RewardBudget.committed_fen + fen)
        .execution_options(synchronize_session=False)
        .returning(RewardBudget.id)
    ).all()
    if not changed:
        left = session.execute(
            select(RewardBudget.granted_fen - RewardBudget.committed_fen).where(RewardBudget.id == budget_id)
        ).scalar_one()
        raise BudgetSpent(f"奖励经费余额{written(left)}，不够{written(fen)}，不能批准。请先调整预算。")


def release(session: Session, budget_id: int, fen: int) -> None:
    """Give back money that was set aside."""
    session.execute(
        update(RewardBudget)
        .where(RewardBudget.id == budget_id)
        .values(committed_fen=RewardBudget.committed_fen - fen)
        .execution_options(synchronize_session=False)
    )


def balances(session: Session, budget_id: int | None = None) -> Mapping[Account, int]:
    """What stands on every account; all together nothing."""
    asked = select(LedgerEntry.account, func.sum(LedgerEntry.amount_fen)).group_by(LedgerEntry.account)
    if budget_id is not None:
        asked = asked.where(LedgerEntry.budget_id == budget_id)
    found = {account: int(total) for account, total in session.execute(asked)}
    return {account: found.get(account.value, 0) for account in Account}


@dataclass(frozen=True, slots=True)
class Posting:
    """One movement of money, from where to where; it is named after the step or document that made it."""

    name: str
    source: Account
    target: Account
    fen: int
    reward_number: str | None
    id: int
    made_at: datetime


POSTING_ORDERS = both_ways(LedgerEntry.id)


def postings(session: Session, page: Page = Page(POSTING_ORDERS[0])) -> list[Posting]:
    """The movements, in one of ``POSTING_ORDERS``; each stands on two entries, one of which gained."""
    gained, gave = LedgerEntry, aliased(LedgerEntry)
    query = (
        select(gained, gave.account)
        .join(gave, (gave.posting == gained.posting) & (gave.amount_fen < 0))
        .where(gained.amount_fen > 0)
    )
    return [
        Posting(
            one.posting, member_of(Account, source), member_of(Account, one.account), one.amount_fen,
            one.reward_number, one.id, one.created_at,
        )
        for one, source in session.execute(page.of(query))
    ]  # fmt: skip


def ledger_faults(session: Session) -> list[str]:
    """What a daily reconciliation of ledger, budgets and rewards finds wrong; nothing if all is well."""
    unbalanced = session.scalars(
        select(LedgerEntry.posting)
        .group_by(LedgerEntry.posting)
        .having(func.sum(LedgerEntry.amount_fen) != 0)
    )
    faults = [f"凭证“{name}”借贷不平" for name in unbalanced]
    for budget in session.scalars(select(RewardBudget).order_by(RewardBudget.id)):
        standing = balances(session, budget.id)
        promised = standing[Account.RESERVED] + standing[Account.IN_TRANSIT]
        used = promised + standing[Account.PAID] + standing[Account.RECOVERED]
        name = f"{budget.line}（{budget.year}）"
        if -standing[Account.GRANTED] != budget.granted_fen:
            faults.append(f"{name}的预算总额和账上的拨款不一致")
        if used != budget.committed_fen:
            faults.append(f"{name}的已用额度和账上不一致")
        if any(amount < 0 for account, amount in standing.items() if account is not Account.GRANTED):
            faults.append(f"{name}有账户为负数")
    return faults
