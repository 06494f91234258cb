"""What each role sees of rewards: the office the tip and never the person, the payout officer the reverse."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from staff.actors import Actor, ActorKind, NotPermitted
from tipoffs.rewards.models import Reward, RewardClaim, RewardEvent, RewardPayment
from tipoffs.rewards.moves import assessment_of, events_of, get_reward, has_taken
from tipoffs.rewards.payment.paying import DECIDED
from tipoffs.rewards.permissions import RewardPermission
from tipoffs.rewards.ports import Payee, PayeeVault
from tipoffs.rewards.refusals import ConflictingDuties
from tipoffs.rewards.status import RewardState, Verb


@dataclass(frozen=True, slots=True)
class RewardView:
    """A reward for those who verify and decide: tip and reasons, no person."""

    number: str
    matter: str
    tip_number: str
    state: RewardState
    amount_fen: int | None
    claim_until: date | None
    decision: dict[str, Any] | None
    payees: list[Any]
    steps: tuple[tuple[str, str, datetime, str], ...]


@dataclass(frozen=True, slots=True)
class PayoutSlip:
    """A reward for the payout officer: person and amount, no tip."""

    number: str
    state: RewardState
    amount_fen: int
    payee: Payee


@dataclass(frozen=True, slots=True)
class OwnReward:
    """A reward for its reporter."""

    number: str
    state: RewardState
    amount_fen: int | None
    claim_until: date | None
    refused_because: str | None
    proof_needed: bool
    has_appealed: bool
    appeal_until: date | None
    why_failed: str = ""
    """What the bank said of the last payment, where it came back; numbers made unreadable."""


def view_reward(session: Session, number: str, actor: Actor) -> RewardView:
    """All that the office knows of a reward."""
    actor.require(RewardPermission.VIEW)
    reward = get_reward(session, number)
    assessment = assessment_of(session, reward) if reward.assessment_id else None
    return RewardView(
        number=reward.number,
        matter=reward.matter,
        tip_number=reward.tip_number,
        state=reward.state,
        amount_fen=reward.amount_fen,
        claim_until=reward.claim_until_on,
        decision=assessment.decision if assessment else None,
        payees=assessment.payees if assessment else [],
        steps=tuple(
            (one.verb.label, one.actor, one.created_at, one.reason) for one in events_of(session, reward)
        ),
    )


def payout_slip(session: Session, number: str, actor: Actor, vault: PayeeVault, now: datetime) -> PayoutSlip:
    """Person and account of a claimed reward; refused to whoever may see its tip or decided on it."""
    actor.require(RewardPermission.PAY)
    reward = get_reward(session, number)
    if actor.kind is ActorKind.STAFF and (
        actor.may(RewardPermission.VIEW) or has_taken(session, reward, actor.id, DECIDED)
    ):
        raise ConflictingDuties
    claim = session.scalars(
        select(RewardClaim)
        .where(RewardClaim.reward_number == number)
        .order_by(RewardClaim.round.desc())
        .limit(1)
    ).first()
    if claim is None or reward.amount_fen is None:
        raise NotPermitted("还没有人申领这笔奖励。")
    return PayoutSlip(
        number, reward.state, reward.amount_fen, vault.open_payee(session, claim.payee_ref, actor, now)
    )


def own_rewards(session: Session, actor: Actor) -> Sequence[OwnReward]:
    """The rewards of the tip whose reporter asks."""
    if actor.kind is not ActorKind.REPORTER:
        raise NotPermitted
    found = session.scalars(select(Reward).where(Reward.tip_number == actor.id).order_by(Reward.id)).all()
    appealed = set(
        session.scalars(
            select(RewardEvent.reward_id).where(
                RewardEvent.reward_id.in_([one.id for one in found]), RewardEvent.verb == Verb.APPEAL
            )
        )
    )
    return [
        OwnReward(
            one.number,
            one.state,
            one.amount_fen if one.assessment_id else None,
            one.claim_until_on,
            one.refused_because.label if one.refused_because else None,
            one.proof_needed,
            one.id in appealed,
            one.appeal_until_on,
            why_failed(session, one.number) if one.state is RewardState.FAILED else "",
        )
        for one in found
    ]


def why_failed(session: Session, number: str) -> str:
    """What the bank said of the last payment of this reward, numbers and payee unreadable in it."""
    said = session.scalar(
        select(RewardPayment.note)
        .where(RewardPayment.reward_number == number)
        .order_by(RewardPayment.attempt.desc())
        .limit(1)
    )
    return (said or "").strip().rstrip("。.")


def work_list(session: Session, actor: Actor, state: RewardState, limit: int = 100) -> Sequence[Reward]:
    """The rewards that stand at one step, the oldest first."""
    actor.require(RewardPermission.VIEW)
    return session.scalars(
        select(Reward).where(Reward.state == state).order_by(Reward.changed_at, Reward.id).limit(limit)
    ).all()


def count_waiting(session: Session, states: Collection[RewardState]) -> Mapping[RewardState, int]:
    """How many rewards stand at each of these steps; one number tells neither half of the office anything."""
    query = select(Reward.state, func.count()).where(Reward.state.in_(states)).group_by(Reward.state)
    return dict(session.execute(query).all())
