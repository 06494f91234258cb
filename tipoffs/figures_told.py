"""Figures of tips as they may be told of a month, a quarter or a year, beside all others of that year.

Each alone may be large enough, and still they point at somebody together: a quarter without two of its months
is a month, a year without three quarters is a quarter. So the months and quarters of a year are guarded as
one table, and a period is told when it is over: of one that still runs, yesterday's figure taken from today's
would be a day.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from functools import cached_property
from typing import Any

from core.clock import china_date
from core.errors import RuleViolation
from core.periods import Length, Period, month_of, quarter_of, year_of
from tipoffs.figures import Figures, Line, shown
from tipoffs.figures_guard import ALL, Key, guarded, guarded_together

MONTHS = range(1, 13)
PARTS: Mapping[str, Mapping[str, Callable[[Line], int]]] = {
    "accepted": {
        "accepted": lambda line: line.accepted,
        "not_accepted": lambda line: line.received - line.accepted,
    },
    "on_time": {
        "on_time": lambda line: line.on_time,
        "late": lambda line: line.owed - line.on_time,
        "not_owed": lambda line: line.received - line.owed,
    },
    "substantiated": {
        "substantiated": lambda line: line.substantiated,
        "unfounded": lambda line: line.judged - line.substantiated,
        "not_judged": lambda line: line.received - line.judged,
    },
}
"""What all that were received fall into, three times; the first two make the whole of a share."""

ONLY_PAST = "这段时间还没有结束，举报数据要等结束以后才提供"

Place = tuple[str, str]
"""Where a period stands in the table of its year: its quarter, and which month of it; or ``ALL``."""

_PLACE_WORDS = 2


class By(Enum):
    """What the lines of a table are."""

    TOTAL = "total"
    TOWN = "by_town"
    INDUSTRY = "by_industry"

    def of(self, found: Figures) -> Mapping[str, Line]:
        """Those lines; the total has one, with an empty key."""
        if self is By.TOTAL:
            return {"": found.total}
        return found.by_town if self is By.TOWN else found.by_industry


class StillRunning(RuleViolation):
    """Nothing is told of a period before it is over."""

    sentence = f"{ONLY_PAST}。已经结束的月份、季度可以查。"


@dataclass(frozen=True)
class Year:
    """Which periods of a year may be told, and the guard over all of them at once."""

    year: int
    now: datetime

    def alone(self, counts: Mapping[Key, int]) -> Mapping[Key, int | None]:
        """A table whose keys begin with the place of a month (``place_of``); see ``guarded``."""
        return guarded(counts, is_wanted=self._is_told)

    def together(self, tables: Mapping[str, Mapping[Key, int]]) -> Mapping[str, Mapping[Key, int | None]]:
        """Several of them that split the same totals; see ``guarded_together``."""
        return guarded_together(tables, _PLACE_WORDS, is_wanted=self._is_told)

    def is_over(self, period: Period) -> bool:
        """Whether its last day has passed."""
        return period.last < china_date(self.now)

    def _is_told(self, key: Key) -> bool:
        """Whether anybody tells it now: of a period that is over, and no first months of quarters."""
        quarter, month = key[:2]
        if quarter == ALL:
            return month == ALL and self.is_over(year_of(self.year))
        number = int(quarter[1:])
        if month == ALL:
            return self.is_over(quarter_of(self.year, number))
        return self.is_over(month_of(self.year, 3 * number - 3 + int(month[1:])))


@dataclass
class ToldYear:
    """The tips of one year: in total, by town and by industry."""

    counted: Callable[[Period], Figures]
    """The figures of the tips submitted in a period (``figures.figures``)."""
    year: int
    now: datetime
    _lines: dict[tuple[By, str, str], Mapping[Key, int | None]] = field(default_factory=dict)

    @cached_property
    def tables(self) -> Mapping[str, Mapping[Key, int | None]]:
        """What may be told of how many were received: by town, by industry, and by each of ``PARTS``.

        A period is told in all of them or in none: what one hides must not follow from another.
        """
        tables: dict[str, Mapping[Key, int]] = {
            by.value: {
                (*place_of(month), key): line.received
                for month, found in self._months.items()
                for key, line in by.of(found).items()
            }
            for by in (By.TOWN, By.INDUSTRY)
        }
        totals = {month: found.total for month, found in self._months.items()}
        return self.guard.together(tables | {kind: parts_of(totals, kind) for kind in PARTS})

    def lines(self, period: Period, by: By) -> Mapping[str, Mapping[str, Any] | None]:
        """The lines of a period of this year as ``figures.shown`` gives them; None for what may not be told.

        ``StillRunning`` where it is not over.
        """
        if not self.guard.is_over(period):
            raise StillRunning
        found, where = by.of(self.counted(period)), place_of(period)
        if not self.is_told(period):
            return dict.fromkeys(found)
        # What would follow from the other lines of this period; from other periods: ``_along``.
        beside = {
            kind: guarded(
                {(key, word): of(line) for key, line in found.items() for word, of in words.items()}
            )
            for kind, words in PARTS.items()
        }
        told: dict[str, Mapping[str, Any] | None] = {}
        for key, line in shown(found).items():
            if line is None or (by is not By.TOTAL and self.tables[by.value][*where, key] is None):
                told[key] = None
                continue
            cells = {
                kind: [cell for word in _shared(kind, found[key])
                       for cell in (self._along(by, key, kind)[*where, word], beside[kind][key, word])]
                for kind in PARTS
            }  # fmt: skip
            told[key] = line | {f"{kind}_share": None for kind in PARTS if None in cells[kind]}
        return told

    def is_told(self, period: Period) -> bool:
        """Whether anything at all is told of this period."""
        # All tables agree about a period.
        return self.tables[By.TOWN.value].get((*place_of(period), ALL)) is not None

    def _along(self, by: By, key: str, kind: str) -> Mapping[Key, int | None]:
        """The parts of one line by period, as far as they may be told beside each other."""
        if by is By.TOTAL:
            return self.tables[kind]
        if (by, key, kind) not in self._lines:
            lines = {month: by.of(found) for month, found in self._months.items()}
            own = {month: of[key] for month, of in lines.items() if key in of}
            self._lines[by, key, kind] = self.guard.alone(parts_of(own, kind))
        return self._lines[by, key, kind]

    @cached_property
    def guard(self) -> Year:
        """Which of its periods may be told, and beside what."""
        return Year(self.year, self.now)

    @cached_property
    def _months(self) -> Mapping[Period, Figures]:
        """The months that are over; what still runs is in nothing that is told."""
        months = (month_of(self.year, number) for number in MONTHS)
        return {month: self.counted(month) for month in months if self.guard.is_over(month)}


def _shared(kind: str, line: Line) -> Sequence[str]:
    """The two words of a share that must both be told; none where it is all or nothing (see ``shown``)."""
    words = list(PARTS[kind])[:2]
    return words if all(PARTS[kind][word](line) for word in words) else ()


def parts_of(months: Mapping[Period, Line], kind: str) -> dict[Key, int]:
    """The parts of one of ``PARTS`` as a table, by place of the month and word."""
    words = PARTS[kind].items()
    return {(*place_of(month), word): of(line) for month, line in months.items() for word, of in words}


def place_of(period: Period) -> Place:
    """Where a month, quarter or year stands in the table of its year: the quarter, and the month in it."""
    month = period.first.month
    quarter, within = f"Q{(month + 2) // 3}", f"M{(month - 1) % 3 + 1}"
    match period.length:
        case Length.MONTH:
            return quarter, within
        case Length.QUARTER:
            return quarter, ALL
        case _:
            return ALL, ALL
