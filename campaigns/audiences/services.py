"""Makes one SQL statement of a segment, and shows whom it would reach before anything is sent."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from campaigns.audiences.permissions import Permission
from campaigns.audiences.ports import History, Regions
from campaigns.audiences.spec import BadSpec, Done, Spec
from core.clock import beginning_of, china_date, end_of
from core.text import short_openid
from followers.choice_models import FollowerTopic, FollowerTown, Wish
from followers.choices import who_stopped
from followers.models import Follower, FollowState
from followers.roster_models import FollowerTag, PlatformTag
from followers.topics import Topics
from staff.actors import Actor, ActorKind
from staff.reach import OutOfScope, require_within

EXAMPLES = 10
SCAN = "scan"
"""The history of codes that were scanned; without it, only the code somebody came by is known."""


@dataclass(frozen=True, slots=True)
class Example:
    """One of those who would be reached: enough to see whether the segment means what it should."""

    masked: str
    town: str
    followed_on: date | None


@dataclass(frozen=True, slots=True)
class Preview:
    """How many people a segment holds now, of how many followers, and some of them."""

    count: int
    following: int
    examples: tuple[Example, ...]


class AudienceService:
    """``histories`` are the offices that know what people did, by the name a spec calls them."""

    def __init__(
        self, topics: Topics, regions: Regions, histories: Mapping[str, History] | None = None
    ) -> None:
        self._topics = topics
        self._regions = regions
        self._histories = dict(histories or {})

    def openids(self, spec: Spec, now: datetime, *, despite_stops: bool = False) -> Select[str]:
        """The openids of all who are meant and may be written to; one statement, in no order, each once.

        A stop is about campaigns: a warning of a disaster goes out ``despite_stops``.

        ``BadSpec`` where the spec names a region, topic or history that does not exist. Tags are asked for
        by name when the statement runs.
        """
        return select(Follower.openid).where(*self._conditions(spec, now, despite_stops=despite_stops))

    def preview(self, session: Session, spec: Spec, actor: Actor, now: datetime) -> Preview:
        """Count them, and show ten with most of their openid hidden."""
        actor.require(Permission.SEGMENTS)
        self.require_scope(spec, actor)
        meant = self.openids(spec, now).subquery()
        count = session.scalars(select(func.count()).select_from(meant)).one()
        everybody = select(func.count()).select_from(Follower).where(Follower.state == FollowState.FOLLOWING)
        rows = session.execute(
            select(Follower.openid, Follower.followed_at, FollowerTown.region)
            .outerjoin(FollowerTown, FollowerTown.openid == Follower.openid)
            .where(*self._conditions(spec, now))
            .order_by(Follower.openid)
            .limit(EXAMPLES)
        )
        tree = self._regions.tree()
        examples = tuple(
            Example(short_openid(openid), tree.full_name(region or ""), at and china_date(at))
            for openid, at, region in rows
        )
        return Preview(count, session.scalars(everybody).one(), examples)

    def require_scope(self, spec: Spec, actor: Actor) -> None:
        """Staff of some regions may mean people of these regions only; ``OutOfScope`` otherwise."""
        if actor.kind is not ActorKind.STAFF or actor.scope.everywhere:
            return
        if not spec.regions:
            raise OutOfScope("请选您负责的区划；您不能面向全县圈定人群。")
        for region in spec.regions:
            require_within(actor, self._regions, region)

    def check(self, session: Session, spec: Spec, now: datetime) -> None:
        """Go on only if everything the spec names exists; ``BadSpec`` says what does not."""
        self.openids(spec, now)
        known = set(session.scalars(select(PlatformTag.name).where(PlatformTag.name.in_(spec.tags))))
        missing = [name for name in spec.tags if name not in known]
        if missing:
            raise BadSpec(f"平台上没有“{'、'.join(missing)}”这个标签，或者还没有同步过来。")
        for one in spec.done:
            if not self._histories[one.history].knows(session, one.code):
                raise BadSpec(f"记录里没有“{one.history}:{one.code}”，请核对编号或者场景值。")

    def _conditions(
        self, spec: Spec, now: datetime, *, despite_stops: bool = False
    ) -> list[ColumnElement[bool]]:
        topics = self._known(spec.topics, lambda _: True, "内容")
        return [
            Follower.state == FollowState.FOLLOWING,
            *self._about_the_person(spec),
            *self._about_time(spec, now),
            *(self._did(one, now) for one in spec.done),
            *([] if despite_stops else [self._listens(topics)]),
        ]

    def _listens(self, topics: tuple[str, ...]) -> ColumnElement[bool]:
        # NOT EXISTS and not NOT IN: PostgreSQL makes a join of the former only.
        return ~who_stopped(topics).where(FollowerTopic.openid == Follower.openid).exists()

    def _about_the_person(self, spec: Spec) -> Iterator[ColumnElement[bool]]:
        if spec.regions:
            tree = self._regions.tree()
            missing = [code for code in spec.regions if code not in tree]
            if missing:
                raise BadSpec(f"区划里没有“{'、'.join(missing)}”。")
            codes = sorted({code for region in spec.regions for code in tree.within(region)})
            yield Follower.openid.in_(select(FollowerTown.openid).where(FollowerTown.region.in_(codes)))
        settings = self._known(spec.settings, lambda topic: topic in self._settings, "五进场景")
        for wanted in (settings, self._known(spec.interests, lambda _: True, "内容")):
            if wanted:
                who = select(FollowerTopic.openid)
                has = FollowerTopic.topic.in_(wanted), FollowerTopic.wish == Wish.WANTED
                yield Follower.openid.in_(who.where(*has))
        if spec.tags:
            named = select(PlatformTag.id).where(PlatformTag.name.in_(spec.tags))
            yield Follower.openid.in_(select(FollowerTag.openid).where(FollowerTag.tag_id.in_(named)))
        if spec.scenes:
            came_by: ColumnElement[bool] = Follower.scene.in_(spec.scenes)
            scans = self._histories.get(SCAN)
            also = [Follower.openid.in_(scans.people(scene, None)) for scene in spec.scenes] if scans else []
            yield or_(came_by, *also)

    def _about_time(self, spec: Spec, now: datetime) -> Iterator[ColumnElement[bool]]:
        if spec.followed_since:
            yield Follower.followed_at >= beginning_of(spec.followed_since)
        if spec.followed_until:
            yield Follower.followed_at < end_of(spec.followed_until)
        if spec.seen_within_days:
            yield Follower.last_seen_at >= now - timedelta(days=spec.seen_within_days)
        if spec.not_seen_for_days:
            before = now - timedelta(days=spec.not_seen_for_days)
            yield or_(Follower.last_seen_at.is_(None), Follower.last_seen_at < before)

    def _did(self, done: Done, now: datetime) -> ColumnElement[bool]:
        history = self._histories.get(done.history)
        if history is None:
            known = "、".join(sorted(self._histories)) or "还没有一种"
            raise BadSpec(f"没有“{done.history}”这一类记录可以查。可以查的：{known}。")
        since = now - timedelta(days=done.within_days) if done.within_days else None
        people = history.people(done.code, since)
        if done.did:
            return Follower.openid.in_(people)
        those = people.subquery()
        return ~exists().where(those.c[0] == Follower.openid)

    @property
    def _settings(self) -> frozenset[str]:
        return frozenset(topic.code for topic in self._topics.settings)

    def _known(self, codes: tuple[str, ...], fits: Callable[[str], bool], what: str) -> tuple[str, ...]:
        missing = [code for code in codes if code not in self._topics or not fits(code)]
        if missing:
            raise BadSpec(f"{what}里没有“{'、'.join(missing)}”。")
        return codes
