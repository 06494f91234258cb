"""The current time, passed as an argument."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from core.text import half_width

SHANGHAI = ZoneInfo("Asia/Shanghai")

_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", re.ASCII)

# How far the timestamp of a message may differ from our clock.
_CLOCKS_DIFFER = timedelta(minutes=5)

EARLIEST, LATEST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
"""The first and the last moment that can be told at all."""


class Clock(Protocol):
    """Tells the time; tests hand in one that stands still."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)


def told_moment(told: datetime, now: datetime) -> datetime:
    """When an event that another machine reports happened: as reported, or now if that is far ahead.

    A future moment, once stored, would make everything that happens before it look out of date.
    """
    return told if told - now <= _CLOCKS_DIFFER else now


def china_date(moment: datetime) -> date:
    """The calendar day in China on which ``moment`` falls; every ``…_on`` column is one of these."""
    return moment.astimezone(SHANGHAI).date()


def written_date(text: str) -> date:
    """The day that people write as 2026-06-01, 2026/6/1, 2026.6.1 or 2026年6月1日; else ``ValueError``."""
    found = _DATE.fullmatch(half_width(text.strip()))
    if found is None:
        raise ValueError(f"no day: {text!r}")
    return date(*map(int, found.groups()))


def date_words(day: date) -> str:
    """A day as it is written in a sentence: 2026年10月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def day_words(day: date) -> str:
    """A day without its year, for when everybody knows it: 10月1日."""
    return f"{day.month}月{day.day}日"


def moment_words(moment: datetime) -> str:
    """A moment as a clock in China shows it: 2026年10月1日 09:00."""
    return f"{date_words(china_date(moment))} {moment.astimezone(SHANGHAI):%H:%M}"


def beginning_of(day: date) -> datetime:
    """The first moment of ``day`` in China; for the very first day, the earliest in UTC."""
    return EARLIEST if day == date.min else datetime.combine(day, time(), SHANGHAI)


def end_of(day: date) -> datetime:
    """The midnight in China that ends ``day``: the first moment that no longer belongs to it."""
    return LATEST if day == date.max else beginning_of(day + timedelta(days=1))


def zoned_moment(text: str) -> datetime:
    """The moment written in ``text`` with its zone (ISO 8601), in UTC; ``ValueError`` for anything else."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"no zone in {text!r}")
    return _in_utc(moment)


def china_moment(text: str) -> datetime:
    """The UTC moment of ``2026-06-01T09:00`` on a clock in China; ``ValueError`` for anything else."""
    return _in_utc(datetime.fromisoformat(text).replace(tzinfo=SHANGHAI))


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"UTC has no such moment: {moment}") from error
