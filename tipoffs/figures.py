"""Figures of tips in a period: intake, acceptance, on time, substantiated, how long, by town and by industry.

The tips of a period are those submitted in it, whatever became of them since. Every figure can be worked out
again from the events of the tips; a test does. What is shown outside the tip office goes through ``shown``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, literal_column, select
from sqlalchemy.orm import Session

from core.clock import beginning_of, end_of
from core.expressions import seconds_between
from tipoffs.figures_guard import ALL, LEAST, guarded
from tipoffs.tips.models import Finding, Tip, TipAnswer

TOWN_DIGITS = 9
_DAY = 86_400
_PORTION = 500
# Written out, not handed over as a value: to PostgreSQL two values are two different expressions to group by.
_TOWN = func.substr(Tip.region, literal_column("1"), literal_column(str(TOWN_DIGITS)))


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of some tips; a share without anything to share is None.

    ``owed`` are those whose answer was due while they were open, or has been given; ``on_time`` of them came
    in time.
    ``judged`` have a signed finding; ``substantiated`` are 属实 or 部分属实 among them.
    """

    received: int
    accepted: int
    owed: int
    on_time: int
    judged: int
    substantiated: int
    answered: int
    median_days: float | None

    @property
    def on_time_share(self) -> float | None:
        """The share of the answers owed that came in time (按期答复率); None where none was owed."""
        return self.on_time / self.owed if self.owed else None

    @property
    def substantiated_share(self) -> float | None:
        """The share of the findings that bore the tip out (属实率); None where there was none."""
        return self.substantiated / self.judged if self.judged else None


@dataclass(frozen=True, slots=True)
class Figures:
    """All of a period; the keys are codes of towns and of industries."""

    total: Line
    by_town: Mapping[str, Line]
    by_industry: Mapping[str, Line]


def figures(session: Session, first: date, last: date, now: datetime) -> Figures:
    """The figures of the tips submitted from ``first`` to ``last``, both with."""
    # Plain rows of the connection: the session would spend three times as long on them.
    rows = session.connection()
    cells: dict[tuple[str, str], _Cell] = {}
    for town, industry, *counts in rows.execute(counts_between(first, last, now)).all():
        cells[town, industry] = _Cell(tuple(counts), [])
    # In portions: twenty thousand rows at once would make the garbage collector look through everything.
    for portion in rows.execute(_answer_times().where(_submitted(first, last))).partitions(_PORTION):
        for town, industry, seconds in portion:
            cells[town, industry].days.append(float(seconds) / _DAY)
    return Figures(_line(cells.values()), _lines(cells, 0), _lines(cells, 1))


def counts_between(first: date, last: date, now: datetime) -> Select[Any]:
    """The statement behind the counts, town by town and industry by industry."""
    return _counts(now).where(_submitted(first, last))


def shown(lines: Mapping[str, Line], least: int = LEAST) -> dict[str, dict[str, Any] | None]:
    """The lines as others may see them: a line of too few tips is hidden, and one more where it would follow
    from the total; shares of too few are left out."""
    counts = guarded({(key,): line.received for key, line in lines.items()}, least)
    return {
        key: None if counts[key,] is None or counts[ALL,] is None else _shares(line, least)
        for key, line in lines.items()
    }


def _shares(line: Line, least: int) -> dict[str, Any]:
    return {
        "received": line.received,
        "accepted_share": _share(line.accepted, line.received, least),
        "on_time_share": _share(line.on_time, line.owed, least),
        "substantiated_share": _share(line.substantiated, line.judged, least),
        "median_days": line.median_days if line.answered >= least else None,
    }


def _share(part: int, whole: int, least: int) -> float | None:
    """Rounded to whole percents; None where part or rest are so few that they point at somebody."""
    return (
        round(part / whole, 2)
        if min(part, whole - part) >= least or (whole >= least and part in {0, whole})
        else None
    )


@dataclass(frozen=True, slots=True)
class _Cell:
    """One industry in one town: the counts in the order of ``Line``, and how long each answer took."""

    counts: tuple[int, ...]
    days: list[float]


def _submitted(first: date, last: date) -> ColumnElement[bool]:
    return (Tip.submitted_at >= beginning_of(first)) & (Tip.submitted_at < end_of(last))


def _counts(now: datetime) -> Select[Any]:
    """Counted by the database: a county has a few hundred cells, and tens of thousands of tips."""
    judged = Tip.finding.is_not(None)
    # The answer to the promise that stands now: a case that is gone through again has a new one.
    answered = exists().where(TipAnswer.tip == Tip.number, TipAnswer.round == Tip.round)
    # What the reporter took back before its day is owed to nobody.
    owed = Tip.answer_by.is_not(None) & (answered | (Tip.answer_by <= func.coalesce(Tip.closed_at, now)))
    # A condition that is NULL is not counted: nothing was answered, or promised.
    counted = {
        "accepted": Tip.accepted_at.is_not(None),
        "owed": owed,
        "on_time": answered & (Tip.answered_at < Tip.answer_by),
        "judged": judged,
        "substantiated": Tip.finding != Finding.UNFOUNDED,
    }
    columns = [func.count(case((condition, 1))).label(name) for name, condition in counted.items()]
    received = func.count().label("received")
    return select(_TOWN.label("town"), Tip.category, received, *columns).group_by(_TOWN, Tip.category)


def _answer_times() -> Select[Any]:
    """A middle value cannot be added up from others: it needs each time by itself, as one number."""
    seconds = seconds_between(Tip.submitted_at, Tip.answered_at)
    return select(_TOWN, Tip.category, seconds).where(Tip.answered_at.is_not(None))


def _lines(cells: Mapping[tuple[str, str], _Cell], part: int) -> dict[str, Line]:
    groups: dict[str, list[_Cell]] = {}
    for key in sorted(cells):
        groups.setdefault(key[part], []).append(cells[key])
    return {key: _line(groups[key]) for key in sorted(groups)}


def _line(cells: Iterable[_Cell]) -> Line:
    held = list(cells)
    days = [one for cell in held for one in cell.days]
    received, accepted, owed, on_time, judged, substantiated = (
        map(sum, zip(*(cell.counts for cell in held), strict=True)) if held else (0,) * 6
    )
    middle = round(median(days), 1) if days else None
    return Line(received, accepted, owed, on_time, judged, substantiated, len(days), middle)
