"""What people chose for themselves: their town, what they want to hear about, and what they do not.

Keyed by openid without a foreign key: people who followed long before the system knew them choose too.
"""

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.types import Labelled, Moment, stored_words


class Wish(Labelled):
    """What somebody said about one topic."""

    WANTED = "wanted", "想收"
    STOPPED = "stopped", "不收"


class FollowerTown(Base):
    """The town, or the village, that somebody called theirs."""

    __tablename__ = "follower_towns"
    __table_args__ = (Index("ix_follower_towns_region", "region", "openid"),)

    openid: Mapped[str] = mapped_column(String(64), primary_key=True)
    region: Mapped[str] = mapped_column(String(16), comment="code in the region tree")
    chosen_at: Mapped[Moment]


class FollowerTopic(Base):
    """One topic about which somebody said that they want it, or do not. Silence is no row."""

    __tablename__ = "follower_topics"
    __table_args__ = (Index("ix_follower_topics_wish", "topic", "wish", "openid"),)

    openid: Mapped[str] = mapped_column(String(64), primary_key=True)
    topic: Mapped[str] = mapped_column(String(32), primary_key=True, comment="code in topics.yaml, or all")
    wish: Mapped[Wish] = mapped_column(stored_words(Wish, 16))
    chosen_at: Mapped[Moment]
