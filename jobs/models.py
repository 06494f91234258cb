"""The tables of background work: slots of the clock, and the heartbeats of workers."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.types import Moment, UtcDateTime, stored_words


class SlotState(StrEnum):
    """Where one occurrence of a scheduled job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class ClockSlot(Base):
    """One occurrence of a scheduled job; its key is unique, so any number of clocks fire it once."""

    __tablename__ = "clock_slots"
    __table_args__ = (Index("ix_clock_slots_due", "state", "due_at"),)

    key: Mapped[str] = mapped_column(String(128), primary_key=True, comment="name:slot, in China's time")
    name: Mapped[str] = mapped_column(String(80))
    slot_at: Mapped[Moment] = mapped_column(index=True)
    state: Mapped[SlotState] = mapped_column(stored_words(SlotState, 16))
    due_at: Mapped[Moment] = mapped_column(comment="running: when its lease ends; waiting: when to try")
    attempts: Mapped[int] = mapped_column(default=0)
    token: Mapped[str | None] = mapped_column(String(32), comment="names the attempt that may settle it")
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class WorkerHeartbeat(Base):
    """One worker process and when it was last known to be alive."""

    __tablename__ = "worker_heartbeats"

    name: Mapped[str] = mapped_column(String(128), primary_key=True, comment="machine:process")
    started_at: Mapped[Moment]
    beat_at: Mapped[Moment] = mapped_column(index=True)
