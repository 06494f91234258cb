"""The reviews of articles as a clerk's work: on the first page, by month, the new days already typed."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

from app.wiring import Container
from core.clock import china_date
from knowledge.articles import Urgency
from knowledge.editorial.importing import store_articles
from knowledge.editorial.reviewing import a_year_after, next_review
from tests.integration.admin.conftest import Clerk
from tests.integration.admin.pages import article_fields, numbers
from tests.integration.one_engine import database_url  # noqa: F401
from tests.unit.knowledge.samples import FEW

PLACE = "/admin/knowledge/articles/gas.hose"


def due_this_month(container: Container) -> None:
    """Of the few articles one is late, one due today and in danger, the others much later."""
    now = container.clock.now()
    today = china_date(now)
    read_on = today - timedelta(days=300)
    late = replace(FEW[0], reviewed_on=read_on, review_due_on=today - timedelta(days=1))
    urgent = replace(FEW[1], reviewed_on=read_on, review_due_on=today, urgency=Urgency.EMERGENCY)
    with container.database.writing() as session:
        store_articles(session, [late, urgent, *FEW[2:]], now)


def test_what_is_to_be_reviewed_this_month_waits_on_the_first_page(
    editor: Clerk, container: Container
) -> None:
    assert "文章本月要复审" not in numbers(editor)
    due_this_month(container)

    address, count = numbers(editor)["文章本月要复审"]

    assert (address, count) == ("/admin/knowledge/reviews", 2)
    listed = editor.opens(address).text
    assert "已过复审日期：1条" in listed
    assert re.search(rf"{FEW[1].question}</a>\s*<span[^>]*>电动车</span>\s*<span[^>]*>危急</span>", listed)


def test_a_month_says_how_many_of_which_category(editor: Clerk) -> None:
    page = editor.opens("/admin/knowledge/reviews").text

    assert re.search(r"年\d+月：7条\s*<span[^>]*>电动车2、火灾2、雷电2、燃气1</span>", page)


def test_who_reviews_finds_the_new_days_in_the_form(editor: Clerk, container: Container) -> None:
    today = china_date(container.clock.now())
    [link] = re.findall(rf'href="({PLACE}/edit\?[^"]*)"', editor.opens("/admin/knowledge/reviews").text)

    fields = article_fields(editor.opens(unescape(link)).text)

    due = next_review("gas.hose", Urgency.NORMAL, today)
    assert (fields["reviewed_on"], fields["review_due_on"]) == (today.isoformat(), due.isoformat())
    assert fields["reason"] == "复审：对照依据看过"
    assert editor.posts(f"{PLACE}/edit", **fields).status_code == 303


def test_no_review_is_put_off_for_longer_than_a_year(editor: Clerk, container: Container) -> None:
    today = china_date(container.clock.now())
    last = a_year_after(today)
    fields = article_fields(editor.opens(f"{PLACE}/edit").text) | {
        "reason": "改",
        "reviewed_on": today.isoformat(),
    }

    saved = editor.posts(
        f"{PLACE}/edit", **fields | {"review_due_on": (last + timedelta(days=1)).isoformat()}
    )

    assert (
        "最迟一年复审一次" in editor.opens(saved.headers["Location"]).text if saved.location else saved.text
    )
