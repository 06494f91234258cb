"""Where the made-up county lies: an invented piece of land in the open East China Sea. Pure, by a seed.

Every coordinate here is made up, in WGS-84 as the database keeps them. The land lies where no one lives, so
that no real village gets an invented hazard, yet within the part of the map that GCJ-02 shifts, so that
places are turned from one into the other as everywhere in China.
"""

import math
from collections.abc import Iterator
from itertools import pairwise
from random import Random
from typing import Any

from places.geometry import Point

WEST, SOUTH, WIDE, HIGH = 123.02, 28.31, 0.29, 0.25
"""Degrees: some 28 kilometres each way, a hundred kilometres off the coast."""

TOWN_DIGITS, DECIMALS = 9, 6
_STEPS = 10
"""Corners on each side of a town."""
_EDGE = 0.06
"""How much of a town lies at its edge, where nobody dwells."""
_APART = 0.05
"""How far from the middle of its village a case lies, as a share of the town."""


class Ground:
    """Gives each town its land, each village its place in it, and each case a point near its village."""

    def __init__(self, towns: int, seed: int) -> None:
        # A chance of its own: what else is made of a seed stays the same.
        self._chance = Random(seed)  # noqa: S311 - a made-up county, no secret
        self._plots = list(_plots(towns))
        self._villages: dict[str, tuple[float, float]] = {}

    def outline(self, town: str) -> dict[str, Any]:
        """The border of a town as GeoJSON; neighbours share theirs."""
        left, low, right, high = self._plot(town)
        along = [step / _STEPS for step in range(_STEPS)]
        ring = [
            *((left + (right - left) * share, low) for share in along),
            *((right, low + (high - low) * share) for share in along),
            *((right - (right - left) * share, high) for share in along),
            *((left, high - (high - low) * share) for share in along),
        ]
        corners = [_laid(*one) for one in [*ring, ring[0]]]
        return {"type": "Polygon", "coordinates": [[[one.lon, one.lat] for one in corners]]}

    def near(self, village: str, share: float) -> Point | None:
        """A point near the village for this share of the cases; the others have none, as in life."""
        if self._chance.random() >= share:
            return None
        x, y = self._villages.setdefault(village, self._somewhere())
        return self._within(village, x + self._chance.gauss(0, _APART), y + self._chance.gauss(0, _APART))

    def _somewhere(self) -> tuple[float, float]:
        """In a town more people live in the middle than at the edge."""
        return self._chance.triangular(0, 1), self._chance.triangular(0, 1)

    def _within(self, village: str, x: float, y: float) -> Point:
        left, low, right, high = self._plot(village)
        x, y = (min(1 - _EDGE, max(_EDGE, one)) for one in (x, y))
        return _laid(left + (right - left) * x, low + (high - low) * y)

    def _plot(self, code: str) -> tuple[float, float, float, float]:
        return self._plots[int(code[:TOWN_DIGITS][-3:]) - 1]


def _plots(towns: int) -> Iterator[tuple[float, float, float, float]]:
    """Left, low, right and high of each town in a square of one by one, row by row as bricks lie."""
    rows = max(1, round(math.sqrt(towns)))
    for row in range(rows):
        count = towns // rows + (row < towns % rows)
        cuts = [
            0.0,
            *((place + 0.18 * math.sin(5 * row + 2 * place)) / count for place in range(1, count)),
            1.0,
        ]
        for left, right in pairwise(cuts):
            yield left, row / rows, right, (row + 1) / rows


def _laid(x: float, y: float) -> Point:
    """A point of the square on the earth: its corners rounded off, and bent as coasts and ridges are."""
    across, up = 2 * x - 1, 2 * y - 1
    round_x, round_y = across * math.sqrt(1 - up * up / 3), up * math.sqrt(1 - across * across / 3)
    bent_x = 0.5 + round_x / 2 + 0.035 * math.sin(7 * y + 1) + 0.012 * math.sin(23 * y)
    bent_y = 0.5 + round_y / 2 + 0.045 * math.sin(6 * x) + 0.014 * math.sin(19 * x + 2)
    return Point(round(WEST + WIDE * bent_x, DECIMALS), round(SOUTH + HIGH * bent_y, DECIMALS))
