"""The way a message takes to its person, and what is used up when it was sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from deliveries import consents
from deliveries.contacts import take_room
from deliveries.messages import Message, Notice, Sendable, SubscriptionNotice, TemplateNotice, Text
from deliveries.models import ContactWindow, Delivery, NoticeConsent, NoticeTemplate
from deliveries.notice_templates import filled, templates_for
from deliveries.policy import Ways, may_send, notice_way
from deliveries.status import Channel, Reason


@dataclass(frozen=True, slots=True)
class Way:
    """An open channel, and the message prepared for it."""

    channel: Channel
    message: Sendable
    template_id: str | None = None


def way_to(
    session: Session,
    delivery: Delivery,
    message: Message,
    ledger: ContactWindow | None,
    now: datetime,
    in_flight: int,
) -> Way | Reason:
    """The way that is open now, or the reason why there is none.

    Call it while holding the person's ledger: consents are counted under the same lock.
    """
    if not isinstance(message, Notice):
        channel = may_send(ledger, now, in_flight=in_flight)
        return channel if isinstance(channel, Reason) else Way(channel, message)
    templates = templates_for(session, message.kind)
    found = notice_way(ledger, _ways(session, delivery.openid, templates), now, in_flight=in_flight)
    if isinstance(found, Reason):
        return found
    channel, template_id = found
    for template in templates:
        if template.template_id == template_id:
            return Way(channel, _ready(template, message, delivery), template_id)
    return Way(channel, Text(message.text))


def _ways(session: Session, openid: str, templates: Sequence[NoticeTemplate]) -> Ways:
    ids = [one.template_id for one in templates if one.channel is Channel.SUBSCRIPTION]
    agreed = session.scalars(
        select(NoticeConsent).where(NoticeConsent.openid == openid, NoticeConsent.template_id.in_(ids))
    ).all()
    return Ways(
        lasting=next((one.template_id for one in agreed if one.is_lasting), None),
        once=next((one.template_id for one in agreed if one.remaining > 0), None),
        template=next((one.template_id for one in templates if one.channel is Channel.TEMPLATE), None),
    )


def _ready(template: NoticeTemplate, notice: Notice, delivery: Delivery) -> Sendable:
    data = filled(template, notice)
    if template.channel is Channel.SUBSCRIPTION:
        return SubscriptionNotice(template.template_id, data, notice.url)
    return TemplateNotice(template.template_id, data, notice.url, client_id=f"delivery-{delivery.id}")


def take_room_on(session: Session, delivery: Delivery, now: datetime) -> None:
    """The message was sent, or may have been: count it where its channel is limited."""
    since = delivery.claimed_at or now
    if delivery.channel is Channel.CUSTOMER_SERVICE:
        take_room(session, delivery.openid, since)
    elif delivery.channel is Channel.SUBSCRIPTION and delivery.template_id is not None:
        consents.spend(session, delivery.openid, delivery.template_id, now)
