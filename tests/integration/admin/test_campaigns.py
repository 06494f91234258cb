"""Campaigns: from the proposal of the calendar to a campaign that is over, through the pages."""

import io
import re
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest

from app.wiring import Container
from campaigns.library.models import QrCode
from campaigns.planning.arranging import ActivityPlan
from campaigns.planning.kinds import ActivityKind, CampaignKind
from campaigns.planning.services import CampaignPlan
from core.sandbox import SandboxedProgram
from staff.actors import Scope
from tests.conftest import StandingClock
from tests.integration.admin.campaign_office import ACTIVITY, COUNT, PLAN, CampaignOffice, jpeg
from tests.integration.admin.conftest import Clerk, Hiring
from tests.integration.one_engine import database_url
from tests.integration.statements import statements_on

__all__ = ["database_url"]


@pytest.fixture
def office(container: Container, hiring: Hiring, tmp_path: Path) -> CampaignOffice:
    """Clerks at their pages."""
    return CampaignOffice(container, hiring, tmp_path)


def test_a_campaign_from_the_calendar_to_its_end(office: CampaignOffice, clock: StandingClock) -> None:
    planner, reviewer = office.clerk("planner"), office.clerk("campaign_reviewer")

    # The calendar proposes, and the form begins with what it knows.
    year = planner.opens("/admin/campaigns/calendar").text
    assert "2026年12月计划建议" in year
    begin = re.search(r'href="(/admin/campaigns/new\?occasion=traffic[^"]*)"', year)
    assert begin
    form = planner.opens(begin[1].replace("&amp;", "&")).text
    assert 'value="2026-12-02"' in form
    campaign, said = office.writes(planner, "/admin/campaigns/new", **PLAN)
    assert "已存为拟定" in said

    # A goal, and an activity that waits for the plan to be approved.
    assert "指标已更新" in office.steps(planner, campaign, "targets", code="events", goal="1")
    activity, said = office.writes(planner, f"{campaign}/activities/new", **ACTIVITY)
    assert "待开展" in said
    assert "还没有审定" in said
    assert "计划已审定" in office.steps(reviewer, campaign, "step/approve")

    # Its time comes; it is held, counted, photographed, its leaflets come back.
    assert "还没有到时间" in planner.opens(activity).text
    clock.advance(minutes=6)
    office.steps(planner, activity, "step/hold", summary="全校学生参加，讲了防溺水和防踩踏。")
    refused = office.is_refused(planner, activity, "step/count", **{**COUNT, "unit": "screens"})
    assert "人和人次不能混用" in refused
    assert 'value="班级点名册"' in refused
    office.steps(planner, activity, "step/count", **COUNT)
    office.steps(planner, activity, "step/issue", name="防溺水折页", unit="份", taken="300", returned="14")
    address = f"{activity}/step/photograph"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("core.sandbox.AT_ONCE", 0)
        patch.setattr(
            "tipoffs.evidence.photo_decoder._decoding", SandboxedProgram(Path("no.py"), place_seconds=0)
        )
        crowded = office.hands_in(planner, activity, address, "photo", (jpeg(), "a.jpg"), caption="操场")
    assert (crowded.status_code, "同时处理的太多" in crowded.text) == (503, True)
    sent = office.hands_in(planner, activity, address, "photo", (jpeg(), "a.jpg"), caption="操场")
    assert sent.status_code == 303
    held = planner.opens(activity).text
    assert "286人次" in held
    assert "用掉<strong>286份" in held
    shown = re.search(r'src="(/admin/campaigns/activities/\d+/photos/[0-9a-f]+\.jpg)"', held)
    assert shown
    assert planner.asks(shown[1]).mimetype == "image/jpeg"
    assert planner.asks(shown[1].replace("activities/1/", "activities/99/")).status_code == 404

    # What is taken to a meeting has the number with its unit and basis.
    for address, told in (
        (campaign, "到场286人次（实数）"),
        ("/admin/campaigns", "冬季安全用火宣传"),
    ):
        book = openpyxl.load_workbook(io.BytesIO(planner.sends(f"{address}/export", page=address).data))
        assert told in [cell.value for row in book.worksheets[0].iter_rows() for cell in row]

    # Somebody else finds it on the first page, and verifies; then the plan can be closed.
    assert 'href="/admin/campaigns/activities?state=held"' in reviewer.opens("/admin/").text
    assert "走进万寿小学" in reviewer.opens("/admin/campaigns/activities?state=held").text
    assert "已核实，计入指标" in office.steps(reviewer, activity, "step/verify")
    assert "计划已结束" in office.steps(planner, campaign, "step/close")
    assert "现在没有要您办的" in planner.opens(campaign).text


def test_a_plan_across_new_year_names_both_years(office: CampaignOffice) -> None:
    planner = office.clerk("planner")
    campaign, said = office.writes(planner, "/admin/campaigns/new", **{**PLAN, "ends_on": "2027-02-17"})
    for page in (said, planner.opens("/admin/campaigns").text):
        assert "2026年11月20日至2027年2月17日" in page
    _, said = office.writes(planner, f"{campaign}/edit", **PLAN, base=_base(planner, f"{campaign}/edit"))
    assert "2026年11月20日至12月20日" in said


def test_next_years_plan_begins_with_this_years(office: CampaignOffice) -> None:
    planner = office.clerk("planner")
    month = {
        **PLAN,
        "name": "2026年安全生产月活动方案",
        "kind": "safety_month",
        "occasion": "safety_month",
        "starts_on": "2026-06-02",
        "ends_on": "2026-06-29",
    }
    next_month = _next(office, planner, month)
    assert 'value="2027年安全生产月活动方案"' in next_month
    for form, days in (
        (next_month, ("2027-06-01", "2027-06-30")),
        (_next(office, planner, PLAN), ("2027-11-20", "2027-12-20")),
    ):
        assert PLAN["purpose"] in form
        assert all(f'value="{day}"' in form for day in days)
    year = planner.opens("/admin/campaigns/calendar?year=2027").text
    assert "occasion=safety_month&amp;year=2027" in year


def _next(office: CampaignOffice, planner: Clerk, plan: dict[str, str]) -> str:
    """The form that the page of a plan offers for the year after."""
    _, said = office.writes(planner, "/admin/campaigns/new", **plan)
    link = re.search(r'href="(/admin/campaigns/new\?like=\d+)"', said)
    assert link
    return planner.opens(link[1]).text


def test_two_who_write_at_once_see_what_the_other_changed(office: CampaignOffice) -> None:
    planner, second = office.clerk("planner"), office.clerk("planner", 2)
    campaign, _ = office.writes(planner, "/admin/campaigns/new", **PLAN)
    base = _base(planner, f"{campaign}/edit")
    office.writes(second, f"{campaign}/edit", **{**PLAN, "base": base, "lead_unit": "市安委办"})

    late = planner.sends(f"{campaign}/edit", **{**PLAN, "base": base, "name": "冬春安全用火"})

    assert late.status_code == 409
    # On a phone each cell says what it is: in columns, the last one stood outside of the screen.
    assert '<td data-label="现在登记的" class="said">市安委办</td>' in late.text
    assert 'data-label="您填的"' in late.text
    assert 'value="冬春安全用火"' in late.text
    again = re.search(r'name="base" value="(\w+)"', late.text)
    assert again
    _, said = office.writes(planner, f"{campaign}/edit", **{**PLAN, "base": again[1], "name": "冬春安全用火"})
    assert "冬春安全用火" in said
    wrong = planner.sends(f"{campaign}/activities/new", **{**ACTIVITY, "target": "三百"}).text
    assert '<div class="fault" id="f-target-fault">“预计人次”请写不小于0的整数。</div>' in wrong
    assert re.search(r'id="f-target"[^>]*aria-invalid="true"', wrong)
    early = {**ACTIVITY, "starts_at": "2026-11-02T09:05", "ends_at": "2026-11-02T10:30"}
    refused = planner.sends(f"{campaign}/activities/new", **early).text
    assert "活动要在宣传计划的日期里开始：2026年11月20日到2026年12月20日。" in refused
    activity, _ = office.writes(planner, f"{campaign}/activities/new", **ACTIVITY)
    base = _base(planner, f"{activity}/edit")
    office.writes(planner, f"{activity}/edit", **{**ACTIVITY, "base": base, "place": "体育馆"})
    assert second.sends(f"{activity}/edit", **{**ACTIVITY, "base": base}).status_code == 409


def test_only_what_is_lawful_is_offered(office: CampaignOffice, hiring: Hiring) -> None:
    planner, reviewer, reader = (office.clerk(one) for one in ("planner", "campaign_reviewer", "read_only"))
    campaign, _ = office.writes(planner, "/admin/campaigns/new", **PLAN)
    elsewhere = hiring.insider("taiping", "planner", scope=Scope(regions=frozenset({"331081001"})))

    assert "step/approve" not in planner.opens(campaign).text
    assert "step/approve" in reviewer.opens(campaign).text
    for clerk in (reader, elsewhere):
        assert "现在没有要您办的" in clerk.opens(campaign).text
    assert "不在您的办理范围内" in office.is_refused(elsewhere, campaign, "step/cancel", reason="不办了")
    assert "请写明理由" in office.is_refused(planner, campaign, "step/cancel", reason=" ")
    assert "已取消" in office.steps(planner, campaign, "step/cancel", reason="天气原因")
    assert planner.asks("/admin/campaigns/99").status_code == 404
    assert planner.sends("/admin/campaigns/99/step/close", page=campaign).status_code == 404


def test_a_code_for_signing_in_is_made_and_printed(
    container: Container, office: CampaignOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    planner = office.clerk("planner")
    campaign, _ = office.writes(planner, "/admin/campaigns/new", **PLAN)
    activity, _ = office.writes(planner, f"{campaign}/activities/new", **ACTIVITY)
    assert planner.asks(f"{activity}/code.svg").status_code == 404
    asked: list[str] = []

    class Platform:
        """Makes codes."""

        def create_qr(self, scene: str) -> QrCode:
            asked.append(scene)
            return QrCode(url="http://weixin.qq.com/q/02abc", ticket="t")

    monkeypatch.setitem(container.__dict__, "gateway", Platform())

    said = office.steps(planner, activity, "code")

    assert "签到二维码已生成" in said
    assert len(asked) == 1
    assert "走进万寿小学" in planner.asks(f"{activity}/code.svg").text
    assert f'value="{asked[0]}"' in planner.opens(f"{activity}/edit").text


def test_the_lists_are_paged_by_key_in_few_statements(container: Container, office: CampaignOffice) -> None:
    offices, now = container.campaigning, container.clock.now()
    with container.database.writing() as session:
        office.clerk("planner")
        actor = container.personnel.service.actor_of(session, "planner1")
        for number in range(35):
            one = CampaignPlan(
                f"计划{number:02d}号", CampaignKind.OWN, "331081", date(2026, 12, 1), date(2026, 12, 31), "局"
            )
            campaign = offices.plans.plan(session, one, actor, now)
        for number in range(55):
            begins = datetime(2026, 12, 1 + number % 20, 1, tzinfo=UTC)
            plan = ActivityPlan(
                ActivityKind.LECTURE,
                f"第{number:02d}场宣讲",
                "331081",
                "礼堂",
                begins,
                begins.replace(hour=3),
                "局",
            )
            offices.activities.plan(session, campaign.id, plan, actor, now)
    planner = office.clerk("planner")
    with statements_on(container.database.engine) as statements:
        first = planner.opens("/admin/campaigns").text
        file = planner.opens(f"/admin/campaigns/{campaign.id}").text

    assert len(statements) < 30
    rest = planner.opens(_further(first)).text
    seen = [re.findall(r"计划\d\d号", one) for one in (first, rest)]
    assert [len(one) for one in seen] == [30, 5]
    assert not set(seen[0]) & set(seen[1])
    held = [re.findall(r"第\d\d场宣讲", one) for one in (file, planner.opens(_further(file)).text)]
    assert [len(one) for one in held] == [50, 5]
    for nonsense in (
        "after=x_9",
        "after=2026-13-01_1",
        "after=_",
        "state=x&year=abc",
        "after=1_99999999999999999999",
    ):
        assert planner.asks(f"/admin/campaigns?{nonsense}").status_code == 200
        assert planner.asks(f"/admin/campaigns/{campaign.id}?{nonsense}").status_code == 200
    for nonsense in ("year=99999", "year=x", "month=2026-99", "month=0001-01"):
        assert planner.asks(f"/admin/campaigns/calendar?{nonsense}").status_code == 200
        assert planner.asks(f"/admin/campaigns/calendar/month?{nonsense}").status_code == 200
    december = planner.opens("/admin/campaigns/calendar/month?month=2026-12").text
    assert "第00场宣讲" in december
    # The first week of the page begins on the last of November: what ended then is nothing of this month.
    assert ("今冬明春火灾防控" in december, "全国消防宣传月" in december) == (True, False)


def _base(clerk: Clerk, page: str) -> str:
    found = re.search(r'name="base" value="(\w+)"', clerk.opens(page).text)
    assert found
    return found[1]


def _further(page: str) -> str:
    found = re.search(r'href="([^"]+after=[^"]+)" rel="next">下一页', page)
    assert found
    return found[1].replace("&amp;", "&")
