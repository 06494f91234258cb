"""The tree of regions holds together, and finds a place by its point."""

import random

import pytest

from core.errors import BadContent
from places.geometry import Point
from places.regions import Level, Region, RegionTree, polygons_of

COUNTY = Region("999001", "安文县", "", Level.COUNTY)
TOWN = Region("999001100", "清溪镇", "999001", Level.TOWN)
VILLAGE = Region("999001100201", "石桥村", "999001100", Level.VILLAGE)


def square(west: float, south: float, size: float = 1.0) -> dict[str, object]:
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def test_lineage_and_full_name_go_from_village_to_county() -> None:
    tree = RegionTree([VILLAGE, TOWN, COUNTY])

    assert [region.name for region in tree.lineage(VILLAGE.code)] == ["石桥村", "清溪镇", "安文县"]
    assert tree.full_name(VILLAGE.code) == "安文县清溪镇石桥村"
    assert tree.children(TOWN.code) == (VILLAGE,)
    assert tree.at_level(Level.TOWN) == [TOWN]
    assert tree.find("1") is None
    assert tree.lineage("1") == []


def test_a_region_covers_itself_and_what_lies_in_it_only() -> None:
    tree = RegionTree([COUNTY, TOWN, VILLAGE])

    assert tree.covers(COUNTY.code, VILLAGE.code)
    assert tree.covers(TOWN.code, TOWN.code)
    assert not tree.covers(VILLAGE.code, TOWN.code)
    assert not tree.covers(TOWN.code, "1")


@pytest.mark.parametrize(
    ("regions", "says"),
    [
        ([COUNTY, COUNTY], "两次"),
        ([TOWN], "不在表里"),
        ([COUNTY, Region("1", "村", "999001", Level.VILLAGE)], "应当是"),
        ([Region("1", "县", "2", Level.COUNTY)], "不能再有上级"),
        ([Region("1", " ", "", Level.COUNTY)], "缺少"),
        ([COUNTY, Region("1", "镇", "", Level.TOWN)], "没有写上级"),
    ],
)
def test_a_tree_that_does_not_hold_together_is_refused(regions: list[Region], says: str) -> None:
    with pytest.raises(BadContent, match=says):
        RegionTree(regions)


def test_the_smallest_region_that_holds_the_point_wins() -> None:
    county = Region("1", "县", "", Level.COUNTY, polygons=polygons_of(square(120, 28, 4)))
    towns = [
        Region(f"1{n}", f"{n}镇", "1", Level.TOWN, polygons=polygons_of(square(120 + n, 28)))
        for n in range(3)
    ]
    village = Region("101", "村", "10", Level.VILLAGE, polygons=polygons_of(square(120.2, 28.2, 0.2)))
    tree = RegionTree([county, *towns, village])

    def name(lon: float, lat: float) -> str:
        found = tree.at(Point(lon, lat))
        return found.name if found else ""

    assert name(120.3, 28.3) == "村"
    assert name(120.7, 28.3) == "0镇"
    assert name(122.5, 28.5) == "2镇"
    assert name(123.5, 31.5) == "县"
    assert name(119, 28) == ""


def test_the_box_changes_no_answer() -> None:
    rng = random.Random(2)
    county = Region("1", "县", "", Level.COUNTY)
    towns = []
    for n in range(40):
        lon, lat = rng.uniform(120, 122), rng.uniform(28, 30)
        corners = [[lon, lat], [lon + 0.3, lat + rng.uniform(-0.2, 0.2)], [lon + 0.1, lat + 0.3], [lon, lat]]
        shape = {"type": "MultiPolygon", "coordinates": [[corners]]}
        towns.append(Region(f"{n + 10}", f"{n}镇", "1", Level.TOWN, polygons=polygons_of(shape)))
    tree = RegionTree([county, *towns])
    from places.geometry import holds

    found = 0
    for _ in range(2000):
        point = Point(rng.uniform(120, 122), rng.uniform(28, 30))
        slow = next(
            (town for town in sorted(towns, key=lambda t: t.code) if holds(town.polygons, point)), None
        )
        assert tree.at(point) == slow
        found += slow is not None
    assert found > 100


@pytest.mark.parametrize(
    "shape",
    [
        {},
        {"type": "Point", "coordinates": [1, 2]},
        {"type": "Polygon", "coordinates": [[[1, 2], [3]]]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": [[[1, 2], [2, 2], [1, 2]]]},
        {"type": "Polygon", "coordinates": [[[28, 120], [29, 120], [29, 121], [28, 120]]]},
        {"type": "Polygon", "coordinates": "x"},
        {"type": "Feature", "geometry": None},
    ],
)
def test_what_is_no_area_is_refused(shape: dict[str, object]) -> None:
    with pytest.raises(BadContent):
        polygons_of(shape)


def test_a_feature_is_read_by_its_geometry() -> None:
    assert polygons_of({"type": "Feature", "geometry": square(1, 2)}) == polygons_of(square(1, 2))
