"""The page of consent: which templates it asks for, and what it says where there is no button."""

from app.wiring import Container
from deliveries.models import NoticeTemplate
from deliveries.status import Channel
from tests.conftest import StandingClock
from tests.integration.h5.conftest import Browser
from tests.integration.one_engine import database_url  # noqa: F401


def bound(container: Container, clock: StandingClock, kind: str, *, lasting: bool, channel: Channel) -> str:
    name = f"{kind}-{channel.value}-{lasting}"
    with container.database.writing() as session:
        session.add(
            NoticeTemplate(
                kind=kind, channel=channel, is_long_term=lasting, template_id=name, fields={},
                bound_at=clock.now(),
            )
        )  # fmt: skip
    return name


def test_it_asks_for_what_a_reporter_gets_and_lasting_consent_first(
    browser: Browser, container: Container, clock: StandingClock
) -> None:
    assert "还没有开通订阅通知" in browser.opens("/h5/notices").text
    bound(container, clock, "case_progress", lasting=False, channel=Channel.SUBSCRIPTION)
    lasting = bound(container, clock, "case_progress", lasting=True, channel=Channel.SUBSCRIPTION)
    reward = bound(container, clock, "reward_claim", lasting=False, channel=Channel.SUBSCRIPTION)
    bound(container, clock, "staff_duty", lasting=False, channel=Channel.SUBSCRIPTION)
    bound(container, clock, "case_progress", lasting=False, channel=Channel.TEMPLATE)
    response = browser.opens("/h5/notices")
    assert f'data-templates="{lasting},{reward}"' in response.text
    assert "要在微信里打开这一页才有" in response.text
    # Only this page, which shows nobody's words, lets WeChat bring its own style.
    assert "style-src 'self' 'unsafe-inline';" in response.headers["Content-Security-Policy"]
    assert "unsafe" not in browser.opens("/h5/tips/code").headers["Content-Security-Policy"]
    # Nobody is asked who they are.
    assert response.status_code == 200
