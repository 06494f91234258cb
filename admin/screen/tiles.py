"""Where each town stands on the map of the wall: tiles, because no borders are at hand to be drawn. Pure.

Where every town has an area, its middle decides the row and the place in it, so that north is up; otherwise
the towns stand in the order of their codes.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from places.geometry import Point, box_of
from places.regions import Region

WIDER = 1.25
"""How many times more columns than rows: the map is wider than high."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A town and its place, counted from the upper left."""

    code: str
    name: str
    column: int
    row: int


def tiles(towns: Sequence[Region]) -> list[Tile]:
    """A place for every town, each its own."""
    columns = max(1, math.ceil(math.sqrt(len(towns) * WIDER)))
    rows = math.ceil(len(towns) / columns)
    lines = _northern_first(towns, rows) if towns and all(one.polygons for one in towns) else None
    if lines is None:
        ordered = sorted(towns, key=lambda one: one.code)
        lines = [ordered[at : at + columns] for at in range(0, len(ordered), columns)]
    return [
        Tile(town.code, town.name, column, row)
        for row, line in enumerate(lines)
        for column, town in enumerate(line)
    ]


def _northern_first(towns: Sequence[Region], rows: int) -> list[list[Region]]:
    """Rows of nearly the same length from north to south, each from west to east."""
    middles = {one.code: _middle(one) for one in towns}
    ordered = sorted(towns, key=lambda one: (-middles[one.code].lat, one.code))
    lines, begin = [], 0
    for row in range(rows):
        end = begin + len(ordered[begin:]) // (rows - row) + bool(len(ordered[begin:]) % (rows - row))
        lines.append(sorted(ordered[begin:end], key=lambda one: (middles[one.code].lon, one.code)))
        begin = end
    return lines


def _middle(town: Region) -> Point:
    box = box_of(town.polygons)
    return Point((box.west + box.east) / 2, (box.south + box.north) / 2)
