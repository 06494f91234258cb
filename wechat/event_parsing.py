"""From the platform's XML to the event classes of ``messages``.

The platform writes event names in three styles (``subscribe``, ``CLICK``, ``MASSSENDJOBFINISH``); they are
compared in lower case.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypedDict

from wechat.elements import Element, NotUnderstood
from wechat.fields import Fields, decimal, degrees, whole
from wechat.messages import (
    AccountEvent,
    ClickEvent,
    Event,
    Field,
    JobFinishedEvent,
    LocationReportEvent,
    MenuInputEvent,
    ScanEvent,
    SubscribeEvent,
    SubscriptionEvent,
    SubscriptionItem,
    UnknownEvent,
    UnsubscribeEvent,
    ViewEvent,
)

_SCENE_PREFIX = "qrscene_"  # only on the subscribe event; SCAN gives the scene bare

_MOST_PEOPLE = 2_000_000_000  # more than there are; a column takes no more

_ACCOUNT_EVENTS = frozenset(
    {
        "user_info_modified",
        "user_authorization_revoke",
        "user_authorization_cancellation",
        "qualification_verify_success",
        "qualification_verify_fail",
        "naming_verify_success",
        "naming_verify_fail",
        "annual_renew",
        "verify_expired",
        "kf_create_session",
        "kf_close_session",
        "kf_switch_session",
    }
)


class _Head(TypedDict):
    to_user: str
    from_user: str
    created_at: datetime
    kind: str
    fields: Mapping[str, Field]
    event: str
    key: str


def parse_event(fields: Fields) -> Event:
    """The event in ``fields``; an unknown one is an ``UnknownEvent``."""
    event = fields.name("Event").lower()
    head = _Head(
        to_user=fields.name("ToUserName"),
        from_user=fields.name("FromUserName"),
        created_at=fields.moment("CreateTime"),
        kind=f"event:{event}",
        fields=fields.all(),
        event=event,
        key=fields.find("EventKey") or "",
    )
    if event in _ACCOUNT_EVENTS:
        return AccountEvent(**head)
    return _BUILDERS.get(event, _unknown)(head, fields)


def _subscribe(head: _Head, fields: Fields) -> Event:
    key = head["key"]
    scene = key.removeprefix(_SCENE_PREFIX) if key.startswith(_SCENE_PREFIX) else ""
    return SubscribeEvent(**head, scene=scene or None, ticket=fields.find("Ticket"))


def _unsubscribe(head: _Head, _fields: Fields) -> Event:
    return UnsubscribeEvent(**head)


def _scan(head: _Head, fields: Fields) -> Event:
    return ScanEvent(**head, scene=head["key"], ticket=fields.find("Ticket"))


def _click(head: _Head, _fields: Fields) -> Event:
    return ClickEvent(**head)


def _view(head: _Head, _fields: Fields) -> Event:
    return ViewEvent(**head, url=head["key"])


def _location_report(head: _Head, fields: Fields) -> Event:
    return LocationReportEvent(
        **head,
        latitude=fields.degrees("Latitude", 90),
        longitude=fields.degrees("Longitude", 180),
        precision=decimal(fields.find("Precision") or "0"),
    )


def _menu_input(head: _Head, fields: Fields) -> Event:
    scan = fields.inside("ScanCodeInfo")
    pictures = fields.inside("SendPicsInfo")
    place = fields.inside("SendLocationInfo")
    return MenuInputEvent(
        **head,
        scan_result=scan.child_text("ScanResult") if scan else None,
        picture_count=_count(pictures.child_text("Count")) or 0 if pictures else 0,
        latitude=_place(place, "Location_X", 90),
        longitude=_place(place, "Location_Y", 180),
        label=(place.child_text("Label") or "") if place else "",
    )


def _place(place: Element | None, tag: str, limit: int) -> float | None:
    value = place.child_text(tag) if place else None
    return degrees(value, limit) if value else None


def _job_finished(head: _Head, fields: Fields) -> Event:
    number = fields.find("MsgID") or fields.get("MsgId")
    whole(number)
    return JobFinishedEvent(
        **head,
        status=fields.get("Status"),
        job_id=number,
        total=_told(fields.find("TotalCount")),
        filtered=_told(fields.find("FilterCount")),
        sent=_told(fields.find("SentCount")),
        failed=_told(fields.find("ErrorCount")),
    )


def _told(value: str | None) -> int | None:
    """A count of people; None if it cannot be read: the verdict beside it is what matters."""
    try:
        count = whole(value) if value else None
    except NotUnderstood:
        return None
    return count if count is not None and abs(count) <= _MOST_PEOPLE else None


def _publication_finished(head: _Head, fields: Fields) -> Event:
    info = fields.inside("PublishEventInfo")
    status = info.child_text("publish_status") if info else None
    if info is None or not status:
        raise NotUnderstood("missing-tag")
    return JobFinishedEvent(**head, status=status, job_id=info.child_text("publish_id") or "")


def _count(value: str | None) -> int | None:
    return whole(value) if value else None


def _subscription(wrapper: str) -> Callable[[_Head, Fields], Event]:
    def build(head: _Head, fields: Fields) -> Event:
        outer = fields.inside(wrapper)
        lists = [child for child in outer.children if child.tag == "List"] if outer else []
        return SubscriptionEvent(**head, items=tuple(_subscription_item(one) for one in lists))

    return build


def _subscription_item(one: Element) -> SubscriptionItem:
    template_id = one.child_text("TemplateId")
    if not template_id:
        raise NotUnderstood("missing-tag")
    return SubscriptionItem(
        template_id=template_id,
        status=one.child_text("SubscribeStatusString") or one.child_text("ErrorStatus") or "",
        scene=one.child_text("PopupScene") or "",
        message_id=one.child_text("MsgID") or "",
        error_code=one.child_text("ErrorCode") or "",
    )


def _unknown(head: _Head, _fields: Fields) -> Event:
    return UnknownEvent(**head)


_BUILDERS: dict[str, Callable[[_Head, Fields], Event]] = {
    "subscribe": _subscribe,
    "unsubscribe": _unsubscribe,
    "scan": _scan,
    "click": _click,
    "view": _view,
    "view_miniprogram": _view,
    "location": _location_report,
    "scancode_push": _menu_input,
    "scancode_waitmsg": _menu_input,
    "pic_sysphoto": _menu_input,
    "pic_photo_or_album": _menu_input,
    "pic_weixin": _menu_input,
    "location_select": _menu_input,
    "masssendjobfinish": _job_finished,
    "templatesendjobfinish": _job_finished,
    "publishjobfinish": _publication_finished,
    "subscribe_msg_popup_event": _subscription("SubscribeMsgPopupEvent"),
    "subscribe_msg_change_event": _subscription("SubscribeMsgChangeEvent"),
    "subscribe_msg_sent_event": _subscription("SubscribeMsgSentEvent"),
}
