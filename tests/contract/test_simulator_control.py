"""The control interface: seeds, inboxes, journal, clock, settings, reset, events, many at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

import pytest
import requests

from tests.contract.simulator_harness import CONFIG, Json, SimulatorHarness, text_reply


def test_the_same_seed_is_the_same_person_in_every_run(harness: SimulatorHarness) -> None:
    first = harness.control("citizens", {"seed": "amy", "follow": False})
    harness.control("reset", {})
    second = harness.control("citizens", {"seed": "amy", "follow": False})

    assert (first["openid"], first["name"]) == (second["openid"], second["name"])
    assert len(first["openid"]) == 28


def test_another_world_seed_has_other_people(harness: SimulatorHarness) -> None:
    first = harness.citizen()
    harness.control("reset", {"seed": "other"})

    assert harness.citizen() != first


def test_asking_for_a_citizen_again_pushes_nothing(harness: SimulatorHarness, amy: str) -> None:
    assert harness.citizen() == amy
    assert harness.account.arrivals == []
    assert len(harness.control("citizens")) == 1


def test_msg_ids_never_come_again_after_a_reset(harness: SimulatorHarness, amy: str) -> None:
    before = harness.says(amy)["msg_id"]
    url = harness.control("settings")["webhook_url"]
    harness.control("reset", {})
    harness.control("settings", {"webhook_url": url})

    assert int(harness.says(harness.citizen())["msg_id"]) > int(before)


def test_a_reset_brings_everything_back(harness: SimulatorHarness, amy: str) -> None:
    harness.control("settings", {"attempts": 1})
    harness.control("faults", {"api": "webhook", "status": 500})
    harness.advance(86_400)

    harness.control("reset", {})

    assert harness.control("citizens") == []
    assert harness.control("faults") == []
    assert harness.control("journal") == []
    assert harness.control("settings")["attempts"] == 3
    assert harness.control("clock")["offset_seconds"] == 0


def test_the_inbox_is_read_from_where_one_left_off(harness: SimulatorHarness, amy: str) -> None:
    rows = harness.control(f"citizens/{amy}/inbox")
    harness.says(amy, "还有吗")

    newer = harness.control(f"citizens/{amy}/inbox?since={rows[-1]['id']}")

    assert [(row["direction"], row["channel"], row["content"]) for row in newer] == [
        ("out", "citizen", "还有吗"),
        ("in", "passive", "收到text"),
    ]
    assert newer[0]["at"].endswith("Z")


@pytest.mark.parametrize("plus", ["Z", "+00:00", ""])
def test_an_inbox_may_be_read_from_a_time_on(harness: SimulatorHarness, amy: str, plus: str) -> None:
    now = harness.control("clock/advance", {"seconds": 60})["now"].removesuffix("Z") + plus
    harness.says(amy, "还有吗")

    rows = harness.control(f"citizens/{amy}/inbox?since={now}")

    assert [row["content"] for row in rows] == ["还有吗", "收到text"]
    assert len(harness.control(f"journal?since={now}")) == 1


def test_an_inbox_may_be_read_from_a_second_on(harness: SimulatorHarness, amy: str) -> None:
    second = harness.control("clock/advance", {"seconds": 60})["timestamp"]
    harness.says(amy, "还有吗")

    assert len(harness.control(f"citizens/{amy}/inbox?since={second}")) == 2
    assert harness.control(f"citizens/{amy}/inbox?since={second + 60}") == []


def test_a_fault_may_name_an_api_by_its_whole_address(harness: SimulatorHarness) -> None:
    address = "https://api.weixin.qq.com/cgi-bin/message/custom/send?access_token=x"
    assert harness.control("faults", {"api": address, "errcode": -1})["api"] == "message/custom/send"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("citizens", {"seed": ["x"]}),
        ("citizens", {"count": 0}),
        ("citizens", {"count": 2, "seed": [1]}),
        ("citizens", {"seed": 1.5}),
        ("citizens", {"seed": "ben", "follow": "yes"}),
        ("citizens", {"seed": "ben", "push": "no"}),
        ("citizens", {"seed": "ben", "scene": []}),
        ("citizens", {"seed": "ben", "scene": "a\u0000"}),
        ("citizens/nobody/send", {"type": "text", "content": "x"}),
        ("clock/advance", {"seconds": "a day"}),
        ("clock/advance", {"seconds": -1}),
        ("clock/advance", {"seconds": 10**400}),
        ("faults", {}),
        ("faults", {"api": "message/custom/send"}),
        ("faults", {"api": "no/such/api", "status": 500}),
        ("faults", {"api": "webhook", "errcode": 1}),
        ("faults", {"api": "token", "duplicate": 1}),
        ("faults", {"api": "token", "status": 99}),
        ("faults", {"api": "token", "status": 500, "times": 0}),
        ("faults", {"api": "token", "delay_ms": 10**18}),
        ("faults", {"api": "webhook", "duplicate": 10**9}),
        ("settings", {"mode": "open"}),
        ("settings", {"attempts": 0}),
        ("settings", {"no_such": 1}),
        ("settings", {"quotas": {"no/such": 1}}),
        ("settings", {"quotas": {"token": -1}}),
        ("settings", {"quotas": {"token": {"hourly": 1}}}),
        ("settings", {"webhook_url": "http://"}),
        ("settings", {"webhook_url": "http://127.0.0.1:99999/wechat"}),
        ("settings", {"webhook_url": "http://127.0.0.1/a b"}),
        ("media", {"type": "hologram"}),
        ("media", {"type": "image", "seed": [1]}),
        ("reset", {"seed": []}),
        ("reset", {"seed": True}),
    ],
)
def test_bad_input_is_refused_with_a_sentence(harness: SimulatorHarness, path: str, body: Json) -> None:
    response = harness.raw_control(path, body)

    assert response.status_code == 409
    assert response.json()["error"].endswith("。")
    assert harness.control("citizens") == []


@pytest.mark.parametrize("raw", [b"[" * 100_000, b'{"a":' * 50_000 + b"1" + b"}" * 50_000, b"\xc4\xe3"])
def test_a_body_nobody_can_read_is_refused(harness: SimulatorHarness, raw: bytes) -> None:
    response = requests.post(f"{harness.address}/_sim/citizens", data=raw, timeout=30)

    assert (response.status_code, response.json()["error"][-1]) == (409, "。")


@pytest.mark.parametrize("seconds", ["NaN", "Infinity", "1e400"])
def test_the_clock_takes_only_numbers_that_are_numbers(harness: SimulatorHarness, seconds: str) -> None:
    body = f'{{"seconds": {seconds}}}'
    response = requests.post(f"{harness.address}/_sim/clock/advance", data=body, timeout=30)

    assert (response.status_code, response.json()["error"][-1]) == (409, "。")


def test_a_body_over_the_limit_is_refused(harness: SimulatorHarness) -> None:
    response = requests.post(f"{harness.address}/_sim/faults", data=b" " * (33 * 1024 * 1024), timeout=30)

    assert (response.status_code, response.json()) == (413, {"error": "请求太大。"})


@pytest.mark.parametrize("since", ["-1", "1.5", "abc", "²", "9" * 5_000, "2026-13-01T00:00:00Z"])
def test_a_place_to_read_from_is_an_id_or_a_time(harness: SimulatorHarness, amy: str, since: str) -> None:
    events = harness.raw_control(f"events?since={since}")
    assert (events.status_code, events.json()["error"]) == (409, "since 应是不小于 0 的整数。")
    for path in (f"citizens/{amy}/inbox", "journal"):
        response = harness.raw_control(f"{path}?since={since}")
        assert (response.status_code, response.json()["error"]) == (
            409,
            "since 应是一行的 id，或一个时间：2026-01-01T08:00:00Z 这样写，或 1970 年以来的秒数。",
        )


def test_the_phone_of_nobody_cannot_be_watched(harness: SimulatorHarness) -> None:
    assert harness.raw_control("events?openid=nobody").status_code == 409
    assert harness.raw_control("citizens/nobody/inbox").status_code == 409


def test_the_clock_goes_no_further_than_a_century(harness: SimulatorHarness) -> None:
    decade = {"seconds": 10 * 366 * 86_400}
    for _ in range(10):
        harness.control("clock/advance", decade)

    assert harness.raw_control("clock/advance", decade).status_code == 409
    assert harness.control("clock")["now"] > "2100"


def test_a_quota_not_named_stays(harness: SimulatorHarness) -> None:
    quotas = harness.control("settings", {"quotas": {"/cgi-bin/token": {"per_minute": 7}}})["quotas"]

    assert quotas["token"] == {"daily": 2_000, "per_minute": 7}


def test_seeds_may_be_numbers(harness: SimulatorHarness) -> None:
    assert harness.citizen(7) == harness.citizen("7")
    assert harness.control("reset", {"seed": 7})["seed"] == "7"


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"type": "text", "content": "a\u0000b"},
        {"type": "text", "content": "x", "menu_id": [1]},
        {"type": "text", "content": "x", "fields": {"Tag": "\u000b"}},
        {"type": "event", "event": "SCAN", "key": ["x"]},
        {"type": "event", "event": "CLICK", "key": "K", "menu_id": True},
        {"type": "text", "content": ""},
        {"type": "text", "content": 5},
        {"type": "hologram"},
        {"type": "image", "media_id": "no id"},
        {"type": "location", "latitude": "north", "longitude": "1e3"},
        {"type": "event", "event": "x", "NoTag!": "1"},
        {"type": "event", "event": "x", "Tag": [1]},
        {"type": "location", "latitude": 95, "longitude": 0},
        {"type": "event"},
        {"type": "event", "event": "CLICK"},
        {"type": "event", "event": "x", "fields": {"no tag": "1"}},
        {"type": "event", "event": "x", "fields": {"Tag": None}},
    ],
)
def test_a_message_no_phone_can_send_is_refused(harness: SimulatorHarness, amy: str, message: Json) -> None:
    assert harness.raw_control(f"citizens/{amy}/send", message).status_code == 409
    assert harness.account.arrivals == []


def test_a_body_that_is_not_json_is_refused(harness: SimulatorHarness) -> None:
    response = requests.post(f"{harness.address}/_sim/citizens", data=b"{", timeout=30)

    assert (response.status_code, response.json()) == (409, {"error": "请求正文不是 JSON。"})


@pytest.mark.parametrize(("path", "status"), [("nothing", 404), ("reset", 405)])
def test_an_unknown_request_is_told_in_a_sentence(harness: SimulatorHarness, path: str, status: int) -> None:
    response = harness.raw_control(path)

    assert (response.status_code, response.json()["error"][-1]) == (status, "。")


def test_half_a_character_is_refused(harness: SimulatorHarness) -> None:
    response = requests.post(f"{harness.address}/_sim/citizens", data=rb'{"seed": "\ud800"}', timeout=30)

    assert response.status_code == 409


def test_the_clock_moves_as_far_as_told(harness: SimulatorHarness) -> None:
    before = harness.control("clock")
    after = harness.control("clock/advance", {"seconds": 3600})

    assert 3600 <= after["timestamp"] - before["timestamp"] < 3660
    assert after["offset_seconds"] == 3600
    assert after["now"] > before["now"]


def test_a_refused_change_of_settings_changes_nothing(harness: SimulatorHarness) -> None:
    harness.raw_control("settings", {"attempts": 1, "mode": "open"})

    assert harness.control("settings")["attempts"] == 3


def test_the_journal_has_every_call_and_push_without_secrets(harness: SimulatorHarness, amy: str) -> None:
    harness.custom(amy, "办好了")

    rows = harness.control("journal")

    assert [row["api"] for row in rows] == ["webhook", "stable_token", "message/custom/send"]
    assert rows[2]["body"] == {"touser": amy, "msgtype": "text", "text": {"content": "办好了"}}
    assert rows[0]["body"]["Event"] == "subscribe"
    assert [row["status"] for row in rows] == [200, 200, 200]
    assert [row["id"] for row in harness.control(f"journal?since={rows[0]['id']}")] == [
        rows[1]["id"],
        rows[2]["id"],
    ]
    text = json.dumps(rows)
    assert CONFIG.secret not in text
    assert rows[2]["params"]["access_token"] == "***"


def test_failed_calls_are_journalled_with_their_errcode(harness: SimulatorHarness) -> None:
    harness.api("menu/get")

    row = harness.control("journal?api=menu/get")[0]
    assert (row["status"], row["errcode"]) == (200, 46003)


def test_new_rows_stream_to_the_page(harness: SimulatorHarness, amy: str) -> None:
    bob = harness.citizen("bob")
    with requests.get(
        f"{harness.address}/_sim/events", params={"openid": amy}, stream=True, timeout=30
    ) as stream:
        lines = stream.iter_lines(chunk_size=1, decode_unicode=True)
        assert next(lines) == "retry: 1000"
        harness.says(bob, "别人的")
        harness.says(amy, "我的")
        rows = _rows(lines, 2)

    assert [row["content"] for row in rows] == ["我的", "收到text"]


def test_a_page_that_reconnects_gets_what_it_missed(harness: SimulatorHarness, amy: str) -> None:
    seen = harness.control(f"citizens/{amy}/inbox")[-1]["id"]
    harness.says(amy, "错过的")
    headers = {"Last-Event-ID": str(seen)}
    url = f"{harness.address}/_sim/events"
    with requests.get(url, params={"openid": amy}, headers=headers, stream=True, timeout=30) as stream:
        rows = _rows(stream.iter_lines(chunk_size=1, decode_unicode=True), 2)

    assert [row["content"] for row in rows] == ["错过的", "收到text"]


def _rows(lines: Iterator[str], count: int) -> list[Json]:
    rows: list[Json] = []
    while len(rows) < count:
        line = next(lines)
        if line.startswith("data: "):
            rows.append(json.loads(line.removeprefix("data: ")))
    return rows


def test_sixty_four_citizens_are_served_at_once(harness: SimulatorHarness) -> None:
    people = harness.control("citizens", {"count": 64})["openids"]
    together = Barrier(64, timeout=60)

    def answer(message: Json) -> Any:
        together.wait()
        return text_reply(message, "人人有份")

    harness.account.answering = answer
    harness.control("settings", {"timeout_seconds": 60})

    with ThreadPoolExecutor(64) as pool:
        results = list(pool.map(harness.says, people))

    assert {result["reply"]["content"] for result in results} == {"人人有份"}


def test_the_api_answers_while_a_push_waits(harness: SimulatorHarness, amy: str) -> None:
    release = Event()
    harness.account.answering = lambda message: (200 if release.wait(30) else 500, b"success")

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(harness.says, amy)
        assert harness.custom(amy) == 0
        release.set()
        assert waiting.result()["reply"] is None


def test_the_phone_page_is_served(harness: SimulatorHarness) -> None:
    response = requests.get(f"{harness.address}/", timeout=30)

    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/html")
