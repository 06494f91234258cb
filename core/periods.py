"""Periods that reports cover, as people write them: a year, a quarter, a month, from … to. Pure."""

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from core.clock import beginning_of, end_of, written_date
from core.errors import RuleViolation
from core.text import half_width

FORMS = "2026年、2026年第2季度、2026年6月或者2026年6月1日至6月30日"

_YEAR = re.compile(r"(20\d\d)年?")
_QUARTER = re.compile(r"(20\d\d)(?:-?[Qq]([1-4])|年?第?([1-4一二三四])季度?)")
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}
_MONTH = re.compile(r"(20\d\d)[-/.年](\d\d?)月?")
_DAYS = re.compile(r"((20\d\d).+?)(?:\.\.|至|到)(.+)")
_DAY = re.compile(r"\d\d?[日号]")


class BadPeriod(RuleViolation):
    """The words do not say which days are meant."""

    sentence = f"时间段要写成{FORMS}。"


class Length(StrEnum):
    """What sort of period it is."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Period:
    """All days from ``first`` to ``last``, both included, with the period's name."""

    first: date
    last: date
    length: Length
    name: str

    @property
    def begin(self) -> datetime:
        """The first moment of the period, in China."""
        return beginning_of(self.first)

    @property
    def end(self) -> datetime:
        """The first moment after the period."""
        return end_of(self.last)

    def year_before(self) -> "Period":
        """The same days one year earlier; 29 February becomes the 28th, a last of February the last."""
        year = self.first.year - 1
        match self.length:
            case Length.YEAR:
                return year_of(year)
            case Length.MONTH:
                # The name stays what it is called: 安全生产月 is the month of June.
                name = self.name.replace(str(self.first.year), str(year))
                return replace(month_of(year, self.first.month), name=name)
            case Length.QUARTER:
                return quarter_of(year, (self.first.month + 2) // 3)
            case Length.DAYS:
                return days_of(_year_earlier(self.first), _year_earlier(self.last))


def period_of(words: str) -> Period:
    """The period that ``words`` name; ``BadPeriod`` where they name none."""
    text = "".join(half_width(words).split())
    try:
        if found := _YEAR.fullmatch(text):
            return year_of(int(found[1]))
        if found := _QUARTER.fullmatch(text):
            quarter = found[2] or found[3]
            return quarter_of(int(found[1]), _QUARTERS.get(quarter) or int(quarter))
        if found := _MONTH.fullmatch(text):
            return month_of(int(found[1]), int(found[2]))
        if found := _DAYS.fullmatch(text):
            # The second day takes year and month from the first where it has none.
            first, last = written_date(found[1]), found[3]
            if _DAY.fullmatch(last):
                last = f"{first.month}月{last}"
            return days_of(first, written_date(last if last.startswith("20") else f"{found[2]}年{last}"))
    except ValueError as error:
        raise BadPeriod from error
    raise BadPeriod


def year_of(year: int) -> Period:
    """A calendar year."""
    return Period(date(year, 1, 1), date(year, 12, 31), Length.YEAR, f"{year}年")


def quarter_of(year: int, quarter: int) -> Period:
    """The first to the fourth quarter of a year."""
    first = date(year, 3 * quarter - 2, 1)
    return Period(first, _last_of(year, 3 * quarter), Length.QUARTER, f"{year}年第{quarter}季度")


def month_of(year: int, month: int) -> Period:
    """A calendar month."""
    return Period(date(year, month, 1), _last_of(year, month), Length.MONTH, f"{year}年{month}月")


def days_of(first: date, last: date) -> Period:
    """Any days; ``BadPeriod`` where the last is before the first."""
    if last < first:
        raise BadPeriod("最后一天不能早于第一天。")
    return Period(first, last, Length.DAYS, f"{first}至{last}")


def _last_of(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _year_earlier(day: date) -> date:
    """The same day; the last of February stays the last of February."""
    year = day.year - 1
    last = calendar.monthrange(year, day.month)[1]
    return date(year, day.month, last if (day + timedelta(days=1)).month != day.month else min(day.day, last))
