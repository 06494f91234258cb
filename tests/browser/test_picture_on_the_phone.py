"""看图 on the phone page: the picture is really seen, not only sent."""

import re
import time

from playwright.sync_api import Locator, Page, expect

SOON = 15_000  # milliseconds
SECONDS = 90.0  # for the worker to upload; on a quiet machine it needs a few


def last_answer(phone: Page) -> Locator:
    """The newest message of the account."""
    return phone.locator('[data-testid="message"][data-direction="in"]').last


def test_a_tap_below_the_answer_shows_the_picture(phone: Page) -> None:
    phone.get_by_test_id("follow").click()
    expect(last_answer(phone)).to_contain_text("安问", timeout=SOON)
    composer = phone.get_by_test_id("composer")
    if not composer.is_visible():
        phone.locator('[data-testid="mode-toggle"]:visible').click()
    composer.fill("灭火器怎么用")
    composer.press("Enter")
    answer = phone.locator('[data-testid="message"][data-direction="in"]').filter(has_text="依据：").first
    expect(answer).to_be_visible(timeout=SOON)

    picture = phone.locator('[data-testid="message"][data-direction="in"] img[alt="收到的图片"]').last
    deadline = time.monotonic() + SECONDS
    while not picture.is_visible():
        assert time.monotonic() < deadline
        answer.get_by_text("看图", exact=True).click()
        phone.wait_for_timeout(2000)

    expect(picture).to_have_attribute("src", re.compile("/_sim/media/"))
    expect(picture).to_have_js_property("naturalWidth", 1080, timeout=SOON)
    expect(picture).to_have_js_property("naturalHeight", 1440)
