"""Optimistic locking: a short fingerprint of what somebody saw when they began to write. Pure.

A page puts the fingerprint into its form and gets it back with what was typed. Whoever saves compares it,
while holding the lock of the row, with the fingerprint of what is stored by then.
"""

import hashlib

from core.errors import RuleViolation


class ChangedMeanwhile(RuleViolation):
    """Somebody else saved between opening the page and saving it."""

    sentence = "您打开以后，别人改过这一份。您填的还在，请和现在的对照以后再存一次。"


class ChangedSinceRead(ChangedMeanwhile):
    """What somebody is about to sign is not what they read."""

    sentence = "您打开这页以后，内容改过了，这一步没有办。现在显示的是最新的，请看过再办。"


def fingerprint_of(values: object) -> str:
    """The fingerprint, 20 hexadecimal digits, of plain values or frozen dataclasses of them."""
    return hashlib.blake2b(repr(values).encode(), digest_size=10).hexdigest()


def require_unchanged(base: str | None, values: object) -> None:
    """Raise ``ChangedMeanwhile`` unless ``base`` is the current fingerprint; None skips the check."""
    if base is not None and base != fingerprint_of(values):
        raise ChangedMeanwhile


def require_read(seen: str | None, values: object) -> None:
    """Raise ``ChangedSinceRead`` unless ``seen`` is the current fingerprint; None skips the check.

    Whoever signs vouches for what they read: a page opened before a change cannot be used to sign.
    """
    if seen is not None and seen != fingerprint_of(values):
        raise ChangedSinceRead
