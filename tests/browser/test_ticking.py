"""One tick for all records of a page that wait to be checked."""

from playwright.sync_api import Browser, expect

from admin.visitors import PREFIX
from app.wiring import Container
from campaigns.library.kinds import TraineeKind
from campaigns.library.models import TrainingRecord
from core.clock import china_date
from tests.browser.clerks import at_a_desk


def enrolled(container: Container, name: str) -> TrainingRecord:
    """Somebody whose course a colleague wrote down."""
    now = container.clock.now()
    return TrainingRecord(
        kind=TraineeKind.EMPLOYEE, name=name, unit_name="鑫源厂", region="331081001", course="三级教育",
        hours=24, passed=True, held_on=china_date(now), certificate="", entered_by="pan", entered_at=now,
    )  # fmt: skip


def test_all_that_waits_on_a_page_is_ticked_at_once_and_taken_back_one_by_one(
    browser: Browser, small_office: Container
) -> None:
    with small_office.database.writing() as session:
        session.add_all(enrolled(small_office, name) for name in ("周一", "吴二", "郑三"))
    with at_a_desk(browser, small_office, "lin", "campaign_reviewer") as page:
        page.goto(f"{PREFIX}/campaigns/training")
        every, ticked = page.get_by_label("勾上这一页等核对的"), page.locator("[name=record]:checked")
        every.check()
        expect(ticked).to_have_count(3)
        page.get_by_label("核对吴二的三级教育").uncheck()
        expect(every).not_to_be_checked()
        page.get_by_role("button", name="核对勾上的").click()

        expect(page.get_by_text("勾上的都已核对")).to_be_visible()
        expect(page.locator("[name=record]")).to_have_count(1)
