"""Customer-service messages and the windows that citizens open for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.contract.simulator_harness import Json, SimulatorHarness, open_harness


@pytest.fixture
def harness() -> Iterator[SimulatorHarness]:
    with open_harness() as harness:
        harness.account.answering = lambda message: "success"
        yield harness


@pytest.fixture
def amy(harness: SimulatorHarness) -> str:
    """A follower from long ago: no window is open."""
    return harness.citizen(push=False)


def send(harness: SimulatorHarness, openid: str, kind: str, content: Any) -> int:
    return int(
        harness.api("message/custom/send", {"touser": openid, "msgtype": kind, kind: content})["errcode"]
    )


def test_without_a_window_nothing_can_be_sent(harness: SimulatorHarness, amy: str) -> None:
    assert harness.custom(amy) == 45015
    assert harness.heard(amy) == []


def test_a_message_allows_five_within_two_days(harness: SimulatorHarness, amy: str) -> None:
    harness.says(amy)

    assert [harness.custom(amy) for _ in range(6)] == [0, 0, 0, 0, 0, 45047]
    assert {row["channel"] for row in harness.heard(amy)} == {"customer_service"}


def test_a_new_message_starts_the_count_again_without_adding_up(harness: SimulatorHarness, amy: str) -> None:
    harness.says(amy)
    harness.custom(amy)
    harness.says(amy)

    assert [harness.custom(amy) for _ in range(6)] == [0, 0, 0, 0, 0, 45047]


def test_the_window_closes_after_48_hours(harness: SimulatorHarness, amy: str) -> None:
    harness.says(amy)
    harness.advance(48 * 3600 + 1)

    assert harness.custom(amy) == 45015


@pytest.mark.parametrize(
    "action",
    [
        {"type": "event", "event": "CLICK", "key": "HELP"},
        {"type": "event", "event": "SCAN", "key": "12"},
        {"type": "event", "event": "scancode_push", "key": "x"},
        {"type": "text", "content": "有用", "menu_id": "101"},
    ],
)
def test_an_action_allows_three_within_a_minute(harness: SimulatorHarness, amy: str, action: Json) -> None:
    harness.sends(amy, action)
    assert [harness.custom(amy) for _ in range(4)] == [0, 0, 0, 45047]

    harness.advance(61)
    assert harness.custom(amy) == 45015


def test_following_allows_three_too(harness: SimulatorHarness) -> None:
    bob = harness.citizen("bob")

    assert [harness.custom(bob) for _ in range(4)] == [0, 0, 0, 45047]


@pytest.mark.parametrize("event", ["VIEW", "pic_weixin", "location_select"])
def test_other_menu_events_allow_nothing(harness: SimulatorHarness, amy: str, event: str) -> None:
    harness.sends(amy, {"type": "event", "event": event, "key": "http://127.0.0.1/"})

    assert harness.custom(amy) == 45015


def test_a_click_does_not_take_away_what_a_message_gave(harness: SimulatorHarness, amy: str) -> None:
    harness.says(amy)
    harness.sends(amy, {"type": "event", "event": "CLICK", "key": "HELP"})

    assert [harness.custom(amy) for _ in range(9)] == [0] * 8 + [45047]


def test_strangers_and_those_who_left_are_told_apart(harness: SimulatorHarness, amy: str) -> None:
    harness.says(amy)
    harness.control(f"citizens/{amy}/unfollow", {})

    assert harness.custom("o" + "x" * 27) == 40003
    assert harness.custom(amy) == 43004


@pytest.mark.parametrize(
    ("kind", "content", "errcode"),
    [
        ("text", {"content": "安" * 682 + "ab"}, 0),
        ("text", {"content": "安" * 682 + "abc"}, 45002),
        ("text", {"content": ""}, 44004),
        ("image", {"media_id": "unknown"}, 40007),
        ("image", {}, 41006),
        ("news", {"articles": []}, 44003),
        ("news", {"articles": [{"title": "一"}, {"title": "二"}]}, 45008),
        ("news", {"articles": [{"title": "防汛", "url": "http://127.0.0.1/"}]}, 0),
        ("msgmenu", {"head_content": "有用吗", "list": [{"id": "1", "content": "有用"}]}, 0),
        ("msgmenu", {"head_content": "有用吗", "list": []}, 40097),
        ("mpnewsarticle", {"article_id": "unknown"}, 40007),
        ("hologram", {"content": "x"}, 40008),
    ],
)
def test_each_kind_of_message_is_sent_or_refused_with_its_errcode(
    harness: SimulatorHarness, amy: str, kind: str, content: Json, errcode: int
) -> None:
    harness.says(amy)

    assert send(harness, amy, kind, content) == errcode
    assert len(harness.heard(amy)) == (1 if errcode == 0 else 0)


def test_an_uploaded_picture_is_shown(harness: SimulatorHarness, amy: str) -> None:
    harness.says(amy)
    picture = b"\x89PNG\r\n\x1a\n" + b"0" * 50
    uploaded = harness.api_response("media/upload", files={"media": ("a.png", picture)}, type="image").json()

    assert send(harness, amy, "image", {"media_id": uploaded["media_id"]}) == 0
    assert harness.heard(amy)[0]["media_id"] == uploaded["media_id"]


def test_escaped_characters_are_shown_as_they_were_sent(harness: SimulatorHarness, amy: str) -> None:
    harness.says(amy)
    body = rb'{"touser":"%s","msgtype":"text","text":{"content":"\u4f60\n\\u597d"}}' % amy.encode()

    harness.api("message/custom/send", body)

    assert harness.heard(amy)[0]["content"] == "\\u4f60\n\\u597d"


def test_a_fault_costs_no_message(harness: SimulatorHarness, amy: str) -> None:
    harness.says(amy)
    harness.control("faults", {"api": "message/custom/send", "times": 2, "errcode": -1})

    assert [harness.custom(amy) for _ in range(7)] == [-1, -1, 0, 0, 0, 0, 0]


def test_typing_needs_a_recent_act_of_the_citizen(harness: SimulatorHarness, amy: str) -> None:
    def typing(command: str = "Typing") -> int:
        return int(harness.api("message/custom/typing", {"touser": amy, "command": command})["errcode"])

    assert typing() == 45080
    harness.says(amy)
    assert [typing(), typing(), typing("CancelTyping"), typing(), typing("Dance")] == [0, 45081, 0, 0, 45072]
