"""The ledger of mass sends: how many followers got how many this month."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from deliveries.mailings.rules import month_start
from deliveries.masses.preparing import GOT_IT
from deliveries.models import Delivery
from deliveries.status import Channel


def month_spread(session: Session, now: datetime) -> Mapping[int, int]:
    """By how often somebody got a mass send of ours in this calendar month: how many people.

    Who got none is not among them; what went out from the platform's console went to everybody and is
    counted by ``preparing.console_sends``.
    """
    times = (
        select(func.count().label("times"))
        .where(
            Delivery.channel == Channel.MASS,
            Delivery.state.in_(GOT_IT),
            Delivery.claimed_at >= month_start(now),
        )
        .group_by(Delivery.openid)
        .subquery()
    )
    query = select(times.c.times, func.count()).group_by(times.c.times).order_by(times.c.times)
    return {row[0]: row[1] for row in session.execute(query)}
