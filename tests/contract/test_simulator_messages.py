"""Customer-service messages and the windows that citizens open for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.contract.simulator_desk import Desk, Json, open_desk


@pytest.fixture
def desk() -> Iterator[Desk]:
    with open_desk() as desk:
        desk.account.answering = lambda message: "success"
        yield desk


@pytest.fixture
def amy(desk: Desk) -> str:
    """A follower from long ago: no window is open."""
    return desk.citizen(push=False)


def send(desk: Desk, openid: str, kind: str, content: Any) -> int:
    return int(desk.api("message/custom/send", {"touser": openid, "msgtype": kind, kind: content})["errcode"])


def test_without_a_window_nothing_can_be_sent(desk: Desk, amy: str) -> None:
    assert desk.custom(amy) == 45015
    assert desk.heard(amy) == []


def test_a_message_allows_five_within_two_days(desk: Desk, amy: str) -> None:
    desk.says(amy)

    assert [desk.custom(amy) for _ in range(6)] == [0, 0, 0, 0, 0, 45047]
    assert {row["channel"] for row in desk.heard(amy)} == {"customer_service"}


def test_a_new_message_starts_the_count_again_without_adding_up(desk: Desk, amy: str) -> None:
    desk.says(amy)
    desk.custom(amy)
    desk.says(amy)

    assert [desk.custom(amy) for _ in range(6)] == [0, 0, 0, 0, 0, 45047]


def test_the_window_closes_after_48_hours(desk: Desk, amy: str) -> None:
    desk.says(amy)
    desk.advance(48 * 3600 + 1)

    assert desk.custom(amy) == 45015


@pytest.mark.parametrize(
    "action",
    [
        {"type": "event", "event": "CLICK", "key": "HELP"},
        {"type": "event", "event": "SCAN", "key": "12"},
        {"type": "event", "event": "scancode_push", "key": "x"},
        {"type": "text", "content": "有用", "menu_id": "101"},
    ],
)
def test_an_action_allows_three_within_a_minute(desk: Desk, amy: str, action: Json) -> None:
    desk.sends(amy, action)
    assert [desk.custom(amy) for _ in range(4)] == [0, 0, 0, 45047]

    desk.advance(61)
    assert desk.custom(amy) == 45015


def test_following_allows_three_too(desk: Desk) -> None:
    bob = desk.citizen("bob")

    assert [desk.custom(bob) for _ in range(4)] == [0, 0, 0, 45047]


@pytest.mark.parametrize("event", ["VIEW", "pic_weixin", "location_select"])
def test_other_menu_events_allow_nothing(desk: Desk, amy: str, event: str) -> None:
    desk.sends(amy, {"type": "event", "event": event, "key": "http://127.0.0.1/"})

    assert desk.custom(amy) == 45015


def test_a_click_does_not_take_away_what_a_message_gave(desk: Desk, amy: str) -> None:
    desk.says(amy)
    desk.sends(amy, {"type": "event", "event": "CLICK", "key": "HELP"})

    assert [desk.custom(amy) for _ in range(9)] == [0] * 8 + [45047]


def test_strangers_and_those_who_left_are_told_apart(desk: Desk, amy: str) -> None:
    desk.says(amy)
    desk.control(f"citizens/{amy}/unfollow", {})

    assert desk.custom("o" + "x" * 27) == 40003
    assert desk.custom(amy) == 43004


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
    desk: Desk, amy: str, kind: str, content: Json, errcode: int
) -> None:
    desk.says(amy)

    assert send(desk, amy, kind, content) == errcode
    assert len(desk.heard(amy)) == (1 if errcode == 0 else 0)


def test_an_uploaded_picture_is_shown(desk: Desk, amy: str) -> None:
    desk.says(amy)
    picture = b"\x89PNG\r\n\x1a\n" + b"0" * 50
    uploaded = desk.api_response("media/upload", files={"media": ("a.png", picture)}, type="image").json()

    assert send(desk, amy, "image", {"media_id": uploaded["media_id"]}) == 0
    assert desk.heard(amy)[0]["media_id"] == uploaded["media_id"]


def test_escaped_characters_are_shown_as_they_were_sent(desk: Desk, amy: str) -> None:
    desk.says(amy)
    body = rb'{"touser":"%s","msgtype":"text","text":{"content":"\u4f60\n\\u597d"}}' % amy.encode()

    desk.api("message/custom/send", body)

    assert desk.heard(amy)[0]["content"] == "\\u4f60\n\\u597d"


def test_a_fault_costs_no_message(desk: Desk, amy: str) -> None:
    desk.says(amy)
    desk.control("faults", {"api": "message/custom/send", "times": 2, "errcode": -1})

    assert [desk.custom(amy) for _ in range(7)] == [-1, -1, 0, 0, 0, 0, 0]


def test_typing_needs_a_recent_act_of_the_citizen(desk: Desk, amy: str) -> None:
    def typing(command: str = "Typing") -> int:
        return int(desk.api("message/custom/typing", {"touser": amy, "command": command})["errcode"])

    assert typing() == 45080
    desk.says(amy)
    assert [typing(), typing(), typing("CancelTyping"), typing(), typing("Dance")] == [0, 45081, 0, 0, 45072]
