"""Segments that were given a name."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.types import JsonObject, Moment, RowId, UtcDateTime, Words


class Segment(Base):
    """Whom somebody means by a name; the people themselves are asked for anew each time."""

    __tablename__ = "audience_segments"

    id: Mapped[RowId]
    name: Mapped[str] = mapped_column(String(64), unique=True)
    spec: Mapped[JsonObject] = mapped_column(comment="as campaigns.audiences.spec reads it")
    note: Mapped[Words] = mapped_column(comment="what it is for")
    saved_by: Mapped[str] = mapped_column(String(64))
    saved_at: Mapped[Moment]
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="no longer offered")
