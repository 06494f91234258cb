"""Channels of enterprises and what was reported there. No word of a reporter is in one unsealed."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.types import Labelled, Moment, RowId, UtcDateTime, Words, stored_words


class InternalState(Labelled):
    """Where an internal report stands."""

    REPORTED = "reported", "已报告"
    FIXED = "fixed", "已整改"
    ESCALATED = "escalated", "已转应急部门"


class InternalChannel(Base):
    """The channel of one enterprise; its token stands in the QR code on the wall."""

    __tablename__ = "internal_channels"

    id: Mapped[RowId]
    token: Mapped[str] = mapped_column(String(32), unique=True, comment="in the QR code; public")
    key_digest: Mapped[str] = mapped_column(String(64), comment="of the enterprise's own key")
    enterprise: Mapped[str] = mapped_column(String(200))
    region: Mapped[str] = mapped_column(String(12))
    category: Mapped[str] = mapped_column(String(24), comment="code of the industry")
    address: Mapped[Words]
    fix_days: Mapped[int] = mapped_column(comment="days until it goes to the bureau")
    opened_by: Mapped[str] = mapped_column(String(64))
    opened_at: Mapped[Moment]
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class InternalReport(Base):
    """One report of an employee to the own enterprise; the words lie in the vault under ``number``."""

    __tablename__ = "internal_reports"

    number: Mapped[str] = mapped_column(String(16), primary_key=True, comment="random")
    channel_id: Mapped[int] = mapped_column(ForeignKey("internal_channels.id"), index=True)
    intake_key: Mapped[str] = mapped_column(String(64), unique=True, comment="the same tap gives it again")
    state: Mapped[InternalState] = mapped_column(stored_words(InternalState, 16))
    reported_at: Mapped[Moment]
    fix_by: Mapped[Moment] = mapped_column(index=True)
    fixed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    measures: Mapped[Words] = mapped_column(comment="what the enterprise says it did")
    tip: Mapped[str | None] = mapped_column(ForeignKey("tips.number"), comment="once escalated")
