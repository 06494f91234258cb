"""Holds our followers against the platform's own list, page by page, once a night.

An event can get lost; the list cannot. Whoever is on it follows; whoever is not, although we think so, has
left. Each step is one short transaction that moves the cursor of ``FollowerPull`` from where it found it, so
a pull goes on after a kill and two of them at once do no harm. A call is counted before it is made, so that
the day's quota is never passed, whatever happens to the caller. ``jobs.follower_pull`` makes the calls.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, delete, exists, func, insert, or_, select, update
from sqlalchemy.orm import Session

from core.clock import china_date, told_moment
from core.statements import insert_in, insert_once, table_of
from followers.models import Follower, FollowState
from followers.ports import INFO_BATCH, Info, Page, TagInfo
from followers.roster_models import FollowerPull, FollowerTag, PlatformTag, PullStage
from followers.scenes import kept_scene

MOST_PAGE_CALLS = 450
"""The platform allows 500 calls of user/get a day [official documentation, 接口调用频次]; some are left."""

MOST_INFO_CALLS = 40_000
"""The limit is 5,000,000 a day for user/info [the same], should a batch of 100 be counted as 100."""

LAG = timedelta(minutes=5)
"""The list may be older than the event of somebody who has just left; so much younger an event wins."""

MOST_LEFT = 0.2
"""If more than this part of all followers had left in a day, the list is doubted and not the followers."""

_BEGINS_ANEW = (
    "stage", "started_at", "cursor", "total", "listed", "left", "finished_at", "complaint", "stopped",
)  # fmt: skip
_FEW = 50
_MISSING = 0.01


def begin(session: Session, now: datetime, *, again: bool = False) -> FollowerPull:
    """The pull of today; ``again`` starts a finished one anew, with the calls it has cost."""
    row = {
        "on": china_date(now),
        "stage": PullStage.LIST,
        "started_at": now,
        "cursor": "",
        "page_calls": 0,
        "info_calls": 0,
        "total": 0,
        "listed": 0,
        "left": 0,
        "finished_at": None,
        "complaint": "",
        "asked_at": None,
        "believes": False,
        "stopped": "",
    }
    insert_once(session, FollowerPull, [row], conflict=["on"])
    pull = session.get_one(FollowerPull, row["on"], with_for_update=True, populate_existing=True)
    if again and pull.stage is PullStage.FINISHED:
        for name in _BEGINS_ANEW:
            setattr(pull, name, row[name])
        session.flush()
    return pull


def last_pull(session: Session) -> FollowerPull | None:
    """The latest pull."""
    return session.scalar(select(FollowerPull).order_by(FollowerPull.on.desc()).limit(1))


def reserve_call(session: Session, pull: FollowerPull) -> bool:
    """Count the call that is about to be made; False where the day's share is spent."""
    column, most = (
        (FollowerPull.page_calls, MOST_PAGE_CALLS)
        if pull.stage is PullStage.LIST
        else (FollowerPull.info_calls, MOST_INFO_CALLS)
    )
    return _moved(session, pull, [column < most], {column.key: column + 1})


def note_listed(session: Session, openids: Sequence[str], asked_at: datetime) -> None:
    """These people are on the list that was asked for at ``asked_at``."""
    if not openids:
        return
    as_of = asked_at - LAG
    people = table_of(Follower)
    statement = insert_in(session.get_bind().dialect.name, people)
    new = statement.excluded
    came_back = and_(people.c.state == FollowState.LEFT, people.c.left_at < new.listed_at)
    decisive = or_(came_back, and_(people.c.followed_at.is_(None), people.c.last_seen_at.is_(None)))
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["openid"],
            set_={
                "listed_at": new.listed_at,
                "state": case((came_back, new.state), else_=people.c.state),
                "state_event_at": case((decisive, new.listed_at), else_=people.c.state_event_at),
            },
            where=or_(people.c.listed_at.is_(None), people.c.listed_at < new.listed_at),
        ),
        [
            {
                "openid": openid,
                "state": FollowState.FOLLOWING,
                "state_event_at": as_of,
                "first_seen_at": as_of,
                "listed_at": as_of,
            }
            for openid in openids
        ],
    )


def is_last(pull: FollowerPull, page: Page) -> bool:
    """Whether the list ends here: at 10,000 and more the platform ends it by an empty page."""
    return not page.openids or not page.next_openid or page.next_openid == pull.cursor


def turn_page(session: Session, pull: FollowerPull, page: Page) -> bool:
    """Go on behind this page; False where somebody else is further already."""
    after = {
        "cursor": pull.cursor if is_last(pull, page) else page.next_openid,
        # The empty page behind the last tells nothing.
        "total": page.total or pull.total,
        "listed": FollowerPull.listed + len(page.openids),
    }
    return _moved(session, pull, [], after)


def mark_left(session: Session, pull: FollowerPull, *, believe: bool = False) -> None:
    """The list is read: followers who are not on it have left, unless the list cannot be right.

    ``believe`` is for when somebody has looked and so many really did leave.
    """
    as_of = pull.started_at - LAG
    missing = [
        Follower.state == FollowState.FOLLOWING,
        Follower.state_event_at < as_of,
        or_(Follower.listed_at.is_(None), Follower.listed_at < as_of),
        or_(Follower.last_seen_at.is_(None), Follower.last_seen_at < as_of),
    ]
    complaint = "" if believe else _doubt(session, pull, missing)
    if not _moved(session, pull, [], {"stage": PullStage.INFOS, "cursor": "", "complaint": complaint}):
        return
    if not complaint:
        gone = update(Follower).where(*missing)
        values = {"state": FollowState.LEFT, "state_event_at": as_of, "left_at": as_of}
        result: Any = session.execute(gone.values(values).execution_options(synchronize_session=False))
        _moved(session, pull, [], {"left": int(result.rowcount)})


def keep_tags(session: Session, tags: Sequence[TagInfo], now: datetime) -> None:
    """The tags of the account as they are now; one that is gone there is gone here, with who had it."""
    known = {tag.id: tag for tag in session.scalars(select(PlatformTag))}
    for tag in tags:
        row = known.pop(tag.id, None)
        if row is None:
            row = PlatformTag(id=tag.id)
            session.add(row)
        row.name, row.count, row.seen_at = tag.name, tag.count, now
    if known:
        session.execute(delete(FollowerTag).where(FollowerTag.tag_id.in_(known)))
        session.execute(delete(PlatformTag).where(PlatformTag.id.in_(known)))
    session.flush()


def next_people(session: Session, pull: FollowerPull) -> Sequence[str]:
    """The next of those who are on the list, to be asked about; at most one call's worth."""
    return session.scalars(
        select(Follower.openid)
        .where(
            Follower.openid > pull.cursor,
            Follower.state == FollowState.FOLLOWING,
            Follower.listed_at >= pull.started_at - LAG,
        )
        .order_by(Follower.openid)
        .limit(INFO_BATCH)
    ).all()


def keep_infos(session: Session, pull: FollowerPull, asked: Sequence[str], infos: Sequence[Info]) -> bool:
    """What the platform says about the people who were asked for; writes only what is new."""
    if not _moved(session, pull, [], {"cursor": asked[-1]}):
        return False
    told = {info.openid: info for info in infos if info.is_following}
    if not told:
        return True
    # In one order, so that two who lock several cannot wait for each other.
    locked = select(Follower).where(Follower.openid.in_(told)).order_by(Follower.openid).with_for_update()
    for follower in session.scalars(locked):
        _complete(follower, told[follower.openid], pull.started_at)
    tags = set(session.scalars(select(PlatformTag.id)))
    wanted = {(one.openid, tag) for one in told.values() for tag in one.tag_ids if tag in tags}
    had = select(FollowerTag.openid, FollowerTag.tag_id).where(FollowerTag.openid.in_(told))
    known = {(openid, tag) for openid, tag in session.execute(had)}
    for openid, tag in sorted(known - wanted):
        session.execute(delete(FollowerTag).where(FollowerTag.openid == openid, FollowerTag.tag_id == tag))
    new = [{"openid": openid, "tag_id": tag} for openid, tag in sorted(wanted - known)]
    if new:
        session.execute(insert(FollowerTag), new)
    session.flush()
    return True


def finish(session: Session, pull: FollowerPull, now: datetime) -> None:
    """End a pull: all followers were asked for."""
    ended = {"stage": PullStage.FINISHED, "finished_at": now, "asked_at": None, "stopped": ""}
    _moved(session, pull, [], ended)


def ask(session: Session, now: datetime, *, believe: bool = False) -> FollowerPull:
    """Want the list held against ours now; what was done today already is done anew."""
    pull = begin(session, now, again=True)
    pull.asked_at, pull.believes, pull.stopped = now, believe, ""
    session.flush()
    return pull


_IS_WANTED = and_(FollowerPull.asked_at.is_not(None), FollowerPull.stage != PullStage.FINISHED)
IS_ANY_WANTED = exists(select(FollowerPull.on).where(_IS_WANTED))
"""Whether staff want a pull that is not done, of whatever day."""


def asked(session: Session, now: datetime) -> FollowerPull | None:
    """The pull of today that staff want and that is not done."""
    return session.scalar(select(FollowerPull).where(FollowerPull.on == china_date(now), _IS_WANTED))


def stop(session: Session, pull: FollowerPull, why: str) -> None:
    """Go on with it at night; ``why`` is told on the page where it was asked for."""
    session.execute(
        update(FollowerPull)
        .where(FollowerPull.on == pull.on, FollowerPull.stage != PullStage.FINISHED)
        .values(asked_at=None, stopped=why[:200])
        .execution_options(synchronize_session=False)
    )


def _complete(follower: Follower, info: Info, now: datetime) -> None:
    """Fill in the subscribe event that never came; one that came knows better."""
    if info.followed_at is None:
        return
    at = told_moment(info.followed_at, now)
    if follower.followed_at is not None and follower.followed_at >= at:
        return
    follower.followed_at = at
    follower.scene = kept_scene(info.scene)
    follower.first_seen_at = min(follower.first_seen_at, at)
    if follower.left_at is None or at > follower.left_at:
        follower.state_event_at = at


def _doubt(session: Session, pull: FollowerPull, missing: list[ColumnElement[bool]]) -> str:
    if pull.total - pull.listed > max(_FEW, int(pull.total * _MISSING)):
        return f"平台说有{pull.total}人，名单只有{pull.listed}人，没有标记取消关注。"
    gone = session.scalar(select(func.count()).select_from(Follower).where(*missing)) or 0
    following = select(func.count()).select_from(Follower).where(Follower.state == FollowState.FOLLOWING)
    most = max(_FEW, int((session.scalar(following) or 0) * MOST_LEFT))
    return f"名单里少了{gone}人，多得不寻常，没有标记取消关注。" if gone > most else ""


def _moved(
    session: Session, pull: FollowerPull, conditions: list[ColumnElement[bool]], after: dict[str, Any]
) -> bool:
    """Write ``after`` if the pull still stands where we know it, and know it anew."""
    found = session.scalar(
        update(FollowerPull)
        .where(
            FollowerPull.on == pull.on,
            FollowerPull.stage == pull.stage,
            FollowerPull.cursor == pull.cursor,
            FollowerPull.started_at == pull.started_at,
            *conditions,
        )
        .values(after)
        .returning(FollowerPull)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    if found is None:
        return False
    for column in table_of(FollowerPull).columns:
        if found is not pull:
            setattr(pull, column.key, getattr(found, column.key))
    return True
