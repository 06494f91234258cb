"""The words of a mailing, kept once for everybody."""

import json

from core.types import JsonObject
from deliveries.mailings.models import Mailing
from deliveries.messages import MassMessage, Message, Words, packed, unpacked, unpacked_for_many


def stored(message: Words) -> JsonObject:
    """``message`` in the form stored in the row."""
    tree: JsonObject = json.loads(packed(message))
    return tree


def message_of(mailing: Mailing) -> Message:
    """What the mailing says to each person."""
    return unpacked(_bytes(mailing))


def mass_message_of(mailing: Mailing) -> MassMessage:
    """What the mailing says to many at once."""
    return unpacked_for_many(_bytes(mailing))


def _bytes(mailing: Mailing) -> bytes:
    return json.dumps(mailing.message, ensure_ascii=False).encode()
