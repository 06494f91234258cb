"""From the platform's XML to the inbound classes of ``messages``.

One small function a type, found by the platform's word for it. Whatever a class promises is checked here;
the rest of the document stays readable in ``fields``.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypedDict

from wechat.elements import read_elements
from wechat.event_parsing import parse_event
from wechat.fields import Fields, whole
from wechat.messages import (
    Field,
    ImageMessage,
    Inbound,
    LinkMessage,
    LocationMessage,
    Message,
    TextMessage,
    UnknownMessage,
    VideoMessage,
    VoiceMessage,
)


class _Head(TypedDict):
    to_user: str
    from_user: str
    created_at: datetime
    kind: str
    fields: Mapping[str, Field]
    msg_id: str


def parse_message(xml: bytes) -> Inbound:
    """The message or event in a decrypted document; ``NotUnderstood`` if it is none.

    A message must have a MsgId: without one a retry could not be told from a second message.
    """
    return message_from(Fields(read_elements(xml)))


def message_from(fields: Fields) -> Inbound:
    """The same for a document that was read already."""
    kind = fields.name("MsgType").lower()
    if kind == "event":
        return parse_event(fields)
    head = _Head(
        to_user=fields.name("ToUserName"),
        from_user=fields.name("FromUserName"),
        created_at=fields.moment("CreateTime"),
        kind=kind,
        fields=fields.all(),
        msg_id=fields.name("MsgId"),
    )
    return _BUILDERS.get(kind, _unknown)(head, fields)


def _text(head: _Head, fields: Fields) -> Message:
    return TextMessage(**head, content=fields.words("Content"), menu_id=fields.find("bizmsgmenuid"))


def _image(head: _Head, fields: Fields) -> Message:
    return ImageMessage(**head, media_id=fields.get("MediaId"), pic_url=fields.find("PicUrl") or "")


def _voice(head: _Head, fields: Fields) -> Message:
    return VoiceMessage(
        **head,
        media_id=fields.get("MediaId"),
        format=fields.find("Format") or "",
        recognition=fields.find("Recognition"),
    )


def _video(head: _Head, fields: Fields) -> Message:
    return VideoMessage(
        **head,
        media_id=fields.get("MediaId"),
        thumb_media_id=fields.find("ThumbMediaId") or "",
        short=head["kind"] == "shortvideo",
    )


def _location(head: _Head, fields: Fields) -> Message:
    # The platform calls the latitude X and the longitude Y.
    return LocationMessage(
        **head,
        latitude=fields.degrees("Location_X", 90),
        longitude=fields.degrees("Location_Y", 180),
        scale=whole(fields.find("Scale") or "0"),
        label=fields.find("Label") or "",
    )


def _link(head: _Head, fields: Fields) -> Message:
    return LinkMessage(
        **head,
        title=fields.find("Title") or "",
        description=fields.find("Description") or "",
        url=fields.get("Url"),
    )


def _unknown(head: _Head, _fields: Fields) -> Message:
    return UnknownMessage(**head)


_BUILDERS: dict[str, Callable[[_Head, Fields], Message]] = {
    "text": _text,
    "image": _image,
    "voice": _voice,
    "video": _video,
    "shortvideo": _video,
    "location": _location,
    "link": _link,
}
