"""The map of the wall: every town has a place of its own, and north is up where that is known."""

from dataclasses import replace

from admin.screen.tiles import tiles
from places.geometry import Point
from places.regions import Level, Region


def towns(count: int) -> list[Region]:
    return [Region(f"3310810{one:02}", f"{one}镇", "331081", Level.TOWN) for one in range(count)]


def at(town: Region, lon: float, lat: float) -> Region:
    ring = tuple(Point(lon + east, lat + north) for east, north in ((0, 0), (0.1, 0), (0.1, 0.1), (0, 0)))
    return replace(town, polygons=((ring,),))


def test_every_town_has_a_place_of_its_own() -> None:
    for count in range(41):
        placed = tiles(towns(count))

        assert len({(one.column, one.row) for one in placed}) == count == len({one.code for one in placed})
        assert sum(one.row == 0 for one in placed) == max((one.column for one in placed), default=-1) + 1


def test_north_is_up_and_east_is_right_where_areas_are_known() -> None:
    one, two, three, four = towns(4)
    mapped = [at(one, 121.6, 28.2), at(two, 121.1, 28.2), at(three, 121.6, 28.6), at(four, 121.1, 28.6)]

    placed = {tile.name: (tile.column, tile.row) for tile in tiles(mapped)}
    half_known = {tile.name: (tile.column, tile.row) for tile in tiles([*mapped[:3], four])}

    assert placed["3镇"][1] == placed["2镇"][1] == 0
    assert placed["3镇"][0] < placed["2镇"][0]
    assert placed["1镇"][0] < placed["0镇"][0]
    assert half_known == {tile.name: (tile.column, tile.row) for tile in tiles(towns(4))}
