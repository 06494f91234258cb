"""What the mouse points at stays readable."""

from playwright.sync_api import Browser

from admin.visitors import PREFIX
from app.wiring import Container
from tests.browser.axe import findings
from tests.browser.clerks import at_a_desk


def test_the_names_in_the_dark_column_stay_readable_under_the_mouse(
    browser: Browser, small_office: Container
) -> None:
    with at_a_desk(browser, small_office, "pan", "planner") as page:
        page.goto(f"{PREFIX}/")
        for name in (".side__name", ".side__me a", ".side__link"):
            page.locator(name).first.hover()
            assert findings(page) == [], name
