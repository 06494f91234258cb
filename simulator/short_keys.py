"""What the account keeps under a short key."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LongText:
    """What a key stands for, and until when."""

    text: str
    created_at: float
    until: float
