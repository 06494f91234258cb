"""How many follow, and what they chose."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from followers.choice_models import FollowerTopic, FollowerTown, Wish
from followers.models import Follower, FollowState
from followers.roster_models import PlatformTag


@dataclass(frozen=True, slots=True)
class Roll:
    """People, each counted once."""

    following: int
    left: int
    with_town: int


def following(session: Session) -> int:
    """How many follow now."""
    query = select(func.count()).select_from(Follower).where(Follower.state == FollowState.FOLLOWING)
    return session.scalars(query).one()


def roll(session: Session) -> Roll:
    """Who follows, who left, and of how many that follow the town is known."""
    counts = select(Follower.state, func.count()).group_by(Follower.state)
    by_state = dict(session.execute(counts).all())
    towns = (
        select(func.count())
        .select_from(FollowerTown)
        .join(Follower, Follower.openid == FollowerTown.openid)
        .where(Follower.state == FollowState.FOLLOWING)
    )
    return Roll(
        by_state.get(FollowState.FOLLOWING, 0),
        by_state.get(FollowState.LEFT, 0),
        session.scalars(towns).one(),
    )


def wishes(session: Session) -> Sequence[tuple[str, Wish, int]]:
    """Topic, wish, and how many of those who follow said so."""
    query = (
        select(FollowerTopic.topic, FollowerTopic.wish, func.count())
        .join(Follower, Follower.openid == FollowerTopic.openid)
        .where(Follower.state == FollowState.FOLLOWING)
        .group_by(FollowerTopic.topic, FollowerTopic.wish)
        .order_by(FollowerTopic.topic, FollowerTopic.wish)
    )
    return [(topic, wish, count) for topic, wish, count in session.execute(query)]


def tags(session: Session) -> Sequence[PlatformTag]:
    """The tags of the account, as they were last seen."""
    return session.scalars(select(PlatformTag).order_by(PlatformTag.id)).all()
