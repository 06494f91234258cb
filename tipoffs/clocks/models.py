"""The clocks that run for cases, their pauses, and what they have said."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from core.types import BigId, Moment, RowId, Words, stored_words
from places.workdays import Pause
from tipoffs.clocks.deadlines import Term
from tipoffs.clocks.rules import Unit


class CaseClock(Base):
    """One clock of one case. A case has at most one open clock of a kind."""

    __tablename__ = "case_clocks"
    __table_args__ = (
        Index(
            "ix_case_clocks_due",
            "due_at",
            "id",
            sqlite_where=text("stopped_at IS NULL"),
            postgresql_where=text("stopped_at IS NULL"),
        ),
        Index(
            "uq_case_clocks_open",
            "case_number",
            "kind",
            unique=True,
            sqlite_where=text("stopped_at IS NULL"),
            postgresql_where=text("stopped_at IS NULL"),
        ),
    )

    id: Mapped[RowId]
    case_number: Mapped[str] = mapped_column(String(64), comment="public number of a tip, code of a hazard")
    kind: Mapped[str] = mapped_column(String(32), comment="as in clocks/defaults.yaml")
    department: Mapped[str] = mapped_column(String(32), comment="code of the department that is reminded")
    unit: Mapped[Unit] = mapped_column(stored_words(Unit, 16))
    length: Mapped[int] = mapped_column(Integer)
    is_urgent: Mapped[bool] = mapped_column(comment="speaks at night too")
    started_at: Mapped[Moment]
    due_at: Mapped[Moment | None] = mapped_column(comment="first late moment; null while paused")
    last_day: Mapped[date | None] = mapped_column(Date, comment="in Asia/Shanghai; null while paused")
    is_provisional: Mapped[bool] = mapped_column(comment="ends in a year without published holidays")
    next_at: Mapped[Moment | None] = mapped_column(index=True, comment="when the next step is due")
    paused_at: Mapped[Moment | None] = mapped_column(comment="null unless paused now")
    stopped_at: Mapped[Moment | None] = mapped_column(comment="done, or the case is over")
    is_late: Mapped[bool | None] = mapped_column(comment="stopped after due_at; null while open")
    extended_by: Mapped[int] = mapped_column(Integer, comment="0 until extended, once")
    extended_at: Mapped[Moment | None]
    extension_asked_by: Mapped[str] = mapped_column(String(64))
    extension_approver: Mapped[str] = mapped_column(String(64))
    extension_reason: Mapped[Words]

    pauses: Mapped[list["ClockPause"]] = relationship(order_by="ClockPause.id", lazy="selectin")

    @property
    def is_open(self) -> bool:
        """Whether it still runs or is paused."""
        return self.stopped_at is None

    @property
    def round(self) -> int:
        """0, and 1 once extended: an extended clock reminds anew."""
        return 1 if self.extended_at else 0

    @property
    def measured_from(self) -> datetime:
        """Where the shares of its time begin."""
        return self.extended_at or self.started_at

    @property
    def term(self) -> Term:
        """The period that it measures."""
        pauses = tuple(Pause(one.since, one.until) for one in self.pauses)
        return Term(self.unit, self.length, self.started_at, self.extended_by, pauses)


class ClockPause(Base):
    """A stretch during which a clock stood still."""

    __tablename__ = "clock_pauses"

    id: Mapped[RowId]
    clock_id: Mapped[int] = mapped_column(BigId, ForeignKey("case_clocks.id", ondelete="CASCADE"), index=True)
    since: Mapped[Moment]
    until: Mapped[Moment | None]
    reason: Mapped[str] = mapped_column(String(200), comment="in Chinese; shown to the reporter")


class ClockFiring(Base):
    """One step of one clock that was said, or passed over because a later one was said."""

    __tablename__ = "clock_firings"
    __table_args__ = (UniqueConstraint("clock_id", "round", "step"),)

    id: Mapped[RowId]
    clock_id: Mapped[int] = mapped_column(BigId, ForeignKey("case_clocks.id", ondelete="CASCADE"))
    round: Mapped[int] = mapped_column(Integer, comment="1 after an extension")
    step: Mapped[str] = mapped_column(String(32))
    due_at: Mapped[Moment] = mapped_column(comment="when the step was due")
    fired_at: Mapped[Moment]
    was_told: Mapped[bool] = mapped_column(comment="false: a later step was said instead")
