"""The ledger of mass sends: how many followers received how many this month."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from deliveries.masses.preparing import got_this_month
from deliveries.models import Delivery
from followers.models import Follower, FollowState


def mass_counts(session: Session, openids: Collection[str], now: datetime) -> Mapping[str, int]:
    """How many of our mass sends each of these got in this calendar month; who got none is missing."""
    query = select(Delivery.openid, func.count()).where(
        Delivery.openid.in_(openids), *got_this_month(Delivery, now)
    )
    return {row[0]: row[1] for row in session.execute(query.group_by(Delivery.openid))}


def month_spread(session: Session, now: datetime) -> Mapping[int, int]:
    """How many followers got one, two, … mass sends of ours in this calendar month.

    Those who got none are not included. What was sent from the platform's console went to everybody and is
    counted by ``preparing.console_sends``.
    """
    following = select(Follower.openid).where(Follower.state == FollowState.FOLLOWING)
    times = (
        select(func.count().label("times"))
        .where(*got_this_month(Delivery, now), Delivery.openid.in_(following))
        .group_by(Delivery.openid)
        .subquery()
    )
    query = select(times.c.times, func.count()).group_by(times.c.times).order_by(times.c.times)
    return {row[0]: row[1] for row in session.execute(query)}
