"""How many follow, what they chose, and who they are as far as we know."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.sort_orders import Page, both_ways
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
    # An empty string behind the openid keeps the index by openid out of it: with that, SQLite looks up the
    # rows of each follower and sorts them all, while the index of wishes has them in the order asked for.
    who = select(Follower.openid).where(Follower.state == FollowState.FOLLOWING)
    query = (
        select(FollowerTopic.topic, FollowerTopic.wish, func.count())
        .where((FollowerTopic.openid + "").in_(who))
        .group_by(FollowerTopic.topic, FollowerTopic.wish)
        .order_by(FollowerTopic.topic, FollowerTopic.wish)
    )
    return [(topic, wish, count) for topic, wish, count in session.execute(query)]


def tags(session: Session) -> Sequence[PlatformTag]:
    """The tags of the account, as they were last seen."""
    return session.scalars(select(PlatformTag).order_by(PlatformTag.id)).all()


@dataclass(frozen=True, slots=True)
class FollowerLine:
    """One person, with what they chose; ``region`` is empty where they chose none."""

    follower: Follower
    region: str
    wanted: tuple[str, ...]
    stopped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sought:
    """What a list of followers is narrowed to; None and empty ask nothing."""

    state: FollowState | None = None
    regions: Collection[str] | None = None
    topic: str = ""
    wish: Wish | None = None


FOLLOWER_ORDERS = both_ways(Follower.id)


def follower_lines(
    session: Session,
    sought: Sought,
    *,
    page: Page = Page(FOLLOWER_ORDERS[0]),
) -> Sequence[FollowerLine]:
    """A page of the followers, in one of ``FOLLOWER_ORDERS``."""
    query = select(Follower, FollowerTown.region).outerjoin(
        FollowerTown, FollowerTown.openid == Follower.openid
    )
    if sought.state is not None:
        # Said the other way round, which no index answers: by the one of states SQLite would fetch and sort
        # nearly everybody, while a page stands at the end of the table.
        query = query.where(Follower.state.not_in([one for one in FollowState if one is not sought.state]))
    if sought.regions is not None:
        query = query.where(FollowerTown.region.in_(sought.regions))
    if sought.topic or sought.wish is not None:
        who = select(FollowerTopic.openid).where(FollowerTopic.openid == Follower.openid)
        if sought.topic:
            who = who.where(FollowerTopic.topic == sought.topic)
        if sought.wish is not None:
            who = who.where(FollowerTopic.wish == sought.wish)
        query = query.where(who.exists())
    rows = session.execute(page.of(query)).all()
    said: dict[tuple[str, Wish], list[str]] = {}
    these = FollowerTopic.openid.in_([follower.openid for follower, _ in rows])
    for one in session.scalars(select(FollowerTopic).where(these).order_by(FollowerTopic.topic)):
        said.setdefault((one.openid, one.wish), []).append(one.topic)
    return [
        FollowerLine(
            follower,
            region or "",
            tuple(said.get((follower.openid, Wish.WANTED), ())),
            tuple(said.get((follower.openid, Wish.STOPPED), ())),
        )
        for follower, region in rows
    ]
