"""The tables of intake: that somebody has begun to tell, and how often one asked whether it is known."""

from datetime import date, datetime

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.types import Moment, UtcDateTime


class TipDraft(Base):
    """A tip that is being told; the vault has what was said, evidence what was sent, under ``token``."""

    __tablename__ = "tip_drafts"

    token: Mapped[str] = mapped_column(
        String(32), primary_key=True, comment="random; the case of vault and evidence until it is a tip"
    )
    holder: Mapped[str | None] = mapped_column(
        String(32),
        unique=True,
        comment="keyed blind index of the openid; NULL where the token is all there is",
    )
    touched_at: Mapped[Moment]
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    alarmed_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, comment="when the emergency screen answered while it was told"
    )


class KnownLook(Base):
    """How often one person was told on one day whether a matter may be known already."""

    __tablename__ = "tip_known_looks"

    caller: Mapped[str] = mapped_column(String(32), primary_key=True, comment="keyed digest of the openid")
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    looks: Mapped[int]
