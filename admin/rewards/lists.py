"""The lists of who proposes and approves: rewards by where they stand, and matters nobody has assessed."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin.addresses import word_of, words_of
from admin.cases.forms import Typed
from admin.cases.lists import Names
from admin.cases.tip_page import opened
from admin.done import back, send_on
from admin.doors import Doors
from admin.keeper import Visitor
from admin.marks import case_mark, first_page, next_cases
from admin.needs import Needs
from admin.showing import page
from core.errors import NotFound, RuleViolation
from core.types import Labelled
from tipoffs.rewards.lists import candidates, reward_lines
from tipoffs.rewards.matters import matter_of
from tipoffs.rewards.payouts import held_words
from tipoffs.rewards.permissions import RewardPermission as May
from tipoffs.rewards.status import UNDECIDED, RewardState
from tipoffs.rewards.thanking import thank
from tipoffs.rewards.words import MatterKind
from tipoffs.tips.models import TipKind
from tipoffs.worklists import PAGE, Mark

S = RewardState


class Heap(Labelled):
    """The heaps of the desk."""

    OPEN = "open", "在评定、审批"
    ASSESSING = "assessing", "待评定"
    PROPOSED = "proposed", "拟奖励"
    APPROVING = "approving", "待审批"
    APPROVED = "approved", "已批准，未领取"
    HELD = "claimed", "已申领、发放中"
    PAID = "paid", "已发放"
    REFUSED = "refused", "不予奖励"
    ALL = "all", "全部"


HEAPS: dict[Heap, frozenset[RewardState]] = {
    Heap.OPEN: UNDECIDED,
    Heap.ASSESSING: frozenset({S.ASSESSING}),
    Heap.PROPOSED: frozenset({S.PROPOSED}),
    Heap.APPROVING: frozenset({S.APPROVING}),
    Heap.APPROVED: frozenset({S.APPROVED, S.NOTIFIED, S.ANNOUNCED}),
    Heap.HELD: frozenset({S.CLAIMED, S.PAYING, S.FAILED}),
    Heap.PAID: frozenset({S.PAID, S.RECOVERED}),
    Heap.REFUSED: frozenset({S.DENIED, S.NOT_APPLICABLE, S.LAPSED}),
    Heap.ALL: frozenset(),
}
_DONE = (Heap.PAID, Heap.REFUSED, Heap.ALL)
"""Of what is settled the newest comes first; of what waits, the longest waiting."""
KINDS = [(one.value, one.label) for one in MatterKind]
_LONGEST = 32


class RewardLists:
    """Two lists, and the two ways to settle a matter that stands on the second."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, doors: Doors) -> None:
        """Add the pages."""
        doors.add("/rewards", self.rewards, name="rewards", permission=May.VIEW, menu="奖励", icon="reward")
        doors.add("/rewards/candidates", self.candidates, name="reward_candidates", permission=May.PROPOSE)
        doors.add("/rewards/open", self.open, name="reward_open", permission=May.PROPOSE, methods=("POST",))
        doors.add(
            "/rewards/thank", self.thank, name="reward_thank", permission=May.PROPOSE, methods=("POST",)
        )

    def rewards(self, visitor: Visitor) -> ResponseReturnValue:
        """Rewards by where they stand; a number leads to a reward, or to those of a tip."""
        asked = request.args.get("number", "").strip().upper()
        if asked.startswith("J") and asked.isalnum():
            return redirect(url_for("admin.reward", number=asked[:_LONGEST]))
        about = asked[:_LONGEST] if asked.isalnum() else ""
        heap = word_of(Heap, "heap") or (Heap.ALL if about else Heap.OPEN)
        states = words_of(RewardState, "state") or HEAPS[heap]
        newest_first = heap in _DONE and not request.args.get("state")
        with self._needs.database.reading() as session:
            lines = reward_lines(
                session, visitor.actor, states, about=about, newest_first=newest_first, after=list_mark()
            )
        return page(
            "rewards/list",
            lines=lines, heaps=Heap, heap=heap, states=words_of(RewardState, "state"), about=about,
            held=held_words, visitor=visitor, first=first_page(), further=next_cases(lines, PAGE),
        )  # fmt: skip

    def candidates(self, visitor: Visitor) -> ResponseReturnValue:
        """What was found true, and is neither assessed nor thanked for."""
        return self._candidates(visitor)

    def open(self, visitor: Visitor) -> ResponseReturnValue:
        """Begin to assess a matter."""
        needs, typed, now = self._needs, Typed(request.form.to_dict(flat=False)), self._needs.clock.now()
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
        kind = word_of(TipKind, "kind")
        with self._needs.database.reading() as session:
            lines = candidates(session, visitor.actor, kind, list_mark())
            names = Names.of(session, self._needs.cases())
        return page(
            "rewards/candidates", 409 if refusal else 200,
            lines=lines, names=names, kinds=TipKind, kind=kind, choices=KINDS, refusal=refusal,
            first=first_page(), further=next_cases(lines, PAGE),
        )  # fmt: skip


def list_mark() -> Mark | None:
    """Where the page before ended; these lists stand by moments, so one without is none."""
    mark = case_mark()
    return mark if mark is not None and mark.at is not None else None
