"""The pages of who runs the system: health, settings, retention, days, regions, duties; the first page."""

import io
import re
from datetime import timedelta

from pydantic import SecretStr
from werkzeug.test import TestResponse

from app.system_state import shown
from app.wiring import Container
from core.workbooks import Sheet, read_xlsx, write_xlsx
from deliveries.models import Delivery
from deliveries.ports import FailureClass
from deliveries.status import Channel, Lane, State
from knowledge.models import LoggedQuestion, QuestionState, StaffQuestion
from places.calendar import FEWEST_HOLIDAYS
from places.models import RegionEntry
from places.published import library_days
from tests.integration.admin.conftest import Hiring
from tests.integration.admin.pages import numbers, statements_of


def test_health_tells_queues_and_failures(container: Container, hiring: Hiring) -> None:
    now = container.clock.now()
    with container.database.writing() as session:
        for state, failure in ((State.WAITING, None), (State.FAILED, FailureClass.QUOTA)):
            session.add(
                Delivery(
                    openid="oA",
                    lane=Lane.REPLY,
                    channel=Channel.CUSTOMER_SERVICE,
                    state=state,
                    resend_when_unknown=False,
                    created_at=now,
                    due_at=now - timedelta(minutes=9),
                    failure=failure,
                    errcode=45009 if failure else None,
                )
            )
    clerk = hiring.insider("boss", "system_admin")

    page = clerk.opens("/admin/system").text

    assert "9分钟" in page
    assert "有1条因接口额度用完" in page
    assert "平台代码45009" in page
    assert "还没有用过" in page
    assert "有1条消息没有发成" in clerk.opens("/admin/").text
    assert "领奖人收款信息" in clerk.opens("/admin/system/retention").text
    settings = clerk.opens("/admin/system/settings").text
    assert "ANWEN_VAULT_KEY" in settings
    assert "s" * 40 not in settings
    assert "v" * 40 not in settings


def test_no_setting_shows_a_secret(container: Container) -> None:
    secret = "hunter2"
    settings = container.settings.model_copy(
        update={
            "database_url": f"postgresql://anwen:{secret}@db1,x:{secret}@db2/anwen?sslpassword={secret}",
            "redis_url": f"redis://:{secret}@cache:6379/0",
            "storage_secret": SecretStr(secret),
            "duty_hook_url": f"https://hook.example/in?key={secret}",
        }
    )

    found = dict(shown(settings))

    assert secret not in str(found)
    assert found["ANWEN_DATABASE_URL"] == "postgresql://***@db1,db2/anwen?***"
    assert found["ANWEN_STORAGE_SECRET"] == "已设置"


def test_a_day_is_set_and_taken_back(container: Container, hiring: Hiring) -> None:
    clerk = hiring.insider("sun", "supervisor")
    bad = clerk.sends("/admin/days/set", page="/admin/days", day="2026-13-01", kind="off", name="台风<b>")
    assert (bad.status_code, "台风&lt;b&gt;" in bad.text) == (409, True)

    told = clerk.sends("/admin/days/set", page="/admin/days", day="2026-11-26", kind="off", name="台风停工")

    page = clerk.opens(told.headers["Location"]).text
    assert '<td data-label="为什么">台风停工' in page
    assert "2026年11月26日（周四）" in page
    clerk.sends("/admin/days/2026-11-26/clear", page="/admin/days")
    assert '<td data-label="为什么">台风停工' not in clerk.opens("/admin/days").text
    assert clerk.sends("/admin/days/2026-11-26/clear", page="/admin/days").status_code == 404
    assert clerk.sends("/admin/days/none/clear", page="/admin/days").status_code == 404
    auditor = hiring.insider("audrey", "audit_admin")
    assert "台风停工" in auditor.opens("/admin/audit?action=places.set_day").text


def test_the_days_that_are_published_stand_there_and_a_notice_is_imported(hiring: Hiring) -> None:
    clerk, year = hiring.insider("sun", "supervisor"), max(library_days()).year + 1
    page = clerk.opens("/admin/days?year=2026").text
    assert "2026年10月1日（周四）" in page, "what is published is in force, and can be checked"
    assert page.count("公布的安排") >= FEWEST_HOLIDAYS
    assert "/admin/days/2026-10-01/clear" not in page, "nobody here takes that back"
    assert f"这里还没有{year}年的放假安排" in clerk.opens(f"/admin/days?year={year}").text
    blank = read_xlsx(io.BytesIO(clerk.opens(f"/admin/days/blank.xlsx?year={year}").data), "x.xlsx")
    assert blank[1][:2] == [f"{year}-01-01", "否"]

    def takes(*rows: tuple[str, str, str]) -> TestResponse:
        file = io.BytesIO()
        write_xlsx(file, [Sheet("放假通知", ("日期", "是否上班", "名称"), rows)])
        data = {"csrf_token": clerk.token("/admin/days"), "file": (io.BytesIO(file.getvalue()), "<b>.xlsx")}
        return clerk._client.post(f"/admin/days/take?year={year}", data=data)

    off = [(f"{year}-10-0{day}", "否", "国庆节") for day in range(1, 8)]
    wrong = takes(*off, (f"{year}-10-08", "也许", "<i>"))
    assert (wrong.status_code, "第9行：“是否上班”只能写是或者否" in wrong.text) == (409, True)
    assert f"{year}年10月1日" not in clerk.opens(f"/admin/days?year={year}").text, "all or none"
    told = takes(*off, (f"{year}-10-08", "是", "国庆节调休上班"))
    page = clerk.opens(told.headers["Location"]).text
    assert ("放假安排已导入" in page, f"这里还没有{year}年" in page) == (True, False)
    assert "国庆节调休上班" in page
    assert f"/admin/days/{year}-10-01/clear" in page


def test_regions_and_duties_are_looked_at(container: Container, hiring: Hiring) -> None:
    with container.database.writing() as session:
        for code, name, parent, level in (("990001", "演示县", "", 1), ("990001001", "东<b>镇", "990001", 2)):
            session.add(
                RegionEntry(
                    code=code,
                    name=name,
                    parent_code=parent,
                    level=level,
                    aliases=[],
                    edited_by="x",
                    edited_at=container.clock.now(),
                )
            )
    clerk = hiring.insider("sun", "supervisor")

    assert "演示县" in clerk.opens("/admin/regions").text
    below = clerk.opens("/admin/regions?in=990001").text
    assert "东&lt;b&gt;镇" in below
    assert "东<b>" not in below
    assert "乡镇没有登记承办单位" in clerk.opens("/admin/duties?in=990001001").text


def test_what_several_people_asked_in_vain_waits_until_it_is_settled(
    container: Container, hiring: Hiring
) -> None:
    now = container.clock.now()
    asked = {"骑骆驼进沙漠带啥": ("p1", "p2", "p3"), "祠堂怎么防虫": ("p1", "p1", "p2")}
    with container.database.writing() as session:
        session.add_all(
            LoggedQuestion(
                at=now - timedelta(hours=1), question=words, decision="fallback", article=None, topics=[],
                asker=asker,
            )
            for words, askers in asked.items()
            for asker in askers
        )  # fmt: skip
    editor, reviewer = hiring.insider("wen", "knowledge_editor"), hiring.insider("shen", "knowledge_reviewer")

    address, count = numbers(editor)["好几个人问过、没答上的"]
    assert count == 1
    listed = editor.opens(address).text
    assert "骑骆驼进沙漠带啥" in listed
    assert "好几个人问过、没答上的" not in numbers(reviewer)

    group = re.search(r'href="(/admin/knowledge/unanswered/[^"]+)">骑骆驼', listed)
    assert group
    editor.sends(group[1], do="dismiss")
    assert "好几个人问过、没答上的" not in numbers(editor)


def test_today_shows_each_what_waits_and_costs_little(container: Container, hiring: Hiring) -> None:
    now = container.clock.now()
    with container.database.writing() as session:
        for number in range(3):
            session.add(
                StaffQuestion(
                    asker=f"a{number}",
                    sealed_openid=b"x",
                    sealed_text=b"x",
                    state=QuestionState.OPEN,
                    left_at=now - timedelta(hours=50),
                )
            )
        for number in range(9):
            session.add(
                LoggedQuestion(
                    at=now - timedelta(minutes=number),
                    question="台风",
                    decision="answer",
                    article="typhoon",
                    topics=[],
                    asker=f"p{number}",
                )
            )
        old = now - timedelta(days=8)
        session.add(
            LoggedQuestion(at=old, question="火", decision="answer", article="x", topics=[], asker="p")
        )
    editor, officer = hiring.insider("wen", "knowledge_editor"), hiring.insider("chen", "intake_officer")

    page = editor.opens("/admin/").text

    assert "<strong>3</strong>群众留言待答复" in page
    assert "waits__one--late" in page
    assert "最近3小时9人问" in page
    assert "群众留言" not in officer.opens("/admin/").text
    assert "7天内没有到期的" in officer.opens("/admin/").text
    for clerk, most in ((editor, 11), (officer, 11), (hiring.insider("lead", "leader"), 16)):
        assert statements_of(container, clerk, "/admin/") <= most
