"""Our followers held against the platform's list: who left, who came back, whose event got lost."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.db import Database
from deliveries.ports import GatewayRefusal
from followers import roster
from followers.models import Follower, FollowState
from followers.roster_models import FollowerPull, FollowerTag, PlatformTag, PullStage
from followers.services import find_follower, is_following, record_follow, record_seen, record_unfollow
from jobs.follower_pull import FollowerPuller
from tests.conftest import StandingClock
from tests.fakes.follower_platform import OneInfo, OnePage, OneTag, Platform

DAY = timedelta(days=1)


def pulled(
    database: Database,
    platform: Platform,
    clock: StandingClock,
    *,
    again: bool = False,
    believe: bool = False,
) -> FollowerPull:
    """One pull."""
    return FollowerPuller(database, lambda: platform, clock).pull(again=again, believe=believe)


def following(database: Database) -> set[str]:
    """Who follows, as we think."""
    with database.reading() as session:
        return set(session.scalars(select(Follower.openid).where(Follower.state == FollowState.FOLLOWING)))


def test_the_list_says_who_follows_and_the_events_say_when(database: Database, clock: StandingClock) -> None:
    now = clock.now()
    with database.writing() as session:
        record_follow(session, "oStays", now - 9 * DAY, now, scene="poster-7")
        record_follow(session, "oGone", now - 9 * DAY, now)
        record_unfollow(session, "oBack", now - 5 * DAY, now)
        record_seen(session, "oWroteJustNow", now, now)
        record_unfollow(session, "oLeftJustNow", now, now)
    listed = ["oBack", "oLeftJustNow", "oNew", "oStays"]
    told = {
        "oNew": OneInfo("oNew", followed_at=now - 3 * DAY, scene="school-1", tag_ids=(100, 999)),
        "oStays": OneInfo("oStays", followed_at=now - 9 * DAY, tag_ids=(100, 101)),
    }
    tags = [OneTag(100, "网格员", 2), OneTag(101, "企业", 1)]
    pull = pulled(database, Platform(listed, told, tags), clock)
    assert (pull.stage, pull.total, pull.listed, pull.left) == (PullStage.FINISHED, 4, 4, 1)
    assert (pull.page_calls, pull.info_calls, pull.complaint) == (3, 1, "")
    assert following(database) == {"oStays", "oBack", "oNew", "oWroteJustNow"}
    with database.writing() as session:
        new, stays = find_follower(session, "oNew"), find_follower(session, "oStays")
        assert new is not None
        assert stays is not None
        assert (new.followed_at, new.scene, new.last_seen_at) == (now - 3 * DAY, "school-1", None)
        assert stays.scene == "poster-7"
        assert {(one.openid, one.tag_id) for one in session.scalars(select(FollowerTag))} == {
            ("oNew", 100),
            ("oStays", 100),
            ("oStays", 101),
        }
        # An old event that comes now changes nothing, a young one does.
        record_unfollow(session, "oBack", now - 6 * DAY, now)
        assert is_following(session, "oBack")
        record_unfollow(session, "oBack", now, now)
        assert not is_following(session, "oBack")


def test_tags_that_are_taken_off_there_are_gone_here(database: Database, clock: StandingClock) -> None:
    platform = Platform(
        ["oA"], {"oA": OneInfo("oA", tag_ids=(100, 101))}, [OneTag(100, "a"), OneTag(101, "b")]
    )
    pulled(database, platform, clock)
    platform.told, platform.names = {"oA": OneInfo("oA", tag_ids=())}, [OneTag(100, "新名字")]
    pull = pulled(database, platform, clock, again=True)
    assert pull.page_calls == 4
    with database.reading() as session:
        assert session.scalars(select(FollowerTag.tag_id)).all() == []
        assert [(one.id, one.name) for one in session.scalars(select(PlatformTag))] == [(100, "新名字")]


def test_a_refusal_in_the_middle_costs_nothing_but_its_call(database: Database, clock: StandingClock) -> None:
    platform = Platform(["oA", "oB", "oC"], fails_at=2)
    with pytest.raises(GatewayRefusal):
        pulled(database, platform, clock)
    pull = pulled(database, platform, clock)
    assert platform.calls == ["page", "page oB", "page oB", "page oC", "tags", "infos"]
    assert (pull.stage, pull.listed, pull.page_calls) == (PullStage.FINISHED, 3, 4)
    pulled(database, platform, clock)
    assert len(platform.calls) == 6


def test_a_list_that_cannot_be_right_marks_nobody(database: Database, clock: StandingClock) -> None:
    now = clock.now()
    everybody = [f"oCitizen{n:03}" for n in range(60)]
    with database.writing() as session:
        for openid in everybody:
            record_follow(session, openid, now - DAY, now)
    short = pulled(database, Platform(everybody[:3], total=60), clock)
    assert "名单只有3人" in short.complaint
    doubtful = pulled(database, Platform(everybody[:3]), clock, again=True)
    assert "57人" in doubtful.complaint
    assert len(following(database)) == 60
    clock.advance(hours=1)
    believed = pulled(database, Platform(everybody[:3]), clock, again=True, believe=True)
    assert (believed.left, believed.complaint) == (57, "")
    assert len(following(database)) == 3


@pytest.mark.parametrize(
    ("gone", "left", "complaint"), [(60, 60, ""), (61, 0, "名单里少了61人，多得不寻常，没有标记取消关注。")]
)
def test_a_fifth_of_many_may_leave_in_a_day(
    database: Database, clock: StandingClock, gone: int, left: int, complaint: str
) -> None:
    now = clock.now()
    everybody = [f"oCitizen{n:03}" for n in range(300)]
    with database.writing() as session:
        for openid in everybody:
            record_follow(session, openid, now - DAY, now)

    pull = pulled(database, Platform(everybody[gone:]), clock)

    assert (pull.left, pull.complaint) == (left, complaint)


def test_the_last_page_is_left_only_when_its_people_are_marked(
    database: Database, clock: StandingClock
) -> None:
    with database.writing() as session:
        pull = roster.begin(session, clock.now())
        assert roster.turn_page(session, pull, OnePage(3, ("oA", "oB"), "oB"))
        assert roster.turn_page(session, pull, OnePage(3, ("oC",), ""))

    # Killed before anybody was marked, a pull asks for that page again and not for the whole list.
    assert (pull.stage, pull.cursor, pull.listed) == (PullStage.LIST, "oB", 3)


def test_whoever_is_on_the_last_page_is_counted_once_however_often_it_is_asked_for(
    database: Database, clock: StandingClock
) -> None:
    platform = Platform(["oA", "oB"], fails_at=2, ends_itself=True)
    with pytest.raises(GatewayRefusal):
        pulled(database, platform, clock)

    pull = pulled(database, platform, clock)

    assert platform.calls == ["page", "tags", "page", "tags", "infos"]
    assert (pull.stage, pull.total, pull.listed) == (PullStage.FINISHED, 2, 2)


def test_the_days_calls_are_never_passed(
    database: Database, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster, "MOST_PAGE_CALLS", 2)
    platform = Platform(["oA", "oB", "oC", "oD", "oE"])
    for _ in range(3):
        assert pulled(database, platform, clock).stage is PullStage.LIST
    assert platform.calls == ["page", "page oB"]
    clock.advance(days=1)
    assert pulled(database, platform, clock).on != pulled(database, platform, clock).on - DAY
    assert platform.calls == ["page", "page oB"] * 2


def test_two_pulls_at_once_do_not_hinder_each_other(database: Database, clock: StandingClock) -> None:
    with database.writing() as session:
        ours = roster.begin(session, clock.now())
    pulled(database, Platform(["oA", "oB", "oC"]), clock)
    with database.writing() as session:
        assert not roster.reserve_call(session, ours)
        roster.mark_left(session, ours, believe=True)
    assert following(database) == {"oA", "oB", "oC"}
