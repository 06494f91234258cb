"""What the outbox forgets: words whose time is over, old fates, and people who asked to be forgotten."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from deliveries.consents import forget_consents
from deliveries.contacts import forget_contact
from deliveries.models import Delivery
from deliveries.status import OPEN


def purge_payloads(session: Session, now: datetime) -> int:
    """Empty the payloads whose time is over; say how many."""
    return len(
        session.scalars(
            update(Delivery)
            .where(Delivery.payload_until <= now)
            .values(payload=None, payload_until=None)
            .returning(Delivery.id)
            .execution_options(synchronize_session=False)
        ).all()
    )


def delete_finished(session: Session, before: datetime) -> int:
    """Delete the rows that were posted before ``before`` and are no longer open; say how many."""
    return len(
        session.scalars(
            delete(Delivery)
            .where(Delivery.created_at < before, Delivery.state.not_in(OPEN))
            .returning(Delivery.id)
            .execution_options(synchronize_session=False)
        ).all()
    )


def forget_person(session: Session, openid: str) -> int:
    """Delete all that was said to a person, sent or not, their windows and consents; count the messages."""
    forget_contact(session, openid)
    forget_consents(session, openid)
    return len(
        session.scalars(
            delete(Delivery)
            .where(Delivery.openid == openid)
            .returning(Delivery.id)
            .execution_options(synchronize_session=False)
        ).all()
    )
