"""The mobile pages in a browser: on a phone and on a large screen, day and night, without script too."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from deliveries.models import NoticeTemplate
from deliveries.status import Channel
from tests.account import Account
from wechat.pages import page_signature

SOON = 15_000
PHONE, SCREEN = (375, 812), (1366, 768)
PAGES = {
    "home": "/h5/",
    "category": "/h5/category/gas",
    "setting": "/h5/setting/family",
    "article": "/h5/a/gas.leak",
    "answer": "/h5/search?q=灭火器怎么用",
    "danger": "/h5/search?q=打开门全是煤气味咋弄",
    "nothing": "/h5/search?q=量子纠缠怎么算",
}
TAPPED = ".call, .sos__call, .cell, .letters__size, .search__go, .opinion__button"
WECHAT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile MicroMessenger/8.0.50"
# The part of the JS-SDK that the pages use; it keeps what it is told, and marks the page when it has all
# (the pages' own policy forbids a waiting browser to evaluate text).
SDK = """
window.told = {};
window.wx = {
  config: (given) => { window.told.config = given; setTimeout(() => window.told.ready(), 0); },
  ready: (then) => { window.told.ready = then; },
  updateAppMessageShareData: (card) => { window.told.card = card; },
  updateTimelineShareData: (card) => {
    window.told.moments = card;
    document.documentElement.dataset.told = "all";
  },
};
"""


class Window:
    """One browser window on the pages, and everything it complained about."""

    def __init__(self, context: BrowserContext, account: Account) -> None:
        self.account = account
        self.complaints: list[str] = []
        self.page = context.new_page()
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self._note(said.text) if said.type == "error" else None)
        own = (account.web, account.simulator, "data:")
        self.page.on(
            "request", lambda asked: None if asked.url.startswith(own) else self.complaints.append(asked.url)
        )

    def _note(self, words: str) -> None:
        self.complaints.append(words)

    def opens(self, path: str) -> Page:
        """Open a page of ours."""
        self.page.goto(f"{self.account.web}{path}")
        return self.page


@pytest.fixture
def window(browser: Browser, account: Account, request: pytest.FixtureRequest) -> Iterator[Window]:
    """A window; ``request.param`` may hold options of its own."""
    options = {"viewport": {"width": 375, "height": 812}, "locale": "zh-CN", **getattr(request, "param", {})}
    context = browser.new_context(**options)
    opened = Window(context, account)
    yield opened
    context.close()
    assert opened.complaints == []


def sized(size: tuple[int, int], scheme: str) -> dict[str, object]:
    return {"viewport": {"width": size[0], "height": size[1]}, "color_scheme": scheme}


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
@pytest.mark.parametrize(
    "window",
    [sized(size, scheme) for size in (PHONE, SCREEN) for scheme in ("light", "dark")],
    ids=["phone-day", "phone-night", "screen-day", "screen-night"],
    indirect=True,
)
def test_a_page_shows_without_complaint_and_fits(window: Window, path: str) -> None:
    page = window.opens(path)

    expect(page.locator("h1")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 17
    low = page.evaluate(
        f"[...document.querySelectorAll('{TAPPED}')]"
        ".filter((one) => one.getBoundingClientRect().height < 43.5).map((one) => one.className)"
    )
    assert low == []


@pytest.mark.parametrize("window", [{"java_script_enabled": False}], indirect=True)
def test_everything_can_be_read_without_a_script(window: Window) -> None:
    page = window.opens("/h5/")
    page.get_by_role("searchbox").fill("灭火器怎么用")
    page.get_by_role("button", name="搜索").click()
    page.get_by_role("link", name="看怎么做").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("灭火器怎么用")
    page.get_by_role("button", name="特大").click()

    expect(page.locator("html")).to_have_class(re.compile("size-huge"))
    expect(page).to_have_url(re.compile("/h5/a/fire.extinguisher_use$"))
    page.get_by_role("button", name="没用").click()
    expect(page.get_by_text("会改好")).to_be_visible()
    page.get_by_role("link", name="回到刚才那一条").click()
    page.locator(".crumbs a").last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("火灾")


def test_the_largest_letters_fit_on_the_smallest_phone(window: Window) -> None:
    window.page.set_viewport_size({"width": 320, "height": 640})
    window.opens("/h5/")
    window.page.get_by_role("button", name="特大").click()
    for path in PAGES.values():
        page = window.opens(path)
        assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == 24
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


TWICE_AS_LARGE = """() => {
    const all = [...document.querySelectorAll('body, body *')].map((one) => [one, getComputedStyle(one)]);
    const sizes = all.map(([one, is]) => [one, parseFloat(is.fontSize), is.lineHeight]);
    for (const [one, size, line] of sizes) {
        one.style.fontSize = `${size * 2}px`;
        if (line.endsWith('px')) one.style.lineHeight = `${parseFloat(line) * 2}px`;
    }
    return document.documentElement.scrollWidth - innerWidth;
}"""
"""What a phone does to every letter whose owner set it to large type."""


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_letters_made_twice_as_large_by_the_phone_run_over_no_edge(window: Window, path: str) -> None:
    assert window.opens(path).evaluate(TWICE_AS_LARGE) <= 0


BROKEN_NUMBERS = """() => [...document.querySelectorAll(".call b, .sos__call b")].filter((one) => {
    const own = one.getBoundingClientRect(), around = one.parentElement.getBoundingClientRect();
    const size = parseFloat(getComputedStyle(one).fontSize);
    return own.height > 1.9 * size || own.right > around.right || own.left < around.left;
}).map((one) => one.textContent)"""
"""Numbers to be called that stand on two lines or run over their button."""


@pytest.mark.parametrize(
    "path", ["/h5/", "/h5/a/gas.leak", "/h5/quiz", "/h5/tips/anonymous", "/h5/activities/"]
)
def test_at_twice_the_zoom_a_phone_shows_everything_and_each_number_in_one_piece(
    window: Window, path: str
) -> None:
    window.page.set_viewport_size({"width": 188, "height": 406})
    page = window.opens(path)

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(BROKEN_NUMBERS) == []
    assert page.locator("h1").count() == 1


def test_the_keyboard_reaches_the_content_first(window: Window) -> None:
    page = window.opens("/h5/a/gas.leak")
    page.keyboard.press("Tab")

    expect(page.locator(":focus")).to_have_text("跳到正文")


def test_the_keyboard_shows_where_it_stands_on_a_large_button_too(window: Window) -> None:
    page = window.opens("/h5/tips/code")
    page.get_by_label("查询码").focus()
    page.keyboard.press("Tab")

    expect(page.locator(":focus")).to_have_text("查进度")
    expect(page.locator(":focus")).to_have_css("outline-style", "solid")


def test_numbers_are_called_with_a_tap(window: Window) -> None:
    page = window.opens("/h5/a/gas.leak")

    expect(page.locator(".call").first).to_have_attribute("href", "tel:119")
    assert page.locator(".call").first.bounding_box() is not None
    expect(page.locator(".call").first).to_be_in_viewport()


def test_ones_own_questions_are_opened_by_way_of_wechat(window: Window) -> None:
    citizen = window.account.citizen()
    citizen.says("留言")
    citizen.says("几点上班？")
    window.page.context.add_cookies(
        [{"name": "sim_openid", "value": citizen.openid, "url": window.account.simulator}]
    )

    page = window.opens("/h5/mine")

    expect(page.get_by_text("几点上班？")).to_be_visible()
    page.get_by_text("删除这条留言").click()
    page.get_by_role("button", name="确认删除").click()
    expect(page.get_by_role("status")).to_contain_text("已经删除")
    expect(page.get_by_text("您还没有留过言")).to_be_visible()


def test_the_phone_page_opens_what_an_answer_links_to(phone: Page) -> None:
    phone.get_by_test_id("follow").click()
    newest = phone.locator('[data-testid="message"][data-direction="in"]').last
    expect(newest).to_contain_text("安问", timeout=SOON)
    composer = phone.get_by_test_id("composer")
    if not composer.is_visible():
        phone.locator('[data-testid="mode-toggle"]:visible').click()
    composer.fill("灭火器怎么用")
    composer.press("Enter")
    expect(newest).to_contain_text("大字网页", timeout=SOON)

    with phone.context.expect_page() as opened:
        newest.get_by_text("/h5/a/fire.extinguisher_use").click()

    expect(opened.value.get_by_role("heading", level=1)).to_contain_text("灭火器怎么用")


@pytest.mark.parametrize("window", [{"user_agent": WECHAT}], indirect=True)
def test_inside_wechat_a_page_is_shared_with_title_and_picture(window: Window) -> None:
    with window.account.container() as container:
        container.gateway.renew_ticket()
        ticket = container.gateway._tickets.kept()
    assert ticket

    def sdk(route: Route) -> None:
        route.fulfill(content_type="text/javascript", body=SDK)

    window.page.route("https://res.wx.qq.com/open/js/jweixin-*.js", sdk)
    page = window.opens("/h5/a/fire.extinguisher_use?from=timeline")
    expect(page.locator("html")).to_have_attribute("data-told", "all")

    told = json.loads(page.evaluate("JSON.stringify(window.told)"))
    config, card = told["config"], told["card"]
    url = f"{window.account.web}/h5/a/fire.extinguisher_use?from=timeline"
    assert config["signature"] == page_signature(ticket, config["nonceStr"], config["timestamp"], url)
    assert card["title"] == "灭火器怎么用？"
    assert card["link"] == f"{window.account.web}/h5/a/fire.extinguisher_use"
    assert card["desc"]
    assert page.request.get(card["imgUrl"]).headers["content-type"] == "image/png"
    assert told["moments"] == card
    assert window.complaints == ["https://res.wx.qq.com/open/js/jweixin-1.6.0.js"]
    window.complaints.clear()


TAG = """
window.wx = {
  config(told) { window.told = told; },
  ready(go) { go(); },
  error() {},
};
customElements.define("wx-open-subscribe", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", () => this.dispatchEvent(new CustomEvent("success", {
      detail: { subscribeDetails: JSON.stringify({ [this.getAttribute("template")]: "accept" }) },
    })));
    this.attachShadow({ mode: "open" }).innerHTML = this.querySelector("script").textContent;
  }
});
"""
"""What WeChat's script does with the tag by its documentation: draws the template, tells the answer."""


@pytest.mark.parametrize("window", [{"user_agent": WECHAT}], indirect=True)
def test_inside_wechat_notices_are_allowed_with_its_own_button(window: Window) -> None:
    with window.account.container() as container:
        container.gateway.renew_ticket()
        with container.database.writing() as session:
            session.merge(
                NoticeTemplate(
                    id=999, kind="case_progress", channel=Channel.SUBSCRIPTION, is_long_term=False,
                    template_id="tpl-progress", fields={}, bound_at=container.clock.now(),
                )
            )  # fmt: skip
    window.page.route(
        "https://res.wx.qq.com/open/js/jweixin-*.js",
        lambda route: route.fulfill(content_type="text/javascript", body=TAG),
    )
    page = window.opens("/h5/notices")
    page.get_by_text("允许发送办理通知").click()
    expect(page.locator("#subscribed")).to_have_text("好的，有进展会发通知给您。")
    expect(page.locator("#outside")).to_be_hidden()
    config = page.evaluate("window.told")
    assert config["openTagList"] == ["wx-open-subscribe"]
    assert config["signature"]
    assert window.complaints == ["https://res.wx.qq.com/open/js/jweixin-1.6.0.js"]
    window.complaints.clear()
