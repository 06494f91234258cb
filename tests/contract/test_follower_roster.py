"""The nightly pull over the real gateway: pages, the empty last one, batches, tags, and who left."""

import shutil
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from core.db import Database
from followers.queries import roll, tags
from followers.roster_models import FollowerTag, PullStage
from followers.services import find_follower
from jobs.follower_pull import FollowerPuller
from tests.conftest import StandingClock
from tests.contract.wechat_platform import SimulatedPlatform


def test_our_followers_become_those_of_the_platform(
    platform: SimulatedPlatform, clock: StandingClock, sqlite_template: Path, tmp_path: Path
) -> None:
    gateway = platform.gateway(clock)
    scanned, *crowd = [platform.follower("amy", scene="poster-7"), *platform.crowd(204)]
    tag = platform.tags("网格员", crowd[:50])
    shutil.copy(sqlite_template, tmp_path / "anwen.db")
    database = Database(f"sqlite:///{tmp_path / 'anwen.db'}")
    puller = FollowerPuller(database, lambda: gateway, clock)

    first = puller.pull()
    assert (first.stage, first.total, first.listed, first.left) == (PullStage.FINISHED, 205, 205, 0)
    assert (first.page_calls, first.info_calls) == (2, 3)
    assert len(platform.calls("user/info/batchget")) == 3

    platform.control(f"citizens/{crowd[0]}/unfollow", {})
    platform.untags(tag, crowd[1:3])
    clock.advance(days=1)
    second = puller.pull(timedelta(minutes=1))
    with database.reading() as session:
        found = roll(session)
        amy = find_follower(session, scanned)
        tagged = set(session.scalars(select(FollowerTag.openid).where(FollowerTag.tag_id == tag)))
        names = {one.name for one in tags(session)}
    database.close()
    assert (second.total, second.left, found.following, found.left) == (204, 1, 204, 1)
    assert amy is not None
    assert (amy.scene, amy.followed_at is not None) == ("poster-7", True)
    assert set(crowd[3:50]) <= tagged <= set(crowd[:50]) - set(crowd[1:3])
    assert "网格员" in names
