"""Ends of terms, worked out once for each day."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from app.demo.filling import Filler
from core.clock import SHANGHAI, china_date
from places.workdays import Workdays, end_of_day
from tipoffs.clocks.models import CaseClock
from tipoffs.clocks.rules import ClockRules, Unit


@dataclass
class Days:
    """What the calendar and the rules say; ``until`` is the present moment of the county."""

    workdays: Workdays
    rules: ClockRules
    until: datetime
    _known: dict[tuple[str, date], datetime] = field(default_factory=dict)

    def end(self, kind: str, start: datetime) -> datetime:
        """The first moment that is late."""
        rule = self.rules[kind]
        if not rule.unit.is_days:
            return start + timedelta(**{"hours" if rule.unit is Unit.HOURS else "minutes": rule.length})
        key = kind, china_date(start)
        if key not in self._known:
            working = rule.unit is Unit.WORKING_DAYS
            last = self.workdays.last_day(key[1], rule.length, working=working)
            assert last is not None
            self._known[key] = end_of_day(last)
        return self._known[key]

    def keep_clock(
        self, into: Filler, case: str, kind: str, start: datetime, stop: datetime | None, department: str = ""
    ) -> datetime:
        """Write a clock that ran from ``start``, and stopped unless ``stop`` has not come; its end.

        It says nothing before the nightly recount: a year of reminders at once would help nobody.
        """
        rule, due = self.rules[kind], self.end(kind, start)
        stopped = stop if stop is not None and stop <= self.until else None
        into.add(
            CaseClock,
            case_number=case, kind=kind, department=department, unit=rule.unit, length=rule.length,
            is_urgent=rule.is_urgent, started_at=start, due_at=due,
            last_day=china_date(due - timedelta(microseconds=1)), is_provisional=False,
            next_at=None,
            paused_at=None, stopped_at=stopped, is_late=None if stopped is None else stopped >= due,
            extended_by=0, extended_at=None, extension_asked_by="", extension_approver="",
            extension_reason="",
        )  # fmt: skip
        return due


def within(chance: Random, hours: tuple[float, float]) -> timedelta:
    """A stretch of time, in whole seconds."""
    low, high = hours
    return timedelta(seconds=chance.randint(int(low * 3600), int(high * 3600)))


def daytime(chance: Random, day: date) -> datetime:
    """A moment between seven in the morning and nine at night in China."""
    return datetime(day.year, day.month, day.day, 7, tzinfo=SHANGHAI) + within(chance, (0, 14))


Row = dict[str, Any]
