"""Keeps when each person last opened a window in which they may be written to."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, bindparam, case, delete, or_, select, update
from sqlalchemy.orm import Session

from core.statements import Prepared, insert_in, table_of
from core.types import UtcDateTime
from core.writes import Write
from deliveries.models import ContactWindow
from deliveries.policy import MESSAGE_WINDOW, TOUCH_WINDOW


def message_write(openid: str, at: datetime) -> Write:
    """The person wrote to us at ``at`` (the platform's time): that allows five messages within 48 hours."""
    return _note(openid, "last_message_at", at, "sent_since_message")


def touch_write(openid: str, at: datetime) -> Write:
    """The person clicked the menu, subscribed or scanned a code at ``at``: three messages in one minute."""
    return _note(openid, "last_touch_at", at, "sent_since_touch")


def left_write(openid: str, at: datetime) -> Write:
    """The person unsubscribed at ``at``: every window opened before is closed."""
    return _note(openid, "left_at", at)


def hold_ledger(session: Session, openid: str) -> ContactWindow | None:
    """Lock the windows of one person until the transaction ends, and return them.

    Every transaction that touches deliveries of a person takes this lock first, so that two of them can
    neither use the last place in a window twice nor deadlock.
    """
    return session.scalar(
        select(ContactWindow)
        .where(ContactWindow.openid == openid)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def take_room(session: Session, openid: str, since: datetime) -> None:
    """Count one message that went out at ``since`` or later in every window that was open at that time."""
    take_room_of(session, [openid], since)


def take_room_of(session: Session, openids: Sequence[str], since: datetime) -> None:
    """The same for several people at once; somebody named twice got two messages."""
    for times, named in _by_times(openids).items():
        _count(session, named, since, times)


def _by_times(openids: Sequence[str]) -> dict[int, list[str]]:
    grouped: dict[int, list[str]] = defaultdict(list)
    for openid, times in Counter(openids).items():
        grouped[times].append(openid)
    return grouped


def _count(session: Session, openids: Sequence[str], since: datetime, times: int) -> None:
    session.execute(
        _ROOM_TAKEN,
        {
            "openids": openids,
            "message_since": since - MESSAGE_WINDOW,
            "touch_since": since - TOUCH_WINDOW,
            "times": times,
        },
    )


_WINDOWS = table_of(ContactWindow)
_TIMES = bindparam("times", type_=Integer)
_ROOM_TAKEN = (
    update(_WINDOWS)
    .where(_WINDOWS.c.openid.in_(bindparam("openids", expanding=True)))
    .values(
        sent_since_message=_WINDOWS.c.sent_since_message
        + case((_WINDOWS.c.last_message_at > bindparam("message_since", type_=UtcDateTime), _TIMES), else_=0),
        sent_since_touch=_WINDOWS.c.sent_since_touch
        + case((_WINDOWS.c.last_touch_at > bindparam("touch_since", type_=UtcDateTime), _TIMES), else_=0),
    )
)


def forget_contact(session: Session, openid: str) -> None:
    """Delete the windows of a person; nothing can be sent until they act again."""
    session.execute(delete(ContactWindow).where(ContactWindow.openid == openid))


def _note(openid: str, opened_at: str, at: datetime, used: str | None = None) -> Write:
    """The write that moves one window to ``at`` and resets its count.

    An event may arrive twice, late or out of order: only a later one moves the ledger, so a repeated message
    does not grant five new sends.
    """
    row: dict[str, Any] = {"openid": openid, opened_at: at}
    return Write(_noted(opened_at, used), row | ({used: 0} if used else {}))


@cache
def _noted(opened_at: str, used: str | None) -> Prepared:
    changed = [opened_at, *([used] if used else [])]

    def build(dialect: str) -> Any:
        insert = insert_in(dialect, table_of(ContactWindow))
        column = table_of(ContactWindow).c[opened_at]
        return insert.on_conflict_do_update(
            index_elements=["openid"],
            set_={name: insert.excluded[name] for name in changed},
            where=or_(column.is_(None), column < insert.excluded[opened_at]),
        )

    return Prepared(build, ["openid", *changed])
