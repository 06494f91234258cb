"""The payout officer's half: numbers, amounts and vouchers, without the tip they stem from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.sort_orders import Page
from staff.actors import Actor, NotPermitted
from tipoffs.rewards.holds import held_among
from tipoffs.rewards.models import Reward, RewardClaim, RewardPayment
from tipoffs.rewards.moves import get_reward
from tipoffs.rewards.permissions import RewardPermission
from tipoffs.rewards.status import RESERVED, RewardState
from tipoffs.rewards.words import Exclusion

AT_PAYOUT = frozenset({*RESERVED, RewardState.PAID, RewardState.LAPSED, RewardState.RECOVERED})
"""What was approved once; of what is being decided this half of the office knows nothing."""


@dataclass(frozen=True, slots=True)
class PayoutLine:
    """A reward on the list of a payout officer."""

    number: str
    state: RewardState
    amount_fen: int | None
    claim_until_on: date | None
    changed_at: datetime
    held: Sequence[Exclusion] = ()


@dataclass(frozen=True, slots=True)
class PayoutFile:
    """One reward with its claim, of which nothing is shown but that it was made, and its vouchers."""

    reward: Reward
    is_claimed: bool
    by_code: bool
    is_shredded: bool
    payments: Sequence[RewardPayment]


def payout_lines(
    session: Session,
    actor: Actor,
    states: Collection[RewardState],
    page: Page,
) -> Sequence[PayoutLine]:
    """Approved rewards in these states, in the order of the page."""
    _require_payout_officer(actor)
    query = select(Reward.number, Reward.state, Reward.amount_fen, Reward.claim_until_on, Reward.changed_at)
    query = query.where(Reward.state.in_(AT_PAYOUT.intersection(states)))
    rows = session.execute(page.of(query)).all()
    held = held_among(session, [row.number for row in rows])
    return [PayoutLine(*row, held=held.get(row.number, ())) for row in rows]


def payout_file(session: Session, number: str, actor: Actor) -> PayoutFile:
    """One approved reward; ``NotPermitted`` for what is still being decided."""
    _require_payout_officer(actor)
    reward = get_reward(session, number)
    if reward.state not in AT_PAYOUT:
        raise NotPermitted
    claims = select(RewardClaim).where(RewardClaim.reward_number == number).order_by(RewardClaim.round)
    claim = session.scalars(claims).all()[-1:]
    payments = select(RewardPayment).where(RewardPayment.reward_number == number).order_by(RewardPayment.id)
    return PayoutFile(
        reward,
        bool(claim),
        any(one.by_code for one in claim),
        any(one.shredded_at is not None for one in claim),
        session.scalars(payments).all(),
    )


def _require_payout_officer(actor: Actor) -> None:
    if not actor.may(RewardPermission.PAY):
        actor.require(RewardPermission.NOTIFY)
