"""Takes somebody out of what still waits to be sent to them, because they said stop in the meantime.

Twice: at the word itself, so that figures tell it at once, and whenever people are taken. What was on its way
at that word and is to be tried again, or was being written down just then, could not be found waiting.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from campaigns.sending.models import Push
from deliveries.mailings.models import Mailing
from deliveries.mailings.status import MASS, Purpose
from deliveries.models import Delivery
from deliveries.status import Reason, State
from followers.choice_models import FollowerTopic
from followers.choices import who_stopped
from followers.topics import EVERYTHING


def withdraw(session: Session, openid: str, topics: Collection[str], now: datetime) -> int:
    """Skip this person in campaigns about ``topics``, or in all for ``EVERYTHING``; say in how many.

    Only where people are taken one by one: before the call of a mass send they are asked once more
    (``deliveries.masses.preparing``). Warnings and services go on.
    """
    waiting = session.execute(
        select(Delivery.id, Push.audience)
        .join(Mailing, Mailing.id == Delivery.mailing_id)
        .join(Push, Push.mailing_id == Mailing.id)
        .where(
            Delivery.openid == openid,
            Delivery.state == State.WAITING,
            Mailing.purpose == Purpose.CAMPAIGN,
            Mailing.way.not_in(MASS),
        )
    ).all()
    stopped = set(topics)
    numbers = [
        number
        for number, audience in waiting
        if EVERYTHING in stopped or stopped.intersection(audience.get("topics", ()))
    ]
    if not numbers:
        return 0
    skipped = session.scalars(
        update(Delivery)
        .where(Delivery.id.in_(numbers), Delivery.state == State.WAITING)
        .values(state=State.SKIPPED, reason=Reason.NOT_ASKED_FOR, settled_at=now)
        .returning(Delivery.id)
        .execution_options(synchronize_session=False)
    ).all()
    return len(skipped)


def unwilling(session: Session, mailing_id: int, openids: Collection[str]) -> Collection[str]:
    """See ``deliveries.mailings.ports.Unwilling``; what belongs to no push is about no topic."""
    audience = session.scalar(select(Push.audience).where(Push.mailing_id == mailing_id)) or {}
    stopped = who_stopped(audience.get("topics", ()))
    return set(session.scalars(stopped.where(FollowerTopic.openid.in_(openids))))
