"""The payout officer's list and one payout: numbers and amounts; reading who it is, is recorded."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin.addresses import word_of, words_of
from admin.done import back, send_on
from admin.forms import REASON, Field, StepForm, Typed
from admin.listing import Listing
from admin.needs import Needs
from admin.rewards.lists import MONEY_HEADS, money_row
from admin.rewards.steps import Doing, take
from admin.routes import MenuItem, Routes
from admin.sheets import Cell
from admin.showing import page
from admin.visitors import Visitor
from core.clock import date_words
from core.errors import NotFound, RuleViolation
from core.optimistic_locking import fingerprint_of
from core.sort_orders import Page
from core.types import Labelled
from staff.actors import NotPermitted
from tipoffs.rewards.holds import held_words
from tipoffs.rewards.lists import REWARD_ORDERS
from tipoffs.rewards.next_steps import PAYING, paying_steps
from tipoffs.rewards.notices import ANNOUNCED
from tipoffs.rewards.payment.payouts import PayoutLine, payout_file, payout_lines
from tipoffs.rewards.permissions import RewardPermission as May
from tipoffs.rewards.queries import payout_slip
from tipoffs.rewards.status import RewardState, Verb
from tipoffs.rewards.thanking import visit_rows

S = RewardState
FIELDS: Mapping[Verb, tuple[Field, ...]] = {
    Verb.NOTIFY: (),
    Verb.ANNOUNCE: (REASON,),
    Verb.EXTEND: (Field("until", "延到哪一天", "day"), REASON),
    Verb.SEND: (),
}
WARNINGS: Mapping[Verb, str] = {
    Verb.NOTIFY: "通知以后，领取期限就开始计算。",
    Verb.ANNOUNCE: "公告里只写奖励编号，不写姓名。领取期限从公告起重新计算。",
    Verb.SEND: "会开出一张支付凭证。请随后导出待支付表交财务。",
}
HEADS = ("奖励编号", *MONEY_HEADS)
_MAIN = frozenset({Verb.NOTIFY, Verb.SEND})


class PayoutGroup(Labelled):
    """The groups into which a payout officer sorts rewards."""

    TO_TELL = "tell", "待通知"
    TO_PAY = "pay", "待发放"
    WAITING = "waiting", "等举报人领取"
    UNDER_WAY = "under_way", "支付中"
    SETTLED = "settled", "已发放、已结束"


PAYOUT_GROUPS: dict[PayoutGroup, frozenset[RewardState]] = {
    PayoutGroup.TO_TELL: frozenset({S.APPROVED}),
    PayoutGroup.TO_PAY: frozenset({S.CLAIMED}),
    PayoutGroup.WAITING: frozenset({S.NOTIFIED, S.ANNOUNCED, S.FAILED}),
    PayoutGroup.UNDER_WAY: frozenset({S.PAYING}),
    PayoutGroup.SETTLED: frozenset({S.PAID, S.LAPSED, S.RECOVERED}),
}


class Payouts:
    """The list, one payout with its steps, who is paid, and the 回访 that are due."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs
        self._list: Listing[PayoutLine] = Listing(
            needs, "payouts", "奖励发放", REWARD_ORDERS, _payouts, HEADS, _rows,
            by_itself=lambda: "newest" if _group() is PayoutGroup.SETTLED else "waiting",
        )  # fmt: skip

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        routes.add(
            "/payouts",
            self.listed,
            name="payouts",
            permission=May.NOTIFY,
            menu=MenuItem("奖励发放", "reward"),
        )
        self._list.add_to(routes, "/payouts/list", May.NOTIFY)
        routes.add("/payouts/visits", self.visits, name="payout_visits", permission=May.NOTIFY)
        routes.add(
            "/payouts/visits/<int:visit>",
            self.visited,
            name="payout_visited",
            permission=May.NOTIFY,
            methods=("POST",),
        )
        routes.add("/payouts/<number>", self.show, name="payout", permission=May.NOTIFY)
        routes.add(
            "/payouts/<number>/payee", self.payee, name="payout_payee", permission=May.PAY, methods=("POST",)
        )
        for verb in FIELDS:
            routes.add(
                f"/payouts/<number>/step/{verb.value}",
                partial(self.step, verb=verb),
                name=f"payout_{verb.value}",
                permission=PAYING[verb],
                methods=("POST",),
            )

    def listed(self, visitor: Visitor) -> ResponseReturnValue:
        """What is to be told, claimed and paid; a number leads to its payout."""
        asked = request.args.get("number", "").strip().upper()
        if asked.isalnum():
            return redirect(url_for("admin.payout", number=asked))
        with self._needs.database.reading() as session:
            leaf = self._list.leaf(session, visitor)
            visits = len(visit_rows(session, visitor.actor, self._needs.clock.now()))
        return page(
            "rewards/payouts",
            leaf=leaf, groups=PayoutGroup, group=_group(), states=words_of(RewardState, "state"),
            visits=visits, visitor=visitor,
        )  # fmt: skip

    def show(self, visitor: Visitor, number: str) -> ResponseReturnValue:
        """One reward as the payout officer sees it, without its tip."""
        return self._page(visitor, number)

    def payee(self, visitor: Visitor, number: str) -> ResponseReturnValue:
        """The payout with name and account, once; the reading is recorded and the reporter sees it."""
        needs, rewards = self._needs, self._needs.rewards()
        try:
            with needs.database.writing() as session:
                slip = payout_slip(session, number, visitor.actor, rewards.payees, needs.clock.now())
        except NotFound:
            raise
        except RuleViolation as refusal:
            return self._page(visitor, number, 409, refusal=refusal.sentence)
        return self._page(visitor, number, payee=slip.payee)

    def step(self, visitor: Visitor, number: str, verb: Verb) -> ResponseReturnValue:
        """Take one step of paying a reward."""
        needs, typed, now = self._needs, Typed.sent(), self._needs.clock.now()
        rewards = needs.rewards()
        rewards.get_ready(now)
        try:
            with needs.database.writing() as session:
                take(verb, Doing(rewards, session, number, typed, visitor.actor, now))
        except NotFound:
            raise
        except RuleViolation as refusal:
            try:
                return self._page(
                    visitor, number, 409, refusal=typed.refused(refusal), failed=verb.value, typed=typed
                )
            except NotFound:
                # Whoever decides took it back meanwhile: there is no page of it here any more.
                raise refusal from None
        return send_on("payout", f"reward_{verb.value}", number=number)

    def visits(self, visitor: Visitor) -> ResponseReturnValue:
        """Employees and informants who are to be asked how they fare."""
        return self._visits(visitor)

    def visited(self, visitor: Visitor, visit: int) -> ResponseReturnValue:
        """Write down what they said."""
        needs, answer = self._needs, request.form.get("retaliation", "")
        if answer not in ("yes", "no"):
            return self._visits(visitor, "请选举报人有没有受到打击报复。")
        try:
            with needs.database.writing() as session:
                rounds, now = needs.rewards().rounds, needs.clock.now()
                rounds.visited(session, visit, visitor.actor, now, retaliation=answer == "yes")
        except NotFound:
            raise
        except RuleViolation as refusal:
            return self._visits(visitor, refusal.sentence)
        return back(url_for("admin.payout_visits"), "reward_visited")

    def _visits(self, visitor: Visitor, refusal: str = "") -> ResponseReturnValue:
        with self._needs.database.reading() as session:
            rows = visit_rows(session, visitor.actor, self._needs.clock.now())
        return page("rewards/visits", 409 if refusal else 200, rows=rows, refusal=refusal)

    def _page(self, visitor: Visitor, number: str, status: int = 200, **more: Any) -> ResponseReturnValue:
        needs, actor = self._needs, visitor.actor
        with needs.database.reading() as session:
            try:
                file = payout_file(session, number, actor)
            except NotPermitted as refusal:
                raise NotFound from refusal
            steps = paying_steps(session, file.reward, actor)
        reward = file.reward
        read = fingerprint_of(reward.version)
        forms = [
            StepForm(
                one.verb.value, one.verb.label, url_for(f"admin.payout_{one.verb.value}", number=number),
                FIELDS[one.verb], WARNINGS.get(one.verb, ""), one.verb in _MAIN, read,
            )
            for one in steps if not one.obstacle
        ]  # fmt: skip
        announcement = ""
        if reward.state is S.ANNOUNCED and reward.claim_until_on:
            announcement = ANNOUNCED.format(number=reward.number, until=date_words(reward.claim_until_on))
        more.setdefault("payee", None)
        return page(
            "rewards/payout", status,
            file=file, reward=reward, forms=forms, blocked=[one for one in steps if one.obstacle],
            held=held_words(reward.held_because), announcement=announcement,
            may_read=file.is_claimed and not file.is_shredded and actor.may(May.PAY), **more,
        )  # fmt: skip


def _group() -> PayoutGroup | None:
    """The group that the address asks for; None where it names states."""
    return None if words_of(RewardState, "state") else word_of(PayoutGroup, "group") or PayoutGroup.TO_PAY


def _payouts(session: Session, visitor: Visitor, page: Page) -> Sequence[PayoutLine]:
    group = _group()
    states = PAYOUT_GROUPS[group] if group else words_of(RewardState, "state")
    return payout_lines(session, visitor.actor, states, page)


def _rows(_session: Session, lines: Sequence[PayoutLine]) -> Iterator[Sequence[Cell]]:
    """Numbers and amounts; who is paid stands in the file for the finance office alone."""
    for one in lines:
        yield [one.number, *money_row(one)]
