"""Which days and seasons come when, and what to plan for a month. Pure: data in, dates out.

An occasion is written once (``calendar.yaml``) and falls anew each year: on a day, through a season that may
cross New Year, on a lunar day, a solar term, or the n-th weekday of a month.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from campaigns.planning.kinds import ActivityKind, CampaignKind
from campaigns.planning.lunar import lunar_day, solar_term
from core.errors import NotFound
from core.types import Labelled

MonthDay = tuple[int, int]


@dataclass(frozen=True, slots=True)
class OnDate:
    """The same day each year."""

    month: int
    day: int

    def span(self, year: int) -> tuple[date, date]:
        """First and last day of the occurrence that begins in ``year``."""
        on = date(year, self.month, self.day)
        return on, on


@dataclass(frozen=True, slots=True)
class Season:
    """From one day to another, both included; into the next year where the second comes first."""

    first: MonthDay
    last: MonthDay

    def span(self, year: int) -> tuple[date, date]:
        """See ``OnDate.span``."""
        ends = year if self.first <= self.last else year + 1
        return date(year, *self.first), date(ends, *self.last)


@dataclass(frozen=True, slots=True)
class OnLunarDay:
    """A day of the lunar calendar."""

    month: int
    day: int

    def span(self, year: int) -> tuple[date, date]:
        """See ``OnDate.span``; the lunar year that begins in ``year``."""
        on = lunar_day(year, self.month, self.day)
        return on, on


@dataclass(frozen=True, slots=True)
class OnSolarTerm:
    """One of the 24 solar terms."""

    name: str

    def span(self, year: int) -> tuple[date, date]:
        """See ``OnDate.span``."""
        on = solar_term(year, self.name)
        return on, on


@dataclass(frozen=True, slots=True)
class OnWeekday:
    """The ``nth`` weekday of a month, from its end where negative; 1 is Monday."""

    month: int
    weekday: int
    nth: int

    def span(self, year: int) -> tuple[date, date]:
        """See ``OnDate.span``."""
        days = [date(year, self.month, one + 1) for one in range(monthrange(year, self.month)[1])]
        fitting = [day for day in days if day.isoweekday() == self.weekday]
        on = fitting[self.nth - 1 if self.nth > 0 else self.nth]
        return on, on


Rule = OnDate | Season | OnLunarDay | OnSolarTerm | OnWeekday


@dataclass(frozen=True, slots=True)
class Occasion:
    """A day or season that asks for a campaign, and what usually belongs to it."""

    code: str
    name: str
    kind: CampaignKind
    rule: Rule
    before: int
    after: int
    prepare: int
    activities: tuple[ActivityKind, ...]
    topics: tuple[str, ...]
    theme_of: str | None
    """The occasion whose theme it carries: itself, another, or none."""
    is_local: bool
    source: str

    def in_year(self, year: int) -> "Occurrence":
        """Its occurrence whose day, or first day, lies in ``year``."""
        first, last = self.rule.span(year)
        return Occurrence(self, first, first - timedelta(self.before), last + timedelta(self.after))


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An occasion in one year: its ``day``, and the days from ``since`` to ``until`` around it."""

    occasion: Occasion
    day: date
    since: date
    until: date

    def touches(self, first: date, last: date) -> bool:
        """Whether it lies in these days at least partly."""
        return self.since <= last and first <= self.until


class Stage(Labelled):
    """What a month has to do with an occasion."""

    BEGINS = "begins", "本月开始"
    GOES_ON = "goes_on", "继续"
    PREPARE = "prepare", "提前准备"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something for the plan of a month."""

    occurrence: Occurrence
    stage: Stage


@dataclass(frozen=True)
class Calendar:
    """All occasions, in the order of the file."""

    occasions: Mapping[str, Occasion]

    def occasion(self, code: str) -> Occasion:
        """The occasion; ``NotFound`` names those there are."""
        found = self.occasions.get(code)
        if found is None:
            known = "、".join(f"{one.code}（{one.name}）" for one in self.occasions.values())
            raise NotFound(f"没有“{code}”这个宣传节点。有：{known}。")
        return found

    def name_of(self, code: str) -> str:
        """What people call it; the code itself where the file no longer has it."""
        found = self.occasions.get(code)
        return found.name if found else code

    def between(self, first: date, last: date) -> Sequence[Occurrence]:
        """Everything that lies in these days at least partly, in order."""
        found = [occurrence for occurrence in self._around(first, last) if occurrence.touches(first, last)]
        return sorted(found, key=_in_order)

    def proposals(self, year: int, month: int) -> Sequence[Proposal]:
        """What belongs into the plan of a month: what begins, what goes on, and what is to be prepared."""
        first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
        found = []
        for one in self._around(first, last):
            if one.touches(first, last):
                found.append(Proposal(one, Stage.BEGINS if one.since >= first else Stage.GOES_ON))
            elif last < one.since <= last + timedelta(one.occasion.prepare):
                found.append(Proposal(one, Stage.PREPARE))
        return sorted(found, key=lambda one: (list(Stage).index(one.stage), *_in_order(one.occurrence)))

    def _around(self, first: date, last: date) -> Iterator[Occurrence]:
        for occasion in self.occasions.values():
            for year in range(first.year - 1, last.year + 2):
                yield occasion.in_year(year)


def _in_order(one: Occurrence) -> tuple[date, date, str]:
    return one.since, one.until, one.occasion.code
