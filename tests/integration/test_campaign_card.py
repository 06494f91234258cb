"""安全月 and 活动 in the chat: what is told just now as a card, and words where there is none."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from app.late_replies import LateReplies
from app.wiring import Container
from campaigns.planning.themes import NewTheme
from deliveries.models import Delivery
from tests.conftest import StandingClock
from tests.integration.campaigns.planning_office import PLANNER, THEME_2026, PlanningOffice, china
from tests.integration.conftest import Line
from tests.integration.content.conftest import AUTHOR, FIRST, LEADER, MANUSCRIPT, SECOND
from tests.integration.one_engine import database_url  # noqa: F401
from tests.unit.wechat.pushes import OPENID, event_push, tag
from wechat.messages import NewsReply


class Bureau:
    """Signs things off, and a phone before it."""

    def __init__(self, container: Container, line: Line, clock: StandingClock) -> None:
        self.container, self.line, self.clock = container, line, clock

    def issues(self, title: str, campaign_id: int | None = None) -> int:
        """Three readings of an item."""
        service, now = self.container.content.service, self.clock.now()
        with self.container.database.writing() as session:
            manuscript = replace(MANUSCRIPT, title=title)
            item = service.add(session, manuscript, AUTHOR, now, campaign_id=campaign_id).item_id
            service.submit(session, item, AUTHOR, now)
            service.first_review(session, item, FIRST, now, "好")
            service.review(session, item, SECOND, now, "好")
            service.issue(session, item, LEADER, now, "好")
        return item

    def taps(self) -> str:
        """Tap 本月宣传 in the menu; the inner XML of the reply."""
        self.clock.advance(seconds=2)
        second = int(self.clock.now().timestamp())
        document = event_push("CLICK", tag("EventKey", "skill:news"), second=second)
        return self.line.platform.reads(self.line.delivers(document).data)


@pytest.fixture
def bureau(container: Container, line: Line, clock: StandingClock) -> Bureau:
    """One that has signed nothing off, ten days into June."""
    clock.moment = china("2026-06-10 09:00")
    return Bureau(container, line, clock)


def test_what_is_signed_off_is_a_card_until_it_is_withdrawn_or_old(bureau: Bureau) -> None:
    assert "<MsgType><![CDATA[news]]>" not in bureau.line.says("安全月")
    assert "活动中心" in bureau.line.says("活动")
    assert "还在准备" in bureau.taps()
    item = bureau.issues("六月安全五件事")
    for card in (bureau.line.says("安全月"), bureau.line.says("活动"), bureau.taps()):
        assert "<MsgType><![CDATA[news]]>" in card
        assert "六月安全五件事" in card
        assert f"/h5/c/{item}/cover.jpg" in card
        assert f"/h5/c/{item}]]></Url>" in card
    assert "活动中心" in bureau.line.says("近期活动"), "the centre is one word away"
    with bureau.container.database.writing() as session:
        bureau.container.content.service.withdraw(session, item, LEADER, bureau.clock.now(), "有误")
    assert "还在准备" in bureau.taps()
    bureau.issues("再来一篇")
    bureau.clock.advance(days=32)
    assert "还在准备" in bureau.taps()


def test_a_campaign_that_is_on_comes_first_while_its_theme_holds(bureau: Bureau) -> None:
    office = PlanningOffice(bureau.clock.now())
    with bureau.container.database.writing() as session:
        campaign = office.approved_june(session).id
    bureau.issues("安全生产月开始了", campaign)
    bureau.clock.advance(hours=1)
    bureau.issues("别的提示")
    assert "安全生产月开始了" in bureau.taps()
    with bureau.container.database.writing() as session:
        corrected = NewTheme(THEME_2026, document="更正的文号")
        office.themes.set_theme(session, "safety_month", 2026, corrected, PLANNER, bureau.clock.now())
    assert "别的提示" in bureau.taps(), "what is to be checked anew is shown to nobody"


def test_a_card_that_comes_too_late_is_told_in_words(container: Container) -> None:
    now = container.clock.now()
    container.cipher.ensure_key(now)
    card = NewsReply("安全生产月", "做五件事", "https://a.example/c.jpg", "https://a.example/h5/c/1")
    with container.database.writing() as session:
        LateReplies(container.outbox)(session, OPENID, card, "late", now)
        rows = session.scalars(select(Delivery.openid)).all()
    assert rows == [OPENID]
