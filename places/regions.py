"""The tree of regions, county → towns → villages, and how a point or an address finds its place in it. Pure.

Polygons are in WGS-84. A region without one is found by its name only.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from typing import Any

from core.errors import BadContent
from places.geometry import Box, Point, Polygon, box_of, holds

_FEWEST_POINTS = 4
"""The fewest points of a ring, the first repeated at the end (RFC 7946, 3.1.6)."""


class Level(IntEnum):
    """How deep in the tree; the numbers are stored."""

    COUNTY = 1
    TOWN = 2
    VILLAGE = 3

    @property
    def label(self) -> str:
        """What a clerk calls it."""
        return _LABELS[self]


_LABELS = {Level.COUNTY: "县（市、区）", Level.TOWN: "乡镇（街道）", Level.VILLAGE: "村（社区）"}


@dataclass(frozen=True, slots=True)
class Region:
    """One region; ``code`` is its statistical code (统计用区划代码), the parent of a county is empty."""

    code: str
    name: str
    parent_code: str
    level: Level
    aliases: tuple[str, ...] = ()
    polygons: tuple[Polygon, ...] = field(default=(), repr=False)


class RegionTree:
    """All regions of one account; ``BadContent`` where the tree does not hold together."""

    def __init__(self, regions: Iterable[Region]) -> None:
        self._regions: dict[str, Region] = {}
        for region in regions:
            if region.code in self._regions:
                raise BadContent(f"区划代码{region.code}出现了两次")
            self._regions[region.code] = region
        self._children: dict[str, list[Region]] = {}
        for region in self._regions.values():
            self._check(region)
            self._children.setdefault(region.parent_code, []).append(region)

    def __iter__(self) -> Iterator[Region]:
        return iter(self._regions.values())

    def __len__(self) -> int:
        return len(self._regions)

    def __contains__(self, code: object) -> bool:
        return code in self._regions

    def find(self, code: str) -> Region | None:
        """The region with this code."""
        return self._regions.get(code)

    def children(self, code: str) -> Sequence[Region]:
        """The regions right below."""
        return tuple(self._children.get(code, ()))

    def lineage(self, code: str) -> Sequence[Region]:
        """The region and all above it, the smallest first; empty for an unknown code."""
        found = []
        region = self._regions.get(code)
        while region is not None:
            found.append(region)
            region = self._regions.get(region.parent_code)
        return found

    def covers(self, outer: str, inner: str) -> bool:
        """Whether ``inner`` is ``outer`` or lies below it."""
        return any(region.code == outer for region in self.lineage(inner))

    def within(self, code: str) -> frozenset[str]:
        """The codes of the region and of all below it; empty for an unknown code."""
        if code not in self._regions:
            return frozenset()
        found, waiting = {code}, [code]
        while waiting:
            below = [region.code for region in self.children(waiting.pop())]
            found.update(below)
            waiting += below
        return frozenset(found)

    def named(self, name: str) -> Sequence[Region]:
        """The regions that are called so, alone (石桥村) or with what they lie in (清溪镇石桥村)."""
        return self._by_name.get(name, ())

    def meant_by(self, words: str) -> Region:
        """The region that somebody wrote by code or name; ``BadContent`` where it is none or several."""
        found = [one] if (one := self.find(words)) else self.named(words)
        if not found:
            raise BadContent(f"区划里没有“{words}”，请写代码或者全名。")
        if len(found) > 1:
            several = "、".join(self.full_name(one.code) for one in found[:3])
            raise BadContent(f"叫“{words}”的有{len(found)}个（{several}……），请写代码或者带上乡镇。")
        return found[0]

    def at_level(self, level: Level) -> Sequence[Region]:
        """All regions of one level."""
        return [region for region in self if region.level is level]

    def full_name(self, code: str) -> str:
        """The names from the county down, as an address has them."""
        return "".join(region.name for region in reversed(self.lineage(code)))

    def at(self, point: Point) -> Region | None:
        """The smallest region whose polygon holds the point (WGS-84)."""
        for box, region in self._mapped:
            if box.holds(point) and holds(region.polygons, point):
                return region
        return None

    @cached_property
    def _by_name(self) -> Mapping[str, Sequence[Region]]:
        found: dict[str, list[Region]] = {}
        for region in self:
            names = {region.name, *region.aliases}
            lineage = self.lineage(region.code)
            for depth in range(2, len(lineage) + 1):
                names.add("".join(one.name for one in reversed(lineage[:depth])))
            for name in names:
                found.setdefault(name, []).append(region)
        return found

    @cached_property
    def _mapped(self) -> list[tuple[Box, Region]]:
        mapped = [(box_of(region.polygons), region) for region in self if region.polygons]
        return sorted(mapped, key=lambda one: (-one[1].level, one[1].code))

    def _check(self, region: Region) -> None:
        if not region.code or not region.name.strip():
            raise BadContent(f"“{region.name or region.code}”缺少代码或者名称")
        if region.level is Level.COUNTY:
            if region.parent_code:
                raise BadContent(f"{region.name}（{region.code}）是县一级，不能再有上级")
            return
        parent = self._regions.get(region.parent_code)
        if parent is None:
            upper = f"上级“{region.parent_code}”不在表里" if region.parent_code else "没有写上级"
            raise BadContent(f"{region.name}（{region.code}）{upper}")
        if parent.level != region.level - 1:
            wanted = Level(region.level - 1).label
            raise BadContent(f"{region.name}（{region.code}）的上级应当是{wanted}，{parent.name}不是")


def polygons_of(geojson: Mapping[str, Any]) -> tuple[Polygon, ...]:
    """The polygons of a GeoJSON geometry or feature; ``BadContent`` for anything but areas."""
    shape = geojson.get("geometry") if geojson.get("type") == "Feature" else geojson
    if not isinstance(shape, Mapping) or shape.get("type") not in ("Polygon", "MultiPolygon"):
        raise BadContent("边界要写成GeoJSON的Polygon或者MultiPolygon")
    found = shape.get("coordinates") or []
    try:
        rings = [found] if shape["type"] == "Polygon" else list(found)
        polygons = tuple(
            tuple(tuple(Point(float(at[0]), float(at[1])) for at in ring) for ring in polygon)
            for polygon in rings
        )
    except (TypeError, ValueError, IndexError, KeyError) as error:
        raise BadContent("边界的坐标读不了") from error
    rings_of_all = [ring for polygon in polygons for ring in polygon]
    if not all(polygons) or not rings_of_all or any(len(ring) < _FEWEST_POINTS for ring in rings_of_all):
        raise BadContent("边界的每一圈至少要有四个点，首尾相同")
    if not all(-180 <= at.lon <= 180 and -90 <= at.lat <= 90 for ring in rings_of_all for at in ring):
        raise BadContent("边界的坐标超出了经纬度的范围，请检查是不是经度在前、纬度在后")
    return polygons
