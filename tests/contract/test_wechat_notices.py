"""What every ``NoticeGateway`` promises: the fake that other tests trust, and WeChat itself."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from deliveries.ports import FailureClass, GatewayRefusal, NoticeGateway
from deliveries.status import Channel
from tests.conftest import StandingClock
from tests.contract.wechat_platform import SimulatedPlatform
from tests.fakes.customer_service import FakeCustomerService

DATA = {
    "character_string1": "R2611000123",
    "thing2": "已受理",
    "time3": "2026年11月26日 09:30",
    "thing4": "点击查看",
}


@dataclass
class Line:
    """A gateway, one template of each kind, and the people at its other end."""

    gateway: NoticeGateway
    template: str
    subscription: str
    follows: Callable[[], str]
    leaves: Callable[[str], None]
    agrees: Callable[[str, str], None]
    heard: Callable[[str], list[str]]


@pytest.fixture(params=["fake", "wechat"])
def line(request: pytest.FixtureRequest, platform: SimulatedPlatform, clock: StandingClock) -> Line:
    """Each gateway in turn."""
    if request.param == "fake":
        fake = FakeCustomerService(clock)
        return Line(
            fake,
            fake.chooses_template(*DATA),
            fake.chooses_template(*DATA),
            fake.follows,
            fake.leaves,
            fake.agrees,
            lambda openid: [kind for kind, _ in fake.heard(openid)],
        )
    gateway = platform.gateway(clock)
    listed = {(one.title, one.channel): one.template_id for one in gateway.list_templates()}
    return Line(
        gateway,
        listed["办理进度通知", Channel.TEMPLATE],
        listed["办理进度通知", Channel.SUBSCRIPTION],
        platform.follower,
        lambda openid: platform.control(f"citizens/{openid}/unfollow", {}),
        platform.agrees,
        lambda openid: [row["type"] for row in platform.notices(openid)],
    )


def refusal(send: Callable[[], None]) -> tuple[FailureClass, int | None]:
    with pytest.raises(GatewayRefusal) as refused:
        send()
    return refused.value.failure, refused.value.errcode


def send_template(line: Line, openid: str, client_id: str = "one", **data: str) -> None:
    line.gateway.send_template(openid, line.template, DATA | data, url="", client_id=client_id)


def test_a_template_message_reaches_a_follower_once_for_each_id(line: Line) -> None:
    openid = line.follows()
    send_template(line, openid)
    send_template(line, openid)
    send_template(line, openid, "two")
    assert line.heard(openid) == ["template", "template"]


def test_a_template_message_does_not_reach_who_left(line: Line) -> None:
    openid = line.follows()
    line.leaves(openid)
    assert refusal(lambda: send_template(line, openid)) == (FailureClass.RECIPIENT, 43004)


def test_empty_data_is_refused(line: Line) -> None:
    openid = line.follows()
    assert refusal(lambda: send_template(line, openid, thing2="")) == (FailureClass.CONTENT, 47003)


def test_a_foreign_template_is_refused(line: Line) -> None:
    openid = line.follows()
    assert refusal(lambda: line.gateway.send_template(openid, "nobody's", DATA, url="", client_id="one")) == (
        FailureClass.CONTENT,
        40037,
    )


def test_a_subscription_notice_uses_one_consent(line: Line) -> None:
    openid = line.follows()

    def send() -> None:
        line.gateway.send_subscription(openid, line.subscription, DATA, url="")

    assert refusal(send) == (FailureClass.RECIPIENT, 43101)
    line.agrees(openid, line.subscription)
    send()
    assert refusal(send) == (FailureClass.RECIPIENT, 43101)
    assert line.heard(openid) == ["subscribe"]


def test_a_template_message_whose_answer_was_lost_may_be_repeated(
    platform: SimulatedPlatform, clock: StandingClock
) -> None:
    gateway, openid = platform.gateway(clock), platform.follower()
    template = next(one for one in gateway.list_templates() if one.channel is Channel.TEMPLATE)
    data = dict.fromkeys(DATA, "1") | DATA

    def send() -> None:
        gateway.send_template(openid, template.template_id, data, url="", client_id="one")

    platform.fails("message/template/send", drop_after=True)
    assert refusal(send) == (FailureClass.BUSY, None)
    send()
    assert [row["type"] for row in platform.notices(openid)] == ["template"]
