"""The sealed words of a delivery, as long as they can be opened."""

from core.crypto import BadSeal
from core.hourly_cipher import HourlyCipher
from deliveries.messages import Message, unpacked
from deliveries.models import Delivery


def opened(cipher: HourlyCipher, delivery: Delivery) -> Message | None:
    """What a delivery says; None where its words are gone.

    They were destroyed after their time (``KeyDestroyed``), or sealed under a master key that was replaced
    since: they cannot be said any more, and a row that only ever fails would hold up the others.
    """
    if delivery.payload is None:
        return None
    try:
        return unpacked(cipher.open(delivery.payload))
    except BadSeal:
        return None
