"""Progress of mailings, in numbers that are never mixed.

Planned, accepted by the platform, delivered, read and acted upon are five different things: each is counted
from its own column, and none is derived from another. ``delivered``, ``read`` and ``acted`` count what was
reported to us; a missing report does not mean that it did not happen.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from core.types import JsonObject
from deliveries.mailings.models import Mailing
from deliveries.masses.models import MassSend, is_believed
from deliveries.models import Delivery
from deliveries.status import OPEN, Channel, Reason, State

ACTS_WITHIN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Counters:
    """Where the people of some mailings stand; every number counts people.

    ``planned`` always equals the sum of ``accepted``, ``failed``, ``skipped``, ``unknown`` and ``pending``.
    ``delivered`` of a mass send is the figure in the platform's own event, where that can be believed.
    """

    planned: int = 0
    accepted: int = 0
    delivered: int = 0
    read: int = 0
    acted: int = 0
    failed: int = 0
    skipped: int = 0
    unknown: int = 0
    pending: int = 0

    def as_row(self) -> JsonObject:
        """As a plain dictionary, for printing and storing."""
        return asdict(self)


def counted(session: Session, mailing_ids: Sequence[int]) -> Counters:
    """Count the rows of these mailings; for rows already deleted, take what was stored at the end."""
    rows = _of_rows(session, mailing_ids)
    if rows.planned:
        return rows
    kept = session.scalars(select(Mailing.tally).where(Mailing.id.in_(mailing_ids))).all()
    trees = [tree for tree in kept if tree]
    names = Counters.__slots__
    return Counters(**{name: sum(int(tree.get(name, 0)) for tree in trees) for name in names})


def _of_rows(session: Session, mailing_ids: Sequence[int]) -> Counters:
    mine = Delivery.mailing_id.in_(mailing_ids)
    found = session.execute(select(Delivery.state, func.count()).where(mine).group_by(Delivery.state))
    states = {row[0]: row[1] for row in found}
    mass = session.scalar(
        select(func.coalesce(func.sum(MassSend.sent), 0)).where(
            MassSend.mailing_id.in_(mailing_ids), is_believed()
        )
    )
    return Counters(
        planned=sum(states.values()),
        accepted=states.get(State.SENT, 0),
        delivered=_noted(session, mine, Delivery.delivered_at) + int(mass or 0),
        read=_noted(session, mine, Delivery.read_at),
        acted=_noted(session, mine, Delivery.acted_at),
        failed=states.get(State.FAILED, 0),
        skipped=states.get(State.SKIPPED, 0),
        unknown=states.get(State.UNKNOWN, 0),
        pending=sum(states.get(state, 0) for state in OPEN),
    )


def _noted(
    session: Session, mine: ColumnElement[bool], column: InstrumentedAttribute[datetime | None]
) -> int:
    return session.scalars(select(func.count()).select_from(Delivery).where(mine, column.is_not(None))).one()


def reasons(session: Session, mailing_ids: Sequence[int]) -> dict[tuple[State, Reason | None], int]:
    """How many people ended in which state, for which reason."""
    found = session.execute(
        select(Delivery.state, Delivery.reason, func.count())
        .where(Delivery.mailing_id.in_(mailing_ids))
        .group_by(Delivery.state, Delivery.reason)
    )
    return {(state, reason): count for state, reason, count in found}


def note_read(session: Session, mailing_id: int, openid: str, now: datetime) -> None:
    """Record that the person opened what the message links to; only the first time counts."""
    _note(session, mailing_id, openid, Delivery.read_at, now)


def note_acted_in(session: Session, campaign_id: int, openid: str, now: datetime) -> None:
    """Record that the person took part in a campaign: it counts for its latest message to them.

    It counts only within thirty days of the message: after that nobody can say that the two are connected.
    """
    latest = session.scalar(
        select(Delivery.mailing_id)
        .where(
            Delivery.openid == openid,
            Delivery.state == State.SENT,
            Delivery.claimed_at > now - ACTS_WITHIN,
            Delivery.mailing_id.in_(select(Mailing.id).where(Mailing.campaign_id == campaign_id)),
        )
        .order_by(Delivery.id.desc())
        .limit(1)
    )
    if latest is not None:
        _note(session, latest, openid, Delivery.acted_at, now)


def _note(
    session: Session,
    mailing_id: int,
    openid: str,
    column: InstrumentedAttribute[datetime | None],
    now: datetime,
) -> None:
    session.execute(
        update(Delivery)
        .where(Delivery.mailing_id == mailing_id, Delivery.openid == openid, column.is_(None))
        .values({column: now})
        .execution_options(synchronize_session=False)
    )


def note_notice_arrived(session: Session, openid: str, template_id: str, at: datetime) -> None:
    """Record that a subscription notice arrived; it must be the latest one we sent of its kind."""
    latest = (
        select(Delivery.id)
        .where(
            Delivery.openid == openid,
            Delivery.state.in_((State.SENT, State.SENDING, State.UNKNOWN)),
            Delivery.channel == Channel.SUBSCRIPTION,
            Delivery.template_id == template_id,
            Delivery.delivered_at.is_(None),
        )
        .order_by(Delivery.id.desc())
        .limit(1)
    )
    session.execute(
        update(Delivery)
        .where(Delivery.id.in_(latest))
        .values(delivered_at=at)
        .execution_options(synchronize_session=False)
    )
