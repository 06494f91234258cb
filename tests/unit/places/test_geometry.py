"""Both ways of writing a place in China, distances, and areas."""

import itertools
import math
import random

import pytest

from places.geometry import Point, Polygon, box_of, gcj02_of, holds, metres_between, wgs84_of

SQUARE: Polygon = [[Point(0, 0), Point(4, 0), Point(4, 4), Point(0, 4), Point(0, 0)]]
HOLE: list[Point] = [Point(1, 1), Point(2, 1), Point(2, 2), Point(1, 2), Point(1, 1)]


def grid_over_china() -> list[Point]:
    """A point every half degree, and a little beside the round numbers where the formula is smooth."""
    return [
        Point(lon / 2 + 0.013, lat / 2 + 0.007)
        for lon in range(147, 271)  # 73.5 to 135.5 degrees east
        for lat in range(36, 108)  # 18 to 54 degrees north
    ]


def test_there_and_back_stays_within_a_millimetre_everywhere_in_china() -> None:
    worst = max(metres_between(point, wgs84_of(gcj02_of(point))) for point in grid_over_china())

    assert worst < 0.001


def test_back_and_there_stays_within_a_millimetre_too() -> None:
    worst = max(metres_between(point, gcj02_of(wgs84_of(point))) for point in grid_over_china())

    assert worst < 0.001


def test_the_shift_is_of_the_known_size() -> None:
    shifts = [metres_between(point, gcj02_of(point)) for point in grid_over_china()]

    assert min(shifts) > 30
    assert max(shifts) < 1500


@pytest.mark.parametrize(
    ("wgs84", "gcj02"),
    [
        # The pairs that public descriptions of the datum are tested with: Shanghai, Shenzhen, Beijing.
        (Point(121.5272106, 31.1774276), Point(121.531541859215, 31.17530398364597)),
        (Point(113.912316, 22.543847), Point(113.9171764808363, 22.540796131694766)),
        (Point(116.377817, 39.911954), Point(116.38404722455657, 39.91334545536069)),
    ],
)
def test_both_conversions_meet_the_published_pairs_within_a_millimetre(wgs84: Point, gcj02: Point) -> None:
    assert metres_between(gcj02_of(wgs84), gcj02) < 0.001
    assert metres_between(wgs84_of(gcj02), wgs84) < 0.001


@pytest.mark.parametrize("place", [Point(2.2945, 48.8584), Point(151.2153, -33.8572), Point(-74.0, 40.7)])
def test_nothing_is_shifted_abroad(place: Point) -> None:
    assert gcj02_of(place) == place
    assert wgs84_of(place) == place


def test_a_degree_of_latitude_is_as_long_as_it_is() -> None:
    assert metres_between(Point(121, 28), Point(121, 29)) == pytest.approx(111_195, abs=1)


def test_distance_to_itself_and_to_the_other_side() -> None:
    assert metres_between(Point(121.4, 28.4), Point(121.4, 28.4)) == 0
    assert metres_between(Point(0, 0), Point(180, 0)) == pytest.approx(math.pi * 6_371_008.8)


def test_distance_agrees_with_the_law_of_cosines() -> None:
    rng = random.Random(4)
    for _ in range(500):
        one = Point(rng.uniform(73, 135), rng.uniform(18, 54))
        other = Point(rng.uniform(73, 135), rng.uniform(18, 54))
        a, b = math.radians(one.lat), math.radians(other.lat)
        angle = math.acos(
            min(
                1,
                math.sin(a) * math.sin(b)
                + math.cos(a) * math.cos(b) * math.cos(math.radians(one.lon - other.lon)),
            )
        )
        assert metres_between(one, other) == pytest.approx(6_371_008.8 * angle, rel=1e-6, abs=1)


@pytest.mark.parametrize(
    ("point", "inside"),
    [
        (Point(3, 3), True),
        (Point(1.5, 1.5), False),
        (Point(5, 1), False),
        (Point(-1, 1), False),
        (Point(3, 0.5), True),
    ],
)
def test_a_hole_is_outside(point: Point, inside: bool) -> None:
    assert holds([[SQUARE[0], HOLE]], point) is inside


def test_a_point_of_a_border_lies_in_exactly_one_of_two_neighbours() -> None:
    shared = [Point(2.03, 0), Point(2.31, 1.7), Point(1.9, 3.1), Point(2.2, 4)]
    west: Polygon = [[Point(0, 0), *shared, Point(0, 4), Point(0, 0)]]
    east: Polygon = [[Point(4, 0), Point(4, 4), *reversed(shared), Point(4, 0)]]
    rng = random.Random(7)
    points = [point for point in shared if 0 < point.lat < 4]
    for low, high in itertools.pairwise(shared):
        for _ in range(200):
            t = rng.random()
            points.append(Point(low.lon + t * (high.lon - low.lon), low.lat + t * (high.lat - low.lat)))
    for point in points:
        assert [holds([west], point), holds([east], point)].count(True) == 1, point


def test_several_parts_are_one_area() -> None:
    island: Polygon = [[Point(9, 9), Point(10, 9), Point(10, 10), Point(9, 10), Point(9, 9)]]

    assert holds([SQUARE, island], Point(9.5, 9.5))
    assert holds([SQUARE, island], Point(3, 3))
    assert not holds([SQUARE, island], Point(6, 6))
    assert box_of([SQUARE, island]) == (0, 0, 10, 10)
