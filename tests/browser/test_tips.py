"""A tip without a name in a real browser: photo, code, timeline; nothing leaves our own address."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests import samples
from tests.account import Account

LONG = 20_000
FACTS = "后门的安全出口天天锁着，过道堆满纸箱"


@pytest.fixture
def page(browser: Browser, account: Account) -> Iterator[Page]:
    """A phone's own browser at a known place; any complaint or foreign request fails the test."""
    complaints: list[str] = []
    context = browser.new_context(
        viewport={"width": 375, "height": 812},
        locale="zh-CN",
        geolocation={"latitude": 28.37, "longitude": 121.38},
        permissions=["geolocation"],
    )
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on(
        "request",
        lambda asked: (
            None if asked.url.startswith((account.web, "data:", "blob:")) else complaints.append(asked.url)
        ),
    )
    yield page
    context.close()
    assert complaints == []


def fits(page: Page) -> bool:
    """Whether nothing has to be pushed sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_what_is_typed_before_the_script_has_come_is_saved_too(page: Page, account: Account) -> None:
    waiting: list[Route] = []
    page.route("**/tip.*js*", lambda asked: waiting.append(asked), times=1)
    page.goto(f"{account.web}/h5/tips/anonymous")
    page.get_by_role("button", name="开始填写").click()
    page.get_by_label("哪里不安全").fill(FACTS)
    [asked] = waiting
    asked.continue_()
    expect(page.locator("#autosaved")).to_contain_text("草稿已存好", timeout=LONG)
    page.reload()
    expect(page.get_by_label("哪里不安全")).to_have_value(FACTS)


def test_a_place_alone_is_saved(page: Page, account: Account) -> None:
    page.goto(f"{account.web}/h5/tips/anonymous")
    page.get_by_role("button", name="开始填写").click()
    page.get_by_role("button", name="用我现在的位置").click()
    expect(page.locator("#autosaved")).to_contain_text("草稿已存好", timeout=LONG)
    page.reload()
    expect(page.locator("#point-words")).to_have_text("已记下一个位置")


def test_without_a_name_from_photo_to_timeline(page: Page, account: Account, tmp_path: Path) -> None:
    picture = tmp_path / "door.jpg"
    picture.write_bytes(samples.photo(width=640, height=480, gps=True))
    page.goto(f"{account.web}/h5/tips/anonymous")
    expect(page.get_by_role("heading", name="在这里，匿名是什么意思")).to_be_visible()
    assert fits(page)
    page.get_by_role("button", name="开始填写").click()

    page.get_by_label("哪里不安全").fill(FACTS)
    page.get_by_label("单位、店铺或小区").fill("鑫源超市")
    page.get_by_role("button", name="用我现在的位置").click()
    expect(page.locator("#point-words")).to_contain_text("已记下位置")
    page.locator("#files").set_input_files(picture)
    expect(page.locator(".shot__words")).to_have_text("已收到", timeout=LONG)
    expect(page.locator(".shot img")).to_be_visible()
    page.get_by_role("button", name="是，就用它").click()
    expect(page.locator("#point-words")).to_have_text("已记下照片里的位置")
    expect(page.locator("#autosaved")).to_contain_text("草稿已存好", timeout=LONG)
    page.reload()
    expect(page.get_by_label("哪里不安全")).to_have_value(FACTS)
    shown = page.locator(".shot img")
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.complete && image.naturalWidth > 0")
    spare = tmp_path / "spare.jpg"
    spare.write_bytes(samples.photo(width=320, height=240, gps=False))
    page.locator("#files").set_input_files(spare)
    expect(page.locator(".shot")).to_have_count(2)
    page.get_by_role("button", name="删掉这张照片").click(timeout=LONG)
    expect(page.locator(".shot")).to_have_count(1)
    assert fits(page)
    page.get_by_label("我已看过上面的话").check()
    page.get_by_role("button", name="提交举报").dblclick()

    code = page.get_by_test_id("code").inner_text().strip()
    assert re.fullmatch(r"\w{6}(-\w{5}){4}", code.replace("\n", ""))
    expect(page.locator(".drawing svg")).to_be_visible()
    assert fits(page)
    page.get_by_role("button", name="我抄好了").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已收到，正在看")
    page.get_by_role("button", name="退出查看").click()

    page.get_by_label("查询码").fill(code.lower())
    page.get_by_role("button", name="查进度").click()
    expect(page.locator(".trail")).to_contain_text("收到您的举报")
    expect(page.locator(".promise__left").first).to_contain_text("还剩")
    assert code not in page.url
    assert fits(page)
    page.get_by_text("给工作人员留言").click()
    page.get_by_label("有什么要问").fill("后门朝南")
    page.locator(".act[open]").get_by_role("button", name="提交").click()
    expect(page.locator(".trail")).to_contain_text("您的留言已收到")


def test_a_draft_that_was_not_kept_says_so(browser: Browser, account: Account) -> None:
    context = browser.new_context(viewport={"width": 375, "height": 812}, locale="zh-CN")
    page = context.new_page()
    page.route("**/tips/anonymous/save", lambda asked: asked.fulfill(status=503))
    page.goto(f"{account.web}/h5/tips/anonymous")
    page.get_by_role("button", name="开始填写").click()
    page.get_by_label("哪里不安全").fill(FACTS)

    expect(page.locator("#autosaved")).to_contain_text("没有存上", timeout=LONG)
    expect(page.get_by_label("哪里不安全")).to_have_value(FACTS)
    context.close()
