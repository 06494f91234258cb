"""Chromium, driven by Playwright; left out by name where there is no Chromium, unless it is required."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from app.wiring import Container
from scripts.chromium import OPTIONS, find_chromium
from tests.account import AWAKE, Account
from tests.browser.clerks import small_office_in
from tests.forking import QUICK

CHROMIUM = find_chromium()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the tests of this folder out where no browser is found; fail instead where it is required."""
    if CHROMIUM or os.environ.get("ANWEN_TEST_BROWSER") == "required":
        return
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.skip(reason="left out: no Chromium on this machine"))


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of this folder."""
    assert CHROMIUM, "a browser is required here and there is none"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    """A running account on the embedded database."""
    folder = tmp_path_factory.mktemp("browser-account")
    running = Account(folder, f"sqlite:///{folder / 'anwen.db'}", starting=QUICK, **AWAKE)
    try:
        yield running.start()
    finally:
        running.stop()


@pytest.fixture
def small_office(sqlite_template: Path, tmp_path: Path) -> Iterator[Container]:
    """An office on a database of its own: nobody works there yet, and nothing answers."""
    with small_office_in(tmp_path, sqlite_template) as container:
        yield container


@pytest.fixture
def errors() -> list[str]:
    """What the page complained about; empty at the end of a good test."""
    return []


@pytest.fixture
def phone(browser: Browser, account: Account, errors: list[str]) -> Iterator[Page]:
    """The phone page on a phone of 375 by 812 points, with nothing but the simulator in reach."""
    context: BrowserContext = browser.new_context(
        viewport={"width": 375, "height": 812}, device_scale_factor=2, locale="zh-CN", has_touch=True
    )
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((account.simulator, "data:", "blob:"))
            else errors.append(request.url)
        ),
    )
    newcomer = account.citizen(follow=False)
    page.goto(f"{account.simulator}/#c={newcomer.openid}")
    yield page
    context.close()
    assert errors == []
