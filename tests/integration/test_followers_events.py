"""Who follows, whatever order the events come in; on both databases."""

import itertools
import os
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from core.db import Database
from followers.models import Follower, FollowState
from followers.services import (
    find_follower,
    forget_follower,
    is_following,
    record_follow,
    record_seen,
    record_unfollow,
)

PROOF = os.environ.get("ANWEN_PROOF") == "1"
START = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
LATER = START + timedelta(days=30)
PEOPLE = ("oAlice", "oBob")

Event = tuple[str, int, str | None]


def tell(database: Database, openid: str, *events: Event) -> None:
    """Hand over events, each (kind, seconds after the start, scene), one transaction each."""
    for kind, seconds, scene in events:
        at = START + timedelta(seconds=seconds)
        with database.writing() as session:
            match kind:
                case "follow":
                    record_follow(session, openid, at, LATER, scene=scene)
                case "unfollow":
                    record_unfollow(session, openid, at, LATER)
                case _:
                    record_seen(session, openid, at, LATER)


def row_of(database: Database, openid: str) -> dict[str, object] | None:
    """What is stored of one person, without the number of the row."""
    with database.reading() as session:
        follower = find_follower(session, openid)
        if follower is None:
            return None
        names = [column.key for column in Follower.__table__.columns if column.key != "id"]
        return {name: getattr(follower, name) for name in names}


def expected(openid: str, events: set[Event]) -> dict[str, object] | None:
    """The same, computed from the set of all events at once."""
    if not events:
        return None
    follows = [(seconds, scene or "") for kind, seconds, scene in events if kind == "follow"]
    lefts = [seconds for kind, seconds, _ in events if kind == "unfollow"]
    signs = [seconds for kind, seconds, _ in events if kind != "unfollow"]
    has_left = bool(lefts) and (not signs or max(lefts) >= max(signs))
    last_follow = max(follows) if follows else None
    if has_left:
        decisive = max(lefts)
    elif last_follow and (not lefts or last_follow[0] > max(lefts)):
        decisive = last_follow[0]
    else:
        decisive = max(signs)

    def moment(seconds: int | None) -> datetime | None:
        return None if seconds is None else START + timedelta(seconds=seconds)

    return {
        "openid": openid,
        "state": FollowState.LEFT if has_left else FollowState.FOLLOWING,
        "state_event_at": moment(decisive),
        "followed_at": moment(last_follow[0]) if last_follow else None,
        "listed_at": None,
        "left_at": moment(max(lefts, default=None)),
        "scene": (last_follow[1] or None) if last_follow else None,
        "first_seen_at": moment(min(seconds for _, seconds, _ in events)),
        "last_seen_at": moment(max(signs, default=None)),
    }


EVENTS = st.tuples(
    st.sampled_from(["follow", "unfollow", "seen"]),
    st.integers(0, 12),
    st.sampled_from([None, "school", "market"]),
).map(lambda event: event if event[0] == "follow" else (event[0], event[1], None))


class FollowersMachine(RuleBasedStateMachine):
    """Two people whose events come in any order, late and repeatedly."""

    database: Database
    run = itertools.count()

    def __init__(self) -> None:
        super().__init__()
        serial = next(self.run)
        self.told: dict[str, set[Event]] = {f"{person}{serial}": set() for person in PEOPLE}

    @rule(person=st.integers(0, 1), event=EVENTS, times=st.integers(1, 3))
    def hears(self, person: int, event: Event, times: int) -> None:
        openid = list(self.told)[person]
        self.told[openid].add(event)
        tell(self.database, openid, *[event] * times)

    @rule(person=st.integers(0, 1), data=st.data())
    def hears_again(self, person: int, data: st.DataObject) -> None:
        openid = list(self.told)[person]
        if self.told[openid]:
            tell(self.database, openid, data.draw(st.sampled_from(sorted(self.told[openid], key=str))))

    @invariant()
    def rows_equal_the_model(self) -> None:
        for openid, events in self.told.items():
            assert row_of(self.database, openid) == expected(openid, events)


@pytest.mark.timeout(7200 if PROOF else 600)
def test_any_order_of_events_leaves_the_row_of_the_model(database: Database) -> None:
    class Machine(FollowersMachine):
        pass

    Machine.database = database
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=5000 if PROOF else 12,
            stateful_step_count=30 if PROOF else 12,
            derandomize=not PROOF,
            suppress_health_check=list(HealthCheck),
        ),
    )


FOLLOW, LEAVE, RETURN, WRITE = (
    ("follow", 0, "school"),
    ("unfollow", 10, None),
    ("follow", 20, None),
    ("seen", 25, None),
)


def test_a_subscription_through_a_code_keeps_its_scene(database: Database) -> None:
    tell(database, "oAlice", FOLLOW)
    with database.reading() as session:
        follower = find_follower(session, "oAlice")
    assert follower is not None
    assert (follower.scene, follower.followed_at) == ("school", START)


def test_a_late_subscribe_event_does_not_bring_back_somebody_who_left(database: Database) -> None:
    tell(database, "oAlice", LEAVE, FOLLOW)
    with database.reading() as session:
        assert not is_following(session, "oAlice")


def test_a_late_unsubscribe_event_does_not_send_away_somebody_who_returned(database: Database) -> None:
    tell(database, "oAlice", FOLLOW, RETURN, LEAVE)
    with database.reading() as session:
        assert is_following(session, "oAlice")


def test_a_message_proves_that_they_follow(database: Database) -> None:
    tell(database, "oAlice", LEAVE, WRITE)
    with database.reading() as session:
        assert is_following(session, "oAlice")


@pytest.mark.parametrize("order", list(itertools.permutations([FOLLOW, LEAVE, RETURN, WRITE])))
def test_every_order_ends_the_same(database: Database, order: tuple[Event, ...]) -> None:
    tell(database, "oAlice", *order)
    assert row_of(database, "oAlice") == expected("oAlice", set(order))


def test_a_time_in_the_future_is_cut_to_now(database: Database) -> None:
    with database.writing() as session:
        record_unfollow(session, "oAlice", LATER, START)
        record_follow(session, "oAlice", START + timedelta(seconds=1), START + timedelta(seconds=1))
    with database.reading() as session:
        assert is_following(session, "oAlice")


def test_only_people_who_follow_are_counted(database: Database) -> None:
    tell(database, "oAlice", FOLLOW)
    tell(database, "oBob", FOLLOW, LEAVE)
    with database.reading() as session:
        following = select(Follower.openid).where(Follower.state == FollowState.FOLLOWING)
        assert session.scalars(following).all() == ["oAlice"]


def test_a_forgotten_person_leaves_no_row(database: Database) -> None:
    tell(database, "oAlice", FOLLOW)
    with database.writing() as session:
        forget_follower(session, "oAlice")
    assert row_of(database, "oAlice") is None
