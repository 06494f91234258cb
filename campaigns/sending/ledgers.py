"""What the ledgers will say about the people of a push when it begins, before anybody is written down."""

from datetime import datetime

from sqlalchemy import Select, func, select, union
from sqlalchemy.orm import Session

from campaigns.sending.ports import Issued
from core.types import JsonObject
from deliveries.channels import Audience
from deliveries.mailings.frequency import had_enough
from deliveries.mailings.rules import SendingRules, month_start, next_month
from deliveries.mailings.status import Purpose
from deliveries.masses.preparing import GOT_IT, console_sends
from deliveries.models import ContactWindow, Delivery, NoticeConsent, NoticeTemplate
from deliveries.policy import MESSAGE_ALLOWANCE, MESSAGE_WINDOW
from deliveries.status import Channel
from followers.models import Follower, FollowState


def weigh(
    session: Session,
    openids: Select[str],
    issued: Issued,
    purpose: Purpose,
    rules: SendingRules,
    begins_at: datetime,
    *,
    tag_id: int | None,
    spec: JsonObject,
) -> Audience:
    """Count the people: all, those inside a window, those with a consent, those whose month is not spent.

    All of it for the moment when it begins: a window may be over by then, a full week or month too. Who still
    writes to us before cannot be foreseen, so it may reach more of them one by one.
    """
    people = openids.subquery("people")
    openid = people.c[0]
    total = session.scalars(select(func.count()).select_from(people)).one()
    talking, subscribed = _talking(select(openid), begins_at), _subscribed(select(openid), issued)
    enough = had_enough(rules, purpose, begins_at)
    tired = 0
    if enough is not None:
        of_them = enough.where(Delivery.openid.in_(union(talking, subscribed)))
        tired = _count(session, of_them)
        talking = talking.where(ContactWindow.openid.not_in(enough))
        subscribed = subscribed.where(NoticeConsent.openid.not_in(enough))
    followers = session.scalars(
        select(func.count()).select_from(Follower).where(Follower.state == FollowState.FOLLOWING)
    ).one()
    return Audience(
        purpose=purpose,
        people=total,
        talking=_count(session, talking),
        subscribed=_count(session, subscribed),
        tired=tired,
        fresh=total - _spent(session, select(openid), purpose, rules, begins_at, total),
        anew_on=next_month(begins_at),
        tag_id=tag_id,
        is_everybody=not spec and total == followers,
        left_out=0 if spec else max(0, followers - total),
        has_article=issued.is_article,
    )


def _count(session: Session, openids: Select[str]) -> int:
    return session.scalars(select(func.count()).select_from(openids.subquery())).one()


def _talking(openids: Select[str], at: datetime) -> Select[str]:
    return select(ContactWindow.openid).where(
        ContactWindow.openid.in_(openids),
        ContactWindow.last_message_at > at - MESSAGE_WINDOW,
        ContactWindow.sent_since_message < MESSAGE_ALLOWANCE,
    )


def _subscribed(openids: Select[str], issued: Issued) -> Select[str]:
    templates = select(NoticeTemplate.template_id).where(
        NoticeTemplate.kind == (issued.notice.kind if issued.notice else None),
        NoticeTemplate.channel == Channel.SUBSCRIPTION,
    )
    return (
        select(NoticeConsent.openid)
        .where(
            NoticeConsent.openid.in_(openids),
            NoticeConsent.template_id.in_(templates),
            (NoticeConsent.remaining > 0) | NoticeConsent.is_lasting,
        )
        .distinct()
    )


def _spent(
    session: Session,
    openids: Select[str],
    purpose: Purpose,
    rules: SendingRules,
    begins_at: datetime,
    total: int,
) -> int:
    """How many may not get another mass send in the month in which it begins."""
    rest = rules.monthly_limit(is_disaster=purpose is Purpose.DISASTER) - console_sends(session, begins_at)
    if rest <= 0:
        return total
    often = (
        select(Delivery.openid)
        .where(
            Delivery.openid.in_(openids),
            Delivery.state.in_(GOT_IT),
            Delivery.channel == Channel.MASS,
            Delivery.claimed_at >= month_start(begins_at),
        )
        .group_by(Delivery.openid)
        .having(func.count() >= rest)
    ).subquery()
    return session.scalars(select(func.count()).select_from(often)).one()
