"""Articles on the phone page: the card of a mass send, the account's page, and what they open."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.contract.simulator_harness import SimulatorHarness, open_harness

SOON = 15_000  # milliseconds; a bound for a hung page, not a promise of speed


@pytest.fixture(scope="module")
def harness() -> Iterator[SimulatorHarness]:
    with open_harness() as harness:
        yield harness


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 375, "height": 812}, locale="zh-CN")
    yield context.new_page()
    context.close()


def test_an_article_sent_to_everybody_opens_from_the_chat_and_from_the_accounts_page(
    harness: SimulatorHarness, page: Page
) -> None:
    amy = harness.citizen("amy", push=False)
    media_id = harness.draft(
        {"title": "用电安全", "content": "<p>出门拔插头。</p><script>document.title='坏'</script>"}
    )
    news = {"msgtype": "mpnews", "mpnews": {"media_id": media_id}}
    harness.api("message/mass/preview", {"touser": amy, **news})
    harness.api("message/mass/sendall", {"filter": {"is_to_all": True}, **news})
    harness.advance(1)

    page.goto(f"{harness.address}/#c={amy}")
    expect(page.get_by_test_id("news")).to_have_count(2, timeout=SOON)
    expect(page.get_by_test_id("messages")).to_contain_text("群发预览，只发给了你")
    page.get_by_test_id("more").click()
    page.get_by_test_id("action-posts").click()
    with page.context.expect_page() as opened:
        page.get_by_test_id("post-sheet").get_by_role("button", name="用电安全").click()
    article = opened.value
    expect(article.get_by_test_id("article")).to_contain_text("出门拔插头。", timeout=SOON)
    expect(article.get_by_role("heading", name="用电安全")).to_be_visible()
    assert "坏" not in article.title()

    msg_id = harness.control("mass")[0]["msg_id"]
    harness.api("message/mass/delete", {"msg_id": msg_id})
    article.reload()
    expect(article.get_by_test_id("gone")).to_have_text("该内容已被发布者删除")
