"""The register of venues: schools, villages, enterprises, public places, and the lists that name them.

A list describes all venues of one kind as of one day; it is the denominator of coverage. A newer list does
not take an older one away: a figure of June is worked out with the list of June. A venue is known again by
its official code, or by region and name, so what reached it stays when a newer list names it once more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from core.errors import BadContent
from core.sheets import FaultyRows, SheetRow, read_rows
from core.sort_orders import Page, SortOrder
from core.statements import table_of
from places.geometry import Point, wgs84_of
from places.models import Venue, VenueKind, VenueList, VenueListing
from places.regions import Level, RegionTree

HEADS = ("名称", "区划", "代码", "地址", "经度", "纬度")
_LENGTHS = {"名称": 100, "代码": 32, "地址": 200}


@dataclass(frozen=True, slots=True)
class VenueRow:
    """One venue as a list names it."""

    name: str
    region: str
    code: str = ""
    address: str = ""
    point: Point | None = None

    @property
    def key(self) -> str:
        """By what it is known again."""
        return self.code or f"{self.region}:{self.name}"


@dataclass(frozen=True, slots=True)
class OfficialList:
    """All venues of one kind as an authority named them, and the day of which it is true."""

    kind: VenueKind
    title: str
    dated_on: date
    rows: Sequence[VenueRow]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    list_id: int
    listed: int
    new: int
    changed: int


def read_venues(path: Path, tree: RegionTree, *, is_gcj02: bool = False) -> list[VenueRow]:
    """The venues of a sheet or a YAML list; ``FaultyRows`` names everything that is wrong, row by row."""
    rows, faults = [], []
    seen: dict[str, int] = {}
    for sheet_row in read_rows(path, HEADS, columns=HEADS[:2]):
        row, wrong = _venue_row(sheet_row, tree, is_gcj02)
        if row is not None:
            first = seen.setdefault(row.key, sheet_row.number)
            if first != sheet_row.number:
                wrong = [*wrong, f"和第{first}行是同一个场所（{row.code or row.name}）"]
            rows.append(row)
        faults += [f"第{sheet_row.number}行：{one}。" for one in wrong]
    if faults:
        raise FaultyRows(path.name, faults)
    return rows


def import_list(session: Session, official: OfficialList, *, editor: str, now: datetime) -> Imported:
    """Take over an official list whole; the list of the same day is replaced by it."""
    kind, rows, title = official.kind, official.rows, official.title.strip()
    if not title or len(title) > 200:
        raise BadContent("请写明名录的名称和由谁提供，不超过200字。")
    if not rows:
        raise BadContent("名录里一个场所也没有。")
    if len({row.key for row in rows}) != len(rows):
        raise BadContent("同一个场所写了两次。")
    known = {one.key: one for one in session.scalars(select(Venue).where(Venue.kind == kind))}
    new = changed = 0
    for row in rows:
        venue = known.get(row.key)
        if venue is None:
            known[row.key] = venue = Venue(kind=kind, key=row.key)
            session.add(venue)
            new += 1
        elif not _differs(venue, row):
            continue
        else:
            changed += 1
        venue.code, venue.name, venue.region, venue.address = row.code, row.name, row.region, row.address
        venue.longitude, venue.latitude = row.point or (venue.longitude, venue.latitude)
        venue.edited_by, venue.edited_at = editor, now
    of_its_day = select(VenueList).where(VenueList.kind == kind, VenueList.dated_on == official.dated_on)
    found = session.scalar(of_its_day)
    if found is None:
        found = VenueList(kind=kind, dated_on=official.dated_on)
        session.add(found)
    found.title, found.imported_by, found.imported_at = title, editor, now
    session.flush()
    session.execute(delete(VenueListing).where(VenueListing.list_id == found.id))
    listings = [{"list_id": found.id, "venue_id": known[row.key].id} for row in rows]
    session.execute(insert(table_of(VenueListing)), listings)
    return Imported(found.id, len(rows), new, changed)


def villages_of(tree: RegionTree, kind: VenueKind) -> list[VenueRow]:
    """The villages, or the communities (社区), of the tree of regions, as a list of their own."""
    wants_communities = kind is VenueKind.COMMUNITY
    return [
        VenueRow(region.name, region.code, region.code)
        for region in tree.at_level(Level.VILLAGE)
        if _is_community(region.name) == wants_communities
    ]


def list_in_force(session: Session, kind: VenueKind, on: date) -> VenueList | None:
    """The newest list that describes ``on`` or an earlier day."""
    return session.scalar(
        select(VenueList)
        .where(VenueList.kind == kind, VenueList.dated_on <= on)
        .order_by(VenueList.dated_on.desc())
        .limit(1)
    )


def lists(session: Session) -> Sequence[tuple[VenueList, int]]:
    """Every list with the number of its venues, kind by kind, the newest first."""
    query = (
        select(VenueList, func.count(VenueListing.venue_id))
        .outerjoin(VenueListing, VenueListing.list_id == VenueList.id)
        .group_by(VenueList.id)
        .order_by(VenueList.kind, VenueList.dated_on.desc())
    )
    return [(one, count) for one, count in session.execute(query)]


VENUE_ORDERS = (
    SortOrder("place", "按区划", Venue.region, Venue.name, Venue.id),
    SortOrder("name", "按名称", Venue.name, Venue.id),
    SortOrder("newest", "新登记的在前", Venue.id, is_descending=True),
)


def venues(
    session: Session,
    kind: VenueKind | None = None,
    regions: Iterable[str] | None = None,
    words: str = "",
    page: Page = Page(VENUE_ORDERS[0]),
) -> Sequence[Venue]:
    """Venues of the register by kind, regions (codes) and a part of the name, in one of ``VENUE_ORDERS``."""
    query = page.of(select(Venue))
    if kind is not None:
        query = query.where(Venue.kind == kind)
    if regions is not None:
        query = query.where(Venue.region.in_(sorted(regions)))
    if words:
        query = query.where(Venue.name.contains(words, autoescape=True))
    return session.scalars(query).all()


def _venue_row(sheet_row: SheetRow, tree: RegionTree, is_gcj02: bool) -> tuple[VenueRow | None, list[str]]:
    wrong = [f"“{head}”不能空着" for head in ("名称", "区划") if not sheet_row[head]]
    wrong += [f"“{head}”超过{most}字" for head, most in _LENGTHS.items() if len(sheet_row[head]) > most]
    region, fault = _region_of(sheet_row["区划"], tree)
    point, off_the_map = _point_of(sheet_row, is_gcj02)
    wrong += [one for one in (fault, off_the_map) if one]
    if region is None or not sheet_row["名称"]:
        return None, wrong
    return VenueRow(sheet_row["名称"], region, sheet_row["代码"], sheet_row["地址"], point), wrong


def _region_of(words: str, tree: RegionTree) -> tuple[str | None, str]:
    if not words:
        return None, ""
    try:
        return tree.meant_by(words).code, ""
    except BadContent as error:
        return None, str(error).rstrip("。")


def _point_of(sheet_row: SheetRow, is_gcj02: bool) -> tuple[Point | None, str]:
    longitude, latitude = sheet_row["经度"], sheet_row["纬度"]
    if not longitude and not latitude:
        return None, ""
    try:
        point = Point(float(longitude), float(latitude))
    except ValueError:
        return None, f"经度、纬度要写成121.38、28.37这样的数，现在是“{longitude}”“{latitude}”"
    # Written so that nan is refused too.
    if not (-180 <= point.lon <= 180 and -90 <= point.lat <= 90):
        return None, "经纬度超出了范围，请检查是不是写反了"
    return wgs84_of(point) if is_gcj02 else point, ""


def _differs(venue: Venue, row: VenueRow) -> bool:
    moved = row.point is not None and row.point != (venue.longitude, venue.latitude)
    words = (venue.code, venue.name, venue.region, venue.address)
    return moved or words != (row.code, row.name, row.region, row.address)


def _is_community(name: str) -> bool:
    return name.endswith(("社区", "社区居民委员会", "居民委员会", "居委会"))
