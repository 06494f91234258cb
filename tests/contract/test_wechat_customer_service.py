"""What every ``CustomerServiceGateway`` promises: the fake that other tests trust, and WeChat itself."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from deliveries.ports import CustomerServiceGateway, FailureClass, GatewayRefusal
from tests.conftest import StandingClock
from tests.contract.wechat_platform import SimulatedPlatform
from tests.fakes.customer_service import FakeCustomerService

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


@dataclass
class Line:
    """A gateway, and the people at its other end."""

    gateway: CustomerServiceGateway
    follows: Callable[[], str]
    writes: Callable[[str], None]
    clicks: Callable[[str], None]
    leaves: Callable[[str], None]
    heard: Callable[[str], list[tuple[str, str]]]
    picture: Callable[[], str]
    passes: Callable[[float], None]


def fake_line(clock: StandingClock) -> Line:
    fake = FakeCustomerService(clock)
    return Line(
        gateway=fake,
        follows=fake.follows,
        writes=fake.writes,
        clicks=fake.clicks,
        leaves=fake.leaves,
        heard=fake.heard,
        picture=fake.keeps_picture,
        passes=lambda seconds: clock.advance(seconds=seconds),
    )


def real_line(platform: SimulatedPlatform, clock: StandingClock) -> Line:
    gateway = platform.gateway(clock)

    def heard(openid: str) -> list[tuple[str, str]]:
        rows = platform.heard(openid)
        return [(row["type"], row["media_id"] if row["type"] == "image" else row["content"]) for row in rows]

    def passes(seconds: float) -> None:
        platform.advance(seconds)
        clock.advance(seconds=seconds)

    return Line(
        gateway=gateway,
        follows=platform.follower,
        writes=platform.writes,
        clicks=platform.clicks,
        leaves=lambda openid: platform.control(f"citizens/{openid}/unfollow", {}),
        heard=heard,
        picture=lambda: platform.media("image"),
        passes=passes,
    )


@pytest.fixture(params=["fake", "wechat"])
def line(request: pytest.FixtureRequest, platform: SimulatedPlatform, clock: StandingClock) -> Line:
    """Each gateway in turn."""
    return fake_line(clock) if request.param == "fake" else real_line(platform, clock)


def refusal(send: Callable[[], None]) -> tuple[FailureClass, int | None]:
    with pytest.raises(GatewayRefusal) as refused:
        send()
    return refused.value.failure, refused.value.errcode


def test_a_text_arrives_as_it_was_written(line: Line) -> None:
    openid = line.follows()
    line.writes(openid)
    words = "请拨打 119 🔥👨‍👩‍👧\n“引号” <b>&amp;</b> ]]> \\u4f60"
    line.gateway.send_text(openid, words)
    assert line.heard(openid) == [("text", words)]


def test_a_sent_picture_arrives_with_its_media_id(line: Line) -> None:
    openid = line.follows()
    line.writes(openid)
    media_id = line.picture()
    line.gateway.send_image(openid, media_id)
    assert line.heard(openid) == [("image", media_id)]


def test_a_text_of_the_longest_length_arrives(line: Line) -> None:
    openid = line.follows()
    line.writes(openid)
    line.gateway.send_text(openid, "a" * 2048)
    assert len(line.heard(openid)) == 1


def test_a_longer_text_is_refused(line: Line) -> None:
    openid = line.follows()
    line.writes(openid)
    assert refusal(lambda: line.gateway.send_text(openid, "安" * 683)) == (FailureClass.CONTENT, 45002)
    assert line.heard(openid) == []


def test_an_empty_text_is_refused(line: Line) -> None:
    openid = line.follows()
    line.writes(openid)
    assert refusal(lambda: line.gateway.send_text(openid, "")) == (FailureClass.CONTENT, 44004)


def test_an_unknown_picture_is_refused(line: Line) -> None:
    openid = line.follows()
    line.writes(openid)
    assert refusal(lambda: line.gateway.send_image(openid, "nothing")) == (FailureClass.CONTENT, 40007)


def test_nobody_is_written_to_who_never_acted(line: Line) -> None:
    openid = line.follows()
    line.passes(120)
    assert refusal(lambda: line.gateway.send_text(openid, "您好")) == (FailureClass.RECIPIENT, 45015)


def test_a_message_allows_five(line: Line) -> None:
    openid = line.follows()
    line.passes(120)
    line.writes(openid)
    for number in range(5):
        line.gateway.send_text(openid, str(number))
    assert refusal(lambda: line.gateway.send_text(openid, "6")) == (FailureClass.QUOTA, 45047)
    assert len(line.heard(openid)) == 5


def test_another_message_allows_five_more(line: Line) -> None:
    openid = line.follows()
    line.passes(120)
    line.writes(openid)
    for number in range(5):
        line.gateway.send_text(openid, str(number))
    line.writes(openid)
    line.gateway.send_text(openid, "again")
    assert line.heard(openid)[-1] == ("text", "again")


def test_two_days_after_a_message_the_window_is_closed(line: Line) -> None:
    openid = line.follows()
    line.writes(openid)
    line.passes(48 * 3600 - 60)
    line.gateway.send_text(openid, "in time")
    line.passes(120)
    assert refusal(lambda: line.gateway.send_text(openid, "late")) == (FailureClass.RECIPIENT, 45015)


def test_a_click_allows_three_for_a_minute(line: Line) -> None:
    openid = line.follows()
    line.passes(120)
    line.clicks(openid)
    for number in range(3):
        line.gateway.send_text(openid, str(number))
    assert refusal(lambda: line.gateway.send_text(openid, "4")) == (FailureClass.QUOTA, 45047)
    line.passes(61)
    assert refusal(lambda: line.gateway.send_text(openid, "5")) == (FailureClass.RECIPIENT, 45015)


def test_nobody_is_written_to_who_left(line: Line) -> None:
    openid = line.follows()
    line.writes(openid)
    line.leaves(openid)
    assert refusal(lambda: line.gateway.send_text(openid, "您好")) == (FailureClass.RECIPIENT, 43004)


def test_an_unknown_person_is_refused(line: Line) -> None:
    assert refusal(lambda: line.gateway.send_text("o" + "x" * 27, "您好")) == (FailureClass.RECIPIENT, 40003)


def test_a_refusal_names_nobody_and_nothing(line: Line) -> None:
    openid = line.follows()
    line.passes(120)
    with pytest.raises(GatewayRefusal) as refused:
        line.gateway.send_text(openid, "李某的答复")
    assert openid not in str(refused.value)
    assert "李某" not in str(refused.value)
