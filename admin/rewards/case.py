"""One reward for those who decide: how it was worked out, who signed, what may be done next."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin.cases.opening import opened
from admin.done import send_on
from admin.forms import REASON, Field, StepForm, Typed
from admin.needs import Needs
from admin.rewards.facts import choices_of, told
from admin.rewards.steps import Doing, clear, take
from admin.routes import Routes
from admin.showing import page
from admin.visitors import Visitor
from core.errors import RuleViolation
from core.optimistic_locking import fingerprint_of
from staff.actors import Actor
from staff.services import names_of
from tipoffs.rewards.files import RewardFile, reward_file
from tipoffs.rewards.holds import held_words
from tipoffs.rewards.next_steps import DECIDING, deciding_steps
from tipoffs.rewards.notices import STEPS
from tipoffs.rewards.permissions import RewardPermission as May
from tipoffs.rewards.reckoning.facts import Facts
from tipoffs.rewards.status import Verb
from tipoffs.rewards.words import Exclusion, RefusedBecause

_REFUSAL = (
    Field("because", "不予奖励的理由", "choice", choices_of(RefusedBecause, ("", "请选择")),
          hint="举报人会看到这一句，并可以在期限内提出异议。"),
    Field("reason", "内部说明", "area", rows=2),
)  # fmt: skip
FIELDS: Mapping[Verb, tuple[Field, ...]] = {
    Verb.SUBMIT: (),
    Verb.APPROVE: (Field("reason", "签批意见", "area", is_required=False, rows=2),),
    Verb.SEND_BACK: (REASON,),
    Verb.SET_ASIDE: (REASON,),
    Verb.DENY: _REFUSAL,
    Verb.REVOKE: _REFUSAL,
    Verb.UPHOLD: (REASON,),
    Verb.REOPEN: (REASON,),
    Verb.RECOVER: (REASON,),
}
WARNINGS: Mapping[Verb, str] = {
    Verb.APPROVE: "最后一级签批以后，金额不能再改，并从经费里留出这笔钱。",
    Verb.DENY: "举报人马上会收到通知。",
    Verb.REVOKE: "这笔奖励已经批准。撤销以后，留出的钱退回经费，举报人马上会收到通知。",
    Verb.RECOVER: "只用于查实是捏造事实、骗取奖金的。",
}
_MAIN = frozenset({Verb.SUBMIT, Verb.APPROVE})


class RewardCase:
    """The page, and one route for each step."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        routes.add("/rewards/<number>", self.show, name="reward", permission=May.VIEW)
        for verb in FIELDS:
            routes.add(
                f"/rewards/<number>/step/{verb.value.replace('_', '-')}",
                partial(self.step, verb=verb),
                name=f"reward_{verb.value}",
                # Which permission a signature needs, the ladder of the proposal says.
                permission=May.VIEW if verb is Verb.APPROVE else DECIDING[verb],
                methods=("POST",),
            )
        routes.add(
            "/rewards/<number>/clear", self.clear, name="reward_clear", permission=May.DENY, methods=("POST",)
        )

    def show(self, visitor: Visitor, number: str) -> ResponseReturnValue:
        """The file of a reward: rule, inputs, steps, ladder, and what may be done now."""
        return self._page(visitor, number)

    def step(self, visitor: Visitor, number: str, verb: Verb) -> ResponseReturnValue:
        """Take one step, or show the page again with what was typed and why it was not taken."""
        return self._take(visitor, number, verb.value, partial(take, verb))

    def clear(self, visitor: Visitor, number: str) -> ResponseReturnValue:
        """Let a held payment go on."""
        return self._take(visitor, number, "clear", clear)

    def _take(
        self, visitor: Visitor, number: str, name: str, verb: Callable[[Doing], object]
    ) -> ResponseReturnValue:
        needs, typed, now = self._needs, Typed.sent(), self._needs.clock.now()
        rewards = needs.rewards()
        rewards.get_ready(now)
        with needs.database.reading() as session:
            reward_opened(session, needs, number, visitor.actor)
        try:
            with needs.database.writing() as session:
                verb(Doing(rewards, session, number, typed, visitor.actor, now))
        except RuleViolation as refusal:
            return self._page(visitor, number, 409, refusal=typed.refused(refusal), failed=name, typed=typed)
        return send_on("reward", f"reward_{name}", number=number)

    def _page(self, visitor: Visitor, number: str, status: int = 200, **more: Any) -> ResponseReturnValue:
        needs, actor, rewards = self._needs, visitor.actor, self._needs.rewards()
        with needs.database.reading() as session:
            file = reward_opened(session, needs, number, actor)
            reward, assessment = file.reward, file.assessment
            steps = deciding_steps(session, rewards.approving, reward, actor)
            logins = {one.actor for one in file.events} | {one.approver for one in file.ladder}
            people = names_of(session, logins | ({assessment.proposer} if assessment else set()))
            sets = rewards.rule_book(session).sets
        read = fingerprint_of(reward.version)
        forms = [
            _step_form(one.verb, number, fingerprint_of(assessment.id))
            if assessment and one.verb is Verb.APPROVE
            else _step_form(one.verb, number, read)
            for one in steps
            if not one.obstacle and one.verb in FIELDS
        ]
        if reward.held_because and actor.may(May.DENY):
            forms.append(_clearing(number, reward.held_because, read))
        return page(
            "rewards/case", status,
            visitor=visitor, file=file, reward=reward, assessment=assessment, people=people, forms=forms,
            may_assess=any(one.verb is Verb.PROPOSE for one in steps),
            blocked=[one for one in steps if one.obstacle],
            facts=told(Facts.from_tree(assessment.facts)) if assessment else [], labels=STEPS,
            rules=next((one for one in sets if assessment and one.id == assessment.rule_set), None),
            held=held_words(reward.held_because), **more,
        )  # fmt: skip


def _step_form(verb: Verb, number: str, seen: str) -> StepForm:
    """The form of one step; ``seen`` names what was read when it was shown."""
    return StepForm(
        verb.value,
        verb.label,
        url_for(f"admin.reward_{verb.value}", number=number),
        FIELDS[verb],
        WARNINGS.get(verb, ""),
        is_main=verb in _MAIN,
        seen=seen,
    )


def _clearing(number: str, held: Sequence[Exclusion], seen: str) -> StepForm:
    why = Field("why", "核实的是哪一条", "choice", [(one.value, one.label) for one in held])
    address = url_for("admin.reward_clear", number=number)
    return StepForm("clear", "解除暂缓发放", address, (why, REASON), is_main=True, seen=seen)


def reward_opened(session: Session, needs: Needs, number: str, actor: Actor) -> RewardFile:
    """The file of a reward; ``NotFound`` for whoever may not see its tip, as if it were not there."""
    file = reward_file(session, number, actor)
    opened(session, needs.cases(), file.reward.tip_number, actor)
    return file
