"""A step back to a page that refused a form shows the form again, and never asks to send it twice."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from places.services import import_regions, read_regions
from tests.account import Account
from tests.browser.axe import findings
from tests.browser.clerks import open_office
from tests.samples import REGIONS


@pytest.fixture
def page(browser: Browser, account: Account, tmp_path: Path) -> Iterator[Page]:
    """The browser of somebody's WeChat, in a county of two towns."""
    file = tmp_path / "regions.yaml"
    file.write_text(json.dumps(REGIONS), "utf-8")
    with account.container() as container, container.database.writing() as session:
        import_regions(session, read_regions(file), editor="test", now=container.clock.now())
    context = browser.new_context(viewport={"width": 375, "height": 812}, locale="zh-CN")
    openid = account.citizen("going-back").openid
    context.add_cookies([{"name": "sim_openid", "value": openid, "domain": "127.0.0.1", "path": "/"}])
    yield context.new_page()
    context.close()


def test_what_was_typed_stands_in_the_form_after_a_step_back(page: Page, account: Account) -> None:
    page.goto(f"{account.web}/h5/activities/lecture")
    page.get_by_label("单位、村或者社区").fill("万寿小学")
    page.get_by_label("联系电话").fill("1380013")
    page.evaluate("document.querySelector('form.tip').noValidate = true")
    page.locator("form.tip button[type=submit]").click()
    expect(page.get_by_role("alert").first).to_contain_text("还差一点，没有提交")

    page.locator("footer").get_by_role("link", name="首页").click()
    page.wait_for_url("**/h5/")
    answer = page.go_back()

    assert (answer and answer.request.method, answer and answer.status) == ("GET", 200)
    expect(page.get_by_label("单位、村或者社区")).to_have_value("万寿小学")
    expect(page.get_by_label("联系电话")).to_have_value("1380013")
    page.reload()
    expect(page.get_by_role("heading", name="预约宣讲", level=1)).to_be_visible()


def test_a_form_of_a_session_that_is_over_is_filled_in_again_but_for_who_somebody_is(
    page: Page, account: Account
) -> None:
    page.goto(f"{account.web}/h5/activities/lecture")
    page.get_by_label("单位、村或者社区").fill("万寿小学")
    page.get_by_label("是哪一类").select_option("学校")
    page.get_by_label("想听什么").fill("电动车充电、灭火器怎么用")
    page.get_by_label("联系电话").fill("10000000001")
    page.evaluate("document.querySelector('form.tip').noValidate = true")
    page.context.clear_cookies(name="h5_session")
    page.locator("form.tip button[type=submit]").click()
    page.get_by_role("link", name="重新打开").click()

    expect(page.get_by_text("刚才填的放回来了")).to_be_visible()
    expect(page.get_by_label("单位、村或者社区")).to_have_value("万寿小学")
    expect(page.get_by_label("是哪一类").locator("option:checked")).to_have_text("学校")
    expect(page.get_by_label("想听什么")).to_have_value("电动车充电、灭火器怎么用")
    expect(page.get_by_label("联系电话")).to_have_value("")
    assert page.evaluate("sessionStorage.length") == 0


def test_a_code_is_not_kept_by_the_browser(page: Page, account: Account) -> None:
    page.goto(f"{account.web}/h5/tips/code")
    page.get_by_label("查询码").fill("ABCDEF-12345-12345-12345-12345")
    page.get_by_role("button", name="查进度").click()
    expect(page.locator("main")).to_contain_text("查询码")
    page.locator("footer").get_by_role("link", name="首页").click()
    page.wait_for_url("**/h5/")
    answer = page.go_back()

    assert answer is not None
    assert answer.request.method == "GET"
    expect(page.get_by_label("查询码")).to_have_value("")
    assert page.evaluate("history.state.typed") == {}


def test_a_refused_step_of_a_tip_is_told_at_its_field_and_not_kept_by_the_browser(
    page: Page, account: Account
) -> None:
    page.goto(f"{account.web}/h5/tips/anonymous")
    page.get_by_role("button", name="开始填写").click()
    page.get_by_label("哪里不安全").fill("后门的安全出口天天锁着，过道堆满纸箱")
    page.locator("[name=agreed]").check()
    page.get_by_role("button", name="提交举报").click()
    page.wait_for_url("**/h5/tips/done")
    page.get_by_role("button", name="我抄好了").click()
    page.wait_for_url("**/h5/tips/R*")
    case = page.url
    page.get_by_text("给工作人员留言").click()
    page.evaluate("document.querySelectorAll('form').forEach(form => { form.noValidate = true; })")
    page.evaluate("document.querySelector('#words-write').value = '晚上八点以后'.repeat(200)")
    page.locator("details[open] button[type=submit]").click()

    expect(page.locator("#words-fault")).to_contain_text("最多1000个字")
    expect(page.locator("#words-write")).to_be_focused()
    assert findings(page) == []
    assert page.url == case, "a step back asks for the page of the case anew"
    page.locator("footer").get_by_role("link", name="首页").click()
    page.wait_for_url("**/h5/")
    page.go_back()
    expect(page.locator("#words-write")).to_have_value("")
    assert page.evaluate("history.state.typed") == {}


def test_a_refused_form_of_the_office_stands_there_after_a_step_back(
    browser: Browser, account: Account
) -> None:
    with open_office(browser, account) as office:
        page = office.clerk("planner", 3).opens("/quizzes/contests/new")
        page.locator("[name=title]").fill("冬季防火竞赛")
        page.locator("[name=by_town]").check()
        page.evaluate("document.querySelectorAll('form').forEach(form => { form.noValidate = true; })")
        page.locator("main form[method=post] button[type=submit]").last.click()
        expect(page.get_by_role("alert").first).to_be_visible()

        page.locator("nav.side").get_by_role("link", name="值班提醒").click()
        page.wait_for_url("**/admin/duty")
        answer = page.go_back()

        assert (answer and answer.request.method, answer and answer.status) == ("GET", 200)
        expect(page.locator("[name=title]")).to_have_value("冬季防火竞赛")
        expect(page.locator("[name=by_town]")).to_be_checked()


def test_what_was_typed_goes_back_with_the_draft_it_was_begun_on(browser: Browser, account: Account) -> None:
    """Else it would be saved over what a colleague wrote in the meantime, and nobody would be asked."""
    with open_office(browser, account) as office:
        clerk = office.clerk("knowledge_editor", 3)
        page = clerk.opens("/knowledge/articles/gas.water_heater/edit")
        page.locator("[name=question]").fill("")
        page.evaluate("document.querySelectorAll('form').forEach(form => { form.noValidate = true; })")
        page.locator("main form[method=post] button[type=submit]").last.click()
        page.wait_for_load_state()
        begun_on = page.locator("main [name=base]").first.input_value()
        page.locator("nav.side").get_by_role("link", name="值班提醒").click()
        page.wait_for_url("**/admin/duty")
        colleague = office.clerk("knowledge_editor", 4)
        colleague.opens("/knowledge/articles/gas.water_heater/edit")
        colleague.sends("", question="在家洗澡，燃气热水器该怎么用？", reason="问法更顺")
        theirs = colleague.opens("/knowledge/articles/gas.water_heater/edit")
        assert theirs.locator("main [name=base]").first.input_value() != begun_on
        page.go_back()

        expect(page.locator("[name=question]")).to_have_value("")
        expect(page.locator("main [name=base]").first).to_have_value(begun_on)
