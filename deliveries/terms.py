"""How a message is sent: in which lane, from when until when, and whether twice is better than never."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from deliveries.status import Lane


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the poster of one message requires of the outbox.

    A ``dedupe_key`` has at most 128 characters and is unique in the whole outbox. Without ``due_at`` the
    message is due at once; without ``not_after`` it is never too late. ``resend_when_unknown`` says that
    sending twice is better than perhaps not at all.
    """

    lane: Lane = Lane.REPLY
    dedupe_key: str | None = None
    due_at: datetime | None = None
    not_after: datetime | None = None
    resend_when_unknown: bool = False


AT_ONCE: Final = Terms()
