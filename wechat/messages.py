"""What citizens send us, as values; what we answer at once is handed on from ``replies``.

Every inbound class is frozen: a parser that takes fields out of a shared dictionary makes the second reader
of a retried message see another one. None of them shows its content in ``repr``, so that no log can.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from core.text import short_openid
from wechat.elements import Element
from wechat.replies import ImageReply, NewsReply, NoReply, Reply, TextReply, render_reply

Field = str | tuple[Element, ...]
"""A leaf is its text; a tag with tags inside is the tuple of those, so one item and several look the same."""

__all__ = [
    "AccountEvent",
    "ClickEvent",
    "Event",
    "Field",
    "ImageMessage",
    "ImageReply",
    "Inbound",
    "JobFinishedEvent",
    "LinkMessage",
    "LocationMessage",
    "LocationReportEvent",
    "MenuInputEvent",
    "Message",
    "NewsReply",
    "NoReply",
    "Reply",
    "ScanEvent",
    "SubscribeEvent",
    "SubscriptionEvent",
    "SubscriptionItem",
    "TextMessage",
    "TextReply",
    "UnknownEvent",
    "UnknownMessage",
    "UnsubscribeEvent",
    "VideoMessage",
    "ViewEvent",
    "VoiceMessage",
    "render_reply",
]

_LONGEST_KEY = 64  # an EventKey may be a link of 1,024 bytes; the unique key is an indexed column
_IN_KEY_ALREADY = frozenset({"ToUserName", "FromUserName", "CreateTime", "MsgType", "Event", "EventKey"})


def _no_fields() -> Mapping[str, Field]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Inbound:
    """Anything the platform pushes.

    ``kind`` is ``text``, ``image`` … or ``event:subscribe``, ``event:click`` …, lower case. ``fields`` holds
    every tag as it came, for what no class below names.
    """

    to_user: str
    from_user: str
    created_at: datetime
    kind: str
    fields: Mapping[str, Field] = field(default_factory=_no_fields, hash=False)

    @property
    def dedupe_key(self) -> str:
        """The same for every delivery of one message, different for any other; at most 400 bytes."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.kind} from {short_openid(self.from_user)}>"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Message(Inbound):
    """Something a person sent. A bare MsgId is not unique: 15 voice messages at once shared one."""

    msg_id: str

    @property
    def dedupe_key(self) -> str:
        """By both parties and the platform's number for the message."""
        return f"m:{self.to_user}:{self.from_user}:{self.msg_id}"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class TextMessage(Message):
    """Words; ``menu_id`` is set when they come from a tapped item of a menu message."""

    kind: str = "text"
    content: str
    menu_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ImageMessage(Message):
    """A picture; the platform keeps it three days."""

    kind: str = "image"
    media_id: str
    pic_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class VoiceMessage(Message):
    """A recording; ``recognition`` only where the account may have it, and often not even then."""

    kind: str = "voice"
    media_id: str
    format: str = ""
    recognition: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class VideoMessage(Message):
    """A video, or a short one taken in the chat."""

    kind: str = "video"
    media_id: str
    thumb_media_id: str = ""
    short: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class LocationMessage(Message):
    """A place on the map, in the GCJ-02 coordinates that WeChat uses, degrees."""

    kind: str = "location"
    latitude: float
    longitude: float
    scale: int = 0
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class LinkMessage(Message):
    """A shared article."""

    kind: str = "link"
    title: str = ""
    description: str = ""
    url: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class UnknownMessage(Message):
    """A message of a type this program does not know; look in ``fields``."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Event(Inbound):
    """Something that happened. Events have no MsgId; ``event`` is the platform's word in lower case."""

    event: str
    key: str = ""

    @property
    def dedupe_key(self) -> str:
        """By sender, second, event, key and the rest: two automatic reports in one second are two."""
        digest = hashlib.sha256("\x1f".join(_rest(self.fields)).encode()).hexdigest()[:16]
        key = self.key
        if len(key) > _LONGEST_KEY or not key.isascii():
            key = "#" + hashlib.sha256(key.encode()).hexdigest()[:32]
        second = int(self.created_at.timestamp())
        return f"e:{self.to_user}:{self.from_user}:{second}:{self.event}:{key}:{digest}"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SubscribeEvent(Event):
    """Somebody follows; ``scene`` names the QR code they came by."""

    kind: str = "event:subscribe"
    event: str = "subscribe"
    scene: str | None = None
    ticket: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class UnsubscribeEvent(Event):
    """Somebody left; nothing can be answered any more."""

    kind: str = "event:unsubscribe"
    event: str = "unsubscribe"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ScanEvent(Event):
    """A follower scanned one of our QR codes."""

    kind: str = "event:scan"
    event: str = "scan"
    scene: str = ""
    ticket: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ClickEvent(Event):
    """A tap on a menu button with a ``key``."""

    kind: str = "event:click"
    event: str = "click"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ViewEvent(Event):
    """A tap on a menu button that opens ``url`` (a page path for a mini programme)."""

    kind: str = "event:view"
    event: str = "view"
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class LocationReportEvent(Event):
    """Where the phone is, reported by itself; degrees, ``precision`` in metres."""

    kind: str = "event:location"
    event: str = "location"
    latitude: float
    longitude: float
    precision: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class MenuInputEvent(Event):
    """A menu button that scanned a code, took pictures or picked a place; the pictures follow as messages."""

    scan_result: str | None = None
    picture_count: int = 0
    latitude: float | None = None
    longitude: float | None = None
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class JobFinishedEvent(Event):
    """The platform finished a mass send, a template message or a publication.

    ``job_id`` is the number the platform gave the job: it lives in another namespace than the MsgId of a
    message. The sender is not a citizen. Counts are None where the event has none.
    """

    status: str
    job_id: str = ""
    total: int | None = None
    filtered: int | None = None
    sent: int | None = None
    failed: int | None = None


@dataclass(frozen=True, slots=True)
class SubscriptionItem:
    """What happened to the consent for one template: ``accept``, ``reject``, or the fate of one notice."""

    template_id: str
    status: str
    scene: str = ""
    message_id: str = ""
    error_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SubscriptionEvent(Event):
    """Consents given, withdrawn or used; always a tuple, whether one item came or several."""

    items: tuple[SubscriptionItem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class AccountEvent(Event):
    """About the account, its customer-service seats, or a person's data and their wish to have it deleted."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class UnknownEvent(Event):
    """An event this program does not know; look in ``fields``."""


def _rest(fields: Mapping[str, Field]) -> Iterator[str]:
    for tag in sorted(fields.keys() - _IN_KEY_ALREADY):
        value = fields[tag]
        yield tag
        if isinstance(value, str):
            yield value
        else:
            yield from _flat(value)


def _flat(elements: tuple[Element, ...]) -> Iterator[str]:
    for element in elements:
        yield element.tag
        yield element.text
        yield from _flat(element.children)
        yield "/"
