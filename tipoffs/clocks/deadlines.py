"""When a clock ends. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.clock import china_date
from places.workdays import Pause, Workdays, end_of_day, moment_after
from tipoffs.clocks.rules import Unit

_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Term:
    """A period: how long, from when, how much longer by extension, and when it did not run."""

    unit: Unit
    length: int
    started_at: datetime
    extended_by: int = 0
    pauses: Sequence[Pause] = ()

    @property
    def whole_length(self) -> int:
        """The length with its extension."""
        return self.length + self.extended_by


@dataclass(frozen=True, slots=True)
class Deadline:
    """The end of a term: a moment, and its last day; both None while a pause without end stops it.

    ``due_at`` is the first moment that is late. ``is_provisional`` says that it lies in a year, or runs
    through one, whose holidays are not published: it may still move to a later day.
    """

    due_at: datetime | None
    last_day: date | None
    is_provisional: bool


def deadline(term: Term, workdays: Workdays, closing: time | None = None) -> Deadline:
    """When the term ends; ``closing`` ends its last day earlier than 24:00 (民法典 第二百零三条第二款)."""
    if not term.unit.is_days:
        per_unit = timedelta(hours=1) if term.unit is Unit.HOURS else timedelta(minutes=1)
        due_at = moment_after(term.started_at, term.whole_length * per_unit, term.pauses)
        return Deadline(due_at, None if due_at is None else china_date(due_at), is_provisional=False)
    last_day = workdays.last_day(
        china_date(term.started_at),
        term.whole_length,
        term.pauses,
        working=term.unit is Unit.WORKING_DAYS,
    )
    if last_day is None:
        return Deadline(None, None, is_provisional=False)
    return Deadline(end_of_day(last_day, closing), last_day, workdays.is_provisional(last_day))


def days_late(due_at: datetime, now: datetime) -> int:
    """How many days late it is by the calendar of China, as who reads both dates counts: the day after the
    last day is the first, from its first minute on; 0 or less while there is time.
    """
    return (china_date(now) - china_date(due_at - _MOMENT)).days
