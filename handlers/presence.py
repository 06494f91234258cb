"""What follows from the bare fact that a message came: a follower seen, a window opened."""

from datetime import datetime

from sqlalchemy.orm import Session

from core.writes import Write
from deliveries import consents, contacts
from followers import services as followers
from wechat.messages import (
    ClickEvent,
    Inbound,
    JobFinishedEvent,
    MenuInputEvent,
    Message,
    ScanEvent,
    SubscribeEvent,
    SubscriptionEvent,
    TextMessage,
    UnsubscribeEvent,
)

_TOUCHES = (ClickEvent, ScanEvent, SubscribeEvent)
_TOUCHING_INPUTS = frozenset({"scancode_push", "scancode_waitmsg"})
"""What opens the one-minute window; other menu buttons do not (api_sendcustommessage, rule of 2023-06-12)."""


_POPUP, _CHANGE = "subscribe_msg_popup_event", "subscribe_msg_change_event"


class Presence:
    """The witness of the desk: keeps followers and windows true from events."""

    def ordinary(self, message: Inbound, now: datetime) -> list[Write] | None:
        """See ``bot.desk.Witness``: nearly every message is a newer sign of life of somebody who follows."""
        if not isinstance(message, Message):
            return None
        openid, at = message.from_user, message.created_at
        note = contacts.touch_write if _is_touch(message) else contacts.message_write
        return [followers.seen_write(openid, at, now), note(openid, at)]

    def saw(self, session: Session, message: Inbound, now: datetime) -> None:
        """See ``bot.desk.Witness``. The sender of a job-finished event is not a citizen."""
        openid, at = message.from_user, message.created_at
        if isinstance(message, JobFinishedEvent):
            return
        if isinstance(message, SubscriptionEvent):
            _record_consents(session, message, now)
            return
        if isinstance(message, UnsubscribeEvent):
            followers.record_unfollow(session, openid, at, now)
            contacts.left_write(openid, at).run(session)
            return
        if isinstance(message, SubscribeEvent):
            followers.record_follow(session, openid, at, now, scene=message.scene)
        elif isinstance(message, Message | ClickEvent | MenuInputEvent | ScanEvent):
            followers.record_seen(session, openid, at, now)
        if isinstance(message, _TOUCHES) or _is_touch(message):
            contacts.touch_write(openid, at).run(session)
        elif isinstance(message, Message):
            contacts.message_write(openid, at).run(session)


def _record_consents(session: Session, message: SubscriptionEvent, now: datetime) -> None:
    """The sent event needs nothing: the consent was spent when our own send was settled."""
    records = {_POPUP: consents.record_answer, _CHANGE: consents.record_change}
    record = records.get(message.event)
    for item in message.items if record else ():
        assert record is not None
        record(session, message.from_user, item.template_id, item.status, now)


def _is_touch(message: Inbound) -> bool:
    """A scanning menu button, or a tapped item of a menu message, which counts as a click."""
    if isinstance(message, MenuInputEvent):
        return message.event in _TOUCHING_INPUTS
    return isinstance(message, TextMessage) and message.menu_id is not None
