"""Which deliveries are to be sent now, as conditions for a SELECT and for the UPDATE that claims; and how the
outbox stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, case, exists, func, or_, select, text
from sqlalchemy.orm import Session, aliased

from core.sort_orders import Page, SortOrder
from core.statements import NOW
from deliveries.models import Delivery
from deliveries.ports import FailureClass
from deliveries.status import OPEN, Channel, Lane, Reason, State

_Moment = datetime | ColumnElement[datetime]
# Made once: a second name for all columns costs more than the statement that uses it.
_EARLIER: Final = aliased(Delivery)


def is_due(now: _Moment) -> ColumnElement[bool]:
    """The condition that the delivery waits and its time has come."""
    return and_(Delivery.state == State.WAITING, Delivery.due_at <= now)


def is_next_to_its_person(now: _Moment) -> ColumnElement[bool]:
    """The condition that no earlier reply to the same person is still to be sent.

    Replies must arrive in the order in which they were posted, so a reply waits for the earlier one even
    while that one is backing off. The other lanes need no order.
    """
    return or_(
        Delivery.lane != Lane.REPLY,
        ~exists().where(
            _EARLIER.openid == Delivery.openid,
            _EARLIER.lane == Lane.REPLY,
            _EARLIER.id < Delivery.id,
            or_(
                _EARLIER.state == State.SENDING,
                and_(_EARLIER.state == State.WAITING, or_(_EARLIER.attempts > 0, _EARLIER.due_at <= now)),
            ),
        ),
    )


def is_expired(now: _Moment) -> ColumnElement[bool]:
    """The condition that the delivery's worker was not heard of again before its lease ran out."""
    # Written out, because a partial index answers only to the very word.
    return and_(text("deliveries.state = 'sending'"), Delivery.lease_until < now)


def _due_in(lane: Lane) -> Select[int]:
    return select(Delivery.id).where(
        Delivery.mailing_id.is_(None), Delivery.lane == lane, is_due(NOW), is_next_to_its_person(NOW)
    )


IS_ANY_DUE_IN: Final = {lane: exists(_due_in(lane)) for lane in Lane}
"""Whether a lane has anything to send at ``NOW``."""
IS_ANY_EXPIRED: Final = exists(select(Delivery.id).where(is_expired(NOW)))
DUE_IN: Final = {
    lane: _due_in(lane).order_by(Delivery.due_at, Delivery.id).limit(bindparam("limit", type_=Integer))
    for lane in Lane
}
"""The deliveries of a lane to be sent at ``now``, longest due first, at most ``limit``; none of a mailing.

Written once: making one anew costs ten times as much as asking it.
"""


@dataclass(frozen=True, slots=True)
class LaneLoad:
    """The load of one lane: how many deliveries wait, how many are due, and since when the oldest is."""

    lane: Lane
    waiting: int
    due: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of so many messages, and the platform's number where it gave one."""

    state: State
    failure: FailureClass | None
    errcode: int | None
    count: int


def lane_loads(session: Session, now: datetime) -> Sequence[LaneLoad]:
    """The load of every lane; one statement over all open deliveries."""
    due = and_(Delivery.state == State.WAITING, Delivery.due_at <= now)
    query = (
        select(
            Delivery.lane,
            func.count(),
            func.count(case((due, 1))),
            func.min(case((due, Delivery.due_at))),
        )
        .where(Delivery.state.in_(OPEN))
        .group_by(Delivery.lane)
    )
    found = {
        lane: LaneLoad(lane, waiting, due, oldest) for lane, waiting, due, oldest in session.execute(query)
    }
    return [found.get(lane, LaneLoad(lane, 0, 0, None)) for lane in Lane]


def fates_since(session: Session, since: datetime) -> Sequence[Fate]:
    """What became of the messages posted since then, the most frequent first."""
    count = func.count()
    query = (
        select(Delivery.state, Delivery.failure, Delivery.errcode, count)
        .where(Delivery.created_at > since)
        .group_by(Delivery.state, Delivery.failure, Delivery.errcode)
        .order_by(count.desc(), Delivery.state, Delivery.failure, Delivery.errcode)
    )
    return [Fate(*row) for row in session.execute(query)]


@dataclass(frozen=True, slots=True)
class LaneFate:
    """What became of so many messages of one lane, and why."""

    lane: Lane
    state: State
    reason: Reason | None
    count: int


def fates_by_lane(session: Session, since: datetime) -> Sequence[LaneFate]:
    """What became of the messages posted since then, lane by lane, the most frequent first."""
    count = func.count()
    query = (
        select(Delivery.lane, Delivery.state, Delivery.reason, count)
        .where(Delivery.created_at > since)
        .group_by(Delivery.lane, Delivery.state, Delivery.reason)
        .order_by(count.desc(), Delivery.state, Delivery.lane, Delivery.reason)
    )
    return [LaneFate(*row) for row in session.execute(query)]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of a list of deliveries; None filters nothing."""

    since: datetime
    lane: Lane | None = None
    state: State | None = None
    reason: Reason | None = None
    channel: Channel | None = None


DELIVERY_ORDERS = (
    SortOrder("newest", "最新的在前", Delivery.id, is_descending=True),
    SortOrder("oldest", "最早的在前", Delivery.created_at, Delivery.id),
)


def delivery_lines(
    session: Session,
    wanted: Wanted,
    *,
    page: Page = Page(DELIVERY_ORDERS[0]),
) -> Sequence[Delivery]:
    """A page of deliveries, in one of ``DELIVERY_ORDERS``."""
    query = select(Delivery).where(Delivery.created_at > wanted.since)
    for column, value in (
        (Delivery.lane, wanted.lane),
        (Delivery.state, wanted.state),
        (Delivery.reason, wanted.reason),
        (Delivery.channel, wanted.channel),
    ):
        if value is not None:
            query = query.where(column == value)
    return session.scalars(page.of(query)).all()
