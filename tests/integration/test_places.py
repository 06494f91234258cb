"""The calendar and the regions as staff keep them, on both databases."""

import json
from datetime import date
from pathlib import Path

import pytest
import yaml

from app.cases import LiveRegions
from core.db import Database
from core.errors import BadContent, NotFound
from places.calendar import BadDay, clear_day, days_of, import_notice, load_workdays, seed, set_day
from places.geometry import Point, gcj02_of, metres_between
from places.models import DaySource
from places.regions import Level, RegionTree
from places.services import import_regions, load_tree, read_regions
from tests.conftest import StandingClock
from tests.samples import workbook_at
from tests.unit.places.county import county

HEADS = ["日期", "是否上班", "名称"]


def test_an_empty_table_knows_what_the_library_knows(database: Database) -> None:
    with database.reading() as session:
        days = load_workdays(session)
    assert days.published_through == 2026
    assert not days.is_workday(date(2026, 10, 1))
    assert days.is_workday(date(2026, 10, 10))


def test_seeding_twice_changes_nothing_and_keeps_what_staff_wrote(
    database: Database, clock: StandingClock
) -> None:
    now = clock.now()
    with database.writing() as session:
        set_day(session, date(2026, 10, 10), is_workday=False, name="台风停工", editor="wang", now=now)
        first = seed(session, now, since=2024)
    with database.writing() as session:
        assert first > 80
        assert seed(session, now, since=2024) == 0
        days = load_workdays(session)
        assert not days.is_workday(date(2026, 10, 10))
        clear_day(session, date(2026, 10, 10))
        assert load_workdays(session).is_workday(date(2026, 10, 10))
        with pytest.raises(NotFound):
            clear_day(session, date(2026, 10, 10))
        assert {one.source for one in days_of(session, 2026)} == {DaySource.LIBRARY}


def test_a_day_without_a_name_is_refused(database: Database, clock: StandingClock) -> None:
    with database.writing() as session, pytest.raises(BadDay):
        set_day(session, date(2026, 10, 10), is_workday=False, name=" ", editor="wang", now=clock.now())


def test_one_day_set_by_staff_publishes_no_year(database: Database, clock: StandingClock) -> None:
    with database.writing() as session:
        for day in range(1, 20):
            set_day(session, date(2027, 1, day), is_workday=False, name="x", editor="wang", now=clock.now())
        days = load_workdays(session)
    assert days.published_through == 2026
    assert not days.is_workday(date(2027, 1, 4))
    assert days.is_provisional(date(2027, 1, 4))


def test_a_notice_comes_in_as_a_workbook(database: Database, clock: StandingClock, tmp_path: Path) -> None:
    # Not the real notice of 2027, which is not published.
    off: list[list[object]] = [[date(2027, 1, day), "否", "元旦"] for day in (1, 2, 3)]
    off += [[f"2027/02/{day:02}", "否", "春节"] for day in range(6, 10)]
    file = workbook_at(tmp_path / "n.xlsx", list(HEADS), *off, [date(2027, 2, 13), "是", "春节调休"])
    with database.writing() as session:
        assert import_notice(session, file, editor="wang", now=clock.now()) == [2027]
        days = load_workdays(session)
    assert days.published_through == 2027
    assert days.is_workday(date(2027, 2, 13))
    assert days.after_workdays(date(2026, 12, 31), 1) == date(2027, 1, 4)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([["明天", "否", "x"]], "日期"),
        ([["2027-01-01", "也许", "x"]], "只能写是或者否"),
        ([["2027-01-01", "否", ""]], "不能空着"),
        ([["2027-01-01", "否", "a"], ["2027-01-01", "是", "b"]], "两次"),
        ([["2027-01-01", "否", "=1+1"]], "公式"),
        ([], "一行也没有"),
    ],
)
def test_a_notice_with_a_fault_changes_nothing(
    database: Database, clock: StandingClock, tmp_path: Path, rows: list[list[object]], says: str
) -> None:
    faulty: list[list[object]] = [["2027-03-01", "否", "好的"], *rows] if rows else []
    file = workbook_at(tmp_path / "n.xlsx", list(HEADS), *faulty)
    with pytest.raises(BadContent, match=says), database.writing() as session:
        import_notice(session, file, editor="wang", now=clock.now())
    with database.reading() as session:
        assert list(days_of(session, 2027)) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", b"no workbook"),
        ("a.yaml", b"{"),
        ("a.yaml", b"a: 1"),
        ("a.yaml", b"- {x: 1}"),
        ("a.yaml", b"\xff\xfe"),
    ],
)
def test_what_is_no_sheet_is_refused(
    database: Database, clock: StandingClock, tmp_path: Path, name: str, content: bytes
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(BadContent), database.writing() as session:
        import_notice(session, file, editor="wang", now=clock.now())


def region_rows(tree: RegionTree) -> list[list[str]]:
    """The county as a sheet."""
    words = {Level.COUNTY: "县", Level.TOWN: "乡镇", Level.VILLAGE: "村"}
    rows = [[one.code, one.name, one.parent_code, words[one.level]] for one in tree]
    return [["代码", "名称", "上级代码", "级别"], *rows]


def test_a_county_of_639_villages_comes_in_and_out(
    database: Database, clock: StandingClock, tmp_path: Path
) -> None:
    file = workbook_at(tmp_path / "regions.xlsx", *region_rows(county()))
    with database.writing() as session:
        assert import_regions(session, read_regions(file), editor="wang", now=clock.now()) == 656
    with database.reading() as session:
        tree = load_tree(session)
    assert len(tree.at_level(Level.VILLAGE)) == 639
    assert sorted(one.code for one in tree) == sorted(one.code for one in county())


def test_an_area_from_a_chinese_map_is_moved(
    database: Database, clock: StandingClock, tmp_path: Path
) -> None:
    corners = [
        Point(121.3, 28.3),
        Point(121.5, 28.3),
        Point(121.5, 28.5),
        Point(121.3, 28.5),
        Point(121.3, 28.3),
    ]
    shape = {"type": "Polygon", "coordinates": [[list(gcj02_of(one)) for one in corners]]}
    rows = [
        {"代码": "999001", "名称": "安文县", "级别": "县", "别名": "安文、安文市", "边界": json.dumps(shape)}
    ]
    file = tmp_path / "regions.yaml"
    file.write_text(yaml.safe_dump(rows, allow_unicode=True), "utf-8")
    with database.writing() as session:
        import_regions(session, read_regions(file, is_gcj02=True), editor="wang", now=clock.now())
    with database.reading() as session:
        tree = load_tree(session)
    region = tree.at(Point(121.4, 28.4))
    assert region is not None
    assert region.aliases == ("安文", "安文市")
    ring = region.polygons[0][0]
    assert max(metres_between(Point(*one), other) for one, other in zip(ring, corners, strict=True)) < 0.01
    assert tree.at(Point(121.2999, 28.4)) is None


def test_an_area_stays_when_a_sheet_without_areas_is_taken(
    database: Database, clock: StandingClock, tmp_path: Path
) -> None:
    square = [[121.3, 28.3], [121.5, 28.3], [121.5, 28.5], [121.3, 28.5], [121.3, 28.3]]
    drawn = json.dumps({"type": "Polygon", "coordinates": [square]})
    first = workbook_at(
        tmp_path / "a.xlsx", ["代码", "名称", "级别", "边界"], ["999001", "安文县", "县", drawn]
    )
    again = workbook_at(tmp_path / "b.xlsx", ["代码", "名称", "级别", "边界"], ["999001", "安文市", "县", ""])
    for file in (first, again):
        with database.writing() as session:
            import_regions(session, read_regions(file), editor="wang", now=clock.now())

    with database.reading() as session:
        region = load_tree(session).at(Point(121.4, 28.4))
    assert region is not None
    assert region.name == "安文市"


def test_a_tree_that_would_not_hold_together_changes_nothing(
    database: Database, clock: StandingClock, tmp_path: Path
) -> None:
    good = workbook_at(tmp_path / "good.xlsx", *region_rows(county())[:4])
    bad = workbook_at(tmp_path / "bad.xlsx", region_rows(county())[0], ["1", "孤村", "42", "村"])
    twice = workbook_at(
        tmp_path / "twice.xlsx", region_rows(county())[0], *[["9990018", "镇", "999001", "乡镇"]] * 2
    )
    level = workbook_at(tmp_path / "level.xlsx", region_rows(county())[0], ["1", "x", "", "省"])
    with database.writing() as session:
        import_regions(session, read_regions(good), editor="wang", now=clock.now())
    for file in (bad, twice, level):
        with pytest.raises(BadContent), database.writing() as session:
            import_regions(session, read_regions(file), editor="wang", now=clock.now())
    with database.reading() as session:
        assert len(load_tree(session)) == 3


def test_a_clock_that_was_set_back_hides_no_new_town(database: Database, clock: StandingClock) -> None:
    regions = LiveRegions(database, clock)
    assert not list(regions.tree())
    with database.writing() as session:
        import_regions(session, county(), editor="wang", now=clock.now())
    assert not list(regions.tree())
    clock.advance(minutes=-10)
    assert {one.code for one in regions.tree()} == {one.code for one in county()}
