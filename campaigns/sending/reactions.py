"""Which message brought somebody to a page, so that opening it can be counted for that message.

Only what is seen here counts: an article that WeChat itself shows is read without us hearing of it.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaigns.sending.models import Push
from deliveries.models import Delivery
from deliveries.status import State

ARRIVED = (State.SENT, State.SENDING, State.UNKNOWN)


def unread_mailing(session: Session, item_id: int, push_id: int | None, openid: str) -> int | None:
    """The mailing by which this person was told of the item and did not open it yet; None for none.

    ``push_id`` is what the link says. Without it, the latest that told of the item: a mass send shows an
    article that leads here by its 阅读原文.
    """
    told = select(Push.mailing_id).where(Push.content_item == item_id, Push.mailing_id.is_not(None))
    if push_id is not None:
        told = told.where(Push.id == push_id)
    found = session.execute(
        select(Delivery.mailing_id, Delivery.read_at)
        .where(Delivery.openid == openid, Delivery.state.in_(ARRIVED), Delivery.mailing_id.in_(told))
        .order_by(Delivery.id.desc())
        .limit(1)
    ).one_or_none()
    return found.mailing_id if found is not None and found.read_at is None else None
