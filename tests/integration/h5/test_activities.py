"""活动中心 on the phone: the theme, what comes where, sign-ins, stars, a lecture asked for, a material."""

import pytest
from sqlalchemy import select

from app.wiring import Container
from campaigns.library.materials import Wording
from campaigns.planning.lecture_models import LectureRating, LectureRequest
from campaigns.planning.models import Activity
from campaigns.planning.status import LectureState
from places.services import import_regions
from tests.conftest import StandingClock
from tests.integration.campaigns.planning_office import (
    OTHER_TOWN,
    PLANNER,
    REVIEWER,
    THEME_2026,
    TOWN,
    PlanningOffice,
    china,
    slot,
)
from tests.integration.h5.conftest import Browser
from tests.integration.h5.fields import told_at
from tests.integration.one_engine import database_url  # noqa: F401
from tests.samples import picture, saved
from tests.unit.places.county import county

WISH = {
    "unit_name": "清溪镇中心小学", "contact": "王老师", "telephone": "13812345678", "region": TOWN,
    "place": "学校操场", "topic": "防溺水", "wished": "六月中旬", "expected": "300", "audience": "school",
}  # fmt: skip
PNG = saved(picture(), "PNG")


@pytest.fixture
def office(container: Container, clock: StandingClock) -> PlanningOffice:
    """Planners, ten days into June, with a county."""
    clock.moment = china("2026-06-10 09:00")
    with container.database.writing() as session:
        import_regions(session, county(), editor="op", now=clock.now())
    return PlanningOffice(clock.now())


def test_the_first_page_shows_the_checked_theme_and_what_comes_where(
    container: Container, office: PlanningOffice, browser: Browser
) -> None:
    empty = browser.opens("/h5/activities/").text
    assert "还没有排好的活动" in empty
    assert "主题" not in empty
    with container.database.writing() as session:
        campaign = office.approved_june(session)
        office.arranges(session, campaign, quota=200)
        office.arranges(session, campaign, title="消防演练", region=OTHER_TOWN)
        office.arranges(session, campaign, title="防溺水课", place="清溪镇中心小学")
    whole = browser.opens("/h5/activities/").text
    assert "清溪镇文化广场" in whole
    assert "清溪镇清溪镇" not in whole
    assert THEME_2026 in whole
    assert "6月16日 周二" in whole
    assert "消防演练" in whole
    assert "签到名额200人" in whole
    near = browser.opens("/h5/activities/", town=TOWN).text
    assert "安全宣传咨询日" in near
    assert "消防演练" not in near
    assert "消防演练" not in browser.opens("/h5/activities/").text, "the town is remembered"
    assert "消防演练" in browser.opens("/h5/activities/", town="").text
    home = browser.opens("/h5/").text
    assert "活动中心" in home
    assert "举报安全隐患" in home


def test_where_no_town_is_known_yet_another_way_is_named(browser: Browser) -> None:
    browser.logs_in()

    told = browser.opens("/h5/activities/lecture").text

    assert "还不能在网上预约" in told
    assert "回复“留言”" in told
    assert "<select" not in told


def test_a_lecture_is_asked_for_and_taken_back(
    container: Container, office: PlanningOffice, browser: Browser, stranger: Browser
) -> None:
    assert browser.opens("/h5/activities/lecture").status_code == 302, "it matters who asks"
    browser.logs_in()
    wrong = browser.sends("/h5/activities/lecture", **{**WISH, "telephone": "1381234567"})
    assert wrong.status_code == 422
    assert "手机号是11位" in told_at(wrong.text, "telephone")
    assert "请写数字" in told_at(
        browser.sends("/h5/activities/lecture", **{**WISH, "expected": "许多"}).text, "expected"
    )
    assert "清溪镇中心小学" in wrong.text, "what was written stays"
    for name in ("region", "topic"):
        assert browser.sends("/h5/activities/lecture", **{**WISH, name: ""}).status_code == 422
    wide = {"telephone": "１３８１２３４５６７８", "expected": "８０"}
    done = browser.sends("/h5/activities/lecture", **{**WISH, **wide})
    assert (done.status_code, done.headers["Location"]) == (303, "/h5/activities/mine?done=asked")
    again = browser.sends("/h5/activities/lecture", **{**WISH, **wide})
    assert again.headers["Location"] == "/h5/activities/mine?done=asked", "tapped twice, asked once"
    mine = browser.opens("/h5/activities/mine").text
    assert '<h1 class="title title_page">我的签到和预约</h1>' in mine
    assert "J000001" in mine
    assert "J000002" not in mine
    assert "待安排" in mine
    assert "13812345678" not in mine
    stranger.logs_in()
    assert "J000001" not in stranger.opens("/h5/activities/mine").text
    assert stranger.sends("/h5/activities/lectures/1/withdraw").status_code == 404
    assert browser.sends("/h5/activities/lectures/1/withdraw").status_code == 303
    with container.database.reading() as session:
        asked = session.get_one(LectureRequest, 1)
        assert (asked.state, asked.expected) == (LectureState.WITHDRAWN, 80)


def test_who_signed_in_rates_the_lecture_and_nobody_else(
    container: Container, office: PlanningOffice, browser: Browser, stranger: Browser, clock: StandingClock
) -> None:
    browser.logs_in()
    stranger.logs_in()
    assert "您还没有签到过" in browser.opens("/h5/activities/mine").text
    browser.sends("/h5/activities/lecture", **WISH)
    with container.database.writing() as session:
        campaign = office.approved_june(session)
        office_lectures = container.campaigning.lectures
        container.cipher.ensure_key(clock.now())
        office_lectures.schedule(session, 1, slot(campaign), PLANNER, clock.now())
        session.scalars(select(Activity)).one().scene = "lecture-1"
        session.flush()
        evening = china("2026-06-18 09:30")
        container.campaigning.library.scans.scan(
            session, "lecture-1", browser.openid, evening, follows=False, is_new=False
        )
    clock.moment = china("2026-06-18 20:00")
    assert "讲得怎么样" in browser.opens("/h5/activities/mine").text
    path = "/h5/activities/lectures/1/rate"
    assert stranger.sends(path, stars="1").status_code == 404
    unrated = browser.sends(path, stars="", words="后排听不清，请带个喇叭")
    assert (unrated.status_code, "先点几颗星" in told_at(unrated.text, "stars")) == (422, True)
    assert "请带个喇叭</textarea>" in unrated.text
    assert browser.sends(path, stars="5", words="听得懂").status_code == 303
    assert "您评了5星" in browser.opens("/h5/activities/mine").text
    with container.database.reading() as session:
        (rating,) = session.scalars(select(LectureRating)).all()
        assert (rating.stars, rating.words) == (5, "听得懂")


def test_who_asked_sees_day_place_and_reason_and_says_how_it_was(
    container: Container, office: PlanningOffice, browser: Browser, stranger: Browser, clock: StandingClock
) -> None:
    browser.logs_in()
    stranger.logs_in()
    browser.sends("/h5/activities/lecture", **WISH)
    lectures = container.campaigning.lectures
    with container.database.writing() as session:
        campaign = office.approved_june(session)
        container.cipher.ensure_key(clock.now())
        lectures.schedule(session, 1, slot(campaign), PLANNER, clock.now())
    mine = browser.opens("/h5/activities/mine").text
    assert "6月18日 周四 09:00—10:00" in mine
    assert "学校操场" in mine
    with container.database.writing() as session:
        moved = slot(campaign, "2026-06-19", place="学校礼堂")
        lectures.reschedule(session, 1, moved, "18日有考试", PLANNER, clock.now())
    mine = browser.opens("/h5/activities/mine").text
    assert "6月19日 周五" in mine
    assert "改期原因：18日有考试" in mine
    path = "/h5/activities/lectures/1/rate"
    clock.moment = china("2026-06-19 20:00")
    assert browser.sends(path, stars="5").status_code == 404, "nobody said yet that it was held"
    with container.database.writing() as session:
        container.cipher.ensure_key(clock.now())
        lectures.hold(session, 1, "讲了", PLANNER, clock.now())

    assert "讲得怎么样" in browser.opens("/h5/activities/mine").text, "as the message says"
    assert stranger.sends(path, stars="1").status_code == 404
    assert browser.sends(path, stars="4", words="讲得实在").status_code == 303

    assert "您评了4星" in browser.opens("/h5/activities/mine").text


def test_a_material_is_shown_as_long_as_it_is_given(
    container: Container, office: PlanningOffice, browser: Browser, clock: StandingClock
) -> None:
    library, now = container.campaigning.library, clock.now()
    kept = library.material_files.keep("海报.png", PNG)
    with container.database.writing() as session:
        one = library.materials.add(session, "防汛海报", None, PLANNER, now)
        library.materials.write(session, one.id, Wording("汛期出门看预警。", file=kept), PLANNER, now)
    assert browser.opens("/h5/materials/1").status_code == 404, "not released"
    assert browser.opens("/h5/materials/1/file").status_code == 404
    with container.database.writing() as session:
        library.materials.release(session, 1, 1, REVIEWER, now)
    assert "汛期出门看预警" in browser.opens("/h5/materials/1").text
    file = browser.opens("/h5/materials/1/file")
    assert (file.data, file.content_type) == (PNG, "image/png")
    with container.database.writing() as session:
        library.materials.withdraw(session, 1, "过时", REVIEWER, now)
    assert browser.opens("/h5/materials/1/file").status_code == 404
