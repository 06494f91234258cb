"""Approval: up the ladder, by people who neither proposed the reward nor know its reporter.

The last signature sets the money aside. Budget, state, signature and ledger change in one transaction or
not at all, so replaying or killing an approval changes nothing.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.clock import china_date
from core.errors import RuleViolation
from core.optimistic_locking import require_read
from staff.actors import Actor
from staff.audit import AuditLog
from tipoffs.rewards.assessing import AssessingService
from tipoffs.rewards.models import Reward, RewardApproval, RewardAssessment
from tipoffs.rewards.moves import assessment_of, get_reward, step
from tipoffs.rewards.noting import RewardLog
from tipoffs.rewards.payment.ledger import Account, budget_of, commit, post_step
from tipoffs.rewards.permissions import RewardPermission
from tipoffs.rewards.ports import RuleBookLoader, VaultTouches
from tipoffs.rewards.reckoning.facts import Facts
from tipoffs.rewards.reckoning.rules import work_out
from tipoffs.rewards.refusals import KnowsReporter, LimitReached, SelfApproval
from tipoffs.rewards.status import IllegalMove, RewardState, Verb


class ApprovingService:
    """Submits, approves and sends back."""

    def __init__(
        self, rule_book: RuleBookLoader, assessing: AssessingService, touches: VaultTouches, audit: AuditLog
    ) -> None:
        self._rule_book = rule_book
        self._assessing = assessing
        self._touches = touches
        self._log = RewardLog(audit)

    def submit(self, session: Session, number: str, actor: Actor, now: datetime) -> Reward:
        """Hand a proposal to the approvers."""
        actor.require(RewardPermission.PROPOSE)
        reward = step(session, get_reward(session, number), Verb.SUBMIT, actor, now)
        self._note(session, actor, "submit", reward, now)
        return reward

    def approve(
        self,
        session: Session,
        number: str,
        actor: Actor,
        reason: str,
        now: datetime,
        seen: str | None = None,
    ) -> Reward:
        """Sign; the last signature of the ladder approves and sets the money aside.

        ``seen`` is the fingerprint of the number of the proposal that was read. Raises ``SelfApproval``,
        ``KnowsReporter``, ``BudgetSpent``, ``LimitReached``, ``ChangedSinceRead`` or ``Overtaken``.
        """
        reward = get_reward(session, number)
        assessment, rung = self._next_rung(session, reward, actor)
        require_read(seen, assessment.id)
        is_last = rung + 1 == len(assessment.approvals_needed)
        if is_last:
            reward = self._reserve(session, reward, assessment, actor, reason, now)
        else:
            reward = step(session, reward, Verb.ENDORSE, actor, now, reason)
        session.add(
            RewardApproval(
                reward_id=reward.id,
                assessment_id=assessment.id,
                rung=rung,
                permission=assessment.approvals_needed[rung],
                approver=actor.id,
                reason=reason,
                created_at=now,
            )
        )
        session.flush()
        self._note(session, actor, "approve", reward, now, reason)
        return reward

    def hindrance(self, session: Session, reward: Reward, actor: Actor) -> str:
        """Why this person may not sign now, as ``approve`` would say it; nothing if they may."""
        try:
            self._next_rung(session, reward, actor)
        except RuleViolation as refusal:
            return refusal.sentence
        return ""

    def send_back(self, session: Session, number: str, actor: Actor, reason: str, now: datetime) -> Reward:
        """Give a proposal back to be worked out anew; its signatures are void with it."""
        actor.require(RewardPermission.APPROVE)
        reward = step(
            session, get_reward(session, number), Verb.SEND_BACK, actor, now, reason, assessment_id=None
        )
        self._note(session, actor, "send_back", reward, now, reason)
        return reward

    def _next_rung(self, session: Session, reward: Reward, actor: Actor) -> tuple[RewardAssessment, int]:
        """The proposal and the rung that this person signs next; raises why they may not."""
        if reward.state is not RewardState.APPROVING:
            raise IllegalMove(reward.state, Verb.APPROVE)
        assessment = assessment_of(session, reward)
        signed = self._signatures(session, reward, assessment)
        rung = len(signed)
        if rung >= len(assessment.approvals_needed):
            raise IllegalMove(reward.state, Verb.APPROVE)  # somebody else's last signature came between
        actor.require(assessment.approvals_needed[rung])
        if actor.id in {assessment.proposer, *signed}:
            raise SelfApproval
        if self._touches.has_read(session, reward.tip_number, actor.id) or self._touches.has_read(
            session, reward.number, actor.id
        ):
            raise KnowsReporter
        return assessment, rung

    def _reserve(
        self,
        session: Session,
        reward: Reward,
        assessment: RewardAssessment,
        actor: Actor,
        reason: str,
        now: datetime,
    ) -> Reward:
        assert reward.amount_fen is not None
        policy = self._rule_book(session).named(assessment.rule_set).policy
        budget = budget_of(session, policy.budget_line, china_date(now).year)
        reward = step(session, reward, Verb.APPROVE, actor, now, reason, budget_id=budget.id)
        commit(session, budget.id, reward.amount_fen or 0)
        # From here on nobody else approves out of this budget before we have committed.
        self._keep_limits(session, reward, assessment)
        post_step(session, reward, Account.AVAILABLE, Account.RESERVED, now)
        return reward

    def _keep_limits(self, session: Session, reward: Reward, assessment: RewardAssessment) -> None:
        facts = Facts.from_tree(assessment.facts)
        found = self._assessing.found_rule(session, assessment.rule_set, facts)
        if not found.rules.policy.limits:
            return
        earned = self._assessing.earned_by(session, reward.reporter_key, reward)
        fresh = work_out(found, replace(facts, earned=earned))
        if fresh.fen is None or fresh.fen < assessment.total_fen:
            raise LimitReached

    def _signatures(self, session: Session, reward: Reward, assessment: RewardAssessment) -> list[str]:
        return list(
            session.scalars(
                select(RewardApproval.approver)
                .where(RewardApproval.reward_id == reward.id, RewardApproval.assessment_id == assessment.id)
                .order_by(RewardApproval.rung)
            )
        )

    def _note(
        self, session: Session, actor: Actor, action: str, reward: Reward, now: datetime, reason: str = ""
    ) -> None:
        self._log.note(session, actor, action, reward, now, reason, fen=reward.amount_fen)


def approvals_of(session: Session, reward: Reward) -> int:
    """How many signatures the present proposal has."""
    asked = select(func.count()).where(
        RewardApproval.reward_id == reward.id, RewardApproval.assessment_id == reward.assessment_id
    )
    return session.scalars(asked).one()
