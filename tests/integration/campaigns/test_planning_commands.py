"""Safety Month as clerks type it: theme, plan, venues, activities, lectures, targets."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.settings_loading import load_settings
from app.wiring import Container
from campaigns.library.queries import bookings_of
from deliveries.models import Delivery
from staff.models import AuditEntry
from tests.conftest import StandingClock
from tests.integration.campaigns.clerks import CampaignClerks
from tests.integration.campaigns.planning_office import OTHER_TOWN, TOWN, asking, china
from tests.samples import picture, saved, workbook_at

THEME = "人人讲安全、个个会应急——排查整治风险隐患"
OPENID = "oTeacher_000000000000000000001"


@pytest.fixture
def clerks(database_url: str, tmp_path: Path, clock: StandingClock) -> Iterator[CampaignClerks]:
    """An office with a county, accounts and an empty register, in May 2026."""
    clock.moment = china("2026-05-20 09:00")
    settings = load_settings(
        var_dir=tmp_path / "var", database_url=database_url, storage_url=f"file:{tmp_path}/files"
    )
    container = Container(settings, clock)
    yield CampaignClerks(container)
    container.close()


def test_safety_month_at_the_terminal(clerks: CampaignClerks, clock: StandingClock, tmp_path: Path) -> None:
    assert clerks.types("campaigns", "themes", "seed").startswith("新写入")
    proposed = clerks.does("kan", "plan", "propose")
    assert [one["occasion"] for one in proposed if one["stage"] == "begins"] == [
        "safety_month",
        "consultation_day",
    ]
    assert [
        one["day"] for one in clerks.does("kan", "calendar", "--year", 2027) if one["occasion"] == "fire_day"
    ] == ["2027-11-09"]
    [day, *_] = [one for one in clerks.does("kan", "calendar") if one["occasion"] == "consultation_day"]
    assert (day["day"], day["activities"][0], day["themed"]) == ("2026-06-16", "consultation", True)

    adopt = ("plan", "adopt", "safety_month", "--year", 2026, "--region", "999001", "--lead", "县安委办")
    assert "2026年全国安全生产月的主题还没有登记" in clerks.refused("cehua", *adopt, "--theme", THEME)
    about = ("--year", 2026, "--text", THEME)
    clerks.does("cehua", "themes", "set", *about, "--document", "安委办〔2026〕0号")
    [theme] = clerks.does("shenhe", "themes", "verify", *about)
    assert (theme["verified"], theme["verified_by"]) == (True, "shenhe")
    assert "没有办理这一步的权限" in clerks.refused("kan", "themes", "set", *about)
    wrong = clerks.refused("cehua", *adopt, "--theme", "人人讲安全、个个会应急——查找身边安全隐患")
    assert "这是2025年全国安全生产月的主题" in wrong

    [plan] = clerks.does("cehua", *adopt, "--theme", THEME, "--with", "消防大队", "--with", "教育局")
    number = plan["id"]
    assert (plan["name"], plan["starts_on"], plan["state"]) == (
        "2026年全国安全生产月",
        "2026-06-01",
        "planned",
    )
    clerks.does("cehua", "targets", "set", number, "events", 1)
    assert "没有办理这一步的权限" in clerks.refused("cehua", "plan", "approve", number)
    clerks.does("shenhe", "plan", "approve", number)

    rows = (["名称", "区划", "代码"], ["中心小学", TOWN, "S1"], ["太平小学", OTHER_TOWN, "S2"])
    file = workbook_at(tmp_path / "schools.xlsx", *rows)
    venues = (
        "venues",
        "import",
        file,
        "--kind",
        "school",
        "--title",
        "学校名录（教育局）",
        "--dated",
        "2026-05-01",
    )
    assert clerks.does("cehua", *venues) == [{"list": 1, "listed": 2, "new": 2, "changed": 0}]
    assert "没有办理这一步的权限" in clerks.refused("shenhe", *venues)
    assert "还没有公共场所的名录" in clerks.refused("kan", "venues", "coverage", "--kind", "public_place")
    school = clerks.does("kan", "venues", "list", "--kind", "school", "--region", TOWN)[0]["id"]

    when = ("--from", "2026-06-16 09:00", "--to", "2026-06-16 10:30")
    [drill] = clerks.does(
        "cehua", "activities", "add", "--campaign", number, "--kind", "drill", "--title", "校园疏散演练",
        "--region", TOWN, "--place", "操场", *when, "--lead", "教育局", "--audience", "school",
        "--venue", school, "--quota", 500,
    )  # fmt: skip
    assert drill["starts_at"] == "2026-06-16T09:00:00+08:00"
    assert "还没有到时间" in clerks.refused("cehua", "activities", "hold", drill["id"], "--summary", "开展了")
    clock.moment = china("2026-06-16 11:00")
    clerks.does("cehua", "activities", "hold", drill["id"], "--summary", "1分50秒疏散完毕")
    count = (
        "--measure",
        "drilled",
        "--value",
        460,
        "--unit",
        "attendances",
        "--basis",
        "counted",
        "--source",
        "照片",
    )
    clerks.does("cehua", "activities", "count", drill["id"], *count)
    clerks.does("cehua", "activities", "issue", drill["id"], "--name", "折页", "--unit", "份", "--taken", 500)
    photo = tmp_path / "drill.jpg"
    photo.write_bytes(saved(picture(40, 30)))
    [kept] = clerks.does("cehua", "activities", "photograph", drill["id"], photo, "--caption", "疏散现场")
    assert (kept["width"], kept["height"]) == (40, 30)
    photo.write_bytes(b"GIF89a no")
    assert "不是能打开的照片" in clerks.refused(
        "cehua", "activities", "photograph", drill["id"], photo, "--caption", "x"
    )
    assert "没有办理这一步的权限" in clerks.refused("cehua", "activities", "verify", drill["id"])
    clerks.does("shenhe", "activities", "verify", drill["id"])
    [shown] = clerks.does("kan", "activities", "show", drill["id"])
    assert shown["headcounts"] == ["参加演练460人次（实数）"]
    assert shown["materials"] == ["折页500份（领500退0）"]

    [coverage] = clerks.does("kan", "venues", "coverage", "--kind", "school")
    assert (coverage["touched"], coverage["listed"], coverage["percent"]) == (1, 2, 50.0)
    assert (coverage["list"], coverage["dated_on"]) == ("学校名录（教育局）", "2026-05-01")
    assert [
        one["town"] for one in clerks.does("kan", "venues", "coverage", "--kind", "school", "--by-town")
    ] == [
        "太平街道",
        "清溪镇",
    ]
    assert [one["name"] for one in clerks.does("kan", "venues", "untouched", "--kind", "school")] == [
        "太平小学"
    ]
    year = {one["code"]: one for one in clerks.does("kan", "targets", "show", "--year", 2026)}
    assert (year["events"]["value"], year["events"]["goal"], year["events"]["reached"]) == (1, 100, False)
    [of_plan] = clerks.does("kan", "targets", "show", "--campaign", number)
    assert (of_plan["value"], of_plan["goal"], of_plan["reached"]) == (1, 1, True)
    assert clerks.does("cehua", "plan", "close", number)[0]["state"] == "closed"
    assert clerks.does("kan", "plan", "list", "--year", 2026, "--state", "closed")[0]["id"] == number
    assert "校园疏散演练 已核实" in clerks.does("kan", "plan", "show", number)[0]["activities"][0]
    with clerks.container.database.reading() as session:
        actions = set(session.scalars(select(AuditEntry.action)))
    assert {
        "campaigns.set_theme",
        "campaigns.approve",
        "activities.verify",
        "places.import_venues",
    } <= actions


def test_a_lecture_at_the_terminal(clerks: CampaignClerks, clock: StandingClock) -> None:
    container = clerks.container
    plan = (
        "plan", "add", "--name", "一呼百应宣讲", "--kind", "own", "--region", "999001",
        "--from", "2026-01-01", "--to", "2026-12-31", "--lead", "县应急管理局",
    )  # fmt: skip
    [campaign] = clerks.does("cehua", *plan)
    clerks.does("shenhe", "plan", "approve", campaign["id"])
    container.cipher.ensure_key(clock.now())
    with container.database.writing() as session:
        asked = container.campaigning.lectures.ask(session, OPENID, asking(), clock.now()).id
    call = ("--unit", "石桥村", "--contact", "老陈", "--telephone", "0577-12345678", "--region", OTHER_TOWN)
    [called] = clerks.does(
        "cehua", "lectures", "write-down", *call, "--place", "礼堂", "--topic", "防台", "--wished", "周六"
    )
    assert [one["number"] for one in clerks.does("kan", "lectures", "list", "--state", "asked")] == [
        f"J{asked:06d}",
        called["number"],
    ]
    assert clerks.does("cehua", "lectures", "contact", called["id"]) == [
        {"name": "老陈", "telephone": "0577-12345678"}
    ]
    assert "没有办理这一步的权限" in clerks.refused("kan", "lectures", "contact", called["id"])
    who = ("--speaker", "李宣", "--speaker-unit", "县应急管理局")
    when = ("--from", "2026-06-18 09:00", "--to", "2026-06-18 10:00")
    [fixed] = clerks.does("cehua", "lectures", "schedule", asked, "--campaign", campaign["id"], *when, *who)
    assert fixed["state"] == "scheduled"
    moved = ("--from", "2026-06-19 09:00", "--to", "2026-06-19 10:00", "--reason", "下雨")
    clerks.does("cehua", "lectures", "reschedule", asked, *moved, *who)
    clerks.does("cehua", "lectures", "decline", called["id"], "--reason", "已经排满")
    clock.moment = china("2026-06-19 10:30")
    clerks.does("cehua", "lectures", "hold", asked, "--summary", "300名学生听讲")
    with container.database.writing() as session:
        container.campaigning.lectures.rate(session, asked, OPENID, 5, "好", clock.now())
    [shown] = clerks.does("kan", "lectures", "show", asked)
    assert (shown["state"], shown["raters"], shown["stars"], shown["words"]) == ("held", 1, 5.0, ["5星 好"])
    with container.database.reading() as session:
        # Scheduled, moved, held: three notices to who asked by WeChat, none to who called.
        assert session.scalars(select(Delivery.openid)).all() == [OPENID] * 3
    later = clock.now() + timedelta(days=container.settings.question_log_days + 1)
    for scheduled_job in container.campaigning.scheduled_jobs():
        scheduled_job.task(later)
    assert "按期删除" in clerks.refused("cehua", "lectures", "contact", asked)
    with container.database.writing() as session:
        container.campaigning.forget(session, OPENID)
        requester = container.campaigning.lectures.rater(OPENID)
        assert bookings_of(session, requester, clock.now()) == []
