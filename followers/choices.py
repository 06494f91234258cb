"""What people choose for themselves: a town, what they want to hear about, and what not.

It takes effect with the transaction: whoever freezes an audience or claims a message afterwards sees it. A
stop outlives leaving and coming back; it goes only when the person chooses otherwise or has everything
deleted. Service messages (a reply, the progress of a case) are no campaign and not stopped here.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from core.errors import NotFound, RuleViolation
from core.statements import upsert
from followers.choice_models import FollowerTopic, FollowerTown, Wish
from followers.models import Follower, FollowState
from followers.roster_models import FollowerTag
from followers.topics import EVERYTHING, Topic, Topics
from places.regions import Level, Region, RegionTree

Withdraw = Callable[[Session, str, Collection[str], datetime], object]
"""Told of what somebody stopped just now, so that what waits for them is not sent any more."""


class NoSuchTopic(RuleViolation):
    """Nobody sends anything about that."""

    sentence = "没有这一类内容。"


@dataclass(frozen=True, slots=True)
class Choices:
    """What one person chose; codes of a region and of topics."""

    region: str | None = None
    wanted: frozenset[str] = frozenset()
    stopped: frozenset[str] = frozenset()

    @property
    def stops_everything(self) -> bool:
        """Whether they want no campaign at all."""
        return EVERYTHING in self.stopped


class ChoiceService:
    """Keeps the choices; ``tree`` gives the regions in force, ``withdraw`` hears of every new stop."""

    def __init__(
        self, topics: Topics, tree: Callable[[], RegionTree], withdraw: Withdraw | None = None
    ) -> None:
        self.topics = topics
        self.tree = tree
        self._withdraw = withdraw

    def towns(self) -> list[Region]:
        """The towns to choose among, in the order of their codes."""
        return sorted(self.tree().at_level(Level.TOWN), key=lambda town: town.code)

    def of(self, session: Session, openid: str) -> Choices:
        """What this person chose."""
        region = session.scalar(select(FollowerTown.region).where(FollowerTown.openid == openid))
        wishes = session.execute(
            select(FollowerTopic.topic, FollowerTopic.wish).where(FollowerTopic.openid == openid)
        ).all()
        wanted = frozenset(topic for topic, wish in wishes if wish is Wish.WANTED)
        return Choices(region, wanted, frozenset(topic for topic, wish in wishes if wish is Wish.STOPPED))

    def set_town(self, session: Session, openid: str, region: str | None, now: datetime) -> Region | None:
        """This is where they live, a town or a village; None takes it back. ``NotFound`` if there is none."""
        if region is None:
            session.execute(delete(FollowerTown).where(FollowerTown.openid == openid))
            return None
        found = self.tree().find(region)
        if found is None or found.level is Level.COUNTY:
            raise NotFound("没有找到这个乡镇，请再选一次。")
        row = {"openid": openid, "region": region, "chosen_at": now}
        upsert(session, FollowerTown, row, conflict=["openid"], update=["region", "chosen_at"])
        return found

    def want(self, session: Session, openid: str, topic: str, now: datetime) -> Topic:
        """They want to hear about this; what they had stopped altogether begins again."""
        found = self.topics.find(topic)
        if found is None:
            raise NoSuchTopic
        self._wish(session, openid, topic, Wish.WANTED, now)
        self._unset(session, openid, [EVERYTHING])
        return found

    def stop(self, session: Session, openid: str, topic: str, now: datetime) -> None:
        """They want to hear no more of this, or of anything (``EVERYTHING``)."""
        if topic != EVERYTHING and topic not in self.topics:
            raise NoSuchTopic
        self._stop(session, openid, [topic], now)

    def resume(self, session: Session, openid: str) -> None:
        """Take back that they want to hear of nothing; single topics stay as they are."""
        self._unset(session, openid, [EVERYTHING])

    def choose(
        self,
        session: Session,
        openid: str,
        *,
        wanted: Collection[str],
        stopped: Collection[str],
        now: datetime,
    ) -> Choices:
        """Replace all wishes at once, as a form has them; where both are ticked, the stop counts."""
        codes = {*wanted, *stopped} - {EVERYTHING}
        if any(code not in self.topics for code in codes):
            raise NoSuchTopic
        known = self.of(session, openid)
        stops = frozenset(stopped)
        wants = frozenset(wanted) - stops - {EVERYTHING}
        self._unset(session, openid, sorted((known.wanted - wants) | (known.stopped - stops)))
        for topic in sorted(wants - known.wanted):
            self._wish(session, openid, topic, Wish.WANTED, now)
        self._stop(session, openid, sorted(stops - known.stopped), now)
        return Choices(known.region, wants, stops)

    def _stop(self, session: Session, openid: str, topics: Collection[str], now: datetime) -> None:
        for topic in topics:
            self._wish(session, openid, topic, Wish.STOPPED, now)
        if topics and self._withdraw is not None:
            self._withdraw(session, openid, topics, now)

    def _wish(self, session: Session, openid: str, topic: str, wish: Wish, now: datetime) -> None:
        row = {"openid": openid, "topic": topic, "wish": wish, "chosen_at": now}
        upsert(session, FollowerTopic, row, conflict=["openid", "topic"], update=["wish", "chosen_at"])

    def _unset(self, session: Session, openid: str, topics: Collection[str]) -> None:
        if topics:
            session.execute(
                delete(FollowerTopic).where(FollowerTopic.openid == openid, FollowerTopic.topic.in_(topics))
            )


def who_stopped(topics: Collection[str]) -> Select[str]:
    """The openids of those who want nothing of these topics, or nothing at all."""
    return select(FollowerTopic.openid).where(
        FollowerTopic.topic.in_(sorted({*topics, EVERYTHING})), FollowerTopic.wish == Wish.STOPPED
    )


def forget_choices(session: Session, openid: str) -> None:
    """Delete what a person chose and which tags they had, at their wish; the stops too."""
    for model in (FollowerTown, FollowerTopic, FollowerTag):
        session.execute(delete(model).where(model.openid == openid))


def forget_choices_of_the_gone(session: Session, before: datetime) -> None:
    """Delete towns, wishes and tags of those who left before this moment; what they stopped stays stopped."""
    gone = select(Follower.openid).where(Follower.state == FollowState.LEFT, Follower.state_event_at < before)
    for model in (FollowerTown, FollowerTag):
        session.execute(
            delete(model).where(model.openid.in_(gone)).execution_options(synchronize_session=False)
        )
    session.execute(
        delete(FollowerTopic)
        .where(FollowerTopic.openid.in_(gone), FollowerTopic.wish == Wish.WANTED)
        .execution_options(synchronize_session=False)
    )
