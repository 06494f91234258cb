"""What follows from the bare fact that a message came: a follower seen, a window opened."""

from datetime import datetime

from sqlalchemy.orm import Session

from deliveries import contacts
from followers import services as followers
from wechat.messages import (
    ClickEvent,
    Inbound,
    JobFinishedEvent,
    MenuInputEvent,
    Message,
    ScanEvent,
    SubscribeEvent,
    TextMessage,
    UnsubscribeEvent,
)

_TOUCHES = (ClickEvent, ScanEvent, SubscribeEvent)
_TOUCHING_INPUTS = frozenset({"scancode_push", "scancode_waitmsg"})
"""What opens the one-minute window; other menu buttons do not (api_sendcustommessage, rule of 2023-06-12)."""


class Presence:
    """The witness of the desk: keeps followers and windows true from events."""

    def saw(self, session: Session, message: Inbound, now: datetime) -> None:
        """See ``bot.desk.Witness``. The sender of a job-finished event is not a citizen."""
        openid, at = message.from_user, message.created_at
        if isinstance(message, JobFinishedEvent):
            return
        if isinstance(message, UnsubscribeEvent):
            followers.record_unfollow(session, openid, at, now)
            contacts.note_left(session, openid, at)
            return
        if isinstance(message, SubscribeEvent):
            followers.record_follow(session, openid, at, now, scene=message.scene)
        elif isinstance(message, Message | ClickEvent | MenuInputEvent | ScanEvent):
            followers.record_seen(session, openid, at, now)
        if isinstance(message, _TOUCHES) or _is_touch(message):
            contacts.note_touch(session, openid, at)
        elif isinstance(message, Message):
            contacts.note_message(session, openid, at)


def _is_touch(message: Inbound) -> bool:
    """A scanning menu button, or a tapped item of a menu message, which counts as a click."""
    if isinstance(message, MenuInputEvent):
        return message.event in _TOUCHING_INPUTS
    return isinstance(message, TextMessage) and message.menu_id is not None
