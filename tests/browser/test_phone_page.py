"""The phone page in a real browser: what a clerk sees who tries the account without reading anything."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.account import Account

SOON = 15_000  # milliseconds; a bound for a hung page, not a promise of speed


def last_answer(phone: Page) -> Locator:
    """The newest message of the account."""
    return phone.locator('[data-testid="message"][data-direction="in"]').last


def follow(phone: Page) -> None:
    """Follow the account from its card."""
    phone.get_by_test_id("follow").click()
    expect(last_answer(phone)).to_contain_text("安问", timeout=SOON)


def ask(phone: Page, words: str) -> None:
    """Type a message and send it, in text mode."""
    composer = phone.get_by_test_id("composer")
    if not composer.is_visible():
        phone.locator('[data-testid="mode-toggle"]:visible').click()
    composer.fill(words)
    composer.press("Enter")


def test_a_new_follower_is_welcomed_and_uses_the_menu(phone: Page) -> None:
    follow(phone)
    phone.get_by_test_id("menu-1").click()
    phone.get_by_test_id("menu-1-0").click()

    expect(last_answer(phone)).to_contain_text("12350", timeout=SOON)


def test_a_citizen_asks_and_gives_feedback(phone: Page) -> None:
    follow(phone)
    ask(phone, "电瓶车搁楼梯口充一宿要不要紧")
    expect(last_answer(phone)).to_contain_text("依据：", timeout=SOON)

    last_answer(phone).get_by_text("有用", exact=True).click()

    expect(last_answer(phone)).to_contain_text("能帮上忙就好", timeout=SOON)


def test_a_typed_message_shows_at_once_and_danger_is_answered_first(phone: Page) -> None:
    follow(phone)
    ask(phone, "打开门全是煤气味咋弄")

    mine = phone.locator('[data-testid="message"][data-direction="out"]').last
    expect(mine).to_contain_text("煤气味", timeout=1000)
    expect(last_answer(phone)).to_contain_text("119", timeout=SOON)


def test_a_question_of_the_welcome_can_be_tapped(phone: Page) -> None:
    follow(phone)
    last_answer(phone).get_by_text("电动车能在家里充电吗").click()

    expect(last_answer(phone)).to_contain_text("依据：", timeout=SOON)


@pytest.mark.parametrize(("width", "height"), [(320, 640), (375, 812), (1366, 768), (1920, 1080)])
def test_nothing_is_wider_than_the_window(
    browser: Browser, account: Account, width: int, height: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(account.simulator)
    expect(page.get_by_test_id("phone")).to_be_visible(timeout=SOON)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_markup_from_a_citizen_stays_text(phone: Page) -> None:
    follow(phone)
    ask(phone, "<img src=x onerror=document.title='broken'><b>粗</b>")

    mine = phone.locator('[data-testid="message"][data-direction="out"]').last
    expect(mine).to_contain_text("<b>粗</b>", timeout=SOON)
    assert "broken" not in phone.title()
