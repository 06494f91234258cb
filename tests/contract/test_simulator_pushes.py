"""What reaches the account's server, and what its answers show on the phone."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, Event, Thread

import pytest

from tests.contract.simulator_harness import SimulatorHarness, open_harness, text_reply

OUT_OF_SERVICE = "该公众号提供的服务出现故障，请稍后再试"


@pytest.fixture(params=["plain", "compatible", "secure"])
def any_mode(request: pytest.FixtureRequest) -> Iterator[SimulatorHarness]:
    with open_harness(request.param) as harness:
        yield harness


def test_a_text_and_its_reply_in_every_mode(any_mode: SimulatorHarness) -> None:
    amy = any_mode.citizen()
    any_mode.account.answering = lambda message: text_reply(message, "请不要在楼道充电")

    result = any_mode.says(amy, "楼道能充电吗<>&]]>")

    assert result["reply"] == {"type": "text", "content": "请不要在楼道充电"}
    assert [attempt["status"] for attempt in result["attempts"]] == [200]
    assert any_mode.account.arrivals[-1].message["Content"] == "楼道能充电吗<>&]]>"
    assert any_mode.heard(amy)[-1]["content"] == "请不要在楼道充电"


def test_secure_mode_shows_nothing_of_the_message(harness: SimulatorHarness, amy: str) -> None:
    harness.says(amy, "机密")

    arrival = harness.account.arrivals[0]
    assert "机密".encode() not in arrival.raw
    assert amy.encode() not in arrival.raw
    assert list(arrival.query) == [
        "signature",
        "timestamp",
        "nonce",
        "openid",
        "encrypt_type",
        "msg_signature",
    ]


def test_compatible_mode_carries_both_forms() -> None:
    with open_harness("compatible") as harness:
        harness.says(harness.citizen(), "你好")

        raw = harness.account.arrivals[-1].raw.decode()
    assert "<Content>" in raw
    assert "<Encrypt>" in raw


def test_the_server_address_is_verified_by_echo(harness: SimulatorHarness) -> None:
    assert harness.control("verify", {})["ok"] is True


def test_a_server_that_adds_a_newline_to_the_echo_fails(harness: SimulatorHarness) -> None:
    harness.account.echo_ending = "\n"

    assert harness.control("verify", {}) == {
        "ok": False,
        "status": 200,
        "note": "the answer is not the echostr",
    }


def test_a_server_that_answers_5xx_gets_the_same_message_again(harness: SimulatorHarness, amy: str) -> None:
    answers = iter([(500, b""), (502, b"")])
    harness.account.answering = lambda message: next(answers, "success")

    result = harness.says(amy)

    first, second, third = harness.account.arrivals
    assert [attempt["status"] for attempt in result["attempts"]] == [500, 502, 200]
    assert first.message == second.message == third.message
    assert len({arrival.query["nonce"] for arrival in harness.account.arrivals}) == 3
    assert harness.notices(amy) == []


def test_after_the_last_attempt_the_phone_shows_a_fault(harness: SimulatorHarness, amy: str) -> None:
    harness.account.answering = lambda message: (500, b"")
    harness.control("settings", {"attempts": 2})

    result = harness.says(amy)

    assert len(result["attempts"]) == 2
    assert result["reply"] is None
    assert harness.notices(amy) == [OUT_OF_SERVICE]


def test_a_slow_server_is_cut_off_and_asked_again(harness: SimulatorHarness, amy: str) -> None:
    finish = Event()
    harness.account.answering = lambda message: (200 if finish.wait(20) else 500, b"success")
    harness.control("settings", {"timeout_seconds": 0.1})

    result = harness.says(amy)
    finish.set()

    assert [(attempt["status"], attempt["error"]) for attempt in result["attempts"]] == [(0, "timeout")] * 3
    assert len({arrival.message["MsgId"] for arrival in harness.account.arrivals}) == 1


def test_a_server_that_trickles_is_cut_off_too(harness: SimulatorHarness, amy: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        Thread(target=_trickle, args=(listener,), daemon=True).start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        harness.control("settings", {"webhook_url": url, "timeout_seconds": 0.3, "attempts": 1})

        result = harness.says(amy)

    assert result["attempts"][0]["error"] == "timeout"


def _trickle(listener: socket.socket) -> None:
    """Answer one connection for ever, a header line at a time, faster than any read would time out."""
    line, _ = listener.accept()
    with line, suppress(OSError):
        line.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            line.sendall(b"X-More: yes\r\n")
            time.sleep(0.02)


def test_no_server_at_all_is_a_refused_connection(harness: SimulatorHarness, amy: str) -> None:
    harness.control("settings", {"webhook_url": "http://127.0.0.1:9/wechat"})

    result = harness.says(amy)

    assert {attempt["error"] for attempt in result["attempts"]} == {"refused"}
    assert harness.notices(amy) == [OUT_OF_SERVICE]


@pytest.mark.parametrize("body", [b"", b"success"])
def test_success_and_nothing_show_nothing(harness: SimulatorHarness, amy: str, body: bytes) -> None:
    harness.account.answering = lambda message: (200, body)

    result = harness.says(amy)

    assert result["reply"] is None
    assert len(result["attempts"]) == 1
    assert harness.notices(amy) == []


@pytest.mark.parametrize("text", ["", "success\n"])
def test_a_sealed_nothing_shows_nothing(harness: SimulatorHarness, amy: str, text: str) -> None:
    harness.account.answering = lambda message: text

    result = harness.says(amy)

    assert b"Encrypt" in harness.account.arrivals[-1].raw
    assert (result["reply"], result["note"]) == (None, "")
    assert harness.notices(amy) == []


@pytest.mark.parametrize(
    "answer", [(200, b"oops"), (200, b'{"ok": true}'), (200, b"\xff\xfe"), (200, b"<xml></xml>"), (403, b"")]
)
def test_a_bad_answer_is_a_fault_at_once(
    harness: SimulatorHarness, amy: str, answer: tuple[int, bytes]
) -> None:
    harness.account.answering = lambda message: answer

    result = harness.says(amy)

    assert len(result["attempts"]) == 1
    assert harness.notices(amy) == [OUT_OF_SERVICE]


def test_a_plain_answer_is_refused_in_secure_mode(harness: SimulatorHarness, amy: str) -> None:
    harness.account.answering = lambda message: (200, text_reply(message, "明文").encode())

    assert harness.says(amy)["note"] == "fault: the answer is not encrypted"


def test_a_reply_of_2047_bytes_arrives_and_a_longer_one_vanishes(harness: SimulatorHarness, amy: str) -> None:
    longest = "安" * 682 + "!"
    harness.account.answering = lambda message: text_reply(message, longest)
    assert harness.says(amy)["reply"]["content"] == longest

    harness.account.answering = lambda message: text_reply(message, longest + "!")
    assert harness.says(amy)["reply"] is None
    assert harness.notices(amy) == []


def test_following_by_a_code_tells_its_scene(harness: SimulatorHarness) -> None:
    harness.citizen("bob", scene="school-12")

    event = harness.account.arrivals[-1].message
    assert (event["Event"], event["EventKey"]) == ("subscribe", "qrscene_school-12")
    assert event["Ticket"]


def test_a_follower_who_scans_sends_the_bare_scene(harness: SimulatorHarness, amy: str) -> None:
    harness.control(f"citizens/{amy}/scan", {"scene": "12"})

    event = harness.account.arrivals[-1].message
    assert (event["Event"], event["EventKey"]) == ("SCAN", "12")


def test_unfollowing_cannot_be_answered(harness: SimulatorHarness, amy: str) -> None:
    result = harness.control(f"citizens/{amy}/unfollow", {})

    assert harness.account.arrivals[-1].message["Event"] == "unsubscribe"
    assert result["reply"] is None
    assert harness.raw_control(f"citizens/{amy}/send", {"type": "text", "content": "在吗"}).status_code == 409


def test_a_burst_of_one_citizen_reaches_the_account_in_parallel(harness: SimulatorHarness, amy: str) -> None:
    together = Barrier(8, timeout=20)
    harness.account.answering = lambda message: (200 if together.wait() >= 0 else 500, b"success")
    harness.control("settings", {"timeout_seconds": 30})

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda number: harness.says(amy, f"第{number}条"), range(8)))

    assert all(len(result["attempts"]) == 1 for result in results)
    assert len({arrival.message["MsgId"] for arrival in harness.account.arrivals}) == 8


def test_signatures_follow_real_time_and_messages_the_virtual_clock(
    harness: SimulatorHarness, amy: str
) -> None:
    harness.advance(30 * 86_400)
    harness.says(amy)

    arrival = harness.account.arrivals[-1]
    assert int(arrival.message["CreateTime"]) - int(arrival.query["timestamp"]) >= 30 * 86_400 - 60
    assert abs(int(arrival.query["timestamp"]) - time.time()) < 60


def test_signatures_follow_the_virtual_clock_when_told(harness: SimulatorHarness, amy: str) -> None:
    harness.control("settings", {"push_timestamp": "virtual"})
    harness.advance(86_400)
    harness.says(amy)

    assert int(harness.account.arrivals[-1].query["timestamp"]) > time.time() + 80_000
