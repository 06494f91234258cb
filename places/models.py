"""What staff keep about places and days: regions, the calendar of working days, the register of venues."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Date, Float, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.types import Json, JsonList, Labelled, Moment, RowId, stored_words
from places.regions import Level, Region, polygons_of


class DaySource(StrEnum):
    """Where the word on a day comes from."""

    LIBRARY = "library"
    NOTICE = "notice"
    STAFF = "staff"


PUBLISHED = frozenset({DaySource.LIBRARY, DaySource.NOTICE})
"""Sources that know a whole year; a single day set by staff publishes nothing."""


class CalendarDay(Base):
    """One day that differs from Monday to Friday, or is said not to."""

    __tablename__ = "workdays"

    day: Mapped[date] = mapped_column(Date, primary_key=True, comment="in Asia/Shanghai")
    is_workday: Mapped[bool]
    name: Mapped[str] = mapped_column(String(64), comment="of the holiday, or why it differs")
    source: Mapped[DaySource] = mapped_column(stored_words(DaySource, 16))
    edited_by: Mapped[str] = mapped_column(String(64), comment="login of the editor, empty for the library")
    edited_at: Mapped[Moment]


class RegionEntry(Base):
    """One region of the tree, as it was imported."""

    __tablename__ = "regions"

    code: Mapped[str] = mapped_column(String(16), primary_key=True, comment="statistical code")
    name: Mapped[str] = mapped_column(String(64))
    parent_code: Mapped[str] = mapped_column(String(16), index=True, comment="empty for the county")
    level: Mapped[int] = mapped_column(Integer, comment="1 county, 2 town, 3 village")
    aliases: Mapped[JsonList] = mapped_column(comment="other names that people use")
    geometry: Mapped[dict[str, Any] | None] = mapped_column(Json, comment="GeoJSON area in WGS-84")
    edited_by: Mapped[str] = mapped_column(String(64))
    edited_at: Mapped[Moment]

    def region(self) -> Region:
        """The entry as the tree wants it."""
        polygons = polygons_of(self.geometry) if self.geometry else ()
        return Region(
            self.code, self.name, self.parent_code, Level(self.level), tuple(self.aliases), polygons
        )


class VenueKind(Labelled):
    """Where safety is brought to: the five settings (安全宣传五进, 2020), agencies and public places."""

    ENTERPRISE = "enterprise", "企业"
    VILLAGE = "village", "农村"
    COMMUNITY = "community", "社区"
    SCHOOL = "school", "学校"
    FAMILY = "family", "家庭"
    AGENCY = "agency", "机关"
    PUBLIC_PLACE = "public_place", "公共场所"


class Venue(Base):
    """One place of the register; it stays when a newer list no longer names it."""

    __tablename__ = "venues"
    __table_args__ = (UniqueConstraint("kind", "key"), Index("ix_venues_region_kind", "region", "kind"))

    id: Mapped[RowId]
    kind: Mapped[VenueKind] = mapped_column(stored_words(VenueKind, 16))
    key: Mapped[str] = mapped_column(
        String(128), comment="official code, or region and name where there is none"
    )
    code: Mapped[str] = mapped_column(String(32), comment="统一社会信用代码, 学校标识码 …; may be empty")
    name: Mapped[str] = mapped_column(String(100))
    region: Mapped[str] = mapped_column(String(16), comment="code in the region tree")
    address: Mapped[str] = mapped_column(String(200))
    latitude: Mapped[float | None] = mapped_column(Float, comment="WGS-84")
    longitude: Mapped[float | None] = mapped_column(Float, comment="WGS-84")
    edited_by: Mapped[str] = mapped_column(String(64))
    edited_at: Mapped[Moment]


class VenueList(Base):
    """An official list of all venues of a kind, as of one day: the denominator of coverage."""

    __tablename__ = "venue_lists"
    __table_args__ = (UniqueConstraint("kind", "dated_on"),)

    id: Mapped[RowId]
    kind: Mapped[VenueKind] = mapped_column(stored_words(VenueKind, 16))
    title: Mapped[str] = mapped_column(String(200), comment="name of the list and who keeps it")
    dated_on: Mapped[date] = mapped_column(Date, comment="the day that the list describes")
    imported_by: Mapped[str] = mapped_column(String(64))
    imported_at: Mapped[Moment]


class VenueListing(Base):
    """A venue stands on a list."""

    __tablename__ = "venue_listings"

    list_id: Mapped[int] = mapped_column(ForeignKey("venue_lists.id"), primary_key=True)
    venue_id: Mapped[int] = mapped_column(ForeignKey("venues.id"), primary_key=True, index=True)
