"""What staff keep about places and days: the regions of the county, and the calendar of working days."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Date, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.types import Json, JsonList, Moment, stored_words
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
