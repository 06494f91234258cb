"""The lists of the reward office, a page at a time: rewards, and verified matters not assessed yet."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, aliased

from core.sort_orders import Page, SortOrder
from staff.actors import Actor
from tipoffs.permissions import Permission
from tipoffs.rewards.holds import held_among
from tipoffs.rewards.models import Honour, Reward
from tipoffs.rewards.permissions import RewardPermission
from tipoffs.rewards.status import RewardState
from tipoffs.rewards.words import Exclusion, MatterKind
from tipoffs.tips.models import Finding, Mode, Tip, TipKind
from tipoffs.worklists import filled_page, within

SUBSTANTIATED = (Finding.VERIFIED, Finding.PARTLY_VERIFIED)
_SHOWN = (
    Reward.number, Reward.tip_number, Reward.kind, Reward.state, Reward.amount_fen, Reward.claim_until_on,
    Reward.changed_at,
)  # fmt: skip
_NAMED = (Tip.named_units, Tip.named_officers)


@dataclass(frozen=True, slots=True)
class RewardLine:
    """A reward on a list of those who decide: its tip and no person."""

    number: str
    tip_number: str
    kind: MatterKind
    state: RewardState
    amount_fen: int | None
    claim_until_on: date | None
    changed_at: datetime
    held: Sequence[Exclusion] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A matter that was found to be true, and for which nobody has opened a reward or said thanks."""

    number: str
    kind: TipKind
    finding: Finding
    mode: Mode
    object_name: str
    region: str
    accepted_at: datetime


REWARD_ORDERS = (
    SortOrder("waiting", "等得久的在前", Reward.changed_at, Reward.number),
    SortOrder("newest", "刚办过的在前", Reward.changed_at, Reward.number, is_descending=True),
)
CANDIDATE_ORDERS = (
    SortOrder("waiting", "受理早的在前", Tip.accepted_at, Tip.number),
    SortOrder("newest", "受理晚的在前", Tip.accepted_at, Tip.number, is_descending=True),
)


def reward_lines(
    session: Session,
    actor: Actor,
    states: Collection[RewardState] = (),
    *,
    about: str = "",
    page: Page = Page(REWARD_ORDERS[0]),
) -> Sequence[RewardLine]:
    """Rewards in these states (all where none is named), in one of ``REWARD_ORDERS``.

    ``about`` is the number of a tip: what became of it and of those handled together with it. Only tips
    within the actor's reach are listed.
    """
    actor.require(RewardPermission.VIEW)
    query = select(*_SHOWN, *_NAMED).join(Tip, Tip.number == Reward.tip_number).where(*within(Tip, actor))
    if states:
        query = query.where(Reward.state.in_(states))
    if about:
        query = query.where(or_(Reward.tip_number == about, Reward.matter == about))
    lines = filled_page(session, actor, query, RewardLine, page)
    held = held_among(session, [one.number for one in lines])
    return [replace(one, held=held.get(one.number, ())) for one in lines]


def candidates(
    session: Session,
    actor: Actor,
    kind: TipKind | None = None,
    *,
    about: str = "",
    page: Page = Page(CANDIDATE_ORDERS[0]),
) -> Sequence[Candidate]:
    """Signed as true, not merged into another, neither assessed nor thanked; in one of ``CANDIDATE_ORDERS``.

    ``about`` is the number of a tip: this one, or the one that it was merged into.
    """
    actor.require(RewardPermission.PROPOSE)
    actor.require(Permission.TIPS_SEE)
    query = select(*(getattr(Tip, name) for name in Candidate.__slots__), *_NAMED).where(
        Tip.finding.in_(SUBSTANTIATED),
        Tip.master.is_(None),
        Tip.accepted_at.is_not(None),
        ~exists().where(Reward.matter == Tip.number),
        ~exists().where(Honour.matter == Tip.number),
        *within(Tip, actor),
    )
    if kind is not None:
        query = query.where(Tip.kind == kind)
    if about:
        merged = aliased(Tip)
        master = select(merged.master).where(merged.number == about)
        query = query.where(or_(Tip.number == about, Tip.number.in_(master)))
    return filled_page(session, actor, query, Candidate, page)
