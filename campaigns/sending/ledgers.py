"""What the ledgers will say about the people of a push when it begins, before anybody is written down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CompoundSelect, Select, func, select, union, union_all
from sqlalchemy.orm import Session

from campaigns.sending.coming import NOTHING_COMES, Coming
from campaigns.sending.models import Push
from campaigns.sending.ports import Issued
from deliveries.channels import Audience
from deliveries.mailings.frequency import got_campaigns, had_enough
from deliveries.mailings.rules import SendingRules, next_month
from deliveries.mailings.status import Purpose
from deliveries.masses.preparing import console_sends, got_this_month
from deliveries.models import ContactWindow, Delivery, NoticeConsent, NoticeTemplate
from deliveries.policy import MESSAGE_ALLOWANCE, MESSAGE_WINDOW
from deliveries.status import Channel
from followers.models import Follower, FollowState


@dataclass(frozen=True, slots=True)
class Beginning:
    """The moment a push begins ``at``, with the rules; what comes ``ahead`` of it has gone out by then."""

    at: datetime
    rules: SendingRules
    ahead: Coming = NOTHING_COMES


def weigh(
    session: Session, push: Push, openids: Select[str], issued: Issued, beginning: Beginning
) -> Audience:
    """Count the people: all, those inside a window, those with a consent, those who may get a mass send.

    All of it for the moment when it begins: a window may be over by then, a full week or month too. Nobody
    can foresee who will still write to us before, so it may reach more of them one by one.
    """
    people = openids.subquery("people")
    openid = people.c[0]
    total = session.scalars(select(func.count()).select_from(people)).one()
    talking, subscribed = _talking(select(openid), beginning.at), _subscribed(select(openid), issued)
    enough = _had_enough(select(openid), push.purpose, beginning)
    spent = _spent(session, select(openid), push.purpose, beginning)
    tired, barred = 0, _count(session, spent)
    if enough is not None:
        reachable = union(talking, subscribed)
        tired = _count(session, enough.where(enough.selected_columns[0].in_(reachable)))
        talking = talking.where(ContactWindow.openid.not_in(enough))
        subscribed = subscribed.where(NoticeConsent.openid.not_in(enough))
        barred = _count(session, union(spent, enough))
    followers = session.scalars(
        select(func.count()).select_from(Follower).where(Follower.state == FollowState.FOLLOWING)
    ).one()
    fresh = total - barred
    return Audience(
        purpose=push.purpose,
        people=total,
        talking=_count(session, talking),
        subscribed=_count(session, subscribed),
        tired=tired,
        fresh=fresh,
        sated=total - fresh - _count(session, spent),
        anew_on=next_month(beginning.at),
        tag_id=push.tag_id,
        is_everybody=not push.audience and total == followers,
        left_out=0 if push.audience else max(0, followers - total),
        has_article=issued.is_article,
    )


def _count(session: Session, openids: Select[str] | CompoundSelect[str]) -> int:
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


def _had_enough(openids: Select[str], purpose: Purpose, beginning: Beginning) -> Select[str] | None:
    """Whose week will be full; None where nothing limits it."""
    if had_enough(beginning.rules, purpose, beginning.at) is None:
        return None
    times = [got_campaigns(beginning.at), *beginning.ahead.this_week]
    return _often(openids, times, beginning.rules.campaigns_a_week)


def _spent(session: Session, openids: Select[str], purpose: Purpose, beginning: Beginning) -> Select[str]:
    """Who may not get another mass send in the month in which it begins."""
    limit = beginning.rules.monthly_limit(is_disaster=purpose is Purpose.DISASTER)
    rest = limit - console_sends(session, beginning.at)
    if rest <= 0:
        return openids
    got = select(Delivery.openid).where(*got_this_month(Delivery, beginning.at))
    return _often(openids, [got, *beginning.ahead.this_month], rest)


def _often(openids: Select[str], times: Sequence[Select[str]], most: int) -> Select[str]:
    """Those of ``openids`` that stand ``most`` times or more in ``times``."""
    of_them = [one.where(one.selected_columns[0].in_(openids)) for one in times]
    found = union_all(*of_them).subquery()
    return select(found.c[0]).group_by(found.c[0]).having(func.count() >= most)
