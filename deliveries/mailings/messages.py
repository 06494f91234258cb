"""The words of a mailing, kept once for everybody."""

import json

from core.types import JsonObject
from deliveries.mailings.models import Mailing
from deliveries.messages import Message, packed, unpacked


def stored(message: Message) -> JsonObject:
    """``message`` as it stands in the row."""
    tree: JsonObject = json.loads(packed(message))
    return tree


def message_of(mailing: Mailing) -> Message:
    """What the mailing says."""
    return unpacked(json.dumps(mailing.message, ensure_ascii=False).encode())
