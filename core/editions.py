"""Optimistic locking: what somebody saw when they began to write, told by a short mark. Pure.

A page hands the mark out with a form and gets it back with what was typed. Whoever keeps the words compares
it with the mark of what stands there by then, under the lock of the row.
"""

import hashlib

from core.errors import RuleViolation


class ChangedMeanwhile(RuleViolation):
    """Somebody else wrote between opening the page and saving it."""

    sentence = "您打开以后，别人改过这一份。您填的还在，请和现在的对照以后再存一次。"


def edition_of(words: object) -> str:
    """The mark of a frozen dataclass of plain values; the same values give the same mark."""
    return hashlib.blake2b(repr(words).encode(), digest_size=10).hexdigest()


def require_edition(base: str | None, words: object) -> None:
    """Go on unless ``base`` is the mark of something else; None for who opened no page."""
    if base is not None and base != edition_of(words):
        raise ChangedMeanwhile
