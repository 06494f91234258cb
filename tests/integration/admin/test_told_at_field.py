"""What a rule refuses stands at the field that it is about, besides at the head of the page."""

import io
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from app.wiring import Container
from core.errors import RuleViolation
from tests.architecture.checkout import MODULES, ROOT, tracked
from tests.integration.admin.campaign_office import ACTIVITY, PLAN, CampaignOffice, jpeg
from tests.integration.admin.conftest import Hiring
from tests.integration.one_engine import database_url
from tests.samples import CALL

__all__ = ["database_url"]

ACCOUNT = {"login": "lin", "name": "林", "scope": "everywhere"}
ASKED = {"kind": "erase", "channel": "window", "came_on": "2026-11-02", "about": "删", "person": "李"}
CONTEST = {
    "title": "月度竞赛", "opens_at": "2026-12-01T09:00", "closes_at": "2026-12-03T09:00",
    "questions": "5", "minutes": "10", "pass_mark": "60",
}  # fmt: skip


@pytest.fixture
def office(container: Container, hiring: Hiring, tmp_path: Path) -> CampaignOffice:
    """Clerks at their pages."""
    return CampaignOffice(container, hiring, tmp_path)


def told_at(page: str, name: str) -> str:
    """What stands at the field, as a screen reader finds it."""
    field = re.search(rf'<(?:input|select|textarea|fieldset)[^>]*id="((?:\w+-)?{name})"[^>]*>', page)
    assert field, name
    assert 'aria-invalid="true"' in field[0], field[0]
    assert f"{field[1]}-fault" in field[0].split('aria-describedby="')[1].split('"')[0]
    found = re.search(rf'class="fault" id="{field[1]}-fault">([^<]*)<', page)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("role", "form", "typed", "name", "words"),
    [
        ("intake_officer", "/admin/tips/new", {**CALL, "phone": "1380013800"}, "phone", "手机号是11位"),
        ("system_admin", "/admin/people/new", {**ACCOUNT, "login": "9x"}, "login", "登录名用2到32个"),
        ("system_admin", "/admin/people/new", {**ACCOUNT, "name": " "}, "name", "请写上姓名"),
        ("system_admin", "/admin/people/new", {**ACCOUNT, "scope": "region:1"}, "scope", "请选管辖范围"),
        ("legal_officer", "/admin/data-requests/new", {**ASKED, "person": ""}, "person", "请写清楚"),
        ("legal_officer", "/admin/data-requests/new", {**ASKED, "came_on": "2027-01-01"}, "came_on", "今天"),
        ("legal_officer", "/admin/data-requests/new", {**ASKED, "kind": "all"}, "kind", "请选要什么"),
        ("planner", "/admin/quizzes/contests/new", {**CONTEST, "minutes": "900"}, "minutes", "分钟"),
        (
            "planner", "/admin/quizzes/contests/new", {**CONTEST, "closes_at": "2026-11-30T09:00"},
            "closes_at", "开始时间要早于结束时间",
        ),
        ("planner", "/admin/quizzes/contests/new", {**CONTEST, "units": "甲\n甲"}, "units", "写了两次"),
        (
            "planner", "/admin/library/codes/new", {"title": "海报", "scene": "中文", "printed": "0"},
            "scene", "场景值用1到64个",
        ),
    ],
)  # fmt: skip
def test_it_is_told_at_its_field(
    hiring: Hiring, role: str, form: str, typed: dict[str, str], name: str, words: str
) -> None:
    refused = hiring.insider("chen", role).sends(form, **typed)

    assert refused.status_code == 409
    assert words in told_at(refused.text, name)
    assert re.search(rf'class="refusal" role="alert">[^<]*{words}', refused.text)
    assert refused.text.count('class="fault"') == 1


MANUSCRIPT = {
    "title": "油锅着火，别泼水", "digest": "关火、盖锅盖。", "author": "应急管理局",
    "cover": "picture:oil_pan", "body": "先关火。", "source_title": "家庭防火常识",
    "source_from": "应急管理部", "source_url": "", "kind": "original",
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("title", "", "没有写标题"),
        ("digest", "摘" * 121, "摘要最多120个字"),
        ("source_url", "www.mem.gov.cn", "来源网址要以http"),
        ("source_url", "http://[", "来源网址要以http"),
        ("cover", "picture:no_such", "没有这张图片"),
        ("body", "![x](picture:no_such)", "没有这张图片"),
    ],
)
def test_an_author_is_told_at_the_field(hiring: Hiring, name: str, typed: str, words: str) -> None:
    planner = hiring.insider("chen", "planner")

    refused = planner.sends("/admin/campaigns/content/new", **{**MANUSCRIPT, name: typed})

    assert refused.status_code == 409
    assert words in told_at(refused.text, name)
    assert refused.text.count('class="fault"') == 1


def test_a_file_that_is_no_picture_is_told_where_it_was_chosen_and_the_other_is_kept(
    office: CampaignOffice,
) -> None:
    planner, no_picture = office.clerk("planner"), (io.BytesIO(b"x"), "a.jpg")
    files: dict[str, Any] = {"cover_file": (io.BytesIO(jpeg()), "b.jpg"), "picture_file": no_picture}

    refused = planner.sends("/admin/campaigns/content/new", **MANUSCRIPT, **files)

    assert refused.status_code == 409
    assert "不能用作配图" in told_at(refused.text, "picture_file")
    assert re.search(r'<option value="photo:[0-9a-f]{64}"\s+selected', refused.text)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (None, "请先选一个办法文件"),
        ((b"", "a.yaml"), "请先选一个办法文件"),
        ((b"id: [", "a.yaml"), "这个文件读不了"),
    ],
)
def test_a_file_of_rules_is_refused_where_it_was_chosen(
    hiring: Hiring, given: tuple[bytes, str] | None, words: str
) -> None:
    page = "/admin/rewards/rules"
    files: dict[str, Any] = {"file": (io.BytesIO(given[0]), given[1])} if given else {}

    refused = hiring.insider("chen", "legal_officer").sends(f"{page}/import", page=page, **files)

    assert refused.status_code == 409
    assert words in told_at(refused.text, "file")
    assert "现在使用的" in refused.text


ARTICLE = {
    "category": "fire", "question": "油锅着火怎么办", "lead": "先关火。", "answer": "盖锅盖。",
    "urgency": "一般", "reviewed_on": "2026-11-01", "review_due_on": "2027-11-01", "reason": "新写",
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("category", "", "请选这一条是哪一类"),
        ("category", "油锅", "请选这一条是哪一类"),
        ("reviewed_on", "去年", "日期要写成"),
        ("year1", "去年", "年份是四位数字"),
        ("title2", "", "就要写依据的名称"),
        ("reason", " ", "请写"),
    ],
)
def test_an_editor_is_told_at_the_field(hiring: Hiring, name: str, typed: str, words: str) -> None:
    editor, sources = hiring.insider("bian", "knowledge_editor"), {"title1": "消防法", "clause2": "第一条"}
    form = {**ARTICLE, **(sources if name in ("year1", "title2") else {}), name: typed}

    refused = editor.sends("/admin/knowledge/new", **form)

    assert refused.status_code == 409
    assert words in told_at(refused.text, name)


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("name-0", "这个按钮的名称太长了", "最多"),
        ("name-0-0", "名称" * 11, "显示8个"),
        ("does-0-0", "", "请选点了以后做什么"),
        ("to-0-1", "http://a.example/", "要以https://开头"),
        ("to-0-2", "没有这一条", "没有这样的功能或知识条目"),
    ],
)
def test_whoever_makes_the_menu_is_told_at_the_field(
    hiring: Hiring, name: str, typed: str, words: str
) -> None:
    menu = {
        "name-0": "服务", "name-0-0": "举报", "does-0-0": "tip", "name-0-1": "网站", "does-0-1": "url",
        "to-0-1": "https://a.example/", "name-0-2": "油锅", "does-0-2": "article",
        "to-0-2": "fire.oil_pan",
    }  # fmt: skip

    refused = hiring.insider("chen", "system_admin").sends(
        "/admin/menu/save", page="/admin/menu", **{**menu, name: typed}
    )

    assert refused.status_code == 409
    assert words in told_at(refused.text, name)


def test_plans_activities_and_steps_tell_it_there_too(office: CampaignOffice) -> None:
    planner = office.clerk("planner")
    turned = planner.sends("/admin/campaigns/new", **{**PLAN, "ends_on": "2026-11-01"}).text
    assert "结束日期要在开始日期当天或以后" in told_at(turned, "ends_on")
    campaign, _ = office.writes(planner, "/admin/campaigns/new", **PLAN)
    form = f"{campaign}/activities/new"
    early = {**ACTIVITY, "starts_at": "2026-11-02T09:05", "ends_at": "2026-11-02T10:30"}
    assert "活动要在宣传计划的日期里开始" in told_at(planner.sends(form, **early).text, "starts_at")
    assert "签到名额请写大于0" in told_at(planner.sends(form, **{**ACTIVITY, "quota": "0"}).text, "quota")

    refused = planner.sends(f"{campaign}/step/cancel", page=campaign, reason=" ").text

    assert told_at(refused, "reason") == "请写明理由。"


def test_what_a_refusal_is_about_is_a_field_of_some_form() -> None:
    """A field that is called anew would silently lose what is told at it."""
    for name in MODULES:
        if not name.startswith(("tests/", "migrations/")) and name.endswith(("refusals.py", "errors.py")):
            import_module(name.removesuffix(".py").replace("/", "."))
    forms = [*tracked("admin/*.py"), *tracked("admin/*.html"), *tracked("h5/*.html")]
    asked = set(re.findall(r'"(\w+)"', "\n".join((ROOT / name).read_text("utf-8") for name in forms)))

    # A field that stands several times in a form is numbered: description1, description2.
    about = {one.rstrip("0123456789") for refusal in _below(RuleViolation) for one in refusal.about.split()}

    assert {"login", "returned", "reason"} <= about
    assert about - asked == set()


def _below(parent: type[RuleViolation]) -> set[type[RuleViolation]]:
    return {parent}.union(*(_below(one) for one in parent.__subclasses__()))
