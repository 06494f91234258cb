"""The tree of regions as the bureau imported it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.cache import cached, invalidate
from core.errors import BadContent
from core.sheets import SheetRow, each_row, read_rows
from places.geometry import Point, Polygon, wgs84_of
from places.models import RegionEntry
from places.regions import Level, Region, RegionTree, polygons_of

HEADS = ("代码", "名称", "上级代码", "级别", "别名", "边界")
NEEDED = ("代码", "名称", "级别")
REGIONS = "regions"
LEVELS = {"县": Level.COUNTY, "乡镇": Level.TOWN, "村": Level.VILLAGE}


def load_tree(session: Session) -> RegionTree:
    """Every region of the account."""
    return cached(session, "regions", (REGIONS,), _loaded)


def _loaded(session: Session) -> RegionTree:
    entries = session.scalars(select(RegionEntry).order_by(RegionEntry.code))
    return RegionTree(entry.region() for entry in entries)


def read_regions(path: Path, *, is_gcj02: bool = False) -> list[Region]:
    """The regions of a sheet or a YAML list; ``is_gcj02`` says that its areas were drawn on a Chinese map."""
    return each_row(path, read_rows(path, HEADS, NEEDED), lambda row: region_of(row, is_gcj02))


def import_regions(session: Session, regions: Iterable[Region], *, editor: str, now: datetime) -> int:
    """Add these regions, or take over their new names, parents and areas; all or none.

    Regions that are not named stay, and so does the area of one that comes without, as in an exported sheet.
    ``BadContent`` where the whole tree would not hold together.
    """
    held = {region.code: region for region in load_tree(session)}
    new = [
        region
        if region.polygons or region.code not in held
        else replace(region, polygons=held[region.code].polygons)
        for region in regions
    ]
    given = {region.code: region for region in new}
    if len(given) != len(new):
        RegionTree(new)
    merged = held | given
    RegionTree(merged.values())
    for region in new:
        entry = RegionEntry(
            code=region.code,
            name=region.name,
            parent_code=region.parent_code,
            level=int(region.level),
            aliases=list(region.aliases),
            geometry=_geojson(region.polygons),
            edited_by=editor,
            edited_at=now,
        )
        if region.code in held:
            session.merge(entry)
        else:
            session.add(entry)
    session.flush()
    invalidate(session, REGIONS)
    return len(new)


def region_of(row: SheetRow, is_gcj02: bool) -> Region:
    """The region that a row describes; ``BadContent`` says what is wrong."""
    level = next((level for word, level in LEVELS.items() if row["级别"].startswith(word)), None)
    if level is None:
        raise BadContent(f"“级别”只能写{'、'.join(LEVELS)}，现在是“{row['级别']}”。")
    aliases = tuple(
        dict.fromkeys(filter(None, row["别名"].replace("，", "、").replace(",", "、").split("、")))
    )
    region = Region(row["代码"], row["名称"], row["上级代码"], level, aliases)
    if not row["边界"]:
        return region
    try:
        polygons = polygons_of(json.loads(row["边界"]))
    except json.JSONDecodeError as error:
        raise BadContent("“边界”不是GeoJSON。") from error
    return replace(region, polygons=_moved(polygons) if is_gcj02 else polygons)


def _moved(polygons: Sequence[Polygon]) -> tuple[Polygon, ...]:
    return tuple(tuple(tuple(wgs84_of(Point(*at)) for at in ring) for ring in area) for area in polygons)


def _geojson(polygons: Sequence[Polygon]) -> dict[str, Any] | None:
    if not polygons:
        return None
    return {
        "type": "MultiPolygon",
        "coordinates": [[[list(at) for at in ring] for ring in area] for area in polygons],
    }
