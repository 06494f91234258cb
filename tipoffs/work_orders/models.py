"""What the hotline's system said of a case: its number there, until when, and the answer."""

from datetime import date

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.types import Moment, RowId, Words


class WorkOrder(Base):
    """A 12345 work order of a tip; a tip may have several."""

    __tablename__ = "tip_work_orders"
    __table_args__ = (UniqueConstraint("tip", "order_number"),)

    id: Mapped[RowId]
    tip: Mapped[str] = mapped_column(ForeignKey("tips.number"))
    order_number: Mapped[str] = mapped_column(String(64), comment="工单号")
    due_on: Mapped[date | None] = mapped_column(Date, comment="last day, as the hotline counts")
    answer: Mapped[Words] = mapped_column(comment="numbers of people masked; may be empty")
    taken_by: Mapped[str] = mapped_column(String(64))
    taken_at: Mapped[Moment]
