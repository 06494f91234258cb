"""The table of followers; choices are in ``choice_models``, the platform's word in ``roster_models``."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base
from core.types import Labelled, Moment, Openid, RowId, UtcDateTime, stored_words


class FollowState(Labelled):
    """Whether a person follows the account now."""

    FOLLOWING = "following", "已关注"
    LEFT = "left", "已取消关注"


class Follower(Base):
    """One person who follows or followed the account, known only by openid."""

    __tablename__ = "followers"
    __table_args__ = (
        # In the order of openids: all who follow are read out of the index alone.
        Index("ix_followers_state", "state", "openid"),
        Index("ix_followers_seen", "state", "last_seen_at"),
        Index("ix_followers_followed", "state", "followed_at"),
        Index("ix_followers_scene", "scene", "state"),
    )

    id: Mapped[RowId]
    openid: Mapped[Openid] = mapped_column(unique=True)
    state: Mapped[FollowState] = mapped_column(stored_words(FollowState, 16))
    state_event_at: Mapped[Moment] = mapped_column(comment="time of the event that decided the state")
    followed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="latest subscribe event")
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="latest unsubscribe event")
    scene: Mapped[str | None] = mapped_column(String(64), comment="QR code of the latest subscribe event")
    first_seen_at: Mapped[Moment] = mapped_column(comment="earliest event of any kind")
    last_seen_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, comment="latest sign of life; unsubscribing is none"
    )
    listed_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime, comment="as of when the platform's list last had them"
    )
