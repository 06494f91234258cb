"""What can be said to one follower, and its form inside a sealed payload."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, assert_never

from core.text import byte_length

TEXT_BYTES = 2048  # the customer-service interface: content of a text message, UTF-8


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text; ``ValueError`` when the platform would refuse it for its length."""

    text: str

    def __post_init__(self) -> None:
        """Refuse at posting what could only fail at sending."""
        if not self.text or byte_length(self.text) > TEXT_BYTES:
            raise ValueError(f"a text takes 1 to {TEXT_BYTES} bytes of UTF-8")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture uploaded before; temporary material lives three days on the platform."""

    media_id: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about a person's own business that must reach them, even days later, whichever way is open.

    ``kind`` is a key of ``notice_kinds``, ``slots`` the values to fill in, ``text`` the same as a sentence
    for the chat, ``url`` the page behind it. None of it says what the case is about: phones are shared.
    """

    kind: str
    slots: Mapping[str, str | datetime]
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class TemplateNotice:
    """A notice prepared as a template message; ``client_id`` lets the platform drop a repetition."""

    template_id: str
    data: Mapping[str, str]
    url: str
    client_id: str


@dataclass(frozen=True, slots=True)
class SubscriptionNotice:
    """A notice prepared as a subscription notice, which uses up one consent."""

    template_id: str
    data: Mapping[str, str]
    url: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article among the platform's drafts, named by its media id; it can only be sent to many."""

    media_id: str


Message = Text | Picture | Notice
"""What can be posted to one person."""

MassMessage = Text | Picture | Article
"""What can be sent to many with one call."""

Words = Message | Article
"""What a mailing can say."""

Sendable = Text | Picture | TemplateNotice | SubscriptionNotice
"""What a gateway can send: the way is chosen."""


def packed(message: Words) -> bytes:
    """``message`` as bytes to be sealed."""
    fields: dict[str, Any]
    match message:
        case Text(text):
            fields = {"kind": "text", "text": text}
        case Picture(media_id):
            fields = {"kind": "picture", "media_id": media_id}
        case Article(media_id):
            fields = {"kind": "article", "media_id": media_id}
        case Notice(kind, slots, text, url):
            said = {key: _stored(value) for key, value in slots.items()}
            fields = {"kind": "notice", "notice": kind, "slots": said, "text": text, "url": url}
        case _ as impossible:
            assert_never(impossible)
    return json.dumps(fields, ensure_ascii=False).encode()


def unpacked(payload: bytes) -> Message:
    """The message to one person that ``packed`` was given."""
    return _unpacked(json.loads(payload))


def unpacked_for_many(payload: bytes) -> MassMessage:
    """The message to many that ``packed`` was given; ``TypeError`` for a notice."""
    fields = json.loads(payload)
    if fields["kind"] == "article":
        return Article(fields["media_id"])
    message = _unpacked(fields)
    if isinstance(message, Notice):
        raise TypeError("a notice goes to one person at a time")
    return message


def _unpacked(fields: Any) -> Message:
    match fields["kind"]:
        case "picture":
            return Picture(fields["media_id"])
        case "notice":
            slots = {key: _restored(value) for key, value in fields["slots"].items()}
            return Notice(fields["notice"], slots, fields["text"], fields["url"])
    return Text(fields["text"])


def _stored(value: str | datetime) -> object:
    return {"at": value.isoformat()} if isinstance(value, datetime) else value


def _restored(value: Any) -> str | datetime:
    return datetime.fromisoformat(value["at"]) if isinstance(value, dict) else str(value)
