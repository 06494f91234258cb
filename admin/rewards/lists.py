"""The lists of those who propose and approve: rewards by state, and matters nobody has assessed."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin.addresses import word_of, words_of
from admin.cases.lists import Names
from admin.cases.opening import opened
from admin.done import back, send_on
from admin.forms import Typed
from admin.listing import Listing
from admin.needs import Needs
from admin.routes import MenuItem, Routes
from admin.sheets import Cell, stamp
from admin.showing import page
from admin.visitors import Visitor
from core.errors import NotFound, RuleViolation
from core.sort_orders import Page
from core.types import Labelled
from tipoffs.rewards.holds import held_words
from tipoffs.rewards.lists import (
    CANDIDATE_ORDERS,
    REWARD_ORDERS,
    Candidate,
    RewardLine,
    candidates,
    reward_lines,
)
from tipoffs.rewards.matters import matter_of
from tipoffs.rewards.payment.payouts import PayoutLine
from tipoffs.rewards.permissions import RewardPermission as May
from tipoffs.rewards.status import UNDECIDED, RewardState
from tipoffs.rewards.thanking import thank
from tipoffs.rewards.words import MatterKind
from tipoffs.tips.models import TipKind

S = RewardState


class RewardGroup(Labelled):
    """The groups into which the list sorts rewards."""

    OPEN = "open", "在评定、审批"
    ASSESSING = "assessing", "待评定"
    PROPOSED = "proposed", "拟奖励"
    APPROVING = "approving", "待审批"
    APPROVED = "approved", "已批准，未领取"
    HELD = "claimed", "已申领、发放中"
    PAID = "paid", "已发放"
    REFUSED = "refused", "不予奖励"
    ALL = "all", "全部"


REWARD_GROUPS: dict[RewardGroup, frozenset[RewardState]] = {
    RewardGroup.OPEN: UNDECIDED,
    RewardGroup.ASSESSING: frozenset({S.ASSESSING}),
    RewardGroup.PROPOSED: frozenset({S.PROPOSED}),
    RewardGroup.APPROVING: frozenset({S.APPROVING}),
    RewardGroup.APPROVED: frozenset({S.APPROVED, S.NOTIFIED, S.ANNOUNCED}),
    RewardGroup.HELD: frozenset({S.CLAIMED, S.PAYING, S.FAILED}),
    RewardGroup.PAID: frozenset({S.PAID, S.RECOVERED}),
    RewardGroup.REFUSED: frozenset({S.DENIED, S.NOT_APPLICABLE, S.LAPSED}),
    RewardGroup.ALL: frozenset(),
}
_DONE = (RewardGroup.PAID, RewardGroup.REFUSED, RewardGroup.ALL)
"""What is settled is listed newest first, what waits longest waiting first."""
KINDS = [(one.value, one.label) for one in MatterKind]
_LONGEST = 32
MONEY_HEADS = ("状态", "金额（元）", "最晚领取", "为什么暂缓", "最近一步")
REWARD_HEADS = ("奖励编号", "举报编号", "哪一种", *MONEY_HEADS)
CANDIDATE_HEADS = ("举报编号", "类型", "核查结论", "怎么举报的", "对象", "区划", "受理")


class RewardLists:
    """Two lists, and the two ways to settle a matter that stands on the second."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs
        self._rewards: Listing[RewardLine] = Listing(
            needs, "rewards", "奖励", REWARD_ORDERS, _rewards, REWARD_HEADS, _reward_rows,
            by_itself=lambda: "newest" if _is_settled() else "waiting",
        )  # fmt: skip
        self._open: Listing[Candidate] = Listing(
            needs, "reward_candidates", "待评定", CANDIDATE_ORDERS, _candidates, CANDIDATE_HEADS,
            self._candidate_rows, widths={"对象": 30, "区划": 30},
        )  # fmt: skip

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        routes.add(
            "/rewards", self.rewards, name="rewards", permission=May.VIEW, menu=MenuItem("奖励", "reward")
        )
        routes.add("/rewards/candidates", self.candidates, name="reward_candidates", permission=May.PROPOSE)
        self._rewards.add_to(routes, "/rewards", May.VIEW)
        self._open.add_to(routes, "/rewards/candidates", May.PROPOSE)
        routes.add("/rewards/open", self.open, name="reward_open", permission=May.PROPOSE, methods=("POST",))
        routes.add(
            "/rewards/thank", self.thank, name="reward_thank", permission=May.PROPOSE, methods=("POST",)
        )

    def rewards(self, visitor: Visitor) -> ResponseReturnValue:
        """Rewards by where they stand; a number leads to a reward, or to those of a tip."""
        asked = request.args.get("number", "").strip().upper()
        if asked.startswith("J") and asked.isalnum():
            return redirect(url_for("admin.reward", number=asked[:_LONGEST]))
        about, group, states = _asked()
        may_assess = visitor.actor.may(May.PROPOSE)
        with self._needs.database.reading() as session:
            leaf = self._rewards.leaf(session, visitor)
            waits = may_assess and about and candidates(session, visitor.actor, about=about)
        return page(
            "rewards/list",
            leaf=leaf, waits=waits, groups=RewardGroup, group=group, states=states, about=about,
            held=held_words,
            visitor=visitor,
        )  # fmt: skip

    def candidates(self, visitor: Visitor) -> ResponseReturnValue:
        """What was found true, and is neither assessed nor thanked for."""
        return self._candidates(visitor)

    def open(self, visitor: Visitor) -> ResponseReturnValue:
        """Begin to assess a matter."""
        needs, typed, now = self._needs, Typed.sent(), self._needs.clock.now()
        kind = next((one for one in MatterKind if one.value == typed.text("kind")), MatterKind.VIOLATION)
        assessing = needs.rewards().assessing(())
        try:
            with needs.database.writing() as session:
                self._require_listed(session, visitor, typed.text("tip"))
                matter = matter_of(session, typed.text("tip"), kind)
                number = assessing.open(session, matter, visitor.actor, now).number
        except NotFound:
            raise
        except RuleViolation as refusal:
            return self._candidates(visitor, refusal.sentence)
        return send_on("reward", "reward_opened", number=number)

    def thank(self, visitor: Visitor) -> ResponseReturnValue:
        """True, and without money: thanks and points."""
        needs, now, tip = self._needs, self._needs.clock.now(), request.form.get("tip", "")
        rewards = needs.rewards()
        rewards.get_ready(now)
        try:
            with needs.database.writing() as session:
                self._require_listed(session, visitor, tip)
                matter = matter_of(session, tip, MatterKind.GENERAL_HAZARD)
                thank(session, matter.number, matter.tip_number, visitor.actor, rewards.post, now)
        except NotFound:
            raise
        except RuleViolation as refusal:
            return self._candidates(visitor, refusal.sentence)
        return back(url_for("admin.reward_candidates"), "reward_thanked")

    def _require_listed(self, session: Session, visitor: Visitor, tip: str) -> None:
        """The tip lies within the visitor's reach: what is not theirs reads as if it were not there."""
        opened(session, self._needs.cases(), tip, visitor.actor)

    def _candidates(self, visitor: Visitor, refusal: str = "") -> ResponseReturnValue:
        with self._needs.database.reading() as session:
            leaf, names = self._open.leaf(session, visitor), Names.of(session, self._needs.cases())
        return page(
            "rewards/candidates", 409 if refusal else 200,
            leaf=leaf, names=names, kinds=TipKind, kind=word_of(TipKind, "kind"), choices=KINDS,
            about=_about(), refusal=refusal,
        )  # fmt: skip

    def _candidate_rows(self, session: Session, lines: Sequence[Candidate]) -> Iterator[Sequence[Cell]]:
        names = Names.of(session, self._needs.cases())
        for one in lines:
            yield [
                one.number, one.kind.label, one.finding.label, one.mode.label, one.object_name,
                names.region(one.region), stamp(one.accepted_at),
            ]  # fmt: skip


def money_row(one: RewardLine | PayoutLine) -> Sequence[Cell]:
    """What assessing and paying staff alike may know of a reward: its number and money, and nobody's name."""
    amount: Cell = "" if one.amount_fen is None else Decimal(one.amount_fen) / 100
    until = one.claim_until_on.isoformat() if one.claim_until_on else ""
    return [one.state.label, amount, until, held_words(one.held), stamp(one.changed_at)]


def _asked() -> tuple[str, RewardGroup, tuple[RewardState, ...]]:
    """The tip whose rewards the address asks for, the group, and the states where it names some."""
    about = _about()
    group = word_of(RewardGroup, "group") or (RewardGroup.ALL if about else RewardGroup.OPEN)
    return about, group, words_of(RewardState, "state")


def _about() -> str:
    """The number of the tip that the address names; empty for none."""
    asked = request.args.get("number", "").strip().upper()
    return asked[:_LONGEST] if asked.isalnum() and not asked.startswith("J") else ""


def _is_settled() -> bool:
    _, group, states = _asked()
    return group in _DONE and not states


def _rewards(session: Session, visitor: Visitor, page: Page) -> Sequence[RewardLine]:
    about, group, states = _asked()
    return reward_lines(session, visitor.actor, states or REWARD_GROUPS[group], about=about, page=page)


def _reward_rows(_session: Session, lines: Sequence[RewardLine]) -> Iterator[Sequence[Cell]]:
    for one in lines:
        yield [one.number, one.tip_number, one.kind.label, *money_row(one)]


def _candidates(session: Session, visitor: Visitor, page: Page) -> Sequence[Candidate]:
    return candidates(session, visitor.actor, word_of(TipKind, "kind"), about=_about(), page=page)
