"""The table of rule sets that the bureau writes itself."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.types import JsonList, Moment, RowId, UtcDateTime, Words, stored_words
from tipoffs.rewards.own_rules.status import DraftState

PREFIX = "own-"
"""The id of such a set is this and the number of its row: no file has one like it."""


class OwnRules(Base):
    """One rule set, from the draft on; its words never change after it was confirmed."""

    __tablename__ = "reward_own_rules"

    id: Mapped[RowId]
    based_on: Mapped[str] = mapped_column(String(64), comment="id of the set that it was copied from")
    text: Mapped[Words] = mapped_column(comment="the whole set as YAML, extending nothing")
    state: Mapped[DraftState] = mapped_column(stored_words(DraftState, 16))
    version: Mapped[int] = mapped_column(default=0, comment="rises with each change")
    writers: Mapped[JsonList] = mapped_column(comment="everybody who wrote at it: none of them confirms it")
    note: Mapped[Words] = mapped_column(default="", comment="why it was sent back or dropped")
    begun_at: Mapped[Moment]
    changed_at: Mapped[Moment]
    confirmed_by: Mapped[str | None] = mapped_column(String(64))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def set_id(self) -> str:
        """What proposals call the set."""
        return f"{PREFIX}{self.id}"
