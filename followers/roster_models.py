"""What the platform says about followers: its tags, who has them, and how far the nightly pull came."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Date, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.types import Moment, UtcDateTime, stored_words


class PullStage(StrEnum):
    """How far the pull of a day is."""

    LIST = "list"
    INFOS = "infos"
    FINISHED = "finished"


class PlatformTag(Base):
    """A tag of the account; the platform has at most 100, and 20 for one person."""

    __tablename__ = "platform_tags"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False, comment="the platform's")
    name: Mapped[str] = mapped_column(String(64))
    count: Mapped[int] = mapped_column(comment="people who have it, as the platform counts")
    seen_at: Mapped[Moment]


class FollowerTag(Base):
    """That somebody has a tag."""

    __tablename__ = "follower_tags"
    __table_args__ = (Index("ix_follower_tags_tag", "tag_id", "openid"),)

    openid: Mapped[str] = mapped_column(String(64), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("platform_tags.id", ondelete="CASCADE"), primary_key=True)


class FollowerPull(Base):
    """The pull of one day: where to go on, and how many calls it has cost."""

    __tablename__ = "follower_pulls"

    on: Mapped[date] = mapped_column(Date, primary_key=True, comment="day in Asia/Shanghai")
    stage: Mapped[PullStage] = mapped_column(stored_words(PullStage, 16))
    started_at: Mapped[Moment]
    cursor: Mapped[str] = mapped_column(String(64), comment="openid after which the next call goes on")
    page_calls: Mapped[int] = mapped_column(
        comment="of user/get, tried ones too; the platform allows 500 a day"
    )
    info_calls: Mapped[int] = mapped_column(comment="of user/info/batchget, tried ones too")
    total: Mapped[int] = mapped_column(BigInteger, comment="followers, as the platform counts")
    listed: Mapped[int] = mapped_column(BigInteger, comment="openids that came")
    left: Mapped[int] = mapped_column(BigInteger, comment="people who turned out to have left")
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    complaint: Mapped[str] = mapped_column(String(200), comment="why nobody was marked as left, else empty")
    asked_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, comment="staff want it done now; NULL once it is done or stopped"
    )
    believes: Mapped[bool] = mapped_column(
        default=False, comment="they have looked: so many really did leave"
    )
    stopped: Mapped[str] = mapped_column(
        String(200), default="", comment="why it stopped before its end, else empty"
    )
