"""Requests for a lecture (一呼百应), and what those who attended thought of it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.planning.status import LectureState
from core.db import Base
from core.types import Moment, RowId, UtcDateTime, Words, stored_words
from places.models import VenueKind


class LectureRequest(Base):
    """Somebody asks for a lecture; who it is and how to call back lies sealed."""

    __tablename__ = "lecture_requests"
    __table_args__ = (Index("ix_lecture_requests_state_asked", "state", "asked_at"),)

    id: Mapped[RowId]
    state: Mapped[LectureState] = mapped_column(stored_words(LectureState, 16))
    requester: Mapped[str | None] = mapped_column(
        String(32), index=True, comment="keyed pseudonym of the openid; NULL where a clerk wrote it down"
    )
    sealed_openid: Mapped[bytes | None] = mapped_column(LargeBinary, comment="for the notice; NULL once over")
    sealed_contact: Mapped[bytes | None] = mapped_column(
        LargeBinary, comment="name and telephone; NULL once over"
    )
    unit_name: Mapped[str] = mapped_column(String(100), comment="who asks: a school, a village, a factory …")
    audience: Mapped[VenueKind | None] = mapped_column(stored_words(VenueKind, 16))
    region: Mapped[str] = mapped_column(String(16), comment="code in the region tree")
    place: Mapped[str] = mapped_column(String(200))
    topic: Mapped[Words] = mapped_column(comment="what they want to hear about; numbers masked")
    wished: Mapped[str] = mapped_column(String(100), comment="when, in their words; numbers masked")
    expected: Mapped[int | None] = mapped_column(comment="how many will listen")
    asked_at: Mapped[Moment]
    written_by: Mapped[str | None] = mapped_column(String(64), comment="login of the clerk who wrote it down")
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activities.id"), unique=True)
    speaker: Mapped[str] = mapped_column(String(64))
    speaker_unit: Mapped[str] = mapped_column(String(100))
    scheduled_by: Mapped[str | None] = mapped_column(String(64))
    scheduled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="held, declined or withdrawn")
    reason: Mapped[Words] = mapped_column(comment="of the last step that needed one")

    @property
    def number(self) -> str:
        """What people call it by."""
        return f"J{self.id:06d}"


class LectureRating(Base):
    """What one person who attended thought; the latest word of that person counts."""

    __tablename__ = "lecture_ratings"
    __table_args__ = (CheckConstraint("stars BETWEEN 1 AND 5", name="one_to_five"),)

    lecture_id: Mapped[int] = mapped_column(ForeignKey("lecture_requests.id"), primary_key=True)
    rater: Mapped[str] = mapped_column(String(32), primary_key=True, comment="keyed pseudonym of the openid")
    stars: Mapped[int] = mapped_column(comment="1 to 5")
    words: Mapped[Words] = mapped_column(comment="numbers masked")
    rated_at: Mapped[Moment]
