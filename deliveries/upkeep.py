"""What the outbox deletes: expired words, old fates, and everything of people who asked to be forgotten."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from deliveries.consents import forget_consents
from deliveries.contacts import forget_contact
from deliveries.models import Delivery
from deliveries.status import OPEN


def purge_payloads(session: Session, now: datetime) -> None:
    """Empty the payloads whose time is over."""
    session.execute(
        update(Delivery)
        .where(Delivery.payload_until <= now)
        .values(payload=None, payload_until=None)
        .execution_options(synchronize_session=False)
    )


def delete_finished(session: Session, before: datetime) -> None:
    """Delete the rows that were posted before ``before`` and are no longer open."""
    session.execute(
        delete(Delivery)
        .where(Delivery.created_at < before, Delivery.state.not_in(OPEN))
        .execution_options(synchronize_session=False)
    )


def forget_person(session: Session, openid: str) -> None:
    """Delete everything said to a person, sent or not, with their windows and consents."""
    forget_contact(session, openid)
    forget_consents(session, openid)
    session.execute(
        delete(Delivery).where(Delivery.openid == openid).execution_options(synchronize_session=False)
    )
