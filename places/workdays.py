"""Natural days, working days and hours as Chinese law counts them. Pure.

The day on which a period begins does not count (民法典 第二百零一条第一款); a period in hours runs from its
hour (第二款). A last day that is no working day moves to the next working day (第二百零三条第一款), and ends
at 24:00 or when the office closes (第二款). Days are those of Asia/Shanghai. The State Council publishes the
working days (调休 included) one year at a time, each autumn; later years are counted by the week and flagged.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from core.clock import SHANGHAI, china_date, end_of

_DAY = timedelta(days=1)
_FARTHEST_DAYS = 366 * 12


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch during which a period does not run; ``until`` is None while it lasts."""

    since: datetime
    until: datetime | None = None


class Workdays:
    """Which days are worked, and where periods end.

    ``exceptions`` holds the days that differ from Monday to Friday: False a holiday on a weekday, True work
    on a Saturday or Sunday; to repeat the ordinary does no harm. ``published_through`` is the last year whose
    holidays are known; without it, the last year that has an exception.
    """

    def __init__(self, exceptions: Mapping[date, bool], published_through: int | None = None) -> None:
        self._exceptions = dict(exceptions)
        last = max((day.year for day in self._exceptions), default=0)
        self._published_through = last if published_through is None else published_through

    @property
    def published_through(self) -> int:
        """The last year whose holidays are known."""
        return self._published_through

    def is_provisional(self, day: date) -> bool:
        """Whether ``day`` lies in a year whose holidays are not published, so that only the week counts."""
        return day.year > self._published_through

    def is_workday(self, day: date) -> bool:
        """Whether offices work on ``day``."""
        return self._exceptions.get(day, day.weekday() < 5)

    def on_or_after(self, day: date) -> date:
        """``day`` itself if it is worked, else the next working day."""
        return self._rolled(day, frozenset())

    def after_days(self, start: date, n: int) -> date:
        """The last day of ``n`` natural days that begin on ``start``, moved to a working day."""
        return self.on_or_after(start + _counted(n) * _DAY)

    def after_workdays(self, start: date, n: int) -> date:
        """The last day of ``n`` working days that begin on ``start``; zero is ``start``, moved likewise."""
        return self._nth(start, n, frozenset(), working=True)

    def between(self, first: date, last: date) -> int:
        """How many working days lie after ``first`` up to and with ``last``; 0 where that is not later."""
        return sum(self.is_workday(first + n * _DAY) for n in range(1, (last - first).days + 1))

    def last_day(self, start: date, n: int, pauses: Sequence[Pause] = (), *, working: bool) -> date | None:
        """The last day of a period with pauses; None while a pause that matters has no end.

        The day on which a pause begins does not count, the day on which it ends does: whoever is asked to
        wait on the last day still has the whole day on which the answer comes. A pause within one day takes
        nothing away.
        """
        silent = _PausedDays(pauses)
        try:
            return self._nth(start, n, silent, working=working)
        except _NeverEnds:
            return None

    def _nth(self, start: date, n: int, silent: Container[date], *, working: bool) -> date:
        day, left = start, _counted(n)
        while left:
            day = self._step(day, start)
            if day not in silent and (not working or self.is_workday(day)):
                left -= 1
        return self._rolled(day, silent)

    def _rolled(self, day: date, silent: Container[date]) -> date:
        first = day
        while day in silent or not self.is_workday(day):
            day = self._step(day, first)
        return day

    def _step(self, day: date, start: date) -> date:
        if (day - start).days > _FARTHEST_DAYS:
            raise _NeverEnds
        return day + _DAY


class _NeverEnds(Exception):
    """An open pause swallows every day."""


class _PausedDays:
    """The days that do not count: from the day a pause begins until the day before it ends."""

    def __init__(self, pauses: Sequence[Pause]) -> None:
        self._spans = [
            (china_date(one.since), None if one.until is None else china_date(one.until)) for one in pauses
        ]

    def __contains__(self, day: object) -> bool:
        assert isinstance(day, date)
        return any(since <= day and (until is None or day < until) for since, until in self._spans)


def end_of_day(day: date, closing: time | None = None) -> datetime:
    """When a period whose last day is ``day`` ends: at 24:00, or when the office closes (UTC)."""
    if closing is None:
        return end_of(day).astimezone(UTC)
    return datetime.combine(day, closing, SHANGHAI).astimezone(UTC)


def moment_after(start: datetime, running: timedelta, pauses: Iterable[Pause] = ()) -> datetime | None:
    """The moment at which ``running`` time has passed since ``start``, pauses left out."""
    at, left = start, running
    for since, until in _merged(pauses):
        if until is not None and until <= at:
            continue
        if since - at > left:
            break
        left -= max(since - at, timedelta())
        if until is None:
            return None
        at = max(at, until)
    return at + left


def running_between(start: datetime, end: datetime, pauses: Iterable[Pause] = ()) -> timedelta:
    """How much time between two moments was not paused; zero where ``end`` is not after ``start``."""
    total = max(end - start, timedelta())
    for since, until in _merged(pauses):
        overlap = min(end, until or end) - max(start, since)
        total -= max(overlap, timedelta())
    return max(total, timedelta())


def _merged(pauses: Iterable[Pause]) -> list[tuple[datetime, datetime | None]]:
    merged: list[tuple[datetime, datetime | None]] = []
    for one in sorted(pauses, key=lambda pause: pause.since):
        if merged and (merged[-1][1] is None or one.since <= merged[-1][1]):
            since, until = merged[-1]
            both = None if until is None or one.until is None else max(until, one.until)
            merged[-1] = (since, both)
        else:
            merged.append((one.since, one.until))
    return merged


def _counted(n: int) -> int:
    if n < 0:
        raise ValueError("a period has no negative length")
    return n
