"""The register of venues and its official lists, on both databases: whole or not at all, every fault told."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from sqlalchemy import func, select

from core.db import Database
from core.errors import BadContent
from core.sheets import FaultyRows
from places.geometry import Point, gcj02_of, metres_between
from places.models import Venue, VenueKind, VenueListing
from places.regions import Level, Region, RegionTree
from places.venues import (
    OfficialList,
    VenueRow,
    import_list,
    list_in_force,
    lists,
    read_venues,
    venues,
    villages_of,
)
from tests.conftest import StandingClock
from tests.samples import workbook_at
from tests.unit.places.county import county

HEADS = ["名称", "区划", "代码", "地址", "经度", "纬度"]
TREE = county()
TOWN = TREE.at_level(Level.TOWN)[0]
SPRING, AUTUMN = date(2026, 3, 1), date(2026, 9, 1)


def test_a_list_comes_in_as_a_workbook(database: Database, clock: StandingClock, tmp_path: Path) -> None:
    there = Point(121.38, 28.37)
    chinese = gcj02_of(there)
    file = workbook_at(
        tmp_path / "schools.xlsx",
        HEADS,
        ["清溪镇中心小学", TOWN.code, 3331000001, "人民路1号", chinese.lon, chinese.lat],
        ["清溪镇第二小学", "安文县清溪镇", None, None, None, None],
        [None] * 6,
        ["太平小学", "太平街道", "", "", "", ""],
    )
    rows = read_venues(file, TREE, is_gcj02=True)
    assert [(one.name, one.region, one.code) for one in rows] == [
        ("清溪镇中心小学", TOWN.code, "3331000001"),
        ("清溪镇第二小学", TOWN.code, ""),
        ("太平小学", TREE.at_level(Level.TOWN)[1].code, ""),
    ]
    assert rows[0].point is not None
    assert metres_between(rows[0].point, there) < 0.01
    with database.writing() as session:
        schools = OfficialList(VenueKind.SCHOOL, "2026年春学校名录（教育局）", SPRING, rows)
        done = import_list(session, schools, editor="cehua", now=clock.now())
        assert (done.listed, done.new, done.changed) == (3, 3, 0)
        found = venues(session, VenueKind.SCHOOL, TREE.within(TOWN.code))
        assert [one.name for one in found] == ["清溪镇中心小学", "清溪镇第二小学"]
        assert venues(session, words="第二")[0].key == f"{TOWN.code}:清溪镇第二小学"
        assert venues(session, words="%") == []


def test_every_fault_is_told_by_its_row(tmp_path: Path) -> None:
    file = workbook_at(
        tmp_path / "places.xlsx",
        HEADS,
        ["好好超市", TOWN.code, "A1", "", "", ""],
        ["", TOWN.code, "", "", "", ""],
        ["文化广场", "", "", "", "", ""],
        ["客运中心", "月球", "", "", "", ""],
        ["又一家", TOWN.code, "A1", "", "", ""],
        ["长" * 101, TOWN.code, "", "", "", ""],
        ["影城", TOWN.code, "", "", "28.37", "一二一"],
        ["酒店", TOWN.code, "", "", "28.37", "121.38"],
        ["医院", TOWN.code, "", "", "nan", "28"],
    )
    with pytest.raises(FaultyRows) as refused:
        read_venues(file, TREE)
    faults = refused.value.faults
    assert [one.split("：")[0] for one in faults] == [f"第{n}行" for n in (3, 4, 5, 6, 7, 8, 9, 10)]
    for one, says in zip(
        faults,
        (
            "“名称”不能空着",
            "“区划”不能空着",
            "没有“月球”",
            "和第2行是同一个场所（A1）",
            "超过100字",
            "经度、纬度",
            "写反",
            "写反",
        ),
        strict=True,
    ):
        assert says in one
    assert str(refused.value).startswith("places.xlsx有8处要改，改好以前一行也没有导入：\n第3行：")


def test_a_name_that_several_villages_have_wants_its_town(tmp_path: Path) -> None:
    tree = RegionTree(
        [
            Region("1", "甲县", "", Level.COUNTY),
            Region("11", "东镇", "1", Level.TOWN),
            Region("12", "西镇", "1", Level.TOWN),
            Region("111", "石桥村", "11", Level.VILLAGE, ("石桥",)),
            Region("121", "石桥村", "12", Level.VILLAGE),
        ]
    )
    file = tmp_path / "villages.yaml"

    def reads(region: str) -> str:
        file.write_text(yaml.safe_dump([{"名称": "文化礼堂", "区划": region}], allow_unicode=True), "utf-8")
        return read_venues(file, tree)[0].region

    assert (reads("西镇石桥村"), reads("甲县东镇石桥村"), reads("石桥")) == ("121", "111", "111")
    with pytest.raises(
        FaultyRows, match="叫“石桥村”的有2个（甲县东镇石桥村、甲县西镇石桥村……），请写代码或者带上乡镇"
    ):
        reads("石桥村")


def test_many_faults_are_told_up_to_a_limit(tmp_path: Path) -> None:
    file = workbook_at(tmp_path / "p.xlsx", HEADS, *[["店", "月球", f"A{n}"] for n in range(80)])
    with pytest.raises(FaultyRows) as refused:
        read_venues(file, TREE)
    assert len(refused.value.faults) == 80
    assert str(refused.value).endswith("第51行：区划里没有“月球”，请写代码或者全名。\n另外还有30处。")


def test_a_newer_list_keeps_the_older_one_and_the_venues(database: Database, clock: StandingClock) -> None:
    spring = [
        VenueRow("甲厂", TOWN.code, "A"),
        VenueRow("乙厂", TOWN.code, "B", "旧址"),
        VenueRow("丙厂", TOWN.code),
    ]
    autumn = [VenueRow("乙厂", TOWN.code, "B", "新址", Point(121.0, 28.0)), VenueRow("丙厂", TOWN.code)]
    kind, now = VenueKind.ENTERPRISE, clock.now()
    with database.writing() as session:
        import_list(session, OfficialList(kind, "春", SPRING, spring), editor="a", now=now)
        before = {one.name: one.id for one in venues(session)}
        done = import_list(session, OfficialList(kind, "秋", AUTUMN, autumn), editor="b", now=now)
        assert (done.new, done.changed) == (0, 1)
        # The same day again is the same list, corrected.
        corrected = OfficialList(kind, "秋（更正）", AUTUMN, autumn[1:])
        again = import_list(session, corrected, editor="b", now=now)
        assert again.list_id == done.list_id
    with database.reading() as session:
        assert {one.name: one.id for one in venues(session)} == before
        moved = session.get_one(Venue, before["乙厂"])
        assert (moved.address, moved.longitude, moved.edited_by) == ("新址", 121.0, "b")
        assert [(one.title, count) for one, count in lists(session)] == [("秋（更正）", 1), ("春", 3)]
        on = {
            day: list_in_force(session, kind, day) for day in (date(2026, 2, 28), SPRING, date(2026, 12, 31))
        }
        assert [one.title if one else None for one in on.values()] == [None, "春", "秋（更正）"]
        assert list_in_force(session, VenueKind.SCHOOL, AUTUMN) is None
        assert session.scalar(select(func.count()).select_from(VenueListing)) == 4


def test_a_list_without_a_name_or_with_one_venue_twice_is_refused(
    database: Database, clock: StandingClock
) -> None:
    one = VenueRow("甲厂", TOWN.code, "A")
    for title, rows in ((" ", [one]), ("名录", []), ("名录", [one, one])):
        refused = OfficialList(VenueKind.ENTERPRISE, title, SPRING, rows)
        with pytest.raises(BadContent), database.writing() as session:
            import_list(session, refused, editor="a", now=clock.now())


def test_villages_and_communities_of_the_tree_are_lists() -> None:
    rural, urban = villages_of(TREE, VenueKind.VILLAGE), villages_of(TREE, VenueKind.COMMUNITY)
    assert len(rural) + len(urban) == 639
    assert {one.name[-2:] for one in urban} == {"社区"}
    assert all(one.code == one.region for one in rural)


def test_the_tree_knows_what_lies_below() -> None:
    below = TREE.within(TOWN.code)
    assert {code for code in below if code != TOWN.code} == {one.code for one in TREE.children(TOWN.code)}
    assert len(TREE.within("999001")) == len(TREE)
    assert TREE.within("1") == frozenset()
