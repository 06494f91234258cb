"""One reward with everything written about it, for those who decide: the tip and the reasons, no person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.types import member_of
from staff.actors import Actor
from tipoffs.rewards.models import Reward, RewardApproval, RewardAssessment, RewardEvent
from tipoffs.rewards.moves import assessment_of, events_of, get_reward
from tipoffs.rewards.permissions import RewardPermission


@dataclass(frozen=True, slots=True)
class LadderRung:
    """One signature that a proposal needs, and whose it is once it is given."""

    needs: RewardPermission
    approver: str = ""
    at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RewardFile:
    """``ladder`` is empty before a proposal; ``shares`` are the other rewards of the same matter."""

    reward: Reward
    assessment: RewardAssessment | None
    ladder: Sequence[LadderRung]
    events: Sequence[RewardEvent]
    shares: Sequence[Reward]


def reward_file(session: Session, number: str, actor: Actor) -> RewardFile:
    """All that the office knows of a reward."""
    actor.require(RewardPermission.VIEW)
    reward = get_reward(session, number)
    assessment = assessment_of(session, reward) if reward.assessment_id else None
    others = select(Reward).where(Reward.matter == reward.matter, Reward.id != reward.id).order_by(Reward.id)
    return RewardFile(
        reward,
        assessment,
        _ladder(session, reward, assessment) if assessment else (),
        events_of(session, reward),
        session.scalars(others).all(),
    )


def _ladder(session: Session, reward: Reward, assessment: RewardAssessment) -> list[LadderRung]:
    asked = select(RewardApproval).where(
        RewardApproval.reward_id == reward.id, RewardApproval.assessment_id == assessment.id
    )
    signed = {one.rung: one for one in session.scalars(asked)}
    rungs = []
    for place, word in enumerate(assessment.approvals_needed):
        needs, given = member_of(RewardPermission, word), signed.get(place)
        rungs.append(
            LadderRung(needs, given.approver, given.created_at, given.reason) if given else LadderRung(needs)
        )
    return rungs
