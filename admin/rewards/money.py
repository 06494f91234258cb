"""The ledger and the budget: what was granted, what is promised, what was paid, and whether it adds up."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin.done import send_on
from admin.forms import Field, NotFilledIn, Typed, whole_number
from admin.listing import Listing
from admin.needs import Needs
from admin.rewards.facts import money
from admin.routes import Routes
from admin.sheets import Cell, stamp
from admin.showing import page
from admin.visitors import Visitor
from core.clock import china_date
from core.errors import RuleViolation
from core.sort_orders import Page
from tipoffs.rewards.payment.budgeting import budgets
from tipoffs.rewards.payment.ledger import POSTING_ORDERS, Account, Posting, balances, ledger_faults, postings
from tipoffs.rewards.permissions import RewardPermission as May

HEADS = ("时间", "从", "到", "金额（元）", "奖励编号", "凭据")
_YEARS = range(2018, 2101)


class Money:
    """The same ledger for both halves of the office, and the form for whoever registers money."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs
        self._lists: Sequence[Listing[Posting]] = [
            Listing(needs, route, "奖励收支", POSTING_ORDERS, _postings, HEADS, _rows)
            for route in ("reward_ledger", "payout_ledger")
        ]

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        routes.add("/rewards/ledger", self.ledger, name="reward_ledger", permission=May.VIEW)
        routes.add("/payouts/ledger", self.ledger, name="payout_ledger", permission=May.RECONCILE)
        of_rewards, of_payouts = self._lists
        of_rewards.add_to(routes, "/rewards/ledger", May.VIEW)
        of_payouts.add_to(routes, "/payouts/ledger", May.RECONCILE)
        routes.add(
            "/rewards/budget", self.budget, name="reward_budget", permission=May.BUDGET, methods=("POST",)
        )

    def ledger(self, visitor: Visitor) -> ResponseReturnValue:
        """Budgets, accounts, the check of all of it, and the postings one by one."""
        return self._page(visitor)

    def budget(self, visitor: Visitor) -> ResponseReturnValue:
        """Register money that was granted."""
        needs, typed = self._needs, Typed.sent()
        try:
            year, fen = whole_number(typed.text("year"), 4), money(typed, "yuan", "金额")
            line, document = typed.text("line")[:64], typed.text("document")[:64]
            if year is None or year not in _YEARS:
                raise NotFilledIn("年度请写成四位数字。")
            if not (line and document and fen):
                raise NotFilledIn("请填写经费科目、金额和文件号。")
            with needs.database.writing() as session:
                needs.rewards().budgeting.grant(
                    session, line, year, fen, document, visitor.actor, needs.clock.now()
                )
        except RuleViolation as refusal:
            return self._page(visitor, typed.refused(refusal), typed)
        return send_on("reward_ledger", "reward_budget")

    def _page(self, visitor: Visitor, refusal: str = "", typed: Typed | None = None) -> ResponseReturnValue:
        actor = visitor.actor
        with self._needs.database.reading() as session:
            book = self._needs.rewards().rule_book(session)
            kept, standing, faults = budgets(session), balances(session), ledger_faults(session)
            leaf = self._lists[request.endpoint == "admin.payout_ledger"].leaf(session, visitor)
        known = dict.fromkeys(one.policy.budget_line for one in book.sets)
        this = china_date(self._needs.clock.now()).year
        fields = (
            Field("line", "经费科目", "choice", [(one, one) for one in known]),
            Field("year", "年度", value=str(this), most=4),
            Field("yuan", "金额（元）", most=20),
            Field("document", "拨款文件号或者凭证号", most=64, hint="一个号只登记一次。"),
        )
        return page(
            "rewards/ledger", 409 if refusal else 200,
            budgets=kept, this_year=this, standing=standing, faults=faults, leaf=leaf, accounts=Account,
            fields=fields, refusal=refusal, typed=typed, visitor=visitor, may_see=actor.may(May.VIEW),
            may_grant=actor.may(May.BUDGET), may_reconcile=actor.may(May.RECONCILE),
        )  # fmt: skip


def _postings(session: Session, _visitor: Visitor, page: Page) -> Sequence[Posting]:
    return postings(session, page)


def _rows(_session: Session, lines: Sequence[Posting]) -> Iterator[Sequence[Cell]]:
    for one in lines:
        yield [
            stamp(one.made_at), one.source.label, one.target.label, Decimal(one.fen) / 100,
            one.reward_number or "", one.name,
        ]  # fmt: skip
