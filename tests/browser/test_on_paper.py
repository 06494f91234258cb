"""What is printed: nothing to press, and what somebody looks a row up by in one piece."""

from playwright.sync_api import Browser

from admin.visitors import PREFIX
from app.wiring import Container
from tests.account import Account
from tests.browser.clerks import at_a_desk

A4 = {"width": 718, "height": 1016}
LINES = """(cell) => {
    cell.textContent = "1234567";
    const text = document.createRange();
    text.selectNodeContents(cell);
    return new Set([...text.getClientRects()].map((one) => Math.round(one.top))).size;
}"""


def test_the_number_of_an_entry_of_the_audit_log_stands_on_one_line(
    browser: Browser, small_office: Container
) -> None:
    with at_a_desk(browser, small_office, "shen", "audit_admin") as page:
        # Whoever exports the log leaves an entry in it.
        page.goto(f"{PREFIX}/audit")
        with page.expect_download():
            page.get_by_role("button", name="导出CSV").click()
        page.goto(f"{PREFIX}/audit")
        page.set_viewport_size(A4)  # type: ignore[arg-type]
        page.emulate_media(media="print")
        # A long reason takes all the room that the other columns leave it.
        page.locator("tbody td").last.evaluate("(cell) => { cell.textContent = '核对过'.repeat(60); }")

        assert page.locator("tbody td.mono").first.evaluate(LINES) == 1


def test_a_mobile_page_prints_no_form_and_no_button(browser: Browser, account: Account) -> None:
    with browser.new_context(viewport=A4) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.emulate_media(media="print")
        for path in ("/h5/activities/", "/h5/quiz", "/h5/tips/anonymous"):
            page.goto(f"{account.web}{path}")

            assert page.locator("h1").is_visible(), path
            assert [one for one in page.locator("form, .button").all() if one.is_visible()] == [], path
