"""Which deliveries are to be sent now, as conditions for a SELECT and for the UPDATE that claims."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased

from deliveries.models import Delivery
from deliveries.status import Lane, State


def is_due(now: datetime) -> ColumnElement[bool]:
    """The delivery waits and its time has come."""
    return and_(Delivery.state == State.WAITING, Delivery.due_at <= now)


def is_next_to_its_person(now: datetime) -> ColumnElement[bool]:
    """No earlier reply to the same person is still to be sent.

    Two replies must arrive in the order in which they were posted, so a reply waits for the earlier one
    even while that one is backing off. The other lanes need no order.
    """
    earlier = aliased(Delivery)
    return or_(
        Delivery.lane != Lane.REPLY,
        ~exists().where(
            earlier.openid == Delivery.openid,
            earlier.lane == Lane.REPLY,
            earlier.id < Delivery.id,
            or_(
                earlier.state == State.SENDING,
                and_(earlier.state == State.WAITING, or_(earlier.attempts > 0, earlier.due_at <= now)),
            ),
        ),
    )
