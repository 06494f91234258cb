"""Tables of mailings, of how often each interface was called, and of calls that ended just now."""

from datetime import date, datetime

from sqlalchemy import Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.types import JsonObject, Moment, RowId, UtcDateTime, stored_words
from deliveries.mailings.status import MailingState, MailingWay, PauseReason, Purpose
from deliveries.status import Channel, Lane


class Mailing(Base):
    """One message to many people; each of them is a ``Delivery`` with this ``mailing_id``.

    Pausing and cancelling only change ``state``, which is read every time people are claimed.
    """

    __tablename__ = "mailings"
    __table_args__ = (Index("ix_mailings_state", "state", "due_at"),)

    id: Mapped[RowId]
    name: Mapped[str] = mapped_column(String(128), unique=True, comment="unique name from whoever made it")
    campaign_id: Mapped[int | None] = mapped_column(index=True, comment="the campaign it belongs to")
    purpose: Mapped[Purpose] = mapped_column(stored_words(Purpose, 16))
    lane: Mapped[Lane] = mapped_column(stored_words(Lane, 32))
    way: Mapped[MailingWay] = mapped_column(stored_words(MailingWay, 16))
    why: Mapped[str] = mapped_column(String(400), comment="why this way, in Chinese")
    message: Mapped[JsonObject] = mapped_column(comment="the same words for everybody; nothing personal")
    tag_id: Mapped[int | None] = mapped_column(comment="the platform's tag, for a mass send by tag")
    state: Mapped[MailingState] = mapped_column(stored_words(MailingState, 16))
    due_at: Mapped[Moment]
    not_after: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="who waits then is skipped")
    hold_until: Mapped[datetime | None] = mapped_column(
        UtcDateTime, comment="nobody is taken before: the platform asked for a pause"
    )
    paused_because: Mapped[PauseReason | None] = mapped_column(stored_words(PauseReason, 16))
    resume_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when it goes on by itself")
    frozen_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="every person is written down")
    planned: Mapped[int] = mapped_column(default=0, comment="how many people were written down")
    swept_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, comment="cancelled or too late: nobody waits any more"
    )
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tally: Mapped[JsonObject | None] = mapped_column(comment="how many stood where at the end")
    confirmed_by: Mapped[str | None] = mapped_column(
        String(64), comment="the second person who agreed to a mass send to everybody"
    )
    created_by: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[Moment]


class ApiDay(Base):
    """How often one interface was called on one day in China; the row also serves as the lock of its rate."""

    __tablename__ = "api_days"

    api: Mapped[Channel] = mapped_column(stored_words(Channel, 32), primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True)
    calls: Mapped[int] = mapped_column(Integer, default=0)


class ApiMark(Base):
    """How many calls of one interface ended at this moment; deleted after a minute."""

    __tablename__ = "api_marks"
    __table_args__ = (Index("ix_api_marks_api", "api", "at"),)

    id: Mapped[RowId]
    api: Mapped[Channel] = mapped_column(stored_words(Channel, 32))
    at: Mapped[Moment]
    calls: Mapped[int]
