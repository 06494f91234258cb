"""Points on the map of China: two ways of writing them, distances, and which area holds a point. Pure.

WeChat, Tencent and Amap write a place in GCJ-02, GPS receivers and photos in WGS-84; the two lie
some hundred metres apart in China and agree outside. No inverse is published, so it is found by iteration.
"""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

EARTH_METRES = 6_371_008.8
"""Mean radius of the earth (IUGG)."""

# The Krasovsky 1940 ellipsoid, on which GCJ-02 computes its shift.
_AXIS = 6_378_245.0
_ECCENTRICITY_SQUARED = 0.00669342162296594323
_WEST, _EAST, _SOUTH, _NORTH = 72.004, 137.8347, 0.8293, 55.8271
_CLOSE_ENOUGH = 1e-11
_MOST_ROUNDS = 30


class Point(NamedTuple):
    """Longitude and latitude in degrees, in this order, as GeoJSON has them."""

    lon: float
    lat: float


Ring = Sequence[Point]
Polygon = Sequence[Ring]
"""The outer ring, then the holes."""


class Box(NamedTuple):
    """The smallest rectangle around an area."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, point: Point) -> bool:
        """Whether the point lies in it or on its edge."""
        return self.west <= point.lon <= self.east and self.south <= point.lat <= self.north


def gcj02_of(wgs84: Point) -> Point:
    """The point as Chinese maps write it."""
    if not _is_shifted(wgs84):
        return wgs84
    shift = _shift(wgs84)
    return Point(wgs84.lon + shift.lon, wgs84.lat + shift.lat)


def wgs84_of(gcj02: Point) -> Point:
    """The point as GPS writes it, which ``gcj02_of`` leads back from to within a micrometre.

    The shift changes slowly, so each round comes closer by a factor of hundreds.
    """
    if not _is_shifted(gcj02):
        return gcj02
    guess = gcj02
    for _ in range(_MOST_ROUNDS):
        missed = gcj02_of(guess)
        better = Point(guess.lon + gcj02.lon - missed.lon, guess.lat + gcj02.lat - missed.lat)
        moved = max(abs(better.lon - guess.lon), abs(better.lat - guess.lat))
        guess = better
        if moved < _CLOSE_ENOUGH:
            break
    return guess


def metres_between(one: Point, other: Point) -> float:
    """The distance along the surface of the earth (haversine)."""
    lat1, lat2 = math.radians(one.lat), math.radians(other.lat)
    half_lat = (lat2 - lat1) / 2
    half_lon = math.radians(other.lon - one.lon) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(half_lon) ** 2
    return 2 * EARTH_METRES * math.asin(min(1.0, math.sqrt(chord)))


def box_of(polygons: Iterable[Polygon]) -> Box:
    """The rectangle around the outer rings; ``ValueError`` where there is none."""
    points = [point for polygon in polygons for point in polygon[0]]
    lons, lats = [point.lon for point in points], [point.lat for point in points]
    return Box(min(lons), min(lats), max(lons), max(lats))


def holds(polygons: Iterable[Polygon], point: Point) -> bool:
    """Whether one of the polygons holds the point, outside of its holes."""
    return any(
        _in_ring(polygon[0], point) and not any(_in_ring(hole, point) for hole in polygon[1:])
        for polygon in polygons
        if polygon
    )


def _in_ring(ring: Ring, point: Point) -> bool:
    """Count how often a ray to the east crosses the ring.

    An edge owns its lower end and not its upper one, so that a point on a border of two areas that share
    their corners lies in exactly one of them.
    """
    inside = False
    before = ring[-1]
    for corner in ring:
        if (corner.lat > point.lat) != (before.lat > point.lat):
            # Always from the lower end, so that both neighbours compute the same crossing.
            low, high = sorted((before, corner), key=lambda end: end.lat)
            share = (point.lat - low.lat) / (high.lat - low.lat)
            if point.lon < low.lon + share * (high.lon - low.lon):
                inside = not inside
        before = corner
    return inside


def _is_shifted(point: Point) -> bool:
    return _WEST <= point.lon <= _EAST and _SOUTH <= point.lat <= _NORTH


def _shift(point: Point) -> Point:
    x, y = point.lon - 105.0, point.lat - 35.0
    root, pi = math.sqrt(abs(x)), math.pi
    common = (20.0 * math.sin(6.0 * x * pi) + 20.0 * math.sin(2.0 * x * pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + common
    north += (20.0 * math.sin(y * pi) + 40.0 * math.sin(y / 3.0 * pi)) * 2.0 / 3.0
    north += (160.0 * math.sin(y / 12.0 * pi) + 320.0 * math.sin(y * pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + common
    east += (20.0 * math.sin(x * pi) + 40.0 * math.sin(x / 3.0 * pi)) * 2.0 / 3.0
    east += (150.0 * math.sin(x / 12.0 * pi) + 300.0 * math.sin(x / 30.0 * pi)) * 2.0 / 3.0
    latitude = math.radians(point.lat)
    flatness = 1 - _ECCENTRICITY_SQUARED * math.sin(latitude) ** 2
    metres_a_degree_north = _AXIS * (1 - _ECCENTRICITY_SQUARED) / flatness**1.5 * pi / 180.0
    metres_a_degree_east = _AXIS / math.sqrt(flatness) * math.cos(latitude) * pi / 180.0
    return Point(east / metres_a_degree_east, north / metres_a_degree_north)
