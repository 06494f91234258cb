"""What bulk sending asks in every turn, built once: building a statement costs more than running it.

Each takes its values by name; a list of numbers or openids goes into one expanding parameter.
"""

from typing import Any

from sqlalchemy import BindParameter, bindparam, func, select, text, tuple_, update

from core.statements import table_of
from deliveries.models import ContactWindow, Delivery
from deliveries.status import State

D, W = table_of(Delivery).c, table_of(ContactWindow).c
_NUMBERS: BindParameter[int] = bindparam("numbers", expanding=True)
_OPENIDS: BindParameter[str] = bindparam("openids", expanding=True)
_WAITING = D.state == State.WAITING


def _given(name: str, like: Any) -> Any:
    return bindparam(name, type_=like.type)


WAITING = (
    select(D.id, D.openid)
    .where(D.mailing_id == _given("mailing", D.mailing_id), _WAITING, D.due_at <= _given("now", D.due_at))
    .order_by(D.due_at, D.id)
    .limit(bindparam("most"))
)
"""The next people of one mailing, longest due first: ``mailing``, ``now``, ``most``."""

LEDGERS = (
    select(*table_of(ContactWindow).c).where(W.openid.in_(_OPENIDS)).order_by(W.openid).with_for_update()
)
"""The windows of these people, locked in one order so that nobody waits in a ring: ``openids``."""

IN_FLIGHT = (
    select(D.openid, func.count()).where(D.openid.in_(_OPENIDS), D.state == State.SENDING).group_by(D.openid)
)
"""How many messages to each are on their way: ``openids``."""

CLAIM = (
    update(table_of(Delivery))
    .where(D.id.in_(_NUMBERS), _WAITING)
    .values(
        state=State.SENDING,
        channel=_given("way", D.channel),
        template_id=_given("template", D.template_id),
        claim_token=_given("token", D.claim_token),
        claimed_at=_given("now", D.claimed_at),
        lease_until=_given("until", D.lease_until),
        attempts=D.attempts + 1,
    )
    .returning(D.id)
)
"""Take those who still wait: ``numbers``, ``way``, ``template``, ``token``, ``now``, ``until``."""

SENT = (
    update(table_of(Delivery))
    .where(
        D.id.in_(_NUMBERS),
        tuple_(D.id, D.claim_token).in_(bindparam("held", expanding=True)),
        D.state.in_((State.SENDING, State.UNKNOWN)),
    )
    .values(
        state=State.SENT,
        reason=None,
        claim_token=None,
        lease_until=None,
        settled_at=_given("now", D.settled_at),
    )
    .returning(D.id)
)
"""Taken by the platform, where the claim still stands: ``numbers``, ``held`` (number and token), ``now``."""

GOING = (
    select(D.channel, func.count())
    # Written out, because a partial index answers only to the very word.
    .where(text("deliveries.state = 'sending'"), D.mailing_id.is_not(None))
    .group_by(D.channel)
)
"""How many calls of mailings are on their way, by interface."""
