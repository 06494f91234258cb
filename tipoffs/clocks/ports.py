"""What a clock has to say, and to whom it is handed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from sqlalchemy.orm import Session

from tipoffs.clocks.reminders import Recipient


@dataclass(frozen=True, slots=True)
class ClockNotice:
    """One step of one clock; ``notices.sentence`` words it. Holds nothing about the reporter."""

    clock_id: int
    case_number: str
    kind: str
    name: str
    """The Chinese name of the clock."""
    department: str
    step: str
    recipient: Recipient
    due_at: datetime
    last_day: date
    is_urgent: bool


class Tell(Protocol):
    """Writes down that somebody is to be told, in the same transaction: it sends nothing itself.

    What it raises undoes the step, which is tried again.
    """

    def __call__(self, session: Session, notice: ClockNotice, now: datetime, /) -> None:
        """Put the notice into an outbox or a list."""
        ...
