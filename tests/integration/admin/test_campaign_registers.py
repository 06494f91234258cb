"""Themes, venues and lectures through the pages: two people, a list with faults, a school that asks."""

import io
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from app.wiring import Container
from campaigns.planning.lecture_models import LectureRating
from campaigns.planning.lecture_verbs import Asking
from campaigns.planning.themes import seed_themes
from places.models import Venue
from staff.actors import Scope
from staff.models import AuditEntry
from tests.conftest import StandingClock
from tests.integration.admin.campaign_office import PLAN, CampaignOffice
from tests.integration.admin.conftest import Hiring
from tests.integration.one_engine import database_url

__all__ = ["database_url"]

THEME = {
    "occasion": "fire_month",
    "year": "2026",
    "edition": "",
    "text": "全民消防、生命至上——测试主题",
    "document": "消防〔2026〕0号（测试）",
    "source": "",
}
LIST = {"kind": "school", "title": "中小学名录（教育局）", "dated_on": "2026-09-01"}
CSV = "名称,区划,代码\n万寿小学,城东街道,S1\n太平中学,太平街道,S2\n"
ASKING = {
    "unit_name": "万寿小学",
    "audience": "school",
    "contact": "王老师",
    "telephone": "13812345678",
    "region": "331081002",
    "place": "操场",
    "topic": "防溺水",
    "wished": "下周",
    "expected": "300",
}
SLOT = {
    "starts_at": "2026-11-22T09:03",
    "ends_at": "2026-11-22T10:00",
    "speaker": "李宣",
    "speaker_unit": "市应急管理局",
    "place": "操场",
}


@pytest.fixture
def office(container: Container, hiring: Hiring, tmp_path: Path) -> CampaignOffice:
    """Clerks at their pages."""
    return CampaignOffice(container, hiring, tmp_path)


def test_a_theme_is_typed_again_by_another(container: Container, office: CampaignOffice) -> None:
    planner, reviewer = office.clerk("planner"), office.clerk("campaign_reviewer")
    with container.database.writing() as session:
        seed_themes(session, container.clock.now())
    assert "文号或者出处" in planner.sends("/admin/campaigns/themes/new", **{**THEME, "document": ""}).text

    _, said = office.writes(planner, "/admin/campaigns/themes/new", **THEME)

    assert "等另一人照原文核对" in said
    assert THEME["text"] in said
    assert THEME["text"] not in reviewer.opens("/admin/campaigns/themes").text
    page = "/admin/campaigns/themes/fire_month/2026"
    asked = reviewer.opens(page).text
    assert THEME["document"] in asked
    assert THEME["text"] not in asked
    wrong = reviewer.sends(page, text="全民消防、生命至上")
    assert wrong.status_code == 409
    assert "和登记的不一样" in wrong.text
    _, said = office.writes(reviewer, page, text="全民消防 生命至上——测试主题")
    assert "主题已核对" in said
    assert reviewer.asks("/admin/campaigns/themes/fire_month/1999").status_code == 404
    assert planner.asks(page).status_code == 404


def test_a_list_is_taken_over_whole_or_not_at_all(container: Container, office: CampaignOffice) -> None:
    planner, page = office.clerk("planner"), "/admin/campaigns/venues/import"

    faulty = CSV + "没有区划的小学,,S3\n=HYPERLINK(1),城东街道,S4\n"
    for content, name, said in (
        (faulty.replace("=HYPERLINK(1)", "万寿小学"), "a.csv", "第4行：“区划”不能空着"),
        (faulty, "a.csv", "公式"),
        ("名称,名称\n1,2\n", "a.csv", "出现了两次"),
        (CSV, "a.exe", "请用Excel工作簿"),
        ('名称,区划\n"没有结尾,1\n', "a.csv", "读不了"),
        ("不是工作簿", "a.xlsx", "工作簿"),
    ):
        refused = office.hands_in(planner, page, page, "file", (content.encode(), name), **LIST)
        assert refused.status_code == 409
        assert "没有导入，什么也没有变" in refused.text
        assert "还有" not in refused.text.partition("没有导入")[2].partition("</section>")[0]
        assert said in refused.text, refused.text
    with container.database.reading() as session:
        assert session.scalars(select(Venue)).all() == []

    taken = office.hands_in(planner, page, page, "file", (CSV.encode("gb18030"), "学校.csv"), **LIST)
    assert taken.status_code == 303
    said = planner.opens(taken.headers["Location"]).text
    assert "名录已导入" in said
    assert "名录里2个，到过0个" in said
    covered = planner.opens("/admin/campaigns/venues").text
    assert "名录日期2026年9月1日" in covered
    assert "还没有名录" in covered
    schools = "/admin/campaigns/venues/kinds/school"
    book = openpyxl.load_workbook(io.BytesIO(planner.sends(f"{schools}/export", page=schools).data))
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert rows[0][:3] == ["名称", "区划", "代码"]
    assert {row[0] for row in rows[1:]} == {"万寿小学", "太平中学"}
    with container.database.reading() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "places.import_venues")).one()
    assert entry.actor == "planner1"
    assert planner.asks("/admin/campaigns/venues/kinds/nothing").status_code == 404
    assert office.clerk("read_only").asks(page).status_code == 404


def test_a_clerk_of_one_town_does_not_replace_the_list_of_the_county(
    container: Container, office: CampaignOffice, hiring: Hiring
) -> None:
    page = "/admin/campaigns/venues/import"
    file = (CSV.encode(), "学校.csv")
    of_town = hiring.insider("chengdong", "planner", scope=Scope(regions=frozenset({"331081002"})))
    of_county = hiring.insider("quanshi", "planner", scope=Scope(regions=frozenset({"331081"})))

    refused = office.hands_in(of_town, page, page, "file", file, **LIST)

    assert refused.status_code == 409
    assert "由负责全县的人来导入" in refused.text
    with container.database.reading() as session:
        assert session.scalars(select(Venue)).all() == []
    assert office.hands_in(of_county, page, page, "file", file, **LIST).status_code == 303
    for register in ("/admin/campaigns/venues", "/admin/campaigns/venues/kinds/school"):
        assert page not in of_town.asks(register).text
        assert page in of_county.asks(register).text


def test_a_school_asks_and_is_visited(
    container: Container, office: CampaignOffice, clock: StandingClock
) -> None:
    planner, reader = office.clerk("planner"), office.clerk("read_only")
    plan, said = office.writes(planner, "/admin/campaigns/new", **PLAN)
    lecture, said = office.writes(planner, "/admin/campaigns/lectures/new", **ASKING)
    assert "预约已登记" in said
    assert "13812345678" not in said

    # Whom to call stands there once, and the log knows who looked.
    shown = planner.sends(f"{lecture}/contact", page=lecture).text
    assert "王老师 13812345678" in shown
    with container.database.reading() as session:
        looks = session.scalars(select(AuditEntry).where(AuditEntry.action == "lectures.contact")).all()
    assert [one.actor for one in looks] == ["planner1"]
    assert reader.sends(f"{lecture}/contact", page="/admin/me").status_code == 404

    # A day and a speaker: it becomes an activity of the plan.
    assert "请填写归入哪个宣传计划" in office.is_refused(planner, lecture, "step/schedule", **SLOT)
    campaign = plan.rpartition("/")[2]
    assert "成为计划里的一项活动" in office.steps(
        planner, lecture, "step/schedule", campaign=campaign, **SLOT
    )
    assert "万寿小学预约宣讲" in planner.opens(plan).text
    assert "请写明理由" in office.is_refused(planner, lecture, "step/reschedule", reason="", **SLOT)
    office.steps(planner, lecture, "step/reschedule", reason="换人", **{**SLOT, "speaker": "王讲"})
    assert "王讲（市应急管理局）" in planner.opens(lecture).text
    office.steps(office.clerk("campaign_reviewer"), plan, "step/approve")
    clock.advance(minutes=5)
    assert "已登记开展" in office.steps(planner, lecture, "step/hold", summary="三百名学生听讲")
    assert "万寿小学" in planner.opens("/admin/campaigns/lectures?state=held").text
    assert "万寿小学" not in planner.opens("/admin/campaigns/lectures").text


def test_what_citizens_write_is_only_ever_text(container: Container, office: CampaignOffice) -> None:
    evil = "<script>alert(1)</script>"
    planner, now = office.clerk("planner"), container.clock.now()
    asking = Asking(evil, evil, "13800138000", "331081002", evil, evil, evil)
    with container.database.writing() as session:
        lecture = container.campaigning.lectures.ask(session, "o-evil", asking, now).id
        session.add(LectureRating(lecture_id=lecture, rater="x", stars=5, words=evil, rated_at=now))

    page = f"/admin/campaigns/lectures/{lecture}"
    for seen in (
        planner.opens("/admin/campaigns/lectures").text,
        planner.opens(page).text,
        planner.sends(f"{page}/contact", page=page).text,
        planner.sends(f"{page}/step/decline", page=page, reason="").text,
    ):
        assert "<script>alert" not in seen
        assert "&lt;script&gt;" in seen
