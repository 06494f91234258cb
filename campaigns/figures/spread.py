"""A figure piece by piece over its period: the same statement, asked for each day, month or year. Pure."""

import calendar
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from campaigns.figures.figure import Form, Told
from core.periods import Length, Period

LONGEST_BY_DAY: Final = 31
"""The longest period, in days, that is shown by days; a longer one is shown by months."""
LONGEST_BY_MONTH: Final = 36
"""And one of more months than these by years."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One day, month or year of a period, and what the figure is in it."""

    period: Period
    told: Told


@dataclass(frozen=True, slots=True)
class Spread:
    """All pieces that have something to tell; whoever comes in several of them is counted in each."""

    whole: Told
    pieces: Sequence[Piece]

    @property
    def total(self) -> int | None:
        """The sum of the pieces; None for what is no sum: a share, a mean, the state on a day."""
        if self.whole.figure.form in (Form.SHARE, Form.MEAN) or self.whole.dated_on is not None:
            return None
        return sum(one.told.numerator or 0 for one in self.pieces)

    @property
    def adds_up(self) -> bool:
        """Whether the sum is the figure itself."""
        return self.total == self.whole.numerator


def pieces_of(period: Period, today: date) -> list[Period]:
    """The period in days, months or years, none that has not begun; empty where it is a single piece."""
    last = min(period.last, today)
    if (period.last - period.first).days < LONGEST_BY_DAY:
        found = list(_days(period.first, last))
    else:
        found = list(_cut(period.first, last, _month_end, _MONTH))
        if len(found) > LONGEST_BY_MONTH:
            found = list(_cut(period.first, last, _year_end, _YEAR))
    return found if len(found) > 1 else []


def _days(first: date, last: date) -> Iterator[Period]:
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        yield Period(day, day, Length.DAYS, f"{day.month}月{day.day}日")


_YEAR: Final = "{0.year}年"
_MONTH: Final = "{0.year}年{0.month}月"


def _cut(first: date, last: date, end: Callable[[date], date], shape: str) -> Iterator[Period]:
    while first <= last:
        until = min(end(first), last)
        yield Period(first, until, Length.DAYS, shape.format(first))
        first = until + timedelta(days=1)


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _year_end(day: date) -> date:
    return date(day.year, 12, 31)
