"""The table of pushes."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.sending.status import PushState, PushWay
from core.db import Base
from core.types import BigId, JsonObject, Moment, RowId, UtcDateTime, stored_words
from deliveries.mailings.status import Purpose


class Push(Base):
    """What is to be told to whom, which way and when, approved as one."""

    __tablename__ = "pushes"
    __table_args__ = (Index("ix_pushes_due", "state", "due_at"),)

    id: Mapped[RowId]
    campaign_id: Mapped[int | None] = mapped_column(index=True)
    content_item: Mapped[int] = mapped_column(comment="what is told")
    activity_id: Mapped[int | None] = mapped_column(BigId, comment="the activity it reminds of")
    version_id: Mapped[int | None] = mapped_column(comment="the version signed off; fixed by the approval")
    purpose: Mapped[Purpose] = mapped_column(stored_words(Purpose, 16))
    audience: Mapped[JsonObject] = mapped_column(comment="the description of the people; nobody's name")
    wish: Mapped[PushWay] = mapped_column(stored_words(PushWay, 16))
    tag_id: Mapped[int | None]
    due_at: Mapped[Moment]
    not_after: Mapped[datetime | None] = mapped_column(UtcDateTime)
    state: Mapped[PushState] = mapped_column(stored_words(PushState, 16))
    why: Mapped[str | None] = mapped_column(String(400), comment="the way that was chosen, and why")
    mailing_id: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    created_by: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[Moment]
    approved_by: Mapped[str | None] = mapped_column(String(64), comment="never who made it")
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
