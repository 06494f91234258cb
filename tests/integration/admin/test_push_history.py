"""What was done with a push stands on its page: who, when and why."""

import re

from app.wiring import Container
from tests.conftest import StandingClock
from tests.integration.admin.conftest import Hiring
from tests.integration.admin.pages import happenings, number_in
from tests.integration.admin.sending_office import Office, issued_item, mailing_of


def test_the_page_says_who_stopped_and_called_off_a_push_when_and_why(
    container: Container, hiring: Hiring, clock: StandingClock
) -> None:
    office, item = Office(container, clock), issued_item(container)
    office.has_followers(3)
    planner, reviewer = hiring.insider("chen", "planner"), hiring.insider("lin", "campaign_reviewer")
    publisher = hiring.insider("wang", "publisher")
    plan = {"content": str(item), "audience": "everybody", "purpose": "campaign", "way": "best"}
    number = number_in(planner.sends("/admin/pushes/new", **plan).headers["Location"])
    page = f"/admin/pushes/{number}"
    reviewer.sends(f"{page}/approve", page=page)
    publisher.sends(f"{page}/send", page=page)
    office.tends(mailing_of(container, number))
    clock.advance(minutes=5)
    publisher.sends(f"{page}/pause", page=page, reason="标题<b>有错字")
    clock.advance(minutes=5)
    publisher.sends(f"{page}/cancel", page=page, reason="这一天改发台风提醒")

    links = re.findall(r"<a\s[^>]*>", planner.opens(f"{page}/progress").text)
    assert links
    assert all(' id="' in re.sub(r"\s+", " ", one) for one in links), "each renewal takes the cursor away"

    told = happenings(planner.opens(page).text)

    assert [(verb, words) for verb, _, _, words in told] == [
        ("取消", "这一天改发台风提醒"), ("暂停", "标题&lt;b&gt;有错字"), ("发送", ""), ("批准", "逐人发送"),
        ("起草", ""),
    ]  # fmt: skip
    assert len({at for _, _, at, _ in told}) == 3
    assert all(who != "wang" for _, who, _, _ in told), "named, not by the login"
