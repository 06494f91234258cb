"""What followers took part in."""

from datetime import date

from sqlalchemy import Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class FollowerDeed(Base):
    """One thing that somebody took part in: that they did, and on which day last.

    Neither answers nor scores, and no hour: those lie under pseudonyms, and times would tell whose they are.
    """

    __tablename__ = "follower_deeds"
    __table_args__ = (Index("ix_follower_deeds_deed", "deed", "last_on", "openid"),)

    openid: Mapped[str] = mapped_column(String(64), primary_key=True)
    deed: Mapped[str] = mapped_column(String(96), primary_key=True, comment="kind:code, such as contest:7")
    last_on: Mapped[date] = mapped_column(Date, comment="in Asia/Shanghai")
