"""How long people may still be written to, as a clerk sees it before writing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from deliveries.models import ContactWindow
from deliveries.policy import MESSAGE_WINDOW, may_send
from deliveries.status import Channel, Reason


@dataclass(frozen=True, slots=True)
class Window:
    """``closes_at``: when the 48 hours since the person's last message are over; ``refusal``: why nothing
    can be sent now, None where it can."""

    closes_at: datetime | None
    refusal: Reason | None


def windows_of(session: Session, openids: Collection[str], now: datetime) -> dict[str, Window]:
    """The windows of these people; the answer contains every one of them."""
    rows = session.scalars(select(ContactWindow).where(ContactWindow.openid.in_(openids)))
    known = {row.openid: row for row in rows}
    return {openid: _window(known.get(openid), now) for openid in openids}


def _window(row: ContactWindow | None, now: datetime) -> Window:
    found = may_send(row, now)
    closes_at = row.last_message_at + MESSAGE_WINDOW if row is not None and row.last_message_at else None
    return Window(closes_at, None if isinstance(found, Channel) else found)
