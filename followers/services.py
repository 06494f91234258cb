"""Records who follows, leaves and shows up, and answers whether somebody follows now.

The time of an event decides, not the order of arrival. Each column is the latest (or earliest) time of
one kind of event, and the state is computed from them, so any order and any number of repetitions of the
same events leaves the same row:

- an unsubscribe newer than, or in the same second as, every sign of life means they left;
- any later sign of life (a message, a menu click) proves that they follow, even if its subscribe event
  was lost; so does the platform's own list (``roster``), which is no sign of life.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, delete, or_, select
from sqlalchemy.orm import Session

from core.clock import told_moment
from core.statements import Prepared, insert_in, insert_once, table_of
from core.writes import Write
from followers.models import Follower, FollowState
from followers.scenes import kept_scene


def record_follow(
    session: Session, openid: str, at: datetime, now: datetime, *, scene: str | None = None
) -> Follower:
    """They subscribed at ``at`` (the platform's time), through the QR code ``scene`` if any."""
    at, scene = told_moment(at, now), kept_scene(scene)
    follower = _held(session, openid, at)
    if follower.followed_at is None or at > follower.followed_at:
        follower.scene = scene
    elif at == follower.followed_at:
        follower.scene = max(follower.scene or "", scene or "") or None
    follower.followed_at = _later(follower.followed_at, at)
    follower.last_seen_at = _later(follower.last_seen_at, at)
    return _decided(session, follower, at)


def record_unfollow(session: Session, openid: str, at: datetime, now: datetime) -> Follower:
    """They unsubscribed at ``at`` (the platform's time)."""
    at = told_moment(at, now)
    follower = _held(session, openid, at)
    follower.left_at = _later(follower.left_at, at)
    return _decided(session, follower, at)


def seen_write(openid: str, at: datetime, now: datetime) -> Write:
    """The one statement for a sign of life at ``at`` (the platform's time) of somebody who follows.

    It needs its row: an older event, or a sign of life of somebody who had left, is for ``record_seen``.
    """
    at = told_moment(at, now)
    row = {
        "openid": openid,
        "state": FollowState.FOLLOWING,
        "state_event_at": at,
        "first_seen_at": at,
        "last_seen_at": at,
    }
    return Write(_SEEN, row, needed=True)


def record_seen(session: Session, openid: str, at: datetime, now: datetime) -> None:
    """They wrote or clicked at ``at`` (the platform's time), so they followed then."""
    write = seen_write(openid, at, now)
    if write.statement.first(session, write.row) is not None:
        return
    at = told_moment(at, now)
    follower = _held(session, openid, at)
    follower.last_seen_at = _later(follower.last_seen_at, at)
    _decided(session, follower, at)


def find_follower(session: Session, openid: str) -> Follower | None:
    """The row of a person, or None if no event of theirs ever came."""
    return session.scalar(select(Follower).where(Follower.openid == openid))


def is_following(session: Session, openid: str) -> bool:
    """Whether this person follows now, as far as the events tell."""
    state = session.scalar(select(Follower.state).where(Follower.openid == openid))
    return state == FollowState.FOLLOWING


def forget_follower(session: Session, openid: str) -> None:
    """Delete what is known of a person."""
    session.execute(delete(Follower).where(Follower.openid == openid))


def _seen(dialect: str) -> Any:
    """Insert somebody who shows up for the first time, or move a follower's last sign of life forward.

    Returns a row unless the case is another: an older event, or somebody who had left.
    """
    people = table_of(Follower)
    statement = insert_in(dialect, people)
    new = statement.excluded
    # Without a subscribe event the latest sign of life is what decided the state.
    decisive = case((people.c.followed_at.is_(None), new.last_seen_at), else_=people.c.state_event_at)
    return statement.on_conflict_do_update(
        index_elements=["openid"],
        set_={"last_seen_at": new.last_seen_at, "state_event_at": decisive},
        where=and_(
            people.c.state == FollowState.FOLLOWING,
            people.c.last_seen_at <= new.last_seen_at,
            or_(people.c.left_at.is_(None), people.c.followed_at > people.c.left_at),
        ),
    ).returning(people.c.id)


_SEEN = Prepared(_seen, ("openid", "state", "state_event_at", "first_seen_at", "last_seen_at"))


def _held(session: Session, openid: str, at: datetime) -> Follower:
    row = {
        "openid": openid,
        "state": FollowState.FOLLOWING,
        "state_event_at": at,
        "first_seen_at": at,
    }
    insert_once(session, Follower, [row], conflict=["openid"])
    return session.scalars(
        select(Follower)
        .where(Follower.openid == openid)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _decided(session: Session, follower: Follower, at: datetime) -> Follower:
    follower.first_seen_at = min(follower.first_seen_at, at)
    left, followed = follower.left_at, follower.followed_at
    seen = max((at for at in (follower.last_seen_at, follower.listed_at) if at is not None), default=None)
    if left is not None and (seen is None or left >= seen):
        follower.state, follower.state_event_at = FollowState.LEFT, left
    else:
        proven = [followed, follower.last_seen_at, follower.listed_at]
        decisive = next((at for at in proven if at is not None and (left is None or at > left)), None)
        follower.state = FollowState.FOLLOWING
        follower.state_event_at = decisive or at
    session.flush()
    return follower


def _later(known: datetime | None, at: datetime) -> datetime:
    return at if known is None or at > known else known
