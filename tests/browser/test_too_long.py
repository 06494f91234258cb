"""Whoever writes more than the office takes at once hears it before it is sent, and keeps every word."""

from playwright.sync_api import Browser, Request, expect

from admin.routes import FORM_BYTES
from admin.visitors import PREFIX
from app.wiring import Container
from tests.browser.clerks import at_a_desk


def test_a_form_that_is_too_long_stays_where_it_is(browser: Browser, small_office: Container) -> None:
    with at_a_desk(browser, small_office, "pan", "planner") as page:
        sent: list[str] = []

        def note(request: Request) -> None:
            if request.method == "POST":
                sent.append(request.url)

        page.on("request", note)
        page.goto(f"{PREFIX}/campaigns/training/new")
        name, form = page.get_by_label("姓名"), page.locator("main form[method=post]")
        form.evaluate("form => { form.noValidate = true; }")
        name.evaluate("(field, signs) => { field.value = '长'.repeat(signs); }", FORM_BYTES // 9)

        for _ in range(2):
            form.evaluate("form => form.requestSubmit()")
            expect(page.get_by_role("alert")).to_have_count(1)
            expect(page.get_by_role("alert")).to_contain_text("大约要删100个字")
        assert sent == []
        assert len(name.input_value()) == FORM_BYTES // 9

        name.fill("王小明")
        with page.expect_request(lambda one: one.method == "POST"):
            form.evaluate("form => form.requestSubmit()")
