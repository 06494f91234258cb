"""What every ``MassGateway`` promises: the fake that other tests trust, and WeChat itself."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from deliveries.masses.ports import MassGateway
from deliveries.messages import Text
from deliveries.ports import FailureClass, GatewayRefusal
from tests.conftest import StandingClock
from tests.contract.wechat_platform import SimulatedPlatform
from tests.fakes.mass_platform import FakeMassPlatform

WORDS = Text("安全生产月到了")


@dataclass
class Line:
    """A gateway, the people at its other end, and how often each of them got something."""

    gateway: MassGateway
    crowd: Callable[[int], list[str]]
    got: Callable[[str], int]
    loses_the_next_answer: Callable[[], None]
    a_minute_passes: Callable[[], None]


def fake_line() -> Line:
    fake = FakeMassPlatform()

    def loses() -> None:
        fake.loses_answers = 1

    return Line(
        fake,
        crowd=lambda count: [f"oFake{number:023d}" for number in range(count)],
        got=lambda openid: fake.got[openid],
        loses_the_next_answer=loses,
        a_minute_passes=lambda: None,
    )


def real_line(platform: SimulatedPlatform, clock: StandingClock) -> Line:
    platform.control("settings", {"mass_seconds": 0})

    def got(openid: str) -> int:
        platform.advance(1)
        return sum(row["channel"] == "mass" for row in platform.control(f"citizens/{openid}/inbox"))

    return Line(
        platform.gateway(clock),
        crowd=platform.crowd,
        got=got,
        loses_the_next_answer=lambda: platform.fails("message/mass/send", drop_after=True),
        a_minute_passes=lambda: platform.advance(61),
    )


@pytest.fixture(params=["fake", "real"])
def line(request: pytest.FixtureRequest, clock: StandingClock) -> Line:
    if request.param == "fake":
        return fake_line()
    return real_line(request.getfixturevalue("platform"), clock)


def test_a_list_reaches_everybody_once_under_one_name(line: Line) -> None:
    people = line.crowd(3)
    first = line.gateway.mass_to_list(people, WORDS, "mailing-1-1")
    line.a_minute_passes()
    again = line.gateway.mass_to_list(people, WORDS, "mailing-1-1")
    assert first.msg_id
    assert again.msg_id == first.msg_id
    assert [line.got(one) for one in people] == [1, 1, 1]


def test_another_name_is_another_job(line: Line) -> None:
    people = line.crowd(2)
    jobs = {line.gateway.mass_to_list(people, WORDS, f"mailing-1-{number}").msg_id for number in (1, 2)}
    assert len(jobs) == 2
    assert line.got(people[0]) == 2


def test_a_lost_answer_is_found_again_by_the_name(line: Line) -> None:
    people = line.crowd(2)
    line.loses_the_next_answer()
    with pytest.raises(GatewayRefusal) as caught:
        line.gateway.mass_to_list(people, WORDS, "mailing-2-1")
    assert caught.value.failure is FailureClass.LOST
    line.a_minute_passes()
    assert line.gateway.mass_to_list(people, WORDS, "mailing-2-1").msg_id
    assert line.got(people[0]) == 1


def test_one_person_alone_is_no_list(line: Line) -> None:
    with pytest.raises(ValueError, match="2 to 10"):
        line.gateway.mass_to_list(line.crowd(1), WORDS, "mailing-3-1")


def test_a_mass_send_to_everybody_gets_a_job_number(line: Line) -> None:
    line.crowd(2)
    assert line.gateway.mass_to_all(WORDS, "mailing-4-1").msg_id


def test_the_platform_asks_to_wait_with_a_repeated_name(
    platform: SimulatedPlatform, clock: StandingClock
) -> None:
    line = real_line(platform, clock)
    people = line.crowd(2)
    line.gateway.mass_to_list(people, WORDS, "mailing-5-1")
    with pytest.raises(GatewayRefusal) as caught:
        line.gateway.mass_to_list(people, WORDS, "mailing-5-1")
    assert (caught.value.failure, caught.value.errcode) == (FailureClass.BUSY, 45066)


def test_a_tag_that_does_not_exist_is_refused(platform: SimulatedPlatform, clock: StandingClock) -> None:
    line = real_line(platform, clock)
    with pytest.raises(GatewayRefusal) as caught:
        line.gateway.mass_to_tag(4711, WORDS, "mailing-6-1")
    assert caught.value.errcode == 45159
