"""The payout officer's half: numbers, amounts and vouchers, without the tip they stem from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from staff.actors import Actor, NotPermitted
from tipoffs.rewards.models import Reward, RewardClaim, RewardPayment
from tipoffs.rewards.moves import get_reward
from tipoffs.rewards.permissions import RewardPermission
from tipoffs.rewards.status import RESERVED, RewardState
from tipoffs.rewards.words import Exclusion
from tipoffs.worklists import PAGE, Mark

AT_PAYOUT = frozenset({*RESERVED, RewardState.PAID, RewardState.LAPSED, RewardState.RECOVERED})
"""What was approved once; of what is being decided this half of the office knows nothing."""


@dataclass(frozen=True, slots=True)
class PayoutLine:
    """A reward on the list of a payout officer."""

    number: str
    state: RewardState
    amount_fen: int | None
    claim_until_on: date | None
    held_because: str | None
    changed_at: datetime

    @property
    def mark(self) -> Mark:
        """Its place on the list."""
        return Mark(self.changed_at, self.number)


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
    *,
    newest_first: bool = False,
    after: Mark | None = None,
    limit: int = PAGE,
) -> Sequence[PayoutLine]:
    """Approved rewards in these states, the longest unmoved first."""
    _require_payout_officer(actor)
    columns = (Reward.changed_at, Reward.number)
    query = select(*(getattr(Reward, name) for name in PayoutLine.__slots__))
    query = query.where(Reward.state.in_(AT_PAYOUT.intersection(states)))
    query = query.order_by(*((one.desc() for one in columns) if newest_first else columns)).limit(limit)
    if after is not None:
        place, mark = tuple_(*columns), (after.at, after.key)
        query = query.where(place < mark if newest_first else place > mark)
    return [PayoutLine(*row) for row in session.execute(query)]


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


def held_words(held_because: str | None) -> str:
    """Why a payment is held, in words; nothing where it is not."""
    return "；".join(one.label for one in held_reasons(held_because))


def held_reasons(held_because: str | None) -> list[Exclusion]:
    """The reasons that ``Reward.held_because`` names, in the order of the list of exclusions."""
    named = (held_because or "").split("、")
    return [one for one in Exclusion if one.value in named]


def _require_payout_officer(actor: Actor) -> None:
    if not actor.may(RewardPermission.PAY):
        actor.require(RewardPermission.NOTIFY)
