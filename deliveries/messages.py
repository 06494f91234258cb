"""What can be said to one follower, and its form inside a sealed payload."""

import json
from dataclasses import dataclass
from typing import assert_never

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


Message = Text | Picture


def packed(message: Message) -> bytes:
    """``message`` as bytes to seal."""
    match message:
        case Text(text):
            fields = {"kind": "text", "text": text}
        case Picture(media_id):
            fields = {"kind": "picture", "media_id": media_id}
        case _ as impossible:
            assert_never(impossible)
    return json.dumps(fields, ensure_ascii=False).encode()


def unpacked(payload: bytes) -> Message:
    """The message that ``packed`` was handed."""
    fields = json.loads(payload)
    if fields["kind"] == "picture":
        return Picture(fields["media_id"])
    return Text(fields["text"])
