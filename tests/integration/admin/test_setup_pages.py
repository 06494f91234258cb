"""The sections of setting up: local facts, WeChat asked, the menu, sheets with their faults, sample data."""

import re
from collections.abc import Sequence
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from app.bureau import BureauFacts
from app.demo.loading import is_empty
from app.wiring import Container
from core.workbooks import Sheet, write_xlsx
from deliveries.ports import FailureClass, GatewayRefusal
from handlers.menu import SKILL_ARTICLES, SKILLS, TapHandler, bureau_menu, load_menu
from places.services import HEADS, load_tree
from staff.actors import Scope
from staff.choices import load_choices
from staff.services import find_staff
from tests.integration.admin.conftest import Clerk, Hiring
from tests.integration.one_engine import database_url  # noqa: F401
from tipoffs.routing.models import DepartmentContact, DepartmentEntry, RoutingCell
from tipoffs.routing.services import CELL_HEADS, DEPARTMENT_HEADS

MARKUP = "<script>alert(1)</script>"


class Tokens:
    """Gives a token, or is refused one."""

    def __init__(self, errcode: int | None) -> None:
        self.errcode = errcode

    def token(self) -> str:
        """See ``wechat.tokens.TokenProvider``."""
        if self.errcode:
            raise GatewayRefusal(FailureClass.CONFIG, "stable_token", errcode=self.errcode, rid="r-1")
        return "t"


class Account:
    """The account at the platform, and the menus it was given."""

    def __init__(self, errcode: int | None = None, *, refuses: int | None = None) -> None:
        self.tokens = Tokens(errcode)
        self.refuses = refuses
        self.menus: list[object] = []

    def get_menu(self) -> None:
        """No menu yet."""

    def list_templates(self) -> list[object]:
        """No template yet."""
        return []

    def publish_menu(self, menu: object) -> None:
        """Keep it, or refuse."""
        if self.refuses:
            raise GatewayRefusal(FailureClass.CONFIG, "menu/create", errcode=self.refuses)
        self.menus.append(menu)


def sends_sheet(
    clerk: Clerk, path: str, page: str, rows: Sequence[tuple[str, ...]], heads: Sequence[str] = HEADS
) -> str:
    """Send a workbook, of regions unless its ``heads`` say otherwise."""
    file = BytesIO()
    write_xlsx(file, [Sheet("表", heads, rows)])
    file.seek(0)
    form = {"csrf_token": clerk.token(page), "file": (file, "../../etc/x.xlsx")}
    return clerk._client.post(path, data=form, content_type="multipart/form-data").text


def test_a_fact_of_the_office_goes_before_the_file_and_back(container: Container, hiring: Hiring) -> None:
    container.local_facts = BureauFacts(container.database, {"duty_phone": "0577-11111111"})
    boss = hiring.insider("boss", "system_admin")
    assert "留空就用设置文件里的：0577-11111111" in boss.opens("/admin/setup/bureau").text

    boss.sends("/admin/setup/bureau", duty_phone="0577-22222222")
    assert container.local_facts.fresh()["duty_phone"] == "0577-22222222"
    boss.sends("/admin/setup/bureau", duty_phone="0577-11111111")
    with container.database.reading() as session:
        # What the file says is not written down: a later change of the file is seen.
        assert "fact.duty_phone" not in load_choices(session)


def test_two_who_fill_in_the_office_at_once_do_not_undo_each_other(
    container: Container, hiring: Hiring
) -> None:
    container.local_facts = BureauFacts(container.database, {})
    first, second = hiring.insider("boss", "system_admin"), hiring.insider("deputy", "system_admin")
    opened = {"was-duty_phone": "", "was-bureau_name": ""}
    first.sends("/admin/setup/bureau", **opened, duty_phone="0577-22222222")

    second.sends("/admin/setup/bureau", **opened, duty_phone="", bureau_name="某县应急\u200b管理局")

    kept = container.local_facts.fresh()
    assert (kept["duty_phone"], kept["bureau_name"]) == ("0577-22222222", "某县应急管理局")
    assert 'name="was-duty_phone" value="0577-22222222"' in " ".join(
        second.opens("/admin/setup/bureau").text.split()
    )
    refused = second.sends("/admin/setup/bureau", **opened, bureau_name="局" * 301)
    assert (refused.status_code, "太长了，最多300个字" in refused.text) == (409, True)


def test_who_saves_a_menu_that_another_changed_is_told_before_it_is_lost(
    container: Container, hiring: Hiring
) -> None:
    container.gateway = Account()  # type: ignore[assignment]
    first, second = hiring.insider("boss", "system_admin"), hiring.insider("deputy", "system_admin")
    menu = {"name-0": "问安全", "name-0-0": "火灾", "does-0-0": "topics:fire"}
    base = found_in(second.opens("/admin/menu").text, r'name="base"\s+value="(\w+)"')
    first.sends("/admin/menu/save", page="/admin/menu", base=base, **menu)

    mine = {**menu, "name-0": "早知道\u200b"}
    told = second.sends("/admin/menu/save", page="/admin/menu", base=base, **mine)

    assert told.status_code == 409
    assert "别人存了另一份菜单（按钮是问安全）" in told.text
    assert 'value="早知道"' in told.text
    again = second.sends(
        "/admin/menu/save",
        page="/admin/menu",
        base=found_in(told.text, r'name="base"\s+value="(\w+)"'),
        **mine,
    )
    assert again.status_code == 303


def found_in(page: str, pattern: str) -> str:
    found = re.search(pattern, page)
    assert found
    return found[1]


def test_the_platform_is_asked_and_its_answer_told_in_chinese(container: Container, hiring: Hiring) -> None:
    boss = hiring.insider("boss", "system_admin")
    container.gateway = Account(40164)  # type: ignore[assignment]
    page = boss.sends("/admin/setup/wechat").text
    assert "IP白名单”里加上。（代码40164、r-1）" in page
    assert "还没有收到过" in page
    assert "ANWEN_WECHAT_APPID=wx" in page
    assert container.settings.wechat_secret.get_secret_value() not in page
    assert container.settings.wechat_aes_key.get_secret_value() not in page

    container.gateway = Account()  # type: ignore[assignment]
    page = boss.sends("/admin/setup/wechat").text
    assert "AppID、AppSecret、IP白名单都对" in page
    assert "平台上还没有菜单" in page


def test_the_menu_is_made_looked_at_and_published(container: Container, hiring: Hiring) -> None:
    boss, account = hiring.insider("boss", "system_admin"), Account()
    container.gateway = account  # type: ignore[assignment]
    article, question = next(
        (word, one.question) for word, one in container.library_holder.current().articles.items()
    )
    good = {
        "name-0": "问安全", "name-0-0": MARKUP[:20], "does-0-0": "topics:fire",
        "name-0-1": "一条", "does-0-1": "article", "to-0-1": question,
        "name-1": "举报", "name-1-0": "官网", "does-1-0": "url", "to-1-0": "https://anwen.example.gov.cn/",
    }  # fmt: skip

    for wrong, sentence in (
        ({"does-0-0": "skill:none"}, "没有这样的功能"),
        ({"does-0-0": ""}, "请选点了以后做什么"),
        ({"to-0-1": "no.such"}, "没有这样的功能或知识条目（no.such）"),
        ({"to-1-0": "javascript:alert(1)"}, "网址要以https://开头"),
        ({"to-1-0": "http://anwen.example.gov.cn/"}, "网址要以https://开头"),
        ({"name-0": "一二三四五六"}, "最多5个汉字"),
        ({"name-1-0": ""}, "下面要有1到5项"),
    ):
        refused = boss.sends("/admin/menu/save", page="/admin/menu", **{**good, **wrong})
        assert (refused.status_code, sentence in refused.text) == (409, True), wrong
    saved = boss.sends("/admin/menu/save", page="/admin/menu", **good)
    page = boss.opens(saved.headers["Location"]).text
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert account.menus == []
    # Before it goes to everybody: what is published is what was saved; articles are offered by name.
    assert "改了还没保存的不在里面" in page
    assert f'<option value="{question}">' in page
    assert f'value="{question}"' in page.partition('name="to-0-1"')[2][:400]
    account.refuses = 48001
    assert "公众号没有这项接口的权限" in boss.sends("/admin/menu/publish", page="/admin/menu").text
    account.refuses = None
    boss.sends("/admin/menu/publish", page="/admin/menu")
    assert "和发布的一样" in boss.opens("/admin/menu").text
    assert account.menus == [
        {"button": [
            {"name": "问安全", "sub_button": [
                {"type": "click", "name": MARKUP[:20], "key": "topics:fire"},
                {"type": "click", "name": "一条", "key": f"article:{article}"}]},
            {"name": "举报", "sub_button": [
                {"type": "view", "name": "官网", "url": "https://anwen.example.gov.cn/"}]}]}
    ]  # fmt: skip
    with container.database.reading() as session:
        assert bureau_menu(session) != load_menu()


def test_every_action_that_a_menu_offers_is_answered(container: Container) -> None:
    taps = next(one for one in container.dispatcher.skills if isinstance(one, TapHandler))

    assert set(SKILLS) == {*taps._skills, *SKILL_ARTICLES}


def test_a_sheet_of_regions_is_taken_or_told_row_by_row(container: Container, hiring: Hiring) -> None:
    boss = hiring.insider("boss", "system_admin")
    county, town = ("990101", "示例县", "", "县"), ("990101001", "示例镇", "990101", "乡镇")
    bad = [county, ("990101001", "", "990101", "乡镇"), ("990101002", "乙镇", "990999", "乡镇"),
           ("990101003", "丙村", "990101", "村"), ("990101", MARKUP, "", "县"),
           ("990101004", "丁", "990101", "里")]  # fmt: skip

    refused = sends_sheet(boss, "/admin/regions/take", "/admin/regions", bad)

    for sentence in (
        "第3行：“名称”空着", "第4行：乙镇的上级“990999”不在表里", "第5行：丙村的上级应当是乡镇",
        "第6行：代码990101和第2行重复", "第7行：“级别”只能写县、乡镇、村，现在是“里”",
    ):  # fmt: skip
        assert sentence in refused, sentence
    with container.database.reading() as session:
        assert len(load_tree(session)) == 0
    assert "先选一个Excel表格" in boss.sends("/admin/regions/take", page="/admin/regions").text
    sends_sheet(boss, "/admin/regions/take", "/admin/regions", [county, town])
    assert "示例县" in boss.opens("/admin/regions").text
    assert "乡镇没有登记承办单位" in boss.opens("/admin/duties").text
    assert boss.opens("/admin/regions/blank.xlsx").data[:2] == b"PK"
    assert boss.opens("/admin/duties/cells/blank.xlsx").data[:2] == b"PK"


@pytest.mark.parametrize("role", ["system_admin", "intake_officer"])
def test_sample_data_only_come_where_nobody_works(container: Container, hiring: Hiring, role: str) -> None:
    hiring.insider("one", role)
    with container.database.reading() as session:
        assert is_empty(session) == (role == "system_admin")


def test_contacts_of_a_department_say_whether_a_notice_reaches_them(
    container: Container, hiring: Hiring
) -> None:
    boss = hiring.insider("boss", "system_admin")
    county, town = ("990101", "示例县", "", "县"), ("990101001", "示例镇", "990101", "乡镇")
    sends_sheet(boss, "/admin/regions/take", "/admin/regions", [county, town])
    for login, role, department in (
        ("able", "handling_unit", "zhen1"),
        ("rings", "handling_unit", "zhen1"),
        ("moved", "handling_unit", "zhen2"),
        ("gone", "handling_unit", "zhen1"),
        ("blind", "read_only", "zhen1"),
    ):
        hiring.insider(login, role, scope=Scope(departments=frozenset({department})))
    with container.database.writing() as session:
        for login in ("rings", "moved", "gone", "blind"):
            user = find_staff(session, login)
            assert user is not None
            user.openid, user.active = f"o{login}".ljust(28, "0"), login != "gone"
    named = "able、rings、moved、gone、blind；nobody@990101001"
    told = [("zhen1", "示例镇人民政府", "990101001", named)]

    sends_sheet(boss, "/admin/duties/departments/take", "/admin/duties", told, DEPARTMENT_HEADS)

    page = boss.opens("/admin/duties").text
    for login, reach in (
        ("able", "还没绑定微信"),
        ("rings", "提醒发到微信"),
        ("moved", "账号不在这个部门"),
        ("gone", "账号已停用"),
        ("blind", "没有承办权限"),
        ("nobody", "没有这个登录名的账号"),
    ):
        assert reach in page.partition(f"（{login}）")[2].partition("</tr>")[0], login
    assert departments_sheet(boss) == ("zhen1", "able、blind、gone、moved、nobody@990101001、rings")


@pytest.mark.parametrize("kind", ["departments", "cells"])
def test_a_sheet_of_duties_sent_back_as_it_is_changes_nothing(
    container: Container, hiring: Hiring, kind: str
) -> None:
    boss = hiring.insider("boss", "system_admin")
    county, town = ("990101", "示例县", "", "县"), ("990101001", "示例镇", "990101", "乡镇")
    sends_sheet(boss, "/admin/regions/take", "/admin/regions", [county, town])
    departments = [
        ("zhen1", "示例镇人民政府", "990101001", "able、nobody@990101001"),
        ("ju1", "示例县城管局", "", ""),
    ]
    sends_sheet(boss, "/admin/duties/departments/take", "/admin/duties", departments, DEPARTMENT_HEADS)
    cell = ("fire", "990101001", "zhen1", "ju1", "示例县〔2026〕3号")
    sends_sheet(boss, "/admin/duties/cells/take", "/admin/duties", [cell], CELL_HEADS)
    before, shown = duties_kept(container), boss.opens("/admin/duties?in=990101001").text
    assert "示例县〔2026〕3号" in str(before)

    form = {
        "csrf_token": boss.token("/admin/duties"),
        "file": (BytesIO(boss.opens(f"/admin/duties/{kind}/blank.xlsx").data), "x.xlsx"),
    }
    path = f"/admin/duties/{kind}/take"
    answer = boss._client.post(path, data=form, content_type="multipart/form-data")

    assert answer.status_code == 303, answer.text
    assert before <= duties_kept(container)
    assert "示例镇人民政府" in shown
    assert boss.opens("/admin/duties?in=990101001").text.count("示例镇人民政府") == shown.count(
        "示例镇人民政府"
    )


def departments_sheet(boss: Clerk) -> tuple[str, str]:
    """The code of the first town's department and its contacts, in the sheet to fill in."""
    sheet = load_workbook(BytesIO(boss.opens("/admin/duties/departments/blank.xlsx").data)).active
    assert sheet is not None
    row = next(line for line in sheet.iter_rows(values_only=True) if line[0] == "zhen1")
    return str(row[0]), str(row[3])


def duties_kept(container: Container) -> set[tuple[str, ...]]:
    """Departments, contacts and cells as they lie in the tables."""
    with container.database.reading() as session:
        entries = session.scalars(select(DepartmentEntry)).all()
        named = session.scalars(select(DepartmentContact)).all()
        cells = session.scalars(select(RoutingCell)).all()
        return {
            *((one.code, one.name, one.region) for one in entries),
            *((one.department, one.region, one.login) for one in named),
            *((one.category, one.region, one.lead, *one.co_handlers, one.basis) for one in cells),
        }
