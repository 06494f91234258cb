"""Materials and their versions, codes with a scene, scans, sign-ins, and records of training."""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    case,
)
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.library.kinds import TraineeKind
from core.db import Base
from core.types import BigId, Moment, RowId, UtcDateTime, Words, stored_words
from followers.scenes import UNKEPT_SCENE
from places.models import VenueKind

UNKNOWN = "~"
"""The name of everybody who scanned a code for tips. Somebody who was forgotten has a longer one."""


class Material(Base):
    """Something people are given when they scan; what it holds is in its versions."""

    __tablename__ = "materials"

    id: Mapped[RowId]
    title: Mapped[str] = mapped_column(String(100))
    audience: Mapped[VenueKind | None] = mapped_column(
        stored_words(VenueKind, 16), comment="which of the settings it is for; NULL for everybody"
    )
    added_by: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[Moment]
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="given to nobody from then on")
    reason: Mapped[Words] = mapped_column(comment="why it was withdrawn")


class MaterialVersion(Base):
    """What a material held from its release to its last day. A new wording is a new version."""

    __tablename__ = "material_versions"
    __table_args__ = (
        UniqueConstraint("material_id", "number"),
        CheckConstraint("released_by IS NULL OR released_by <> written_by", name="two_people"),
    )

    id: Mapped[RowId]
    material_id: Mapped[int] = mapped_column(ForeignKey("materials.id"))
    number: Mapped[int] = mapped_column(comment="1, 2, 3 … of this material")
    words: Mapped[Words] = mapped_column(comment="what a scan is answered with")
    file: Mapped[str | None] = mapped_column(String(64), comment="key in the store of files")
    file_name: Mapped[str] = mapped_column(String(100), comment="as it is offered; empty without a file")
    media_type: Mapped[str] = mapped_column(String(64), comment="empty without a file")
    file_bytes: Mapped[int]
    article: Mapped[str | None] = mapped_column(String(64), comment="id of a knowledge article")
    content_id: Mapped[int | None] = mapped_column(BigId, comment="content item")
    page: Mapped[str] = mapped_column(String(500), comment="https address; empty for none")
    last_day_on: Mapped[date | None] = mapped_column(Date, comment="the last day on which it holds")
    written_by: Mapped[str] = mapped_column(String(64))
    written_at: Mapped[Moment]
    released_by: Mapped[str | None] = mapped_column(String(64), comment="login; another person")
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="NULL gives it to nobody")


class QrCode(Base):
    """One printed code: its scene tells which poster, school, factory or village was scanned."""

    __tablename__ = "qr_codes"
    __table_args__ = (
        Index("ix_qr_codes_campaign", "campaign_id"),
        CheckConstraint("printed >= 0", name="printed_not_negative"),
    )

    id: Mapped[RowId]
    scene: Mapped[str] = mapped_column(String(64), unique=True, comment="scene_str at the platform")
    title: Mapped[str] = mapped_column(String(60), comment="what stands above it on paper")
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"))
    material_id: Mapped[int | None] = mapped_column(ForeignKey("materials.id"), index=True)
    audience: Mapped[VenueKind | None] = mapped_column(stored_words(VenueKind, 16))
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venues.id"))
    region: Mapped[str] = mapped_column(String(16), comment="code in the region tree; empty for the county")
    place: Mapped[str] = mapped_column(String(100), comment="where it hangs; may be empty")
    printed: Mapped[int] = mapped_column(comment="how many were printed, 份")
    added_by: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[Moment]
    url: Mapped[str] = mapped_column(String(255), comment="what the picture says; empty until it was made")
    ticket: Mapped[str] = mapped_column(String(255), comment="of the platform; empty until it was made")
    made_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, comment="from then on a scan is told so; the platform cannot delete a lasting code"
    )

    @property
    def takes_tips(self) -> bool:
        """Whether a scan begins a tip about the venue or region. Scans of it name nobody."""
        return self.scene.startswith(UNKEPT_SCENE)


class Scan(Base):
    """Somebody scanned a code, once for each scan."""

    __tablename__ = "qr_scans"
    __table_args__ = (Index("ix_qr_scans_code_at", "code_id", "at"), Index("ix_qr_scans_at", "at"))

    id: Mapped[RowId]
    code_id: Mapped[int] = mapped_column(ForeignKey("qr_codes.id"))
    person: Mapped[str] = mapped_column(
        String(32),
        index=True,
        comment="keyed pseudonym of the openid; a random name once it is forgotten",
    )
    follows: Mapped[bool] = mapped_column(comment="this scan made the person a follower")
    is_new: Mapped[bool] = mapped_column(comment="… who was never seen before")
    at: Mapped[Moment]


APART: ColumnElement[str | None] = case((Scan.person != UNKNOWN, Scan.person))
"""Who scanned, where people are told apart; NULL at a code for tips."""


class SignIn(Base):
    """One person was at one activity."""

    __tablename__ = "activity_sign_ins"

    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"), primary_key=True)
    person: Mapped[str] = mapped_column(String(32), primary_key=True, index=True, comment="see qr_scans")
    number: Mapped[int] = mapped_column(comment="1 for who came first")
    is_new: Mapped[bool] = mapped_column(comment="the scan made a follower of somebody never seen before")
    at: Mapped[Moment]


class TrainingRecord(Base):
    """Somebody took a course: how long, and whether they passed. No number of an identity card."""

    __tablename__ = "training_records"
    __table_args__ = (
        UniqueConstraint("unit_name", "name", "course", "held_on"),
        Index("ix_training_records_held", "held_on", "kind"),
        CheckConstraint("hours > 0", name="hours_positive"),
        CheckConstraint("verified_by IS NULL OR verified_by <> entered_by", name="two_people"),
    )

    id: Mapped[RowId]
    kind: Mapped[TraineeKind] = mapped_column(stored_words(TraineeKind, 24))
    name: Mapped[str] = mapped_column(String(30), comment="of the person")
    unit_name: Mapped[str] = mapped_column(String(100), comment="enterprise or unit")
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venues.id"), comment="in the register")
    region: Mapped[str] = mapped_column(String(16), comment="code in the region tree")
    course: Mapped[str] = mapped_column(String(100))
    hours: Mapped[int] = mapped_column(comment="学时")
    passed: Mapped[bool]
    held_on: Mapped[date] = mapped_column(Date, comment="last day of the course")
    certificate: Mapped[str] = mapped_column(String(64), comment="number; empty without one")
    entered_by: Mapped[str] = mapped_column(String(64))
    entered_at: Mapped[Moment]
    verified_by: Mapped[str | None] = mapped_column(String(64), comment="login; another person")
    verified_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, comment="only verified ones are counted"
    )
