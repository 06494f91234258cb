"""Draws the plan of a list: squares as circles, towns by their outline where the bureau has given one. Pure.

The earth is taken as flat around the middle of the county; north is up. Everything is in the units of the
picture, ``WIDTH`` across.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from places.geometry import Box, Point, Polygon, box_of, holds, metres_between
from places.regions import Region
from tipoffs.squares import Cluster, Spread
from tipoffs.worklists import Square

WIDTH, MARGIN = 1000, 40
LOWEST, HIGHEST = 420, 1100
SMALLEST, LARGEST = 11, 44
MOST_CORNERS = 240
"""The most points of one ring; more would not be seen at this size."""
_HUNDREDTH = 0.01
_MANY = 12
"""This many cases in one square are many, however few the others have."""
_TRIES = 9
"""Points across a town, and as many down, at which its name may stand."""
_ROOM_WIDE, _ROOM_HIGH = 62, 18
"""What a name takes up on each side of its middle."""
_SCALES_KM = (1, 2, 5, 10, 20, 50, 100)


@dataclass(frozen=True, slots=True)
class Spot:
    """A square on the picture; ``tone`` from 1 (few) to 4 (many), as ``_tone`` has it."""

    square: Square
    count: int
    town: str
    x: float
    y: float
    radius: float
    tone: int

    @property
    def word(self) -> str:
        """The square, as the address of the list names it."""
        return "_".join(str(one) for one in self.square)


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a town and where it stands: in its land, and on no spot where there is room."""

    code: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """The map as the page draws it: outlines, points, and the scale."""

    height: int
    spots: Sequence[Spot]
    outlines: Sequence[tuple[str, str]]
    labels: Sequence[Label]
    scale_km: int
    scale_width: float


class _Sheet:
    """Turns degrees into places on the picture."""

    def __init__(self, box: Box) -> None:
        self._box = box
        middle = math.radians((box.south + box.north) / 2)
        self._narrowing = max(0.1, math.cos(middle))
        wide = max(1e-6, (box.east - box.west) * self._narrowing)
        high = max(1e-6, box.north - box.south)
        room = WIDTH - 2 * MARGIN
        self._scale = min(room / wide, (HIGHEST - 2 * MARGIN) / high)
        drawn = high * self._scale
        self.height = round(min(HIGHEST, max(LOWEST, drawn + 2 * MARGIN)))
        self._left = (WIDTH - wide * self._scale) / 2
        self._top = (self.height - drawn) / 2

    def at(self, point: Point) -> tuple[float, float]:
        """Where a point lies in the picture, in its units."""
        x = self._left + (point.lon - self._box.west) * self._narrowing * self._scale
        y = self._top + (self._box.north - point.lat) * self._scale
        return round(x, 1), round(y, 1)

    def across_degrees(self, degrees: float) -> float:
        """How wide a difference of longitude is."""
        return degrees * self._narrowing * self._scale

    def across(self, kilometres: float) -> float:
        """How wide a distance on the ground is in the picture."""
        box = self._box
        degree = metres_between(Point(box.west, box.south), Point(box.west, box.south + 1))
        return kilometres * 1000 / degree * self._scale


def draw(spread: Spread, towns: Sequence[Region]) -> Drawing | None:
    """The picture; None where there is nothing to be drawn."""
    outlined = [one for one in towns if one.polygons]
    box = _box_around(spread.clusters, outlined)
    if box is None:
        return None
    sheet = _Sheet(box)
    most = max((one.count for one in spread.clusters), default=1)
    spots = [_spot(one, sheet, most) for one in spread.clusters]
    outlines = [(one.code, _path(one.polygons, sheet)) for one in outlined]
    labels = [_label(one.code, _free_point(one.polygons, spots, sheet), sheet) for one in outlined]
    if not outlined:
        labels = [_label(code, point, sheet) for code, point in _above_towns(spread.clusters).items()]
    scale = max((km for km in _SCALES_KM if sheet.across(km) <= WIDTH / 4), default=_SCALES_KM[0])
    return Drawing(sheet.height, spots, outlines, labels, scale, round(sheet.across(scale), 1))


def _box_around(clusters: Sequence[Cluster], outlined: Sequence[Region]) -> Box | None:
    """Around everything that is drawn, and never so small that one square fills the picture."""
    boxes = [box_of(one.polygons) for one in outlined]
    for one in clusters:
        low, left, side = one.square
        boxes.append(Box(*(edge * _HUNDREDTH for edge in (left, low, left + side, low + side))))
    if not boxes:
        return None
    least = 3 * _HUNDREDTH
    west, east = min(one.west for one in boxes), max(one.east for one in boxes)
    south, north = min(one.south for one in boxes), max(one.north for one in boxes)
    more_lon, more_lat = max(0.0, least - (east - west)) / 2, max(0.0, least - (north - south)) / 2
    return Box(west - more_lon, south - more_lat, east + more_lon, north + more_lat)


def _spot(one: Cluster, sheet: _Sheet, most: int) -> Spot:
    x, y = sheet.at(_centre(one.square))
    share = math.sqrt(one.count / most)
    cell = sheet.across_degrees(one.square.side * _HUNDREDTH)
    largest = max(SMALLEST, min(LARGEST, cell / 2))
    radius = round(SMALLEST + (largest - SMALLEST) * share, 1)
    return Spot(one.square, one.count, one.town, x, y, radius, _tone(one.count, most))


def _tone(count: int, most: int) -> int:
    """From 1 to 4, by the share of the fullest square; a handful of cases is no red spot anywhere."""
    return min(4, 1 + 4 * count // max(most + 1, _MANY))


def _centre(square: Square) -> Point:
    half = square.side / 2
    return Point((square.west + half) * _HUNDREDTH, (square.south + half) * _HUNDREDTH)


def _label(code: str, point: Point, sheet: _Sheet) -> Label:
    return Label(code, *sheet.at(point))


def _middle(polygons: Iterable[Polygon]) -> Point:
    box = box_of(polygons)
    return Point((box.west + box.east) / 2, (box.south + box.north) / 2)


def _free_point(polygons: Sequence[Polygon], spots: Sequence[Spot], sheet: _Sheet) -> Point:
    """Where the name of a town covers no spot: as near to its middle as can be; the middle if nowhere."""
    middle, box = _middle(polygons), box_of(polygons)
    here = sheet.at(middle)
    grid = [(place + 1) / (_TRIES + 1) for place in range(_TRIES)]
    tried = [
        Point(box.west + (box.east - box.west) * x, box.south + (box.north - box.south) * y)
        for x in grid
        for y in grid
    ]
    free = [
        (math.dist(here, sheet.at(point)), point)
        for point in tried
        if holds(polygons, point) and not any(_covers(sheet.at(point), spot) for spot in spots)
    ]
    return min(free)[1] if free else middle


def _covers(name: tuple[float, float], spot: Spot) -> bool:
    return (
        abs(name[0] - spot.x) < _ROOM_WIDE + spot.radius and abs(name[1] - spot.y) < _ROOM_HIGH + spot.radius
    )


def _above_towns(clusters: Sequence[Cluster]) -> Mapping[str, Point]:
    """Above the northernmost square of each town, in the middle of its cases: the best that we know."""
    sums: dict[str, tuple[float, float, int]] = {}
    for one in clusters:
        lon, north, count = sums.get(one.town, (0.0, -90.0, 0))
        edge = (one.square.south + one.square.side) * _HUNDREDTH
        sums[one.town] = lon + _centre(one.square).lon * one.count, max(north, edge), count + one.count
    return {code: Point(lon / count, north) for code, (lon, north, count) in sums.items()}


def _path(polygons: Iterable[Polygon], sheet: _Sheet) -> str:
    """The outer and inner rings as one path, thinned to what can be seen."""
    return "".join(_ring(ring, sheet) for polygon in polygons for ring in polygon if len(ring) > 2)


def _ring(ring: Sequence[Point], sheet: _Sheet) -> str:
    step = max(1, math.ceil(len(ring) / MOST_CORNERS))
    corners = [sheet.at(Point(*one)) for one in ring[::step]]
    return "M" + "L".join(f"{x},{y}" for x, y in corners) + "Z"
