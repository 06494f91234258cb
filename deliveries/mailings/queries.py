"""Reads mailings: their people one by one, the calls they were split into, the calls of each day."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from deliveries.mailings.models import ApiDay
from deliveries.masses.models import MassSend
from deliveries.models import Delivery
from deliveries.status import Reason, State


def recipients(
    session: Session,
    mailing_id: int,
    *,
    states: Collection[State] = (),
    reason: Reason | None = None,
    after: int | None = None,
    limit: int | None = 50,
) -> Sequence[Delivery]:
    """A page of the people of a mailing, those after the delivery numbered ``after``.

    They are sorted by openid, using the index of the mailing; the delivery's number stands for the openid,
    which must not appear in an address.
    """
    query = select(Delivery).where(Delivery.mailing_id == mailing_id)
    if states:
        query = query.where(Delivery.state.in_(states))
    if reason is not None:
        query = query.where(Delivery.reason == reason)
    if after is not None:
        behind = select(Delivery.openid).where(Delivery.id == after, Delivery.mailing_id == mailing_id)
        query = query.where(Delivery.openid > behind.scalar_subquery())
    return session.scalars(query.order_by(Delivery.openid).limit(limit)).all()


def parts_of(session: Session, mailing_id: int) -> Sequence[MassSend]:
    """The calls of the mass-send interface that a mailing was split into."""
    query = select(MassSend).where(MassSend.mailing_id == mailing_id)
    return session.scalars(query.order_by(MassSend.number)).all()


def api_days(session: Session, since: date) -> Sequence[ApiDay]:
    """How often each interface was called on each day since then, the latest day first."""
    query = select(ApiDay).where(ApiDay.on >= since)
    return session.scalars(query.order_by(ApiDay.on.desc(), ApiDay.api)).all()
