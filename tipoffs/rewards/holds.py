"""Why the payment of a reward stands still: a row for each reason, and each is lifted by itself."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.statements import insert_once
from tipoffs.rewards.models import Reward, RewardHold
from tipoffs.rewards.words import Exclusion


def hold_payments(
    session: Session, rewards: Sequence[int], reasons: Collection[Exclusion], now: datetime
) -> None:
    """Stop the payment of these rewards (their ids) for each of the reasons; one that stands is no second."""
    rows = [{"reward_id": one, "why": why, "held_at": now} for one in rewards for why in sorted(reasons)]
    insert_once(session, RewardHold, rows)


def lift_hold(session: Session, reward: Reward, why: Exclusion) -> bool:
    """Take one reason away; whether it stood. ``reward`` is read anew."""
    lifted = session.scalar(
        delete(RewardHold)
        .where(RewardHold.reward_id == reward.id, RewardHold.why == why)
        .returning(RewardHold.id)
        .execution_options(synchronize_session=False)
    )
    session.refresh(reward)
    return lifted is not None


def held_among(session: Session, numbers: Collection[str]) -> Mapping[str, Sequence[Exclusion]]:
    """Those of these rewards whose payment is held, with the reasons as they were found."""
    query = select(Reward.number, RewardHold.why).join(RewardHold, RewardHold.reward_id == Reward.id)
    found: dict[str, list[Exclusion]] = {}
    for number, why in session.execute(query.where(Reward.number.in_(numbers)).order_by(RewardHold.id)):
        found.setdefault(number, []).append(why)
    return found


def held_words(reasons: Collection[Exclusion]) -> str:
    """Why a payment is held, in words and in the order of the list of exclusions; empty where it is not."""
    return "；".join(one.label for one in Exclusion if one in reasons)
