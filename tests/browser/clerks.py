"""Clerks at Chromium: each at a browser of their own, opening steps and filling forms as a hand does."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page

from admin.visitors import COOKIE, PREFIX
from app.factory import create_app
from app.wiring import Container
from knowledge.editorial.importing import store_articles
from staff.actors import Scope
from tests.account import Account
from tests.insiders import EVERYWHERE, let_in
from tests.served import empty_container, served
from tests.unit.knowledge.samples import FEW


class Clerk:
    """Somebody signed in, and what their browser complained about."""

    def __init__(self, page: Page, web: str, login: str) -> None:
        self.page, self._web, self.login = page, web, login
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._hears)
        page.on("request", self._sees)

    def _hears(self, said: Any) -> None:
        # What the office refuses with its own page is no fault of the page.
        if said.type == "error" and "409" not in said.text:
            self.complaints.append(f"{self.page.url}: {said.text}")

    def _sees(self, asked: Any) -> None:
        if not asked.url.startswith((self._web, "data:", "blob:")):
            self.complaints.append(asked.url)

    def opens(self, path: str) -> Page:
        """Open a page of the office."""
        answer = self.page.goto(f"{self._web}{PREFIX}{path}")
        assert answer is not None
        assert answer.status == 200, (self.login, path, answer.status)
        return self.page

    def sends(self, ending: str, /, **fields: str) -> str:
        """Fill the form whose address ends so (empty: the first of the page), send it; where that leads."""
        form = self.page.locator(f"main form[method=post]{f'[action$={ending!r}]' if ending else ''}").first
        for summary in form.locator("xpath=ancestor::details/summary").all():
            if summary.evaluate("summary => !summary.parentElement.open"):
                summary.click()
        for name, value in fields.items():
            _fill(form.locator(f'[name="{name}"]').first, form, name, value)
        button = fields.get("do")
        # A button that only looks saves nothing.
        save = "button[type=submit]:not([name=look])"
        pressed = f'button[name=do][value="{button}"]' if button else save
        form.locator(pressed).first.click()
        self.page.wait_for_load_state()
        return urlsplit(self.page.url).path.removeprefix(PREFIX)

    def step(self, page: str, word: str, /, **fields: str) -> str:
        """Take a step that the page of a case offers; what the page then says was done."""
        self.opens(page)
        self.sends(f"/{word}", **fields)
        return self.page.locator("main .success").inner_text()


def _fill(field: Locator, form: Locator, name: str, value: str) -> None:
    if name == "do":
        return
    kind = field.evaluate("field => field.type")
    if kind in ("radio", "checkbox"):
        form.locator(f'[name="{name}"][value="{value}"]').check()
    elif kind.startswith("select"):
        field.select_option(value)
    elif kind != "hidden":
        field.fill(value)


class Office:
    """Lets clerks in to a running account, each role once."""

    def __init__(self, browser: Browser, account: Account, container: Container) -> None:
        self._browser, self._account, self._container = browser, account, container
        self._clerks: dict[str, Clerk] = {}

    def clerk(self, role: str, number: int = 1, department: str = "") -> Clerk:
        """The clerk of this role, without the steps of signing in."""
        login = f"{role}{number}{department}".replace("_", "")
        if login not in self._clerks:
            scope = Scope(departments=frozenset({department})) if department else EVERYWHERE
            token = let_in(self._container, login, role, scope=scope)
            context = self._browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
            context.add_cookies([{"name": COOKIE, "value": token, "domain": "127.0.0.1", "path": PREFIX}])
            self._clerks[login] = Clerk(context.new_page(), self._account.web, login)
        return self._clerks[login]

    def close(self) -> None:
        """Close the browsers; nobody's may have complained."""
        complaints = [one for clerk in self._clerks.values() for one in clerk.complaints]
        for clerk in self._clerks.values():
            clerk.page.context.close()
        assert complaints == []


@contextmanager
def open_office(browser: Browser, account: Account) -> Iterator[Office]:
    """An office for as long as the block lasts."""
    with account.container() as container:
        office = Office(browser, account, container)
        yield office
        office.close()


@contextmanager
def small_office_in(folder: Path, template: Path) -> Iterator[Container]:
    """An office on a database of its own in ``folder``, a copy of ``template``; nobody works there yet."""
    shutil.copy(template, folder / "office.db")
    container = empty_container(folder)
    # Without articles it would read all those of the project.
    with container.database.writing() as session:
        store_articles(session, FEW, container.clock.now())
    container.library_holder.current()
    yield container
    container.close()


@contextmanager
def at_a_desk(browser: Browser, container: Container, login: str, role: str) -> Iterator[Page]:
    """A page for somebody who is signed in to the office of ``container``, which answers meanwhile.

    Addresses are relative to the office, ``goto("/admin/tips")``.
    """
    token = let_in(container, login, role)
    app = create_app(container.settings, container)
    with served(app) as web, browser.new_context(base_url=web) as context:
        context.add_cookies([{"name": COOKIE, "value": token, "domain": "127.0.0.1", "path": PREFIX}])
        yield context.new_page()


def found(pattern: str, text: str) -> str:
    """The first group of a pattern that must be there."""
    match = re.search(pattern, text)
    assert match, pattern
    return match[1]
