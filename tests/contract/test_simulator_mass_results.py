"""What comes of a mass send: who is left out, what the reviewers say, who must confirm, what is told."""

from __future__ import annotations

import time
from datetime import datetime, timedelta, timezone

import pytest

from tests.contract.simulator_harness import Json, SimulatorHarness

CHINA = timezone(timedelta(hours=8))


@pytest.fixture
def people(harness: SimulatorHarness) -> list[str]:
    """Four followers, all with the tag 100."""
    openids: list[str] = harness.control("citizens/bulk", {"n": 4, "seed": "p", "tags": ["网格员"]})[
        "openids"
    ]
    return openids


def send(harness: SimulatorHarness, message: Json | None = None, **more: object) -> Json:
    """Send to the tag, let the time pass, and give what was told."""
    before = sum(one.message.get("Event") == "MASSSENDJOBFINISH" for one in harness.account.arrivals)
    message = message or {"msgtype": "text", "text": {"content": f"第 {before} 条"}}
    answer = harness.api("message/mass/sendall", {"filter": {"tag_id": 100}, **message, **more})
    assert answer["errcode"] == 0, answer
    harness.advance(1)
    return harness.told("MASSSENDJOBFINISH", before + 1)


def counts(told: Json) -> list[int]:
    return [int(told[key]) for key in ("TotalCount", "FilterCount", "SentCount", "ErrorCount")]


def to_next_month(harness: SimulatorHarness) -> None:
    """The first minute of the next month in China, which in UTC is still the month before."""
    now = datetime.fromtimestamp(harness.control("clock")["timestamp"], CHINA)
    first = (now.replace(day=1) + timedelta(days=32)).replace(day=1, hour=0, minute=1, second=0)
    harness.advance((first - now).total_seconds())


def test_the_fifth_of_a_month_is_left_out_until_the_next_begins_in_china(
    harness: SimulatorHarness, people: list[str]
) -> None:
    to_next_month(harness)
    assert [counts(send(harness)) for _ in range(4)] == [[4, 4, 4, 0]] * 4
    late = harness.control("citizens/bulk", {"n": 1, "seed": "late", "tags": ["网格员"]})["openids"][0]
    told = send(harness)
    assert (told["Status"], counts(told)) == ("send success", [5, 1, 1, 0])
    assert [len(harness.heard(one)) for one in (*people, late)] == [4, 4, 4, 4, 1]
    to_next_month(harness)
    assert counts(send(harness)) == [5, 5, 5, 0]


def test_what_the_console_sends_counts_too(harness: SimulatorHarness, people: list[str]) -> None:
    to_next_month(harness)
    body = {"filter": {"is_to_all": True}, "msgtype": "text"}
    for number in range(4):
        harness.control("mass", {**body, "text": {"content": f"控制台 {number}"}})
    harness.advance(1)
    harness.told("MASSSENDJOBFINISH", 4)
    assert [job["by_console"] for job in harness.control("mass")] == [True] * 4
    assert counts(send(harness)) == [4, 0, 0, 0]
    everybody = harness.api("message/mass/sendall", {**body, "text": {"content": "第五条"}})
    assert everybody["errcode"] == 45028
    refused = harness.raw_control("mass", {**body, "text": {"content": "第六条"}})
    assert (refused.status_code, "45028" in refused.json()["error"]) == (409, True)


def test_the_blocked_the_unwilling_and_those_who_left_are_filtered(
    harness: SimulatorHarness, people: list[str]
) -> None:
    blocked, unwilling, left, amy = people
    assert harness.api("tags/members/batchblacklist", {"openid_list": [blocked]})["errcode"] == 0
    harness.control(f"citizens/{unwilling}/receiving", {"on": False})
    harness.api(
        "message/mass/sendall", {"filter": {"tag_id": 100}, "msgtype": "text", "text": {"content": "好"}}
    )
    harness.control(f"citizens/{left}/unfollow", {})
    harness.advance(1)
    # Leaving takes the tag along, so that the follower is not even counted.
    assert counts(harness.told("MASSSENDJOBFINISH")) == [3, 1, 1, 0]
    assert len(harness.heard(amy)) == 1
    harness.says(unwilling)
    assert harness.custom(unwilling) == 48002
    assert harness.custom(blocked) == 43019


@pytest.mark.parametrize("status", ["err(10001)", "err(20001)", "err(20013)"])
def test_marked_words_are_refused_with_their_status(
    harness: SimulatorHarness, people: list[str], status: str
) -> None:
    told = send(harness, {"msgtype": "text", "text": {"content": f"大促 {status}"}})
    assert (told["Status"], counts(told)) == (status, [0, 0, 0, 0])
    assert [len(harness.heard(one)) for one in people] == [0] * 4
    assert harness.api("message/mass/get", {"msg_id": int(told["MsgID"])})["msg_status"] == "SEND_FAIL"


def test_a_refused_article_stays_in_the_draft_box_and_spends_nothing(
    harness: SimulatorHarness, people: list[str]
) -> None:
    media_id = harness.draft({"content": "err(21000)"})
    news = {"msgtype": "mpnews", "mpnews": {"media_id": media_id}}
    told = send(harness, news)
    assert (told["Status"], told["ArticleUrlResult"]["Count"]) == ("err(21000)", "0")
    assert harness.api("draft/count")["total_count"] == 1
    assert harness.control("mass")[0]["status"] == "err(21000)"


def test_scripts_decide_what_comes_of_the_next_sends(harness: SimulatorHarness, people: list[str]) -> None:
    harness.control("verdicts", {"job": "mass", "status": "send fail", "times": 2})
    harness.control("verdicts", {"job": "mass", "errors": 3})
    assert [send(harness)["Status"] for _ in range(2)] == ["send fail"] * 2
    assert counts(send(harness)) == [4, 4, 1, 3]
    assert counts(send(harness)) == [4, 4, 4, 0]
    for wrong in ({"job": "mass"}, {"job": "mass", "status": "err(1)"}, {"job": "x"}, {"job": "publish"}):
        assert harness.raw_control("verdicts", wrong).status_code == 409, wrong


@pytest.mark.parametrize(
    ("mark", "ignores", "status", "state"),
    [
        ("allowed", 0, "err(30003)", "2"),
        ("allowed", 1, "send success", "2"),
        ("forbidden", 0, "err(30002)", "3"),
        ("forbidden", 1, "err(30002)", "3"),
    ],
)
def test_originals_of_others_are_found(
    harness: SimulatorHarness, people: list[str], mark: str, ignores: int, status: str, state: str
) -> None:
    news = {"msgtype": "mpnews", "mpnews": {"media_id": harness.draft({}, {"content": f"reprint({mark})"})}}
    told = send(harness, news, send_ignore_reprint=ignores)
    found = told["CopyrightCheckResult"]
    assert (told["Status"], found["Count"], found["CheckState"]) == (status, "1", state)
    item = found["ResultList"]["item"]
    assert (item["ArticleIdx"], item["CanReprint"]) == ("2", "1" if mark == "allowed" else "0")


def test_an_administrator_must_confirm_what_goes_to_everybody(
    harness: SimulatorHarness, people: list[str]
) -> None:
    harness.control("settings", {"mass_protection": True})

    def everybody(words: str) -> int:
        body = {"filter": {"is_to_all": True}, "msgtype": "text", "text": {"content": words}}
        return int(harness.api("message/mass/sendall", body)["msg_id"])

    first, second, third = everybody("一"), everybody("二"), everybody("三")
    harness.advance(29 * 60)
    assert harness.api("message/mass/get", {"msg_id": first})["msg_status"] == "SENDING"
    assert harness.control("mass")[0]["state"] == "waiting"
    harness.control(f"mass/{first}/confirm", {})
    harness.control(f"mass/{second}/refuse", {})
    harness.advance(2 * 60)
    harness.told("MASSSENDJOBFINISH", 3)
    told = {one.message["MsgID"]: one.message["Status"] for one in harness.account.arrivals}
    assert told == {str(first): "send success", str(second): "err(40001)", str(third): "err(40002)"}
    assert [row["content"] for row in harness.heard(people[0])] == ["一"]
    assert harness.raw_control(f"mass/{third}/confirm", {}).status_code == 409
    # A tag needs no confirmation.
    assert send(harness, {"msgtype": "text", "text": {"content": "四"}})["Status"] == "send success"


def test_the_event_names_its_sender_and_no_follower(harness: SimulatorHarness, people: list[str]) -> None:
    told = send(harness)
    assert told["FromUserName"].startswith("o")
    assert told["FromUserName"] not in people
    assert told["CopyrightCheckResult"] == {"Count": "0", "ResultList": None, "CheckState": "0"}
    assert told["ArticleUrlResult"] == {"Count": "0", "ResultList": None}


def test_a_reset_forgets_what_was_under_way_but_never_an_id(
    harness: SimulatorHarness, people: list[str]
) -> None:
    body = {"filter": {"tag_id": 100}, "msgtype": "text", "text": {"content": "好"}}
    first = harness.api("message/mass/sendall", body)["msg_id"]
    harness.control("reset", {})
    harness.control("settings", {"webhook_url": "http://127.0.0.1:1/nobody", "attempts": 1})
    harness.control("citizens/bulk", {"n": 2, "seed": "p", "tags": ["网格员"]})
    harness.advance(7_300)
    assert harness.control("mass") == []
    assert harness.api("message/mass/sendall", body)["msg_id"] > first


def test_a_county_is_served_in_no_time(harness: SimulatorHarness) -> None:
    towns = [f"第{number}镇" for number in range(1, 17)]
    crowd = {"n": 20_000, "seed": "county", "towns": towns, "tag_towns": True, "tags": ["全县"]}
    made = harness.control("citizens/bulk", crowd)
    assert [len(made["towns"][town]) for town in towns] == [1_250] * 16
    again = harness.control("citizens/bulk", {**crowd, "n": 3})
    assert again["openids"] == made["openids"][:3]
    card = next(one for one in harness.control("citizens?limit=1"))
    assert (card["town"], card["tag_ids"]) == ("第1镇", [made["tags"]["全县"], made["tags"]["第1镇"]])

    started = time.perf_counter()
    for name, expected in (("第3镇", 1_250), ("全县", 20_000)):
        body = {"filter": {"tag_id": made["tags"][name]}, "msgtype": "text", "text": {"content": name}}
        assert harness.api("message/mass/sendall", body)["errcode"] == 0
        harness.advance(1)
        told = harness.told("MASSSENDJOBFINISH", 1 if name == "第3镇" else 2)
        assert counts(told) == [expected, expected, expected, 0]
    assert time.perf_counter() - started < 5
    assert [row["content"] for row in harness.heard(made["towns"]["第3镇"][0])] == ["第3镇", "全县"]
