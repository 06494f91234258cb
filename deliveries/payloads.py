"""Opens the sealed words of a delivery, as long as that is possible."""

from core.crypto import BadSeal
from core.hourly_cipher import HourlyCipher
from deliveries.messages import Message, unpacked
from deliveries.models import Delivery


def opened(cipher: HourlyCipher, delivery: Delivery) -> Message | None:
    """What a delivery says; None if its words are gone.

    They were destroyed after their time (``KeyDestroyed``), or sealed under a master key that has been
    replaced. Such a delivery can never be sent, and a row that always fails would hold up the others.
    """
    if delivery.payload is None:
        return None
    try:
        return unpacked(cipher.open(delivery.payload))
    except BadSeal:
        return None
