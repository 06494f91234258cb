"""Figures of tips in a period: intake, acceptance, on time, substantiated, how long, by town and by industry.

The tips of a period are those submitted in it, whatever became of them since. Every figure can be worked out
again from the events of the tips; a test does. What is shown outside the tip office goes through ``shown``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from statistics import median
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import SHANGHAI
from tipoffs.figures_guard import ALL, LEAST, guarded
from tipoffs.tips.models import Finding, Tip

TOWN_DIGITS = 9
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of some tips; a share without anything to share is None.

    ``owed`` are those whose answer was due by now or has been given; ``on_time`` of them came in time.
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
        """按期答复率."""
        return self.on_time / self.owed if self.owed else None

    @property
    def substantiated_share(self) -> float | None:
        """属实率."""
        return self.substantiated / self.judged if self.judged else None


@dataclass(frozen=True, slots=True)
class Figures:
    """All of a period; the keys are codes of towns and of industries."""

    total: Line
    by_town: Mapping[str, Line]
    by_industry: Mapping[str, Line]


def figures(session: Session, first: date, last: date, now: datetime) -> Figures:
    """The figures of the tips submitted from ``first`` to ``last``, both with."""
    begin = datetime.combine(first, time(), SHANGHAI)
    end = datetime.combine(date.fromordinal(last.toordinal() + 1), time(), SHANGHAI)
    rows = session.execute(
        select(
            Tip.region, Tip.category, Tip.submitted_at, Tip.accepted_at, Tip.answer_by,
            Tip.answered_at, Tip.finding,
        ).where(Tip.submitted_at >= begin, Tip.submitted_at < end)
    ).all()  # fmt: skip
    towns: dict[str, list[Any]] = {}
    industries: dict[str, list[Any]] = {}
    for row in rows:
        towns.setdefault(row[0][:TOWN_DIGITS], []).append(row)
        industries.setdefault(row[1], []).append(row)
    return Figures(_line(rows, now), _lines(towns, now), _lines(industries, now))


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


def tree_of(line: Line) -> dict[str, Any]:
    """A line for machines, for those of the office who may see small figures."""
    return asdict(line) | {
        "on_time_share": line.on_time_share,
        "substantiated_share": line.substantiated_share,
    }


def _share(part: int, whole: int, least: int) -> float | None:
    """Rounded to whole percents; None where part or rest are so few that they point at somebody."""
    return (
        round(part / whole, 2)
        if min(part, whole - part) >= least or (whole >= least and part in {0, whole})
        else None
    )


def _lines(groups: Mapping[str, Sequence[Any]], now: datetime) -> dict[str, Line]:
    return {key: _line(groups[key], now) for key in sorted(groups)}


def _line(rows: Iterable[Any], now: datetime) -> Line:
    received = accepted = owed = on_time = judged = substantiated = 0
    days: list[float] = []
    for _, _, submitted, accepted_at, answer_by, answered, finding in rows:
        received += 1
        accepted += accepted_at is not None
        if answered is not None:
            days.append((answered - submitted).total_seconds() / _DAY)
        if answer_by is not None and (answered is not None or answer_by <= now):
            owed += 1
            on_time += answered is not None and answered < answer_by
        if finding is not None:
            judged += 1
            substantiated += finding is not Finding.UNFOUNDED
    middle = round(median(days), 1) if days else None
    return Line(received, accepted, owed, on_time, judged, substantiated, len(days), middle)
