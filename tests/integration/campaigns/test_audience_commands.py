"""Segments and the roll of followers as clerks type them; the system finds the same skills and forgets."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.settings_loading import load_settings
from app.skills import Skills
from app.wiring import Container
from campaigns.audiences.spec import BadSpec
from followers.services import record_follow
from places.regions import Level, RegionTree
from places.services import import_regions
from tests.clerks import Clerks
from tests.conftest import StandingClock
from tests.fakes.follower_platform import Platform
from tests.unit.places.county import county

OPENID = "oCitizen_000000000000000000001"


@pytest.fixture
def clerks(sqlite_template: Path, tmp_path: Path, clock: StandingClock) -> Iterator[Clerks]:
    """An office with a county and two followers, one of whom lives in a town."""
    database = tmp_path / "anwen.db"
    database.write_bytes(sqlite_template.read_bytes())
    container = Container(
        load_settings(var_dir=tmp_path / "var", database_url=f"sqlite:///{database}"), clock
    )
    now, towns = clock.now(), RegionTree(one for one in county() if one.level is not Level.VILLAGE)
    with container.database.writing() as session:
        import_regions(session, towns, editor="op", now=now)
    with container.database.writing() as session:
        for n in (1, 2):
            record_follow(session, f"{OPENID[:-1]}{n}", now, now)
        container.audiences.choices.set_town(session, OPENID, "999001100", now)
        container.audiences.choices.want(session, OPENID, "typhoon", now)
    found = Clerks(container)
    for login, role in (("cehua", "planner"), ("fabu", "publisher"), ("kan", "read_only")):
        found.hires(login, role)
    yield found
    container.close()


def test_a_segment_from_the_terminal(clerks: Clerks, tmp_path: Path) -> None:
    file = tmp_path / "who.json"
    file.write_text(json.dumps({"interests": ["typhoon"]}), "utf-8")
    who = ("--file", str(file), "--region", "999001100", "--topic", "typhoon")
    [seen] = clerks.does("cehua", "campaigns", "segments", "preview", *who)
    assert seen == {"count": 1, "following": 2, "examples": ["oCit…0001 安文县清溪镇 2026-11-22"]}
    [kept] = clerks.does("cehua", "campaigns", "segments", "save", "清溪台风", *who)
    assert (kept["count"], kept["saved_by"]) == (1, "cehua")
    [listed] = clerks.does("kan", "campaigns", "segments", "list")
    assert json.loads(listed["spec"]) == {
        "interests": ["typhoon"],
        "regions": ["999001100"],
        "topics": ["typhoon"],
    }
    with clerks.container.database.writing() as session:
        clerks.container.audiences.choices.stop(session, OPENID, "typhoon", clerks.container.clock.now())
    assert clerks.does("cehua", "campaigns", "segments", "preview", "--name", "清溪台风")[0]["count"] == 0
    assert "没有办理这一步的权限" in clerks.refused("kan", "campaigns", "segments", "save", "全县")
    assert "没有“ufo”" in clerks.refused("cehua", "campaigns", "segments", "preview", "--interest", "ufo")
    clerks.does("cehua", "campaigns", "segments", "retire", "清溪台风")
    assert clerks.does("kan", "campaigns", "segments", "list") == []


def test_the_roll_and_what_is_deleted(clerks: Clerks) -> None:
    audiences = clerks.container.audiences
    audiences.people = lambda: Platform([OPENID])
    assert "没有办理这一步的权限" in clerks.refused("cehua", "followers", "sync")
    [pull] = clerks.does("fabu", "followers", "sync")
    assert (pull["stage"], pull["listed"], pull["page_calls"]) == ("finished", 1, 2)
    rows = {row["what"]: row for row in clerks.does("kan", "followers", "show")}
    assert rows["following"]["people"] == 2, "who followed this minute is younger than the list"
    assert rows["wanted:typhoon"] == {"what": "wanted:typhoon", "name": "想收台风暴雨", "people": 1}
    audiences.people = lambda: Platform([OPENID], fails_at=1)
    refused = clerks.refused("fabu", "followers", "sync", "--again")
    assert "平台没有办：平台现在忙，或者网络断了一下。过几分钟再试。（代码-1）" in refused

    container = clerks.container
    with container.database.reading() as session:
        pushed = container.mailing.audiences.openids({"interests": ["typhoon"]}, container.clock.now())
        assert session.scalars(pushed).all() == [OPENID]
        with pytest.raises(BadSpec):
            container.mailing.audiences.openids({"prefix": "o"}, container.clock.now())
    with container.database.writing() as session:
        for forget in Skills(container).forgetters():
            forget(session, OPENID)
        chosen = container.audiences.choices.of(session, OPENID)
    assert (chosen.region, chosen.wanted, chosen.stopped) == (None, frozenset(), frozenset())
    names = {one.name for one in container.scheduled_jobs()}
    assert {"pull_followers", "forget_choices_of_the_gone"} <= names
