"""Every page of the office, of the mobile pages and the wall: readable by everybody, at home on a phone.

The list of routes is the list of pages: a new section is looked at without a word here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from admin.visitors import COOKIE
from app.demo.loading import Scale, load_demo
from app.factory import create_app
from app.wiring import Container
from scripts.office_tour import Stop, Tour, give_a_photo, list_somebody
from scripts.screenshots import MOBILE
from staff.services import OPERATOR
from tests.browser.axe import SOURCE, findings
from tests.browser.clerks import small_office_in
from tests.insiders import let_in
from tests.served import served

COUNTY = Scale(4, 8, 60, 120, 240, 60, 13, activities=20, followers=120)
SCREEN, PHONE = {"width": 1366, "height": 768}, {"width": 375, "height": 812}
_TOO_WIDE = """() => {
    const heads = [...document.querySelectorAll("main :is(h1, h2, h3)")];
    for (const head of heads) head.append("W".repeat(90));
    const wider = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    for (const head of heads) head.lastChild.remove();
    return wider;
}"""
"""With a word without an end in every heading: in some of them stands what a citizen wrote."""
_LOUD = """() => [...document.querySelectorAll("main .btn-primary")]
    .filter((button) => button.checkVisibility()).map((button) => button.innerText.trim())"""
"""The buttons that say what is to be done here: where two shout, neither is heard."""
_GAPS = """() => {
    const words = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    const gaps = [];
    while (words.nextNode()) {
        if (words.currentNode.parentElement.closest("textarea, pre, .said, .asked, .chat__bubble")) continue;
        const said = words.currentNode.data.replace(/\\s+/g, " ");
        gaps.push(...(said.match(/.{0,8}[，。；：、！？] [\\u4e00-\\u9fff0-9].{0,8}/g) ?? []));
    }
    return gaps;
}"""
"""Sentences with a hole after their full stop or comma: a template broke its line there."""
_LINKS = "links => links.map(link => link.getAttribute('href'))"


@dataclass
class Office:
    """A running office, a page of a browser in it, and everything that is wrong so far."""

    app: Flask
    container: Container
    web: str
    page: Page
    wrong: list[str]
    on_phone: bool = False

    def looks(self, name: str) -> None:
        """Judge the page that is open, on a large screen and on a phone.

        The next one begins on what this one ends on: a change of size costs half as much as opening a page.
        """
        self._judge(name)
        self.on_phone = not self.on_phone
        self.page.set_viewport_size(PHONE if self.on_phone else SCREEN)  # type: ignore[arg-type]
        self._judge(name)

    def _judge(self, name: str) -> None:
        if self.on_phone:
            if wider := self.page.evaluate(_TOO_WIDE):
                self.wrong.append(f"{name}: {wider} pixels wider than a phone")
            return
        self.wrong += [f"{name}: {one}" for one in findings(self.page)]
        self.wrong += [f"{name}: gap in “{one}”" for one in self.page.evaluate(_GAPS)]
        if len(loud := self.page.evaluate(_LOUD)) > 1:
            self.wrong.append(f"{name}: loud buttons {'、'.join(loud)}")


@pytest.fixture(scope="module")
def county(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Container]:
    """A small county, whose pages are read by all that is here and changed by nobody."""
    with small_office_in(tmp_path_factory.mktemp("county"), sqlite_template) as container:
        load_demo(container, COUNTY, 1, lambda _: None)
        give_a_photo(container)
        list_somebody(container)
        with container.database.writing() as session:
            rewards, now = container.casework.rewards, container.clock.now()
            rewards.rules.begin(session, rewards.files.named("national-2018"), OPERATOR, now)
        yield container


@pytest.fixture
def office(browser: Browser, county: Container) -> Iterator[Office]:
    """An office of its own with a small county in it."""
    app, wrong = create_app(county.settings, county), list[str]()
    context = browser.new_context(viewport=SCREEN, locale="zh-CN")  # type: ignore[arg-type]
    context.add_init_script(SOURCE.read_text("utf-8"))
    page = context.new_page()
    with served(app) as web:

        def ours(url: str) -> bool:
            return url.startswith((web, "data:", "blob:"))

        page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
        page.on(
            "console", lambda said: wrong.append(f"{page.url}: {said.text}") if said.type == "error" else None
        )
        page.on("request", lambda asked: None if ours(asked.url) else wrong.append(asked.url))
        yield Office(app, county, web, page, wrong)
        context.close()


def test_every_page_of_the_office_and_the_wall(office: Office) -> None:
    page, web = office.page, office.web

    def look(stop: Stop) -> list[str]:
        page.context.clear_cookies(name=COOKIE)
        if stop.token:
            page.context.add_cookies([{"name": COOKIE, "value": stop.token, "url": f"{web}/admin/"}])
        page.goto(f"{web}{stop.path}")
        if stop.route.name == "screen":
            page.locator(".number").first.wait_for()
            office.looks("the wall by night")
            page.get_by_role("button", name="浅色").click()
        office.looks(f"{stop.route.name} {stop.path}")
        links: list[str] = page.eval_on_selector_all("a[href]", _LINKS)
        return links

    tour = Tour(office.app, office.container, web)
    count = tour.walk(look)
    page.goto(f"{web}/screen")
    office.looks("the key of the wall")

    assert office.wrong == [], "\n".join(office.wrong)
    assert count >= 120
    assert tour.missed == []


def test_what_ends_a_long_form_is_in_sight_beside_it(office: Office) -> None:
    page, web = office.page, office.web
    token = let_in(office.container, "sun", "planner")
    page.context.add_cookies([{"name": COOKIE, "value": token, "url": f"{web}/admin/"}])

    page.goto(f"{web}/admin/pushes/audiences/new")

    expect(page.get_by_role("button", name="保存人群")).to_be_in_viewport(ratio=1)


def test_every_mobile_page_that_asks_nobody_who_they_are(office: Office) -> None:
    shown = 0
    for name, path in MOBILE.items():
        address = f"{office.web}/h5/{path}"
        if requests.get(address, allow_redirects=False, timeout=30).status_code == 200:
            office.page.goto(address)
            office.looks(name)
            shown += 1

    assert shown >= 10
    assert office.wrong == [], "\n".join(office.wrong)
