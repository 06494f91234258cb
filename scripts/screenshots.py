"""``make screenshots``: open every page in Chromium at three sizes and save ``build/screenshots/``.

Each picture is ``<area>-<page>-<width>.png``; ``index.json`` beside them says for each what the page did that
it should not: console errors, violations of its content security policy, requests to other hosts. The exit
code is 1 when there is any. ``python -m scripts.screenshots --readme`` renews the picture of the README too;
``--office`` shows the back office and the wall alone.
"""

import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

from app.wiring import Container
from scripts.chromium import OPTIONS, find_chromium
from scripts.screenshot_office import office_tour
from scripts.screenshot_tips import ask_for_consent, tip_pages
from tests.account import Account

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / "screenshots"
README_PICTURE = ROOT / "docs" / "images" / "phone.png"
SIZES = ((375, 812), (1366, 768), (1920, 1080))
PHONE = SIZES[0]
MOBILE = {
    "home": "",
    "category": "category/fire",
    "setting": "setting/family",
    "article": "a/gas.leak",
    "calm-article": "a/duty.hidden_danger",
    "search": "search?q=电动车能在楼道充电吗",
    "danger": "search?q=打开门全是煤气味咋弄",
    "suggestions": "search?q=报警器",
    "nothing": "search?q=量子纠缠怎么算",
    "privacy": "privacy",
    "mine": "mine",
    "subscriptions": "subscriptions",
    "quiz": "quiz",
    "quiz-today": "quiz/today",
    "quiz-practice": "quiz/practice/category/fire?s=01234567&n=1",
    "quiz-certificates": "quiz/certificates",
    "quiz-verify": "quiz/verify",
    "tips-anonymous": "tips/anonymous",
    "tips-code": "tips/code",
    "tips-new": "tips/new",
    "tips-mine": "tips/mine",
}
QUESTION, DANGER = "电瓶车搁楼梯口充一宿要不要紧", "打开门全是煤气味咋弄"
ANSWER_MS = 15_000
_WATCH_POLICY = """
window.policyViolations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.policyViolations.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


@dataclass
class Visit:
    """One page at one size, and what it did since the last picture."""

    page: Page
    size: tuple[int, int]
    console_errors: list[str] = field(default_factory=list)
    external_requests: list[str] = field(default_factory=list)

    def shoot(self, name: str, *, whole: bool = False, still: bool = False) -> dict[str, Any]:
        """Save a picture, of the window or of the whole page; return its line of the index."""
        file = f"{name}-{self.size[0]}.png"
        # Anything that slides in is still moving right after the last message came; a still page has nothing.
        self.page.wait_for_timeout(50 if still else 400)
        self.page.screenshot(path=FOLDER / file, animations="disabled", full_page=whole)
        line = {
            "file": file,
            "url": self.page.url,
            "size": list(self.size),
            "console_errors": list(self.console_errors),
            "csp_violations": self.page.evaluate("window.policyViolations.splice(0)"),
            "external_requests": list(self.external_requests),
        }
        self.console_errors.clear()
        self.external_requests.clear()
        return line


@contextmanager
def visiting(
    browser: Browser,
    address: str,
    size: tuple[int, int],
    *,
    scale: int = 1,
    also: tuple[str, ...] = (),
    begin: str = "",
) -> Iterator[Visit]:
    """Open ``address``, or ``begin`` below it, in a window of ``size`` CSS pixels, as somebody who was never
    there. Requests to other addresses are faults, except to those of ``also``.
    """
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=scale, locale="zh-CN"
    )
    context.add_init_script(_WATCH_POLICY)
    page = context.new_page()
    visit = Visit(page, size)
    page.on("pageerror", lambda error: visit.console_errors.append(str(error)))
    page.on("console", lambda said: visit.console_errors.append(said.text) if said.type == "error" else None)

    def note(url: str) -> None:
        if not url.startswith((address, "data:", "blob:", *also)):
            visit.external_requests.append(url)

    page.on("request", lambda request: note(request.url))
    page.goto(begin or address)
    yield visit
    context.close()


def phone_page(visit: Visit) -> Iterator[dict[str, Any]]:
    """A new follower is welcomed, asks, is in danger, and opens the menu: a picture of each."""
    page = visit.page
    page.get_by_test_id("follow").click()
    _wait_for(page, "安问")
    yield visit.shoot("simulator-welcome")
    _say(page, QUESTION)
    _wait_for(page, "依据：")
    yield visit.shoot("simulator-question")
    _say(page, DANGER)
    _wait_for(page, "119")
    yield visit.shoot("simulator-emergency")
    page.locator('[data-testid="mode-toggle"]:visible').click()
    page.get_by_test_id("menu-1").click()
    expect(page.get_by_test_id("submenu-1")).to_be_visible()
    yield visit.shoot("simulator-menu")


def mobile_pages(visit: Visit) -> Iterator[dict[str, Any]]:
    """Every mobile page by day and by night, and one in the largest letters."""
    page, home = visit.page, visit.page.url
    for name, path in MOBILE.items():
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.goto(f"{home}{path}")
            yield visit.shoot(f"h5-{name}{'-dark' if scheme == 'dark' else ''}", whole=True)
    page.emulate_media(color_scheme="light")
    page.goto(f"{home}a/gas.leak")
    page.get_by_role("button", name="特大").click()
    yield visit.shoot("h5-article-huge", whole=True)


def leave_questions(account: Account) -> str:
    """Somebody leaves two questions, one of which is answered, so that 我的留言 has something to show.

    Returns their openid.
    """
    citizen = account.citizen()
    for words in ("我们村什么时候来办消防讲座？", "楼下饭店的煤气瓶摆在过道里，找谁管？"):
        citizen.says("留言")
        said = citizen.says(words)
    number = "".join(filter(str.isdigit, said.split("编号")[1][:8]))
    account.run("questions", "answer", number, "已转给街道，三天内到店里查，查完给您回复。")
    return citizen.openid


def _say(page: Page, words: str) -> None:
    composer = page.get_by_test_id("composer")
    if not composer.is_visible():
        page.locator('[data-testid="mode-toggle"]:visible').click()
    composer.fill(words)
    composer.press("Enter")


def _wait_for(page: Page, words: str) -> None:
    newest = page.locator('[data-testid="message"][data-direction="in"]').last
    expect(newest).to_contain_text(words, timeout=ANSWER_MS)


def take_all(browser: Browser, account: Account, container: Container) -> list[dict[str, Any]]:
    """Every picture at every size; each size begins with a world in which nothing was said yet."""
    lines: list[dict[str, Any]] = []
    pages: tuple[tuple[str, Callable[[Visit], Iterator[dict[str, Any]]]], ...] = (
        (account.simulator, phone_page),
    )
    for size in SIZES:
        for address, tour in pages:
            account.control("POST", "reset")
            account.run("menu", "publish")
            with visiting(browser, address, size) as visit:
                lines += tour(visit)
        openid = leave_questions(account)
        # 我的留言 asks the simulated WeChat who is there.
        with visiting(browser, f"{account.web}/h5/", size, also=(account.simulator,)) as visit:
            visit.page.context.add_cookies(
                [{"name": "sim_openid", "value": openid, "url": account.simulator}]
            )
            lines += mobile_pages(visit)
            lines += tip_pages(visit, container, account.web, account.folder)
    return lines


def take_account(browser: Browser, folder: Path) -> list[dict[str, Any]]:
    """What citizens see, of a whole running account."""
    account = Account(folder, f"sqlite:///{folder / 'anwen.db'}")
    try:
        account.start()
        account.run("quizzes", "load")
        with account.container() as container:
            ask_for_consent(container)
            lines = take_all(browser, account, container)
        if "--readme" in sys.argv[1:]:
            take_readme_picture(browser, account)
    finally:
        account.stop()
    return lines


def take_office(browser: Browser, folder: Path) -> list[dict[str, Any]]:
    """The back office and the wall; one visit, resized."""
    return list(office_tour(folder, lambda web, begin: visiting(browser, web, SIZES[1], begin=begin), SIZES))


def take_readme_picture(browser: Browser, account: Account) -> None:
    """The end of an answer with its source, and first help: sharp enough for a screen of a notebook."""
    account.control("POST", "reset")
    account.run("menu", "publish")
    with visiting(browser, account.simulator, PHONE, scale=2) as visit:
        visit.page.get_by_test_id("follow").click()
        _wait_for(visit.page, "安问")
        visit.page.get_by_test_id("suggestions-close").click()
        _say(visit.page, QUESTION)
        _wait_for(visit.page, "依据：")
        _say(visit.page, DANGER)
        _wait_for(visit.page, "119")
        visit.page.wait_for_timeout(400)
        visit.page.screenshot(path=README_PICTURE, animations="disabled")


def main() -> int:
    """Take the pictures and write the index; 1 when a page did what it should not."""
    chromium = find_chromium()
    if chromium is None:
        print("没有找到 Chromium，请先安装：apt-get install chromium-headless-shell", file=sys.stderr)
        return 1
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="anwen-screenshots-") as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=OPTIONS)
        lines = take_office(browser, Path(name) / "office")
        if "--office" not in sys.argv[1:]:
            lines += take_account(browser, Path(name))
        browser.close()
    (FOLDER / "index.json").write_text(json.dumps(lines, ensure_ascii=False, indent=2), encoding="utf-8")
    faults = ("console_errors", "csp_violations", "external_requests")
    bad = [line for line in lines if any(line[fault] for fault in faults)]
    for line in bad:
        print(f"{line['file']}: " + "; ".join(str(line[fault]) for fault in faults if line[fault]))
    print(f"{len(lines)} 张截图在 {FOLDER.relative_to(ROOT)}，其中 {len(bad)} 张的页面有问题。")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
