"""The calendar of working days as staff keep it: library first, and on top what the table says."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.cache import cached, invalidate
from core.errors import BadContent, NotFound, RuleViolation
from core.sheets import SheetRow, each_row, read_rows
from core.statements import insert_once
from places.models import PUBLISHED, CalendarDay, DaySource
from places.published import library_days
from places.workdays import Workdays

HEADS = ("日期", "是否上班", "名称")
WORKDAYS = "workdays"
FEWEST_HOLIDAYS = 7
"""A year with fewer known days off is not published yet: the law alone gives more than that."""

_YES, _NO = frozenset("是班"), frozenset("否休")


class BadDay(RuleViolation):
    """The day cannot be set so."""

    sentence = "请写明这一天为什么和平时不同。"
    about = "name"


def load_workdays(session: Session) -> Workdays:
    """The working days in force; never fails for want of a published year."""
    return cached(session, "workdays", (WORKDAYS,), _loaded)


def _loaded(session: Session) -> Workdays:
    entries = session.scalars(select(CalendarDay)).all()
    days = {day: is_workday for day, (is_workday, _) in library_days().items()}
    days |= {entry.day: entry.is_workday for entry in entries}
    known_off = {day for day, (is_workday, _) in library_days().items() if not is_workday}
    known_off |= {entry.day for entry in entries if entry.source in PUBLISHED and not entry.is_workday}
    return Workdays(days, _published_through(known_off))


def seed(session: Session, now: datetime, *, since: int) -> int:
    """Write the library's days from the year ``since`` on into the table; rows that are there stay."""
    rows = [
        {
            "day": day,
            "is_workday": is_workday,
            "name": name,
            "source": DaySource.LIBRARY,
            "edited_by": "",
            "edited_at": now,
        }
        for day, (is_workday, name) in sorted(library_days().items())
        if day.year >= since
    ]
    invalidate(session, WORKDAYS)
    return len(insert_once(session, CalendarDay, rows, conflict=["day"]))


def set_day(
    session: Session, day: date, *, is_workday: bool, name: str, editor: str, now: datetime
) -> CalendarDay:
    """Say of one day whether it is worked."""
    if not name.strip():
        raise BadDay
    return _write(session, day, is_workday, name.strip(), DaySource.STAFF, editor, now)


def clear_day(session: Session, day: date) -> None:
    """Take back what the table says of a day: the library, or the week, holds again."""
    entry = session.get(CalendarDay, day)
    if entry is None:
        raise NotFound("表里没有这一天。")
    session.delete(entry)
    session.flush()
    invalidate(session, WORKDAYS)


def import_notice(session: Session, path: Path, *, editor: str, now: datetime) -> list[int]:
    """Take over the days of a published notice (XLSX or YAML); all or none. The years that it now covers."""
    rows = read_rows(path, HEADS, HEADS)
    days = each_row(path, rows, lambda row: (_day_of(row), _worked(row), row["名称"]))
    if len({day for day, _, _ in days}) != len(days):
        raise BadContent("同一天写了两次。")
    for day, is_workday, name in days:
        _write(session, day, is_workday, name, DaySource.NOTICE, editor, now)
    return _published({day for day, is_workday, _ in days if not is_workday})


def days_of(session: Session, year: int) -> Sequence[CalendarDay]:
    """What the table says of a year, in order."""
    span = CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31))
    return session.scalars(select(CalendarDay).where(span).order_by(CalendarDay.day)).all()


@dataclass(frozen=True, slots=True)
class DayInForce:
    """A day of the year that is not as the week says, and who says so; empty for what is published.

    ``is_own``: the bureau said it of this day, and can take it back.
    """

    day: date
    is_workday: bool
    name: str
    edited_by: str = ""
    is_own: bool = False


def days_in_force(session: Session, year: int) -> Sequence[DayInForce]:
    """Every such day of a year in order: the library's, and over them those of the table."""
    found = {
        day: DayInForce(day, is_workday, name)
        for day, (is_workday, name) in library_days().items()
        if day.year == year
    }
    for one in days_of(session, year):
        is_own = one.source is not DaySource.LIBRARY
        found[one.day] = DayInForce(one.day, one.is_workday, one.name, one.edited_by, is_own)
    return [found[day] for day in sorted(found)]


def _write(
    session: Session, day: date, is_workday: bool, name: str, source: DaySource, editor: str, now: datetime
) -> CalendarDay:
    entry = session.merge(
        CalendarDay(
            day=day, is_workday=is_workday, name=name[:64], source=source, edited_by=editor, edited_at=now
        )
    )
    session.flush()
    invalidate(session, WORKDAYS)
    return entry


def _published_through(known_off: set[date]) -> int:
    """The last year up to which no year is missing."""
    years = _published(known_off)
    last = years[0] if years else 0
    for year in years:
        if year > last + 1:
            break
        last = year
    return last


def _published(known_off: set[date]) -> list[int]:
    counts = Counter(day.year for day in known_off)
    return sorted(year for year, count in counts.items() if count >= FEWEST_HOLIDAYS)


def _day_of(row: SheetRow) -> date:
    try:
        return row.day("日期")
    except ValueError as error:
        raise BadContent(f"日期要写成2027-01-01这样，现在是“{row['日期']}”。") from error


def _worked(row: SheetRow) -> bool:
    answer = row["是否上班"][:1]
    if answer in _YES:
        return True
    if answer in _NO:
        return False
    raise BadContent(f"“是否上班”只能写是或者否，现在是“{row['是否上班']}”。")
