"""Working a reward out: the inputs on a form, the calculation beside it, and the proposal."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from admin.done import send_on
from admin.forms import Choices, Field, NotFilledIn, Typed
from admin.needs import Needs
from admin.rewards.case import reward_opened
from admin.rewards.facts import fact_fields, read_facts, told
from admin.routes import Routes
from admin.showing import page
from admin.visitors import Visitor
from core.errors import NotFound, RuleViolation
from tipoffs.rewards.matters import Known, known_of, tellers_of
from tipoffs.rewards.models import Reward
from tipoffs.rewards.notices import BRANCHES, STEPS
from tipoffs.rewards.permissions import RewardPermission as May
from tipoffs.rewards.reckoning.facts import Facts
from tipoffs.rewards.reckoning.rulebook import GENERAL, NATIONAL, RuleBook, RuleSet, Standing
from tipoffs.rewards.status import MOVES, IllegalMove, Verb


class Assessing:
    """One page with two buttons: 试算 keeps nothing, 提出 freezes rule, inputs and trace."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the page."""
        routes.add(
            "/rewards/<number>/assess",
            self.assess,
            name="reward_assess",
            permission=May.PROPOSE,
            methods=("GET", "POST"),
        )

    def assess(self, visitor: Visitor, number: str) -> ResponseReturnValue:
        """The form; tried or proposed."""
        if request.method == "GET":
            return self._page(visitor, number)
        needs, typed, now = self._needs, Typed.sent(), self._needs.clock.now()
        rewards = needs.rewards()
        rewards.get_ready(now)
        place, domain = typed.text("locality"), typed.text("domain") or GENERAL
        assessing = rewards.assessing((place,) if place else rewards.localities)
        try:
            with needs.database.reading() as session:
                reward = reward_opened(session, needs, number, visitor.actor).reward
                facts = read_facts(typed, reward.kind, reward.accepted_on)
                if typed.text("do") != "propose":
                    decision = assessing.look(session, number, facts, domain)
                    return self._page(visitor, number, typed=typed, decision=decision, facts=told(facts))
            if not typed.text("reason"):
                raise NotFilledIn("请写明提出的理由。")
            with needs.database.writing() as session:
                tellers = tellers_of(
                    known_of(session, reward.matter), typed.all("payees"), typed.all("decisive")
                )
                assessing.propose(
                    session, number, facts, tellers, visitor.actor, typed.text("reason"), now, domain=domain
                )
        except NotFound:
            raise
        except RuleViolation as refusal:
            return self._page(visitor, number, 409, typed=typed, refusal=typed.refused(refusal))
        return send_on("reward", "reward_propose", number=number)

    def _page(self, visitor: Visitor, number: str, status: int = 200, **more: Any) -> ResponseReturnValue:
        needs, rewards = self._needs, self._needs.rewards()
        with needs.database.reading() as session:
            file = reward_opened(session, needs, number, visitor.actor)
            if (file.reward.state, Verb.PROPOSE) not in MOVES:
                raise IllegalMove(file.reward.state, Verb.PROPOSE)
            known, book = known_of(session, file.reward.matter), rewards.rule_book(session)
            has_told = rewards.has_told(session, file.reward.tip_number)
        more.setdefault("decision", None)
        return page(
            "rewards/assess", status,
            reward=file.reward, known=known, has_told=has_told, labels=STEPS,
            fields=_fields(book, file.reward, known), **more,
        )  # fmt: skip


def _fields(book: RuleBook, reward: Reward, known: Known) -> list[Field]:
    sets = in_force(book)
    # To begin with: the penalties that were decided.
    before = Facts(reward.kind, reward.accepted_on, relation=reward.relation, penalty_fen=known.penalty_fen)
    tips: Choices = [
        (one.number, f"{one.number}（{one.mode.label}，第{one.arrival_rank}个到达）") for one in known.tips
    ]
    fields = [
        Field("payees", "哪几件线索清楚、是有效举报", "many", tips,
              value=" ".join(one.number for one in known.tips)),
    ]  # fmt: skip
    if len(tips) > 1:
        fields.append(Field("decisive", "哪几件对查实起了决定作用", "many", tips, is_required=False))
    branches = sorted({one.domain for one in sets})
    if len(branches) > 1:
        fields.append(
            Field("domain", "按哪一行业的办法", "choice", [(one, BRANCHES.get(one, one)) for one in branches],
                  value=GENERAL)
        )  # fmt: skip
    places = sorted({one.locality for one in sets} - {NATIONAL})
    if places:
        choices = [("", "国家办法"), *((one, one) for one in places)]
        fields.append(Field("locality", "按哪里的办法", "choice", choices, is_required=False))
    fields += fact_fields(reward.kind, sets, before)
    fields.append(
        Field(
            "reason", "提出的理由", "area", is_required=False, rows=2, hint="提出拟奖励意见时要写；试算不用。"
        )
    )
    return fields


def in_force(book: RuleBook) -> list[RuleSet]:
    """The sets that may be used as they stand."""
    return [one for one in book.sets if one.standing is Standing.IN_FORCE]
