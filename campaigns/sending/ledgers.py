"""What the ledgers say about the people of a push, counted before anybody is written down."""

from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from campaigns.sending.ports import Issued
from core.types import JsonObject
from deliveries.channels import Audience
from deliveries.mailings.rules import SendingRules, month_start
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
    now: datetime,
    *,
    tag_id: int | None,
    spec: JsonObject,
) -> Audience:
    """Count the people: all, those inside a window, those with a consent, those whose month is not spent."""
    people = openids.subquery("people")
    openid = people.c[0]
    total = session.scalars(select(func.count()).select_from(people)).one()
    talking = session.scalars(
        select(func.count())
        .select_from(ContactWindow)
        .where(
            ContactWindow.openid.in_(select(openid)),
            ContactWindow.last_message_at > now - MESSAGE_WINDOW,
            ContactWindow.sent_since_message < MESSAGE_ALLOWANCE,
        )
    ).one()
    followers = session.scalars(
        select(func.count()).select_from(Follower).where(Follower.state == FollowState.FOLLOWING)
    ).one()
    return Audience(
        purpose=purpose,
        people=total,
        talking=talking,
        subscribed=_subscribed(session, select(openid), issued),
        fresh=total - _spent(session, select(openid), purpose, rules, now, total),
        tag_id=tag_id,
        is_everybody=not spec and total == followers,
        left_out=0 if spec else max(0, followers - total),
        has_article=issued.is_article,
    )


def _subscribed(session: Session, openids: Select[str], issued: Issued) -> int:
    if issued.notice is None:
        return 0
    templates = select(NoticeTemplate.template_id).where(
        NoticeTemplate.kind == issued.notice.kind, NoticeTemplate.channel == Channel.SUBSCRIPTION
    )
    return session.scalars(
        select(func.count(NoticeConsent.openid.distinct())).where(
            NoticeConsent.openid.in_(openids),
            NoticeConsent.template_id.in_(templates),
            (NoticeConsent.remaining > 0) | NoticeConsent.is_lasting,
        )
    ).one()


def _spent(
    session: Session,
    openids: Select[str],
    purpose: Purpose,
    rules: SendingRules,
    now: datetime,
    total: int,
) -> int:
    """How many may not get another mass send this month."""
    rest = rules.monthly_limit(is_disaster=purpose is Purpose.DISASTER) - console_sends(session, now)
    if rest <= 0:
        return total
    often = (
        select(Delivery.openid)
        .where(
            Delivery.openid.in_(openids),
            Delivery.state.in_(GOT_IT),
            Delivery.channel == Channel.MASS,
            Delivery.claimed_at >= month_start(now),
        )
        .group_by(Delivery.openid)
        .having(func.count() >= rest)
    ).subquery()
    return session.scalars(select(func.count()).select_from(often)).one()
