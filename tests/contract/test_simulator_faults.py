"""Scripted faults: of the account's API calls, and of the deliveries to its webhook."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.contract.simulator_harness import SimulatorHarness


def test_a_fault_strikes_as_often_as_told(harness: SimulatorHarness) -> None:
    harness.control("faults", {"api": "menu/get", "times": 2, "errcode": 45009})

    assert [harness.api("menu/get")["errcode"] for _ in range(3)] == [45009, 45009, 46003]


def test_a_fault_on_token_spares_the_stable_token(harness: SimulatorHarness) -> None:
    harness.control("faults", {"api": "token", "errcode": -1})

    assert "access_token" in harness.fresh_token()


def test_an_http_error_carries_a_page_and_no_effect(harness: SimulatorHarness, amy: str) -> None:
    harness.control("faults", {"api": "custom/send", "status": 502})
    body = {"touser": amy, "msgtype": "text", "text": {"content": "一"}}

    response = harness.api_response("message/custom/send", body)

    assert (response.status_code, response.headers["Content-Type"]) == (502, "text/html")
    assert [row["channel"] for row in harness.heard(amy)] == ["passive"]


def test_a_truncated_answer_had_its_effect(harness: SimulatorHarness, amy: str) -> None:
    harness.control("faults", {"api": "custom/send", "truncate": 5})
    body = {"touser": amy, "msgtype": "text", "text": {"content": "一"}}

    response = harness.api_response("message/custom/send", body)

    assert response.text == '{"err'
    assert harness.heard(amy)[-1]["channel"] == "customer_service"


def test_a_dropped_call_had_its_effect_but_no_answer(harness: SimulatorHarness, amy: str) -> None:
    harness.control("faults", {"api": "custom/send", "drop_after": True})

    with pytest.raises(requests.ConnectionError):
        harness.custom(amy)

    assert harness.heard(amy)[-1]["channel"] == "customer_service"


def test_an_api_may_be_named_by_its_whole_path_and_what_is_null_is_not_given(
    harness: SimulatorHarness,
) -> None:
    harness.control("faults", {"api": "/cgi-bin/user/get", "errcode": 45009, "status": None, "errmsg": None})

    assert [harness.api("user/get").get("errcode"), harness.api("user/get").get("errcode")] == [45009, None]
    assert len(harness.control("journal?api=cgi-bin/user/get")) == 2


def test_faults_can_be_listed_and_deleted(harness: SimulatorHarness) -> None:
    harness.control("faults", {"api": "menu/get", "times": -1, "errcode": -1})
    assert harness.control("faults")[0]["api"] == "menu/get"
    assert [harness.api("menu/get")["errcode"] for _ in range(3)] == [-1, -1, -1]

    harness.control("faults", method="DELETE")

    assert harness.api("menu/get")["errcode"] == 46003


@pytest.mark.parametrize("together", [False, True])
def test_a_duplicate_delivery_is_the_same_message_twice(
    harness: SimulatorHarness, amy: str, together: bool
) -> None:
    harness.control("faults", {"api": "webhook", "duplicate": 1, "together": together})

    harness.says(amy)

    first, second = harness.account.arrivals
    assert first.message == second.message
    assert first.query["nonce"] != second.query["nonce"]
    assert len(harness.heard(amy)) == 2  # the welcome and one reply


def test_a_delivery_closed_without_reading_is_made_again(harness: SimulatorHarness, amy: str) -> None:
    harness.control("faults", {"api": "webhook", "drop_after": True})

    result = harness.says(amy)

    assert [attempt.get("error") for attempt in result["attempts"]] == ["dropped", None]
    assert result["reply"]["content"] == "收到text"


def test_a_reordered_message_arrives_after_the_next(harness: SimulatorHarness, amy: str) -> None:
    harness.control("faults", {"api": "webhook", "reorder": True})

    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(harness.says, amy, "先")
        while harness.control("faults"):
            pass
        harness.says(amy, "后")
        held.result()

    assert [arrival.message["Content"] for arrival in harness.account.arrivals] == ["后", "先"]


def test_latency_lies_under_other_faults(harness: SimulatorHarness, amy: str) -> None:
    harness.control("faults", {"api": "user/info", "delay_ms": 60, "times": -1})
    harness.control("faults", {"api": "user/info", "errcode": -1, "times": 1})
    started = time.perf_counter()
    assert harness.api("user/info", openid=amy)["errcode"] == -1
    assert harness.api("user/info", openid=amy)["subscribe"] == 1
    assert time.perf_counter() - started > 0.12


def test_a_share_of_the_calls_fails_the_same_way_each_time(harness: SimulatorHarness, amy: str) -> None:
    def codes() -> list[int]:
        harness.control("reset", {})
        harness.control("citizens", {"seed": "amy", "push": False})
        harness.control("faults", {"api": "user/info", "errcode": 45011, "times": -1, "rate": 0.2})
        harness.advance(0)
        return [harness.api("user/info", openid=amy).get("errcode", 0) for _ in range(60)]

    first = codes()
    assert 5 <= first.count(45011) <= 20
    assert codes() == first
    assert harness.raw_control("faults", {"api": "user/info", "errcode": 1, "rate": 2}).status_code == 409


# Every code of the classes that a client must tell apart.
KNOWN = """
-1 45011 40001 40014 42001 40013 40125 41001 41002 41003 41004 40164 61004 48001 48004 50002 89501 89503
45009 45028 48006 45047 40003 43004 43019 45015 43101 43107 43108 48002 46004 45002 44004 47001 47003 40033
45166 87014 40007 45065 45066 45067 40130 40132 40059 45083 45084 45168
"""


def test_every_errcode_comes_with_the_platforms_own_words(harness: SimulatorHarness) -> None:
    for errcode in map(int, KNOWN.split()):
        harness.control("faults", {"api": "menu/get", "errcode": errcode})
    answers = {
        answer["errcode"]: answer["errmsg"] for answer in (harness.api("menu/get") for _ in KNOWN.split())
    }
    assert [code for code in map(int, KNOWN.split()) if code not in answers] == []
    vague = [code for code, words in answers.items() if words.startswith("system error")]
    assert vague == [-1]
