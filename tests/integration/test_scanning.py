"""Printed codes by the webhook: the platform's event in, the answer on the phone and the rows behind it."""

import re
from typing import Any

import pytest
from sqlalchemy import select

from app.wiring import Container
from campaigns.library.codes import CodePlan, labels_of
from campaigns.library.counting import code_figures
from campaigns.library.materials import Wording
from campaigns.library.models import UNKNOWN, Scan, SignIn
from campaigns.library.refusals import OneUse, WhereIsMissing
from campaigns.library.sheets import pages
from campaigns.planning import notices
from core.clock import china_date
from core.text import byte_length
from followers.deed_models import FollowerDeed
from followers.models import Follower
from places.geometry import Point
from places.models import Venue, VenueKind
from places.services import import_regions
from places.venues import OfficialList, VenueRow, import_list
from tests.conftest import StandingClock
from tests.integration.campaigns.planning_office import (
    COUNTY,
    PLANNER,
    READER,
    REVIEWER,
    PlanningOffice,
    china,
)
from tests.integration.conftest import Line
from tests.integration.one_engine import database_url  # noqa: F401
from tests.unit.places.county import county
from tests.unit.wechat.pushes import event_push, tag
from tipoffs.tips.models import Tip

SCHOOL, VILLAGE = "石桥小学", "999001100000"
WORDS = "充电不进楼，飞线不要拉。"


class Poster:
    """A poster on the wall, and the phones before it."""

    def __init__(self, container: Container, line: Line, clock: StandingClock) -> None:
        self.container, self.line, self.clock = container, line, clock
        with container.database.writing() as session:
            import_regions(session, county(), editor="op", now=clock.now())

    def hangs(self, scene: str, *, words: str | None = WORDS, **target: Any) -> None:
        """Register a code, with a material or without."""
        library, now = self.container.campaigning.library, self.clock.now()
        with self.container.database.writing() as session:
            material = None
            if words is not None:
                one = library.materials.add(session, "电动车安全", None, PLANNER, now)
                version = library.materials.write(session, one.id, Wording(words, **target), PLANNER, now)
                library.materials.release(session, one.id, version.number, REVIEWER, now)
                material = one.id
            library.codes.add(session, CodePlan("扫码学安全", material, scene=scene), PLANNER, now)

    def plans(self, scene: str) -> None:
        """An activity of June with a code."""
        office = PlanningOffice(self.clock.now())
        with self.container.database.writing() as session:
            office.arranges(session, office.approved_june(session), scene=scene)

    def scanned(self, scene: str, *, new: bool = False) -> str:
        """Scan, as a follower or as somebody who follows by it; the inner XML of the reply."""
        key = f"qrscene_{scene}" if new else scene
        second = int(self.clock.now().timestamp())
        document = event_push(
            "subscribe" if new else "SCAN", tag("EventKey", key) + tag("Ticket", "t"), second=second
        )
        self.clock.advance(seconds=2)
        return self.line.platform.reads(self.line.delivers(document).data)

    def rows(self) -> list[tuple[bool, bool]]:
        """Of each scan: did they follow by it, were they new."""
        with self.container.database.reading() as session:
            return [(one.follows, one.is_new) for one in session.scalars(select(Scan).order_by(Scan.id))]


@pytest.fixture
def poster(container: Container, line: Line, clock: StandingClock) -> Poster:
    """A wall, half past eight on 16 June."""
    clock.moment = china("2026-06-16 08:30")
    return Poster(container, line, clock)


def test_a_scan_is_answered_with_the_material_and_says_who_is_new(poster: Poster) -> None:
    poster.hangs("village_3", article="ebike.home")
    told = poster.scanned("village_3", new=True)
    assert WORDS in told
    assert "谢谢关注" in told
    assert "火灾119" in told
    assert "/h5/a/ebike.home" in told
    again = poster.scanned("village_3")
    assert WORDS in again
    assert "谢谢关注" not in again
    # They left and come back by the same poster: a follower won, but nobody new.
    poster.line.delivers(event_push("unsubscribe", second=int(poster.clock.now().timestamp())))
    poster.clock.advance(minutes=5)
    poster.scanned("village_3", new=True)
    assert poster.rows() == [(True, True), (False, False), (True, False)]


def test_a_scan_that_the_platform_repeats_is_one_scan(poster: Poster) -> None:
    poster.hangs("village_3")
    second = int(poster.clock.now().timestamp())
    document = event_push("SCAN", tag("EventKey", "village_3") + tag("Ticket", "t"), second=second)
    told = {poster.line.platform.reads(poster.line.delivers(document).data) for _ in range(3)}
    assert len(told) == 1
    assert poster.rows() == [(False, False)]


def test_an_activity_takes_the_sign_in_once(poster: Poster) -> None:
    poster.plans("act-616")
    assert "签到成功！“安全宣传咨询日”，您是第1位。" in poster.scanned("act-616", new=True)
    again = poster.scanned("act-616")
    assert "已经签过到了" in again
    assert '/h5/activities/"' in again
    with poster.container.database.reading() as session:
        (there,) = session.scalars(select(SignIn)).all()
        assert (there.number, there.is_new) == (1, True)
    poster.clock.moment = china("2026-06-16 15:00")
    assert "已经签过到了" in poster.scanned("act-616")


def test_codes_of_others_and_codes_without_anything_to_give(poster: Poster, container: Container) -> None:
    assert "欢迎回来" in poster.scanned("unknown_9"), "left to the greeting, as before"
    poster.hangs("empty_1", words=None)
    assert "正在更新" in poster.scanned("empty_1")
    with container.database.writing() as session:
        container.campaigning.library.codes.retire(session, 1, PLANNER, poster.clock.now())
    assert "已经停用" in poster.scanned("empty_1")


def test_the_longest_words_fit_into_one_reply(poster: Poster) -> None:
    poster.plans("act-616")
    poster.hangs("act-616", words="安" * 300, page="https://a.gov.cn/" + "x" * 470)
    told = poster.scanned("act-616", new=True)
    content = told.split("<Content><![CDATA[")[1].split("]]>")[0]
    assert "安" * 300 in content
    assert byte_length(content) <= 2047


def test_each_kind_of_material_has_its_address(poster: Poster, container: Container) -> None:
    addresses: tuple[tuple[dict[str, Any], str], ...] = (
        ({"content_id": 7}, f"{container.settings.public_url}/h5/c/7"),
        ({"page": "https://a.gov.cn/x?a=1&b=2"}, "https://a.gov.cn/x?a=1&amp;b=2"),
        ({}, ""),
    )
    for number, (target, address) in enumerate(addresses):
        poster.hangs(f"school_{number}", **target)
        told = poster.scanned(f"school_{number}")
        assert (f'<a href="{address}">' in told) == bool(address)
        assert ("<a" in told) == bool(address)


def test_forgetting_makes_scans_nobodys(poster: Poster) -> None:
    poster.plans("act-616")
    poster.hangs("act-616", words=None)
    poster.scanned("act-616")
    poster.line.says("删除我的记录")
    poster.clock.advance(seconds=5)
    assert "都删除了" in poster.line.says("确认删除")
    with poster.container.database.reading() as session:
        names = {*session.scalars(select(Scan.person)), *session.scalars(select(SignIn.person))}
    assert len(names) == 1
    assert names.pop().startswith("~")


def test_the_way_to_the_center_by_words(poster: Poster) -> None:
    assert "/h5/activities/" in poster.line.says("活动中心")


def test_what_the_word_of_a_held_lecture_asks_for_leads_to_the_stars(poster: Poster) -> None:
    assert "回复“我的预约”" in notices.held("J000001")
    assert "/h5/activities/mine" in poster.line.says("我的预约")


@pytest.fixture
def printed(poster: Poster, container: Container) -> Poster:
    """A school and a village with codes for tips before their doors."""
    row = VenueRow(SCHOOL, VILLAGE, "3310000001", "学堂路8号", Point(121.38, 28.37))
    codes, now = container.campaigning.library.codes, poster.clock.now()
    with container.database.writing() as session:
        schools = OfficialList(VenueKind.SCHOOL, "教育局名录", china_date(now), [row])
        import_list(session, schools, editor="op", now=now)
        venue = session.scalars(select(Venue.id)).one()
        codes.add(session, CodePlan(SCHOOL, venue_id=venue, scene="tip-school"), PLANNER, now)
        codes.add(session, CodePlan("村口", region=VILLAGE, scene="tip-village"), PLANNER, now)
    return poster


def test_a_code_before_a_school_begins_a_tip_that_knows_where(printed: Poster, container: Container) -> None:
    told = printed.scanned("tip-school", new=True)
    assert "谢谢关注" in told
    assert f"您扫的是“{SCHOOL}”" in told
    assert "/h5/tips/new/at/tip-school" in told
    assert "/h5/tips/anonymous/at/tip-school" in told
    assert "您看到了什么" in told
    # Neither which school nor where is asked.
    assert "什么时候" in printed.line.says("后门的安全出口锁着")
    checked = [printed.line.says(words) for words in ("跳过", "好了")][-1]
    assert SCHOOL in checked
    assert "学堂路8号" in checked
    assert re.search(r"R\d{10}", printed.line.says("1"))
    with container.database.reading() as session:
        tip = session.scalars(select(Tip)).one()
        assert (tip.region, tip.object_name) == (VILLAGE, SCHOOL)
        assert (tip.latitude, tip.longitude) == pytest.approx((28.37, 121.38), abs=0.02)


def test_at_a_village_only_what_is_missing_is_asked_and_a_begun_tip_stays(printed: Poster) -> None:
    village = printed.container.casework.regions.tree().full_name(VILLAGE)
    assert f"您扫的是“{village}”" in printed.scanned("tip-village")
    assert "哪家单位" in printed.line.says("晒谷场边的电线垂到地上了")
    # Which is the place was told; when it was is asked next.
    assert "什么时候" in printed.line.says("晒谷场")
    # A scan elsewhere neither moves nor loses what is being told.
    again = printed.scanned("tip-school")
    assert SCHOOL not in again
    assert "晒谷场" in again


def test_who_stood_before_a_code_for_tips_is_kept_nowhere(printed: Poster, container: Container) -> None:
    printed.scanned("tip-school", new=True)
    printed.scanned("tip-school")
    with container.database.reading() as session:
        scans = session.scalars(select(Scan)).all()
        assert [(one.person, one.follows, one.is_new) for one in scans] == [(UNKNOWN, False, False)] * 2
        assert {one.at for one in scans} == {china("2026-06-16 00:00")}
        assert session.scalars(select(Follower.scene)).all() == [None]
        assert session.scalars(select(FollowerDeed)).all() == []
        period = (china("2026-06-16 00:00"), china("2026-06-17 00:00"))
        first, *_ = code_figures(session, READER, *period)
    assert (first.scans, first.people, first.new) == (2, 0, 0)


def test_a_code_for_tips_names_a_place_and_gives_nothing_else(printed: Poster, container: Container) -> None:
    printed.hangs("given")
    codes, now = container.campaigning.library.codes, printed.clock.now()
    with container.database.writing() as session:
        for plan in (CodePlan("x", takes_tips=True), CodePlan("x", region=COUNTY, takes_tips=True)):
            with pytest.raises(WhereIsMissing):
                codes.add(session, plan, PLANNER, now)
        with pytest.raises(OneUse):
            codes.add(session, CodePlan("x", 1, region=VILLAGE, takes_tips=True), PLANNER, now)
        made = codes.add(session, CodePlan("x", region=VILLAGE, takes_tips=True), PLANNER, now)
        assert made.takes_tips
        made.url = "http://weixin.qq.com/q/02abc"
        page = "".join(pages(labels_of([made]), "安文县应急管理局", 1))
        assert "扫一扫，反映这里的安全隐患" in page
        assert "打开微信" not in page
        codes.retire(session, made.id, PLANNER, now)
    assert "已经停用" in printed.scanned(made.scene)


def test_each_village_of_a_town_gets_one_code_for_tips(printed: Poster, container: Container) -> None:
    codes, now = container.campaigning.library.codes, printed.clock.now()
    villages = {one for one in container.casework.regions.tree().within(VILLAGE[:9]) if len(one) == 12}
    with container.database.writing() as session:
        made = codes.add_for_villages(session, VILLAGE[:9], PLANNER, now)
        # The village at whose gate one hangs already needs no second one.
        assert {one.region for one in made} == villages - {VILLAGE}
        assert all(one.takes_tips for one in made)
        assert codes.add_for_villages(session, VILLAGE[:9], PLANNER, now) == []
