"""From a verified tip to a proposed reward: open, look, propose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.statements import insert_once
from staff.actors import Actor
from staff.audit import AuditLog
from tipoffs.rewards.models import Reward, RewardAssessment
from tipoffs.rewards.money import written
from tipoffs.rewards.moves import get_reward, new_number, step
from tipoffs.rewards.noting import RewardLog
from tipoffs.rewards.payees import Chosen, Teller, choose
from tipoffs.rewards.permissions import RewardPermission
from tipoffs.rewards.ports import Localities, RuleBookLoader
from tipoffs.rewards.reckoning.facts import Earned, Facts
from tipoffs.rewards.reckoning.rulebook import GENERAL, Found
from tipoffs.rewards.reckoning.rules import Decision, work_out
from tipoffs.rewards.refusals import (
    NeedsDecision,
    NothingToAward,
)
from tipoffs.rewards.status import RESERVED, RewardState, Verb
from tipoffs.rewards.words import MatterKind, Outcome, Relation, Stage

_AWARDED = frozenset({*RESERVED, RewardState.PAID})


@dataclass(frozen=True, slots=True)
class Matter:
    """What the tip office says of a verified matter; ``number`` is the tip that others are merged into."""

    number: str
    tip_number: str
    kind: MatterKind
    accepted_on: date
    scenario: str | None = None
    relation: Relation = Relation.CITIZEN
    stage: Stage = Stage.WHOLE
    reporter_key: str | None = None


class AssessingService:
    """Works out and proposes rewards for the places that ``localities`` says (the closest first)."""

    def __init__(self, rule_book: RuleBookLoader, localities: Localities, audit: AuditLog) -> None:
        self._rule_book = rule_book
        self._localities = localities
        self._log = RewardLog(audit)

    def open(self, session: Session, matter: Matter, actor: Actor, now: datetime) -> Reward:
        """Begin to assess a verified matter; opened again it is the same reward."""
        actor.require(RewardPermission.PROPOSE)
        self._add(session, matter, 1, matter.tip_number, now)
        return self._share(session, matter.number, matter.stage, 1)

    def look(self, session: Session, number: str, facts: Facts, domain: str = GENERAL) -> Decision:
        """What the rule in force says; nothing is kept."""
        return self._worked_out(session, get_reward(session, number), facts, domain)[1]

    def propose(
        self,
        session: Session,
        number: str,
        facts: Facts,
        tellers: Sequence[Teller],
        actor: Actor,
        reason: str,
        now: datetime,
        *,
        domain: str = GENERAL,
    ) -> list[Reward]:
        """Freeze rule, inputs and trace, and divide the amount among those whom the rule pays.

        Every share of the matter must be 待评定: what was approved is never worked out anew.
        """
        actor.require(RewardPermission.PROPOSE)
        first = get_reward(session, number)
        found, decision, facts = self._worked_out(session, first, facts, domain)
        if decision.outcome is Outcome.MANUAL or decision.fen is None:
            raise NeedsDecision(decision.trace[-2].sentence)
        if decision.outcome is Outcome.NOTHING:
            raise NothingToAward(decision.trace[-1].sentence)
        chosen = choose(found.rules.policy.payees, tellers, decision.fen)
        assessment = RewardAssessment(
            matter=first.matter,
            stage=first.stage,
            rule_set=decision.set_id,
            rule=decision.rule_code,
            facts=facts.as_tree(),
            decision=decision.as_tree(),
            payees=_payees_tree(chosen),
            total_fen=decision.fen,
            approvals_needed=_approvals_needed(found, facts, decision.fen),
            proposer=actor.id,
            reason=reason,
            created_at=now,
        )
        session.add(assessment)
        session.flush()
        uplift = found.rules.policy.uplift_for(facts.relation)
        rewards = []
        for place, share in enumerate(chosen.shares, 1):
            values: dict[str, Any] = {
                "tip_number": share.tip_number,
                "assessment_id": assessment.id,
                "amount_fen": share.fen,
                "relation": facts.relation,
                "scenario": facts.scenario,
                "proof_needed": bool(uplift and uplift.proof),
            }
            rewards.append(self._propose_share(session, first, place, values, actor, reason, now))
        self._set_aside_beyond(session, first, len(rewards), actor, now)
        self._log.note(session, actor, "propose", first, now, reason, fen=decision.fen, rule=decision.set_id)
        return rewards

    def set_aside(self, session: Session, number: str, actor: Actor, reason: str, now: datetime) -> Reward:
        """There is nothing to reward here (C0)."""
        actor.require(RewardPermission.PROPOSE)
        return self._taken(session, number, Verb.SET_ASIDE, actor, reason, now)

    def earned_by(self, session: Session, reporter_key: str | None, but: Reward) -> tuple[Earned, ...]:
        """What the same reporter was awarded for other matters."""
        if reporter_key is None:
            return ()
        found = session.scalars(
            select(Reward)
            .where(
                Reward.reporter_key == reporter_key, Reward.state.in_(_AWARDED), Reward.matter != but.matter
            )
            .order_by(Reward.id)
        )
        return tuple(Earned(one.accepted_on, one.amount_fen or 0, one.kind, one.scenario) for one in found)

    def found_rule(self, session: Session, set_id: str, facts: Facts) -> Found:
        """The rule that a proposal rests on."""
        return self._rule_book(session).found_in(set_id, facts)

    def _worked_out(
        self, session: Session, reward: Reward, facts: Facts, domain: str
    ) -> tuple[Found, Decision, Facts]:
        # What the database knows better than whoever asks is taken from there.
        facts = replace(
            facts,
            kind=reward.kind,
            accepted_on=reward.accepted_on,
            stage=reward.stage,
            earned=self.earned_by(session, reward.reporter_key, reward),
            paid_before_fen=_paid_before(session, reward),
        )
        found = self._rule_book(session).find(self._localities(session), facts, domain)
        return found, work_out(found, facts), facts

    def _propose_share(
        self,
        session: Session,
        first: Reward,
        place: int,
        values: Mapping[str, Any],
        actor: Actor,
        reason: str,
        now: datetime,
    ) -> Reward:
        if place > 1:
            matter = Matter(first.matter, str(values["tip_number"]), first.kind, first.accepted_on)
            self._add(session, replace(matter, stage=first.stage), place, matter.tip_number, now)
        reward = self._share(session, first.matter, first.stage, place)
        if reward.state is RewardState.NOT_APPLICABLE and place > 1:
            reward = step(session, reward, Verb.REOPEN, actor, now, reason)
        return step(session, reward, Verb.PROPOSE, actor, now, reason, **values)

    def _set_aside_beyond(
        self, session: Session, first: Reward, count: int, actor: Actor, now: datetime
    ) -> None:
        """Shares of an earlier proposal that the new one does not have."""
        beyond = session.scalars(
            select(Reward)
            .where(
                Reward.matter == first.matter,
                Reward.stage == first.stage,
                Reward.share > count,
                Reward.state != RewardState.NOT_APPLICABLE,
            )
            .order_by(Reward.share)
        ).all()
        for one in beyond:
            step(session, one, Verb.SET_ASIDE, actor, now)

    def _add(self, session: Session, matter: Matter, share: int, tip_number: str, now: datetime) -> None:
        row = {
            "number": new_number(),
            "matter": matter.number,
            "stage": matter.stage,
            "share": share,
            "tip_number": tip_number,
            "reporter_key": matter.reporter_key,
            "state": RewardState.ASSESSING,
            "version": 0,
            "kind": matter.kind,
            "scenario": matter.scenario,
            "relation": matter.relation,
            "accepted_on": matter.accepted_on,
            "proof_needed": False,
            "created_at": now,
            "changed_at": now,
        }
        insert_once(session, Reward, [row], conflict=("matter", "stage", "share"))

    def _share(self, session: Session, matter: str, stage: Stage, share: int) -> Reward:
        return session.scalars(
            select(Reward)
            .where(Reward.matter == matter, Reward.stage == stage, Reward.share == share)
            .execution_options(populate_existing=True)
        ).one()

    def _taken(
        self, session: Session, number: str, verb: Verb, actor: Actor, reason: str, now: datetime
    ) -> Reward:
        reward = step(session, get_reward(session, number), verb, actor, now, reason)
        self._log.note(session, actor, verb.value, reward, now, reason)
        return reward


def _paid_before(session: Session, reward: Reward) -> int:
    """What earlier stages of the matter were awarded."""
    if reward.stage is not Stage.RESULT:
        return 0
    found = session.scalars(
        select(Reward.amount_fen).where(
            Reward.matter == reward.matter, Reward.stage == Stage.VERIFY, Reward.state.in_(_AWARDED)
        )
    )
    return sum(fen or 0 for fen in found)


def _approvals_needed(found: Found, facts: Facts, fen: int) -> list[str]:
    """The permissions of the ladder for this amount, and one more where the rule's ceiling is broken."""
    needed = list(found.rules.policy.rung_for(fen).permissions)
    if facts.cap_break is not None and facts.cap_break in found.rule.cap_breakable_by:
        needed.append(RewardPermission.APPROVE_BREAKING.value)
    return needed


def _payees_tree(chosen: Chosen) -> list[Any]:
    shares = [
        {"tip": one.tip_number, "signatory": one.signatory, "amount": written(one.fen)}
        for one in chosen.shares
    ]
    return [*shares, *({"tip": tip, "reason": reason} for tip, reason in chosen.reasons)]
