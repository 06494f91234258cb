"""What is kept in memory: loaded once, and never older than what staff last changed."""

from datetime import date
from pathlib import Path

import pytest

from core.cache import cached, invalidate
from core.db import Database
from places.calendar import clear_day, load_workdays, set_day
from places.services import import_regions
from tests.conftest import StandingClock
from tests.unit.tipoffs.small_county import TREE
from tipoffs.routing.matrix import route
from tipoffs.routing.services import import_cells, import_departments, load_matrix

DAY = date(2026, 12, 1)


def counting(loads: list[int]) -> int:
    loads.append(len(loads))
    return len(loads)


def test_it_is_loaded_once_for_each_edition(database: Database) -> None:
    loads: list[int] = []

    def read() -> int:
        with database.reading() as session:
            return cached(session, "it", ("one", "two"), lambda _: counting(loads))

    assert [read(), read()] == [1, 1]
    for name in ("one", "two", "one"):
        with database.writing() as session:
            invalidate(session, name)
        assert read() == read() == len(loads)
    with database.writing() as session:
        invalidate(session, "three")
    assert (read(), len(loads)) == (4, 4)


def test_a_change_rolled_back_leaves_nothing_behind(database: Database, clock: StandingClock) -> None:
    class Stop(Exception):
        pass

    def stopped() -> None:
        with database.writing() as session:
            set_day(session, DAY, is_workday=False, name="试", editor="wang", now=clock.now())
            assert not load_workdays(session).is_workday(DAY)
            raise Stop

    with pytest.raises(Stop):
        stopped()
    with database.reading() as session:
        assert load_workdays(session).is_workday(DAY)


def test_another_process_sees_a_change_of_the_calendar_at_once(
    database: Database, clock: StandingClock
) -> None:
    other = Database(database.url.render_as_string(hide_password=False))

    def works() -> list[bool]:
        found = []
        for one in (database, other):
            with one.reading() as session:
                found.append(load_workdays(session).is_workday(DAY))
        return found

    assert works() == [True, True]
    # The same moment twice, and then an earlier one: no time of writing is trusted.
    for is_workday in (False, True, False):
        with database.writing() as session:
            set_day(session, DAY, is_workday=is_workday, name="改", editor="wang", now=clock.now())
        assert works() == [is_workday, is_workday]
    with other.writing() as session:
        clear_day(session, DAY)
    assert works() == [True, True]
    other.close()


def test_the_division_of_duties_follows_departments_cells_and_regions(
    database: Database, clock: StandingClock, tmp_path: Path
) -> None:
    def lead(region: str) -> str | None:
        with database.reading() as session:
            assert load_matrix(session) is load_matrix(session)
            return route(load_matrix(session), "gas", region).lead

    usual, now, file = lead(""), clock.now(), tmp_path / "rows.yaml"
    with database.writing() as session:
        import_regions(session, TREE, editor="wang", now=now)
    assert lead("11") == usual
    file.write_text("[{部门代码: urban, 部门名称: 住建局}]", "utf-8")
    with database.writing() as session:
        import_departments(session, file, editor="wang", now=now)
    file.write_text("[{行业: gas, 区划代码: '11', 牵头部门: urban}]", "utf-8")
    with database.writing() as session:
        import_cells(session, file, editor="wang", now=now)
    assert lead("11") == "urban" != usual
