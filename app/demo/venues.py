"""The register of venues of the made-up county: villages of its tree, and schools, factories, places."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo.county import EDITOR, County
from core.clock import china_date
from places.models import Venue, VenueKind
from places.regions import RegionTree
from places.venues import OfficialList, VenueRow, import_list, villages_of

_STEMS = "甲乙丙丁戊己庚辛壬癸"
_KINDS: Mapping[VenueKind, tuple[str, str]] = {
    VenueKind.ENTERPRISE: ("厂", "演示县企业名录（安全监管对象）"),
    VenueKind.SCHOOL: ("小学", "演示县教育局学校名录"),
    VenueKind.COMMUNITY: ("社区", "演示县民政局社区名录"),
    VenueKind.PUBLIC_PLACE: ("商场", "演示县公共场所名录"),
}
_A_TOWN: Mapping[VenueKind, int] = {
    VenueKind.ENTERPRISE: 6,
    VenueKind.SCHOOL: 3,
    VenueKind.COMMUNITY: 2,
    VenueKind.PUBLIC_PLACE: 3,
}

Register = Mapping[VenueKind, Sequence[Venue]]


def register_venues(
    session: Session, county: County, tree: RegionTree, dated_on: date, now: datetime
) -> Register:
    """Take over a list of each kind, dated before anything was held; the venues by kind."""
    lists = {kind: (title, _rows(county, kind, ending)) for kind, (ending, title) in _KINDS.items()}
    lists[VenueKind.VILLAGE] = ("演示县行政村名录", villages_of(tree, VenueKind.VILLAGE))
    for kind, (title, rows) in lists.items():
        import_list(session, OfficialList(kind, title, dated_on, rows), editor=EDITOR, now=now)
    found: dict[VenueKind, list[Venue]] = {kind: [] for kind in lists}
    for venue in session.scalars(select(Venue).order_by(Venue.id)):
        found[venue.kind].append(venue)
    return found


def _rows(county: County, kind: VenueKind, ending: str) -> list[VenueRow]:
    return [
        VenueRow(f"{town.name}{_STEMS[number]}{ending}", town.code, address=f"{town.name}（演示地址）")
        for number in range(_A_TOWN[kind])
        for town in county.towns
    ]


def day_of_lists(earliest: datetime) -> date:
    """A day on which the lists are older than the first activity."""
    return china_date(earliest).replace(month=1, day=1)
