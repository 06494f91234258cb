"""The proven bugs of wechatpy 1.8.18 that touch us, each by its number, against the simulated platform.

B6 (``]]>`` in replies), B7 and B8 (unknown events, lists of one), B9 (job numbers), B11 (malformed input) and
B12 (signatures) have their tests in ``tests/unit/wechat``, B4 and B13 some more. B10 (mass sends by group)
concerns no call we make. B14 is the reason why ``client.call`` exists, B16 and B19 are below.
"""

import threading
from collections.abc import Callable, Iterator

import pytest

from deliveries.ports import FailureClass, GatewayRefusal
from tests.conftest import StandingClock
from tests.contract.wechat_platform import QUICK, SimulatedPlatform, simulated_platform
from tests.fakes.token_store import MemoryTokenStore
from wechat.breaker import CircuitOpen
from wechat.client import OfficialAccountClient
from wechat.gateway import WeChatGateway

PNG = b"\x89PNG\r\n\x1a\n" + bytes(5000)
SEND = "message/custom/send"


@pytest.fixture
def store() -> MemoryTokenStore:
    """Tokens shared by the gateways of one test."""
    return MemoryTokenStore()


@pytest.fixture
def gateway(platform: SimulatedPlatform, clock: StandingClock, store: MemoryTokenStore) -> WeChatGateway:
    """A gateway to the platform."""
    return platform.gateway(clock, store)


@pytest.fixture
def slow_platform() -> Iterator[SimulatedPlatform]:
    """A simulator of its own: what it does after we gave up must not appear in another test's journal."""
    with simulated_platform() as platform:
        platform.reset()
        yield platform


@pytest.fixture
def hasty_gateway(
    slow_platform: SimulatedPlatform, clock: StandingClock, store: MemoryTokenStore
) -> WeChatGateway:
    """One that waits half a second for an answer, and has its token already."""
    slow_platform.gateway(clock, store).get_menu()
    return slow_platform.gateway(clock, store, limits=QUICK)


@pytest.fixture
def openid(platform: SimulatedPlatform) -> str:
    """Somebody who just wrote."""
    openid = platform.follower()
    platform.writes(openid)
    return openid


def refused_as(gateway: WeChatGateway, openid: str) -> FailureClass:
    with pytest.raises(GatewayRefusal) as refused:
        gateway.send_text(openid, "您好")
    return refused.value.failure


@pytest.mark.parametrize("errcode", [40001, 40014, 42001])
def test_b1_an_old_token_is_renewed_and_the_call_repeated_once(
    platform: SimulatedPlatform, gateway: WeChatGateway, openid: str, errcode: int
) -> None:
    platform.fails(SEND, errcode=errcode)
    gateway.send_text(openid, "您好")
    assert [row["errcode"] for row in platform.calls(SEND)] == [errcode, 0]
    assert len(platform.heard(openid)) == 1


@pytest.mark.parametrize("errcode", [40001, 40014, 42001])
def test_b1_a_token_refused_for_ever_ends_after_the_second_try(
    platform: SimulatedPlatform, gateway: WeChatGateway, openid: str, errcode: int
) -> None:
    platform.fails(SEND, errcode=errcode, times=-1)
    assert refused_as(gateway, openid) is FailureClass.TOKEN
    assert len(platform.calls(SEND)) == 2
    assert len(platform.calls("stable_token")) <= 3


def test_b1_a_wrong_secret_is_asked_about_once(
    platform: SimulatedPlatform, clock: StandingClock, openid: str
) -> None:
    gateway = platform.gateway(clock, secret="f" * 32)
    assert [refused_as(gateway, openid) for _ in range(5)] == [FailureClass.CONFIG] * 5
    assert len(platform.calls("stable_token")) == 1
    assert platform.calls(SEND) == []


def test_an_address_off_the_list_is_told_to_the_operator(
    platform: SimulatedPlatform, gateway: WeChatGateway, openid: str
) -> None:
    platform.control("settings", {"ip_whitelist": ["203.0.113.7"]})
    with pytest.raises(GatewayRefusal) as refused:
        gateway.send_text(openid, "您好")
    assert (refused.value.failure, refused.value.errcode) == (FailureClass.CONFIG, 40164)
    assert "127.0.0.1" in str(refused.value)


def test_b2_a_repeated_upload_sends_the_whole_file_again(
    platform: SimulatedPlatform, gateway: WeChatGateway
) -> None:
    platform.fails("material/add_material", errcode=40001)
    image = gateway.upload_permanent_image(PNG, "image/png")
    sizes = [row["body"]["media"]["size"] for row in platform.calls("material/add_material")]
    assert sizes == [len(PNG)] * 2
    assert gateway.download_permanent(image.media_id) == PNG


def test_b3_threads_at_a_cold_start_fetch_one_token(
    platform: SimulatedPlatform, gateway: WeChatGateway
) -> None:
    assert together(10, lambda _: gateway.get_menu()) == []
    assert len(platform.calls("stable_token")) == 1


def test_fifty_workers_meeting_an_expired_token_fetch_one(
    platform: SimulatedPlatform, clock: StandingClock
) -> None:
    """F8. The workers stand on five machines that share a store; every call succeeds in the end."""
    store = MemoryTokenStore()
    machines = [platform.gateway(clock, store) for _ in range(5)]
    for machine in machines:
        machine.get_menu()
    before = len(platform.calls("stable_token"))
    people = platform.crowd(50)
    for openid in people:
        platform.writes(openid)
    platform.advance(7201)
    assert together(50, lambda n: machines[n % 5].send_text(people[n], "您好")) == []
    assert len(platform.calls("stable_token")) - before == 1
    assert [len(platform.heard(openid)) for openid in people] == [1] * 50


def test_a_reset_of_the_secret_in_the_console_is_survived(
    platform: SimulatedPlatform, gateway: WeChatGateway, openid: str
) -> None:
    gateway.send_text(openid, "一")
    platform.control("tokens/revoke", {})
    gateway.send_text(openid, "二")
    assert [row["content"] for row in platform.heard(openid)] == ["一", "二"]


def test_b4_two_machines_do_not_throw_each_other_out(
    platform: SimulatedPlatform, clock: StandingClock, openid: str
) -> None:
    """Even without a common store: the old token interface would end the other's token at every fetch."""
    machines = [platform.gateway(clock), platform.gateway(clock)]
    for turn in range(4):
        machines[turn % 2].send_text(openid, str(turn))
    assert [row["errcode"] for row in platform.calls(SEND)] == [0] * 4
    assert len(platform.calls("stable_token")) == 2
    assert platform.calls("token") == []


def test_b5_a_token_interface_that_hangs_is_not_waited_for(
    slow_platform: SimulatedPlatform, clock: StandingClock
) -> None:
    slow_platform.fails("stable_token", delay_ms=3000)
    gateway = slow_platform.gateway(clock, limits=QUICK)
    assert refused_as(gateway, slow_platform.follower()) is FailureClass.BUSY
    assert slow_platform.calls(SEND) == []


def test_b14_a_stable_token_is_asked_for_without_force(
    platform: SimulatedPlatform, gateway: WeChatGateway
) -> None:
    gateway.get_menu()
    (row,) = platform.calls("stable_token")
    assert row["body"]["force_refresh"] is False


@pytest.mark.parametrize(
    ("fault", "failure"),
    [
        ({"errcode": -1}, FailureClass.BUSY),
        ({"status": 500}, FailureClass.BUSY),
        ({"status": 502}, FailureClass.BUSY),
        ({"status": 504}, FailureClass.LOST),
        ({"status": 302}, FailureClass.CONFIG),
        ({"status": 403}, FailureClass.CONFIG),
        ({"drop_after": True}, FailureClass.LOST),
        ({"truncate": True}, FailureClass.LOST),
        ({"errcode": 45009}, FailureClass.QUOTA),
        ({"errcode": 45011}, FailureClass.QUOTA),
        ({"errcode": 48001}, FailureClass.CONFIG),
        ({"errcode": 45065}, FailureClass.DEDUPE),
        ({"errcode": 999_999}, FailureClass.CONTENT),
    ],
    ids=str,
)
def test_b15_every_failure_of_a_message_has_its_class(
    platform: SimulatedPlatform,
    gateway: WeChatGateway,
    openid: str,
    fault: dict[str, int],
    failure: FailureClass,
) -> None:
    platform.fails(SEND, **fault)
    assert refused_as(gateway, openid) is failure
    assert len(platform.calls(SEND)) <= 1


def test_b15_a_message_without_an_answer_in_time_is_lost(
    slow_platform: SimulatedPlatform, hasty_gateway: WeChatGateway
) -> None:
    slow_platform.fails(SEND, delay_ms=3000)
    assert refused_as(hasty_gateway, slow_platform.follower()) is FailureClass.LOST


@pytest.mark.parametrize("fault", [{"drop_after": True}, {"truncate": True}], ids=str)
def test_b15_an_unanswered_question_may_be_asked_again(
    platform: SimulatedPlatform, gateway: WeChatGateway, fault: dict[str, int]
) -> None:
    platform.fails("user/get", **fault)
    with pytest.raises(GatewayRefusal) as refused:
        gateway.followers_page()
    assert refused.value.failure is FailureClass.BUSY


def test_b15_a_platform_that_is_not_there_is_busy(
    platform: SimulatedPlatform,
    clock: StandingClock,
    store: MemoryTokenStore,
    gateway: WeChatGateway,
    openid: str,
) -> None:
    gateway.get_menu()
    nowhere = SimulatedPlatform("http://127.0.0.1:9").gateway(clock, store)
    assert refused_as(nowhere, openid) is FailureClass.BUSY


def test_the_request_id_is_kept(platform: SimulatedPlatform, gateway: WeChatGateway, openid: str) -> None:
    platform.fails(SEND, errcode=45015, errmsg="response out of time limit")
    with pytest.raises(GatewayRefusal) as refused:
        gateway.send_text(openid, "您好")
    assert refused.value.rid
    assert len(refused.value.rid) >= 20


def test_the_fuse_opens_and_closes_again(
    platform: SimulatedPlatform, clock: StandingClock, openid: str
) -> None:
    gateway = platform.gateway(clock)
    platform.fails(SEND, status=500, times=10)
    for _ in range(10):
        refused_as(gateway, openid)
    with pytest.raises(CircuitOpen):
        gateway.send_text(openid, "您好")
    assert len(platform.calls(SEND)) == 10
    assert gateway.get_menu() is None
    clock.advance(seconds=60)
    gateway.send_text(openid, "您好")
    assert len(platform.heard(openid)) == 1


def test_a_message_that_arrived_starts_the_count_of_failures_anew(
    platform: SimulatedPlatform, clock: StandingClock, openid: str
) -> None:
    gateway = platform.gateway(clock)
    for _ in range(2):
        platform.fails(SEND, status=500, times=9)
        for _ in range(9):
            assert refused_as(gateway, openid) is FailureClass.BUSY
        gateway.send_text(openid, "您好")
    assert len(platform.heard(openid)) == 2


def test_b16_building_a_client_asks_for_no_token(platform: SimulatedPlatform, clock: StandingClock) -> None:
    """The library reads every property of a client before it is initialised."""
    platform.gateway(clock)
    assert platform.calls("stable_token") == []


def test_b16_an_unfinished_client_has_no_token() -> None:
    with pytest.raises(AttributeError):
        _ = OfficialAccountClient.__new__(OfficialAccountClient).access_token


def test_b17_a_file_is_sent_under_an_ascii_name(platform: SimulatedPlatform, gateway: WeChatGateway) -> None:
    gateway.upload_permanent_image(PNG, "image/png")
    (row,) = platform.calls("material/add_material")
    assert row["body"]["media"]["file"] == "media.png"


def test_b18_a_file_is_given_back_byte_for_byte(platform: SimulatedPlatform, gateway: WeChatGateway) -> None:
    picture = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 3 + b'{"errcode":40001}'
    image = gateway.upload_permanent_image(picture, "image/png")
    assert gateway.download_permanent(image.media_id) == picture


def test_b19_many_threads_share_one_gateway(platform: SimulatedPlatform, gateway: WeChatGateway) -> None:
    people = platform.crowd(20)
    for openid in people:
        platform.writes(openid)
    assert together(20, lambda n: gateway.send_text(people[n], f"第{n}位")) == []
    assert [[row["content"] for row in platform.heard(openid)] for openid in people] == [
        [f"第{n}位"] for n in range(20)
    ]


@pytest.mark.parametrize(
    "fault",
    [{"drop_after": True}, {"status": 500}, {"errcode": 48001}, {"truncate": 3}],
    ids=str,
)
def test_no_secret_is_in_an_error_or_behind_it(
    platform: SimulatedPlatform, gateway: WeChatGateway, openid: str, fault: dict[str, int]
) -> None:
    """The HTTP library's errors print the address of a call, and the token stands in it."""
    platform.fails(SEND, **fault)
    token = gateway.tokens.token()
    assert_silent(gateway, openid, token)


def test_no_secret_is_in_the_error_of_a_timeout(
    slow_platform: SimulatedPlatform, hasty_gateway: WeChatGateway
) -> None:
    slow_platform.fails(SEND, delay_ms=3000)
    assert_silent(hasty_gateway, slow_platform.follower(), hasty_gateway.tokens.token())


def assert_silent(gateway: WeChatGateway, openid: str, token: str) -> None:
    """Sending fails, and neither the error nor what lies behind it names the token or the person."""
    with pytest.raises(GatewayRefusal) as refused:
        gateway.send_text(openid, "您好")
    told = ""
    error: BaseException | None = refused.value
    while error is not None:
        told += f"{error!r}{error}"
        error = error.__context__ or error.__cause__
    assert token not in told
    assert openid not in told


def together(count: int, task: Callable[[int], object]) -> list[BaseException]:
    """Run ``task(0)`` … in threads that start at one moment; the errors they met."""
    errors: list[BaseException] = []
    barrier = threading.Barrier(count)

    def run(number: int) -> None:
        barrier.wait(30)
        try:
            task(number)
        except GatewayRefusal as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors
