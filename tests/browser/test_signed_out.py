"""Whoever was signed out while typing finds every word again, and beside it what it answered."""

from playwright.sync_api import Browser, expect

from admin.visitors import PREFIX
from app.wiring import Container
from tests.browser.clerks import at_a_desk


def test_what_is_typed_while_signed_out_stands_below_the_names_of_its_fields(
    browser: Browser, small_office: Container
) -> None:
    with at_a_desk(browser, small_office, "pan", "planner") as page:
        page.goto(f"{PREFIX}/campaigns/training/new")
        page.get_by_label("姓名").fill("王小明")
        page.context.clear_cookies()
        # What the form still lacks is not asked for here: nobody is signed in who could be told.
        page.locator("main form[method=post]").evaluate(
            "form => { form.noValidate = true; form.requestSubmit(); }"
        )

        expect(page.get_by_text("登录好了，接着提交")).to_be_visible()
        expect(page.get_by_label("姓名", exact=True)).to_have_value("王小明")
        assert "王小明" not in page.evaluate("JSON.stringify(sessionStorage)"), (
            "names of fields, and no words"
        )
