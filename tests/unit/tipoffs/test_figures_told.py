"""What is told of the periods of one year never lets a small figure be worked out by taking them apart."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.clock import SHANGHAI
from core.periods import Period, month_of, period_of, quarter_of, year_of
from tipoffs.figures import Figures, Line
from tipoffs.figures_guard import LEAST
from tipoffs.figures_told import By, StillRunning, ToldYear

YEAR = 2026
AFTER = datetime(YEAR + 1, 1, 2, 8, tzinfo=SHANGHAI)
TOWNS = ("城东", "大溪", "松门")
Counts = Mapping[tuple[int, str], tuple[int, int]]
"""By month and town: how many were received, how many of them accepted."""
PERIODS = [month_of(YEAR, month) for month in range(1, 13)] + [quarter_of(YEAR, one) for one in range(1, 5)]
PERIODS.append(year_of(YEAR))


def line(received: int, accepted: int) -> Line:
    """Only what is asked about here; nobody owes or judges anything."""
    return Line(received, accepted, 0, 0, 0, 0, 0, None)


def told_year(counts: Counts, now: datetime = AFTER) -> ToldYear:
    """A year of such counts."""

    def counted(period: Period) -> Figures:
        towns: dict[str, tuple[int, int]] = {}
        for (month, town), (received, accepted) in counts.items():
            if received and period.first.month <= month <= period.last.month:
                before = towns.get(town, (0, 0))
                towns[town] = before[0] + received, before[1] + accepted
        lines = {town: line(*pair) for town, pair in towns.items()}
        total = line(sum(one.received for one in lines.values()), sum(one.accepted for one in lines.values()))
        return Figures(total, lines, {})

    return ToldYear(counted, YEAR, now)


def steady(**changed: tuple[int, int]) -> Counts:
    """Two towns with many tips each month; ``m3=(2, 0)`` gives 城东 other counts in March."""
    counts = {(month, town): (60, 30) for month in range(1, 13) for town in ("城东", "大溪")}
    return counts | {(int(month[1:]), "城东"): pair for month, pair in changed.items()}


def told_of(year: ToldYear, town: str) -> dict[str, Mapping[str, Any] | None]:
    """What is told of a town, period by period."""
    return {period.name: year.lines(period, By.TOWN)[town] for period in PERIODS}


def test_a_year_of_large_figures_is_told_as_it_is() -> None:
    for line_ in told_of(told_year(steady()), "城东").values():
        assert line_
        assert line_["accepted_share"] == 0.5


def test_a_small_month_takes_another_period_with_it_and_no_more() -> None:
    told = told_of(told_year(steady(m3=(2, 0))), "城东")
    spring = [told[period.name] is not None for period in (*PERIODS[:3], quarter_of(YEAR, 1))]
    assert spring[2] is False
    assert sum(spring) == 2, "of the rest one more has to go, or the third month follows"
    assert all(told[period.name] for period in PERIODS[3:12])
    assert told[year_of(YEAR).name]


def test_a_share_is_not_told_where_it_tells_that_of_a_month() -> None:
    told = told_of(told_year(steady(m3=(60, 2))), "城东")
    shares = {name: line_ and line_["accepted_share"] for name, line_ in told.items()}
    spring = [shares[period.name] for period in (*PERIODS[:3], quarter_of(YEAR, 1))]
    assert spring[2] is None
    assert spring.count(None) == 2
    assert all(shares[period.name] == 0.5 for period in PERIODS[3:12])


@pytest.mark.parametrize("words", ["2026-11", "2026Q4", "2026"])
def test_a_period_that_runs_is_not_told(words: str) -> None:
    year = told_year({(11, "城东"): (50, 20)}, datetime(YEAR, 11, 30, 23, tzinfo=SHANGHAI))
    with pytest.raises(StillRunning, match="还没有结束"):
        year.lines(period_of(words), By.TOWN)


MONTHS_AND_TOWNS = st.dictionaries(
    st.sampled_from([(month, town) for month in range(1, 8) for town in TOWNS]),
    st.integers(0, 60).flatmap(lambda received: st.tuples(st.just(received), st.integers(0, received))),
    min_size=1,
)


@settings(max_examples=25)
@given(MONTHS_AND_TOWNS)
def test_no_small_figure_follows_from_all_that_is_told(counts: Counts) -> None:
    year = told_year(counts)
    cells = [(month, town) for month in range(1, 13) for town in TOWNS]
    known = numpy.array(list(_told(year, cells))).reshape(-1, len(cells))
    rank = numpy.linalg.matrix_rank(known) if known.size else 0
    for period in PERIODS:
        for town in TOWNS:
            row = numpy.array([int(_is_in(period, month) and one == town) for month, one in cells])
            if not 0 < sum(count for cell, (count, _) in counts.items() if row[cells.index(cell)]) < LEAST:
                continue
            assert numpy.linalg.matrix_rank(numpy.vstack([known, row])) > rank, (period, town)


def _told(year: ToldYear, cells: list[tuple[int, str]]) -> Iterator[list[int]]:
    """For every figure that is told: of which cells it is the sum."""
    for period in PERIODS:
        for town, line_ in year.lines(period, By.TOWN).items():
            if line_ is not None:
                yield [int(_is_in(period, month) and one == town) for month, one in cells]
        if year.lines(period, By.TOTAL)[""] is not None:
            yield [int(_is_in(period, month)) for month, _ in cells]


def _is_in(period: Period, month: int) -> bool:
    return period.first.month <= month <= period.last.month
