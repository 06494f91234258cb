"""Chooses the way to each of several people: ledgers are read together, each is judged alone."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from deliveries.mailings import statements
from deliveries.mailings.frequency import had_enough
from deliveries.mailings.models import Mailing
from deliveries.mailings.ports import Unwilling
from deliveries.mailings.rules import SendingRules
from deliveries.mailings.status import MailingWay, Purpose
from deliveries.messages import Message, Notice, Sendable, SubscriptionNotice, TemplateNotice, Text
from deliveries.models import Delivery, NoticeConsent, NoticeTemplate
from deliveries.notice_templates import filled, templates_for
from deliveries.policy import Ledger, Ways, may_send, notice_way
from deliveries.status import Channel, Reason

Person = tuple[int, str]
"""Number of the delivery, openid."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A way that is open: the channel, and the template if it needs one."""

    channel: Channel
    template_id: str | None = None


@dataclass(slots=True)
class Choices:
    """Who is reached which way, and who is not written to, with the reason."""

    ways: dict[Chosen, list[Person]] = field(default_factory=lambda: defaultdict(list))
    skipped: dict[Reason, list[int]] = field(default_factory=lambda: defaultdict(list))


class WordedMailing:
    """One mailing with its words and the rules that apply to it."""

    def __init__(self, mailing: Mailing, message: Message, rules: SendingRules) -> None:
        self.mailing = mailing
        self.message = message
        self.rules = rules
        self.templates: Sequence[NoticeTemplate] = ()
        self._filled: dict[str, Mapping[str, str]] = {}

    @staticmethod
    def channels_of(way: MailingWay) -> tuple[Channel, ...]:
        """Which interfaces a way may use for a campaign."""
        if way is MailingWay.SUBSCRIPTION:
            return (Channel.SUBSCRIPTION,)
        return (Channel.CUSTOMER_SERVICE, Channel.SUBSCRIPTION)

    def ready(self, way: Chosen, delivery_id: int) -> Sendable:
        """The message in the form that the way requires."""
        if way.template_id is None:
            return Text(self.message.text) if isinstance(self.message, Notice) else self.message
        assert isinstance(self.message, Notice)
        data = self._data(way.template_id)
        if way.channel is Channel.SUBSCRIPTION:
            return SubscriptionNotice(way.template_id, data, self.message.url)
        return TemplateNotice(way.template_id, data, self.message.url, client_id=f"delivery-{delivery_id}")

    def _data(self, template_id: str) -> Mapping[str, str]:
        if template_id not in self._filled:
            assert isinstance(self.message, Notice)
            template = next(one for one in self.templates if one.template_id == template_id)
            self._filled[template_id] = filled(template, self.message)
        return self._filled[template_id]

    def judge(
        self, ledger: Ledger | None, agreed: Sequence[NoticeConsent], in_flight: int, now: datetime
    ) -> Chosen | Reason:
        """The way to one person now, or the reason why there is none."""
        if not isinstance(self.message, Notice):
            channel = may_send(ledger, now, in_flight=in_flight)
            return channel if isinstance(channel, Reason) else Chosen(channel)
        ways = self._ways(agreed)
        if self.mailing.way is MailingWay.SUBSCRIPTION:
            template_id = ways.lasting or ways.once
            return Chosen(Channel.SUBSCRIPTION, template_id) if template_id else Reason.NO_CONSENT
        found = notice_way(ledger, ways, now, in_flight=in_flight)
        return found if isinstance(found, Reason) else Chosen(*found)

    def _ways(self, agreed: Sequence[NoticeConsent]) -> Ways:
        # Template messages are for a person's own business only: campaigns are not even told that one exists.
        template = None
        if self.mailing.purpose is Purpose.SERVICE:
            template = next((o.template_id for o in self.templates if o.channel is Channel.TEMPLATE), None)
        return Ways(
            lasting=next((one.template_id for one in agreed if one.is_lasting), None),
            once=next((one.template_id for one in agreed if one.remaining > 0), None),
            template=template,
        )


def choose(
    session: Session,
    worded: WordedMailing,
    people: Sequence[Person],
    now: datetime,
    unwilling: Unwilling,
) -> Choices:
    """Judge these people; their windows stay locked until the transaction ends."""
    openids = sorted({openid for _, openid in people})
    if isinstance(worded.message, Notice):
        worded.templates = templates_for(session, worded.message.kind)
    ledgers: dict[str, Ledger] = {
        row.openid: cast(Ledger, row) for row in session.execute(statements.LEDGERS, {"openids": openids})
    }
    agreed = _consents(session, worded, openids)
    in_flight = _in_flight(session, openids)
    tired = _tired(session, worded, openids, now)
    is_campaign = worded.mailing.purpose is Purpose.CAMPAIGN
    stopped = unwilling(session, worded.mailing.id, openids) if is_campaign else ()
    choices = Choices()
    for delivery_id, openid in people:
        if openid in stopped:
            choices.skipped[Reason.NOT_ASKED_FOR].append(delivery_id)
            continue
        if openid in tired:
            choices.skipped[Reason.FREQUENCY].append(delivery_id)
            continue
        found = worded.judge(ledgers.get(openid), agreed.get(openid, ()), in_flight.get(openid, 0), now)
        if isinstance(found, Reason):
            choices.skipped[found].append(delivery_id)
        else:
            choices.ways[found].append((delivery_id, openid))
    return choices


def _consents(
    session: Session, worded: WordedMailing, openids: Sequence[str]
) -> dict[str, list[NoticeConsent]]:
    ids = [one.template_id for one in worded.templates if one.channel is Channel.SUBSCRIPTION]
    agreed: dict[str, list[NoticeConsent]] = defaultdict(list)
    if ids:
        for one in session.scalars(
            select(NoticeConsent)
            .where(NoticeConsent.openid.in_(openids), NoticeConsent.template_id.in_(ids))
            .execution_options(populate_existing=True)
        ):
            agreed[one.openid].append(one)
    return agreed


def _in_flight(session: Session, openids: Sequence[str]) -> dict[str, int]:
    found = session.execute(statements.IN_FLIGHT, {"openids": openids})
    return {row[0]: row[1] for row in found}


def _tired(session: Session, worded: WordedMailing, openids: Sequence[str], now: datetime) -> set[str]:
    """Who has had as many campaigns as one person may get in a week; only asked for campaigns."""
    enough = had_enough(worded.rules, worded.mailing.purpose, now)
    if enough is None:
        return set()
    return set(session.scalars(enough.where(Delivery.openid.in_(openids))))
