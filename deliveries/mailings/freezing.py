"""Writes down the people of a mailing: INSERT … SELECT in ranges of openids, each in its own transaction.

The rows themselves show the progress: the next range begins after the greatest openid already written. A
killed process therefore leaves a whole number of ranges, and any other process continues from there.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Insert, Select, func, literal, select, update
from sqlalchemy.orm import Session

from core.statements import insert_in, table_of
from deliveries.mailings.models import Mailing
from deliveries.mailings.status import MASS, MailingState, Purpose
from deliveries.models import Delivery
from deliveries.status import Channel, Reason, State

BATCH = 10_000


def freeze_batch(
    session: Session, mailing_id: int, audience: Select[str], now: datetime, size: int = BATCH
) -> bool:
    """Write down the next ``size`` people; False when there are no more and the mailing is frozen.

    Does nothing to a mailing that is already frozen, or that was cancelled meanwhile.
    """
    mailing = session.scalar(
        select(Mailing)
        .where(Mailing.id == mailing_id, Mailing.state == MailingState.RUNNING, Mailing.frozen_at.is_(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if mailing is None:
        return False
    last = _greatest(session, mailing_id)
    session.execute(_insert(session, mailing, audience, last, size, now))
    if _greatest(session, mailing_id) != last:
        return True
    mailing.frozen_at = now
    mailing.planned = session.scalars(
        select(func.count()).select_from(Delivery).where(Delivery.mailing_id == mailing_id)
    ).one()
    session.flush()
    return False


def _greatest(session: Session, mailing_id: int) -> str:
    found = session.scalar(select(func.max(Delivery.openid)).where(Delivery.mailing_id == mailing_id))
    return found or ""


def _insert(
    session: Session, mailing: Mailing, audience: Select[str], last: str, size: int, now: datetime
) -> Insert:
    people = audience.subquery("people")
    openid = people.c[0]
    channel = Channel.MASS if mailing.way in MASS else Channel.ANY
    columns: dict[str, ColumnElement[Any]] = {
        "openid": openid,
        "lane": _value("lane", mailing.lane),
        "channel": _value("channel", channel),
        "state": _value("state", State.WAITING),
        "resend_when_unknown": _value("resend_when_unknown", mailing.purpose is Purpose.DISASTER),
        "created_at": _value("created_at", now),
        "due_at": _value("due_at", mailing.due_at),
        "not_after": _value("not_after", mailing.not_after),
        "attempts": literal(0),
        "strikes": literal(0),
        "mailing_id": literal(mailing.id),
    }
    chosen = select(*columns.values()).where(openid > last).order_by(openid).limit(size)
    statement = insert_in(session.get_bind().dialect.name, table_of(Delivery))
    # A SELECT that returns somebody twice writes them down once.
    rows = statement.from_select(list(columns), chosen, include_defaults=False)
    once: Insert = rows.on_conflict_do_nothing()
    return once


def _value(name: str, value: object) -> ColumnElement[Any]:
    return literal(value, table_of(Delivery).c[name].type)


def sweep(session: Session, mailing_id: int, reason: Reason, now: datetime, size: int = BATCH) -> int:
    """Skip the next ``size`` people of a mailing who still wait; return how many they were."""
    some = (
        select(Delivery.id)
        .where(Delivery.mailing_id == mailing_id, Delivery.state == State.WAITING)
        .order_by(Delivery.due_at, Delivery.id)
        .limit(size)
    )
    return len(
        session.scalars(
            update(Delivery)
            .where(Delivery.id.in_(some), Delivery.state == State.WAITING)
            .values(state=State.SKIPPED, reason=reason, settled_at=now)
            .returning(Delivery.id)
            .execution_options(synchronize_session=False)
        ).all()
    )
