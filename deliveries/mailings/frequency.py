"""Who has had as many campaigns as one person may get in seven days, whichever way they came."""

from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from deliveries.mailings.models import Mailing
from deliveries.mailings.rules import WEEK, SendingRules
from deliveries.mailings.status import Purpose
from deliveries.models import Delivery
from deliveries.status import State
from followers.models import Follower, FollowState


def had_enough(rules: SendingRules, purpose: Purpose, at: datetime) -> Select[str] | None:
    """The openids of those who reached the weekly limit by ``at``; None if nothing limits this purpose."""
    if not rules.campaigns_a_week or purpose is not Purpose.CAMPAIGN:
        return None
    return got_campaigns(at).group_by(Delivery.openid).having(func.count() >= rules.campaigns_a_week)


def got_campaigns(at: datetime) -> Select[str]:
    """One openid for each campaign that somebody got in the week before ``at``.

    A campaign that is on its way, or whose arrival is unknown, counts too.
    """
    return select(Delivery.openid).where(
        Delivery.state.in_((State.SENT, State.SENDING, State.UNKNOWN)),
        Delivery.mailing_id.in_(select(Mailing.id).where(Mailing.purpose == Purpose.CAMPAIGN)),
        Delivery.claimed_at > at - WEEK,
    )


def full_weeks(session: Session, rules: SendingRules, now: datetime) -> int:
    """How many followers get no more campaigns for now."""
    enough = had_enough(rules, Purpose.CAMPAIGN, now)
    if enough is None:
        return 0
    query = select(func.count()).select_from(Follower)
    return session.scalars(
        query.where(Follower.state == FollowState.FOLLOWING, Follower.openid.in_(enough))
    ).one()
