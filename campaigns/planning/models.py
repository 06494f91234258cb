"""Themes, campaigns, and what was done on the ground. Requests for lectures are in ``lecture_models``."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.planning.kinds import ActivityKind, Basis, CampaignKind, Measure, Unit
from campaigns.planning.status import ActivityState, CampaignState
from core.db import Base
from core.types import BigId, JsonList, Moment, RowId, UtcDateTime, Words, stored_words
from places.models import VenueKind


class Theme(Base):
    """The theme of one occasion in one year, as the document that announced it words it."""

    __tablename__ = "campaign_themes"
    __table_args__ = (
        UniqueConstraint("occasion", "year"),
        # Two people read the document; the file that comes with the project has no first reader here.
        CheckConstraint("verified_by IS NULL OR verified_by <> set_by", name="two_people"),
    )

    id: Mapped[RowId]
    occasion: Mapped[str] = mapped_column(String(32), comment="code in calendar.yaml")
    year: Mapped[int]
    edition: Mapped[int | None] = mapped_column(comment="第几个")
    text: Mapped[Words] = mapped_column(comment="empty until it is announced")
    document: Mapped[str] = mapped_column(String(64), comment="文号, empty where none is known")
    source: Mapped[Words] = mapped_column(comment="where it can be read again")
    set_by: Mapped[str] = mapped_column(String(64), comment="login, empty for the file of the house")
    set_at: Mapped[Moment]
    verified_by: Mapped[str | None] = mapped_column(String(64), comment="login; another person")
    verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="NULL blocks publishing")


class Campaign(Base):
    """A plan with a beginning, an end and people who answer for it."""

    __tablename__ = "campaigns"
    __table_args__ = (
        Index("ix_campaigns_days", "starts_on", "ends_on"),
        CheckConstraint("approved_by IS NULL OR approved_by <> planned_by", name="two_people"),
    )

    id: Mapped[RowId]
    state: Mapped[CampaignState] = mapped_column(stored_words(CampaignState, 16))
    kind: Mapped[CampaignKind] = mapped_column(stored_words(CampaignKind, 24))
    occasion: Mapped[str | None] = mapped_column(String(32), comment="code in calendar.yaml")
    name: Mapped[str] = mapped_column(String(100))
    theme: Mapped[Words] = mapped_column(comment="as it will be printed; checked against campaign_themes")
    region: Mapped[str] = mapped_column(String(16), comment="code in the region tree")
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    lead_unit: Mapped[str] = mapped_column(String(100))
    co_units: Mapped[JsonList]
    purpose: Mapped[Words]
    planned_by: Mapped[str] = mapped_column(String(64))
    planned_at: Mapped[Moment]
    planners: Mapped[JsonList] = mapped_column(comment="logins of all who wrote at it; none approves")
    approved_by: Mapped[str | None] = mapped_column(String(64))
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="closed or cancelled")
    reason: Mapped[Words] = mapped_column(comment="of the last step that needed one")


class CampaignTarget(Base):
    """A goal of one campaign; what is measured is written in ``targets.yaml``."""

    __tablename__ = "campaign_targets"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(48), primary_key=True, comment="in targets.yaml")
    goal: Mapped[int] = mapped_column(comment="in the unit of the target; a coverage in per cent")
    set_by: Mapped[str] = mapped_column(String(64))
    set_at: Mapped[Moment]


class Activity(Base):
    """Something done on the ground for a campaign, at a place and a time."""

    __tablename__ = "activities"
    __table_args__ = (
        Index("ix_activities_campaign_state", "campaign_id", "state"),
        Index("ix_activities_days", "starts_at", "kind"),
        CheckConstraint("verified_by IS NULL OR verified_by <> entered_by", name="two_people"),
    )

    id: Mapped[RowId]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    state: Mapped[ActivityState] = mapped_column(stored_words(ActivityState, 16))
    kind: Mapped[ActivityKind] = mapped_column(stored_words(ActivityKind, 16))
    audience: Mapped[VenueKind | None] = mapped_column(
        stored_words(VenueKind, 16), comment="which of the settings it goes to; NULL for everybody"
    )
    title: Mapped[str] = mapped_column(String(100))
    film: Mapped[str] = mapped_column(String(100), comment="title of the film, for a film; else empty")
    region: Mapped[str] = mapped_column(String(16), comment="code in the region tree")
    place: Mapped[str] = mapped_column(String(200), comment="as people find it")
    starts_at: Mapped[Moment]
    ends_at: Mapped[Moment]
    lead_unit: Mapped[str] = mapped_column(String(100))
    co_units: Mapped[JsonList]
    target: Mapped[int | None] = mapped_column(comment="how many attendances are hoped for")
    quota: Mapped[int | None] = mapped_column(comment="how many can sign in at most")
    scene: Mapped[str | None] = mapped_column(
        String(64), unique=True, comment="scene of the QR code by which people sign in"
    )
    summary: Mapped[Words] = mapped_column(comment="how it went, in the words of who was there")
    entered_by: Mapped[str] = mapped_column(String(64), comment="who planned it")
    entered_at: Mapped[Moment]
    enterers: Mapped[JsonList] = mapped_column(comment="logins of all who entered something; none verifies")
    held_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it was entered as held")
    verified_by: Mapped[str | None] = mapped_column(String(64))
    verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[Words] = mapped_column(comment="of the last step that needed one")


class ActivityVenue(Base):
    """An activity reached a place of the register; coverage counts these."""

    __tablename__ = "activity_venues"

    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"), primary_key=True)
    venue_id: Mapped[int] = mapped_column(ForeignKey("venues.id"), primary_key=True, index=True)


class Headcount(Base):
    """A number counted at an activity, in one unit and with its basis."""

    __tablename__ = "activity_headcounts"
    __table_args__ = (CheckConstraint("value >= 0", name="not_negative"),)

    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"), primary_key=True)
    measure: Mapped[Measure] = mapped_column(stored_words(Measure, 16), primary_key=True)
    unit: Mapped[Unit] = mapped_column(stored_words(Unit, 16), primary_key=True)
    value: Mapped[int]
    basis: Mapped[Basis] = mapped_column(stored_words(Basis, 16))
    source: Mapped[str] = mapped_column(String(200), comment="the list, photo or system it was read from")
    entered_by: Mapped[str] = mapped_column(String(64))
    entered_at: Mapped[Moment]


class ActivityMaterial(Base):
    """Printed matter and goods taken out for an activity, and what came back."""

    __tablename__ = "activity_materials"
    __table_args__ = (
        CheckConstraint("taken >= 0 AND returned >= 0 AND returned <= taken", name="not_more_back"),
    )

    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    unit: Mapped[str] = mapped_column(String(8), comment="份, 件, 张 …")
    material_id: Mapped[int | None] = mapped_column(
        BigId, comment="in the library of materials, where it is one"
    )
    taken: Mapped[int]
    returned: Mapped[int]
    entered_by: Mapped[str] = mapped_column(String(64))
    entered_at: Mapped[Moment]


class ActivityPhoto(Base):
    """A photo that shows that an activity took place; a copy without metadata, by the hash of its bytes."""

    __tablename__ = "activity_photos"

    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"), primary_key=True)
    file: Mapped[str] = mapped_column(String(64), primary_key=True, comment="key in the store of files")
    caption: Mapped[str] = mapped_column(String(200))
    width: Mapped[int]
    height: Mapped[int]
    added_by: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[Moment]
