"""Pushes that were approved and have not gone out yet: a later one is weighed together with them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from campaigns.sending.models import Push
from campaigns.sending.status import PushState, PushWay
from deliveries.mailings.models import Mailing
from deliveries.mailings.rules import WEEK, SendingRules, month_start
from deliveries.mailings.status import MailingState, Purpose
from deliveries.models import Delivery
from deliveries.status import State

MASS_WAYS = frozenset({PushWay.MASS_TAG, PushWay.MASS_LIST, PushWay.MASS_ALL})
UNDER_WAY = (MailingState.SCHEDULED, MailingState.RUNNING, MailingState.PAUSED)

PeopleOf = Callable[[Push], Select[str]]
"""The people whom the description of a push means."""


@dataclass(frozen=True, slots=True)
class Coming:
    """What will have gone out by other pushes: whose people, and by which of them.

    ``this_month``: the people of the mass sends of the month, one SELECT each. ``this_week``: those of the
    campaigns of the seven days before, whichever way they go.
    """

    this_month: Sequence[Select[str]] = ()
    this_week: Sequence[Select[str]] = ()
    pushes: Sequence[int] = ()


NOTHING_COMES = Coming()


def coming(
    session: Session, push: Push, people_of: PeopleOf, rules: SendingRules, begins_at: datetime, now: datetime
) -> Coming:
    """What counts for ``push``, which begins at ``begins_at``, as if it had gone out.

    A warning of a disaster waits for no campaign: for it only other warnings count.
    """
    month: list[Select[str]] = []
    week: list[Select[str]] = []
    pushes: list[int] = []
    is_disaster = push.purpose is Purpose.DISASTER
    for other, mailing in _standing(session, push.id, now):
        if is_disaster and other.purpose is not Purpose.DISASTER:
            continue
        due_at = max(other.due_at, now)
        begins = rules.held_until(other.purpose, due_at) or due_at
        of_month = other.wish in MASS_WAYS and month_start(begins) == month_start(begins_at)
        of_week = (
            bool(rules.campaigns_a_week)
            and other.purpose is push.purpose is Purpose.CAMPAIGN
            and begins_at - WEEK < begins <= begins_at
        )
        if not (of_month or of_week):
            continue
        people = _waiting(mailing) if mailing is not None and mailing.frozen_at else people_of(other)
        month += [people] if of_month else []
        week += [people] if of_week else []
        pushes.append(other.id)
    return Coming(month, week, pushes)


def _standing(session: Session, push_id: int | None, now: datetime) -> Sequence[tuple[Push, Mailing | None]]:
    query = (
        select(Push, Mailing)
        .outerjoin(Mailing, Mailing.id == Push.mailing_id)
        .where(
            or_(
                Push.state == PushState.APPROVED,
                and_(Push.state == PushState.HANDED_OVER, Mailing.state.in_(UNDER_WAY)),
            ),
            Push.wish != PushWay.PUBLISH,
            or_(Push.not_after.is_(None), Push.not_after > now),
        )
        .order_by(Push.due_at, Push.id)
    )
    if push_id is not None:
        query = query.where(Push.id != push_id)
    return [(row[0], row[1]) for row in session.execute(query)]


def _waiting(mailing: Mailing) -> Select[str]:
    """Who is written down and waits; what was sent stands in the ledgers already."""
    return select(Delivery.openid).where(Delivery.mailing_id == mailing.id, Delivery.state == State.WAITING)
