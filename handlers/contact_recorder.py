"""What follows from the bare fact that a message came: a follower seen, a window opened."""

from datetime import datetime

from sqlalchemy.orm import Session

from core.clock import told_moment
from core.writes import Write
from deliveries import consents, contacts
from deliveries.mailings.counters import note_notice_arrived
from deliveries.masses.reports import MassReportService, Report
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
_SENT, _ARRIVED = "subscribe_msg_sent_event", "success"
_MASS_SEND_FINISHED = "masssendjobfinish"


class ContactRecorder:
    """Keeps followers, windows and what was delivered true from events.

    ``reports`` takes the platform's reports of mass sends.
    """

    def __init__(self, reports: MassReportService | None = None) -> None:
        self._reports = reports

    def writes_for(self, message: Inbound, now: datetime) -> list[Write] | None:
        """See ``bot.ports.InboundRecorder``: nearly every message is a newer sign of life of a follower."""
        if not isinstance(message, Message):
            return None
        openid, at = message.from_user, told_moment(message.created_at, now)
        note = contacts.touch_write if _is_touch(message) else contacts.message_write
        return [followers.seen_write(openid, at, now), note(openid, at)]

    def record(self, session: Session, message: Inbound, now: datetime) -> None:
        """See ``bot.ports.InboundRecorder``. The sender of a job-finished event is not a citizen."""
        openid, at = message.from_user, told_moment(message.created_at, now)
        if isinstance(message, JobFinishedEvent):
            if message.event == _MASS_SEND_FINISHED and self._reports is not None:
                self._reports.take(session, _report(message), now)
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


def _report(message: JobFinishedEvent) -> Report:
    return Report(
        message.job_id,
        message.status,
        message.total,
        message.filtered,
        message.sent,
        message.failed,
    )


def _record_consents(session: Session, message: SubscriptionEvent, now: datetime) -> None:
    """The sent event tells that a notice arrived; the consent was spent when our own send was settled."""
    if message.event == _SENT:
        for item in message.items:
            if item.status == _ARRIVED:
                note_notice_arrived(session, message.from_user, item.template_id, message.created_at)
    records = {_POPUP: consents.record_answer, _CHANGE: consents.record_change}
    if record := records.get(message.event):
        for item in message.items:
            record(session, message.from_user, item.template_id, item.status, now)


def _is_touch(message: Inbound) -> bool:
    """A scanning menu button, or a tapped item of a menu message, which counts as a click."""
    if isinstance(message, MenuInputEvent):
        return message.event in _TOUCHING_INPUTS
    return isinstance(message, TextMessage) and message.menu_id is not None
