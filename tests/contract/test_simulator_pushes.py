"""What reaches the account's server, and what its answers show on the phone."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, Event, Thread

import pytest

from tests.contract.simulator_desk import Desk, Json, open_desk, text_reply

OUT_OF_SERVICE = "该公众号提供的服务出现故障，请稍后再试"


@pytest.fixture(params=["plain", "compatible", "secure"])
def any_mode(request: pytest.FixtureRequest) -> Iterator[Desk]:
    with open_desk(request.param) as desk:
        yield desk


@pytest.fixture
def desk() -> Iterator[Desk]:
    with open_desk() as desk:
        yield desk


@pytest.fixture
def amy(desk: Desk) -> str:
    openid = desk.citizen()
    desk.account.arrivals.clear()
    return openid


def test_a_text_and_its_reply_in_every_mode(any_mode: Desk) -> None:
    amy = any_mode.citizen()
    any_mode.account.answering = lambda message: text_reply(message, "请不要在楼道充电")

    result = any_mode.says(amy, "楼道能充电吗<>&]]>")

    assert result["reply"] == {"type": "text", "content": "请不要在楼道充电"}
    assert [attempt["status"] for attempt in result["attempts"]] == [200]
    assert any_mode.account.arrivals[-1].message["Content"] == "楼道能充电吗<>&]]>"
    assert any_mode.heard(amy)[-1]["content"] == "请不要在楼道充电"


def test_secure_mode_shows_nothing_of_the_message(desk: Desk, amy: str) -> None:
    desk.says(amy, "机密")

    arrival = desk.account.arrivals[0]
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
    with open_desk("compatible") as desk:
        desk.says(desk.citizen(), "你好")

        raw = desk.account.arrivals[-1].raw.decode()
    assert "<Content>" in raw
    assert "<Encrypt>" in raw


def test_the_server_address_is_verified_by_echo(desk: Desk) -> None:
    assert desk.control("verify", {})["ok"] is True


def test_a_server_that_adds_a_newline_to_the_echo_fails(desk: Desk) -> None:
    desk.account.echo_ending = "\n"

    assert desk.control("verify", {}) == {"ok": False, "status": 200, "note": "the answer is not the echostr"}


def test_a_server_that_answers_5xx_gets_the_same_message_again(desk: Desk, amy: str) -> None:
    answers = iter([(500, b""), (502, b"")])
    desk.account.answering = lambda message: next(answers, "success")

    result = desk.says(amy)

    first, second, third = desk.account.arrivals
    assert [attempt["status"] for attempt in result["attempts"]] == [500, 502, 200]
    assert first.message == second.message == third.message
    assert len({arrival.query["nonce"] for arrival in desk.account.arrivals}) == 3
    assert desk.notices(amy) == []


def test_after_the_last_attempt_the_phone_shows_a_fault(desk: Desk, amy: str) -> None:
    desk.account.answering = lambda message: (500, b"")
    desk.control("settings", {"attempts": 2})

    result = desk.says(amy)

    assert len(result["attempts"]) == 2
    assert result["reply"] is None
    assert desk.notices(amy) == [OUT_OF_SERVICE]


def test_a_slow_server_is_cut_off_and_asked_again(desk: Desk, amy: str) -> None:
    finish = Event()
    desk.account.answering = lambda message: (200 if finish.wait(20) else 500, b"success")
    desk.control("settings", {"timeout_seconds": 0.1})

    result = desk.says(amy)
    finish.set()

    assert [(attempt["status"], attempt["error"]) for attempt in result["attempts"]] == [(0, "timeout")] * 3
    assert len({arrival.message["MsgId"] for arrival in desk.account.arrivals}) == 1


def test_a_server_that_trickles_is_cut_off_too(desk: Desk, amy: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        Thread(target=_trickle, args=(listener,), daemon=True).start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        desk.control("settings", {"webhook_url": url, "timeout_seconds": 0.3, "attempts": 1})

        result = desk.says(amy)

    assert result["attempts"][0]["error"] == "timeout"


def _trickle(listener: socket.socket) -> None:
    """Answer one connection for ever, a header line at a time, faster than any read would time out."""
    line, _ = listener.accept()
    with line, suppress(OSError):
        line.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            line.sendall(b"X-More: yes\r\n")
            time.sleep(0.02)


def test_no_server_at_all_is_a_refused_connection(desk: Desk, amy: str) -> None:
    desk.control("settings", {"webhook_url": "http://127.0.0.1:9/wechat"})

    result = desk.says(amy)

    assert {attempt["error"] for attempt in result["attempts"]} == {"refused"}
    assert desk.notices(amy) == [OUT_OF_SERVICE]


@pytest.mark.parametrize("body", [b"", b"success"])
def test_success_and_nothing_show_nothing(desk: Desk, amy: str, body: bytes) -> None:
    desk.account.answering = lambda message: (200, body)

    result = desk.says(amy)

    assert result["reply"] is None
    assert len(result["attempts"]) == 1
    assert desk.notices(amy) == []


@pytest.mark.parametrize("text", ["", "success\n"])
def test_a_sealed_nothing_shows_nothing(desk: Desk, amy: str, text: str) -> None:
    desk.account.answering = lambda message: text

    result = desk.says(amy)

    assert b"Encrypt" in desk.account.arrivals[-1].raw
    assert (result["reply"], result["note"]) == (None, "")
    assert desk.notices(amy) == []


@pytest.mark.parametrize(
    "answer", [(200, b"oops"), (200, b'{"ok": true}'), (200, b"\xff\xfe"), (200, b"<xml></xml>"), (403, b"")]
)
def test_a_bad_answer_is_a_fault_at_once(desk: Desk, amy: str, answer: tuple[int, bytes]) -> None:
    desk.account.answering = lambda message: answer

    result = desk.says(amy)

    assert len(result["attempts"]) == 1
    assert desk.notices(amy) == [OUT_OF_SERVICE]


def test_a_plain_answer_is_refused_in_secure_mode(desk: Desk, amy: str) -> None:
    desk.account.answering = lambda message: (200, text_reply(message, "明文").encode())

    assert desk.says(amy)["note"] == "fault: the answer is not encrypted"


def test_a_reply_of_2047_bytes_arrives_and_a_longer_one_vanishes(desk: Desk, amy: str) -> None:
    longest = "安" * 682 + "!"
    desk.account.answering = lambda message: text_reply(message, longest)
    assert desk.says(amy)["reply"]["content"] == longest

    desk.account.answering = lambda message: text_reply(message, longest + "!")
    assert desk.says(amy)["reply"] is None
    assert desk.notices(amy) == []


def test_following_by_a_code_tells_its_scene(desk: Desk) -> None:
    desk.citizen("bob", scene="school-12")

    event = desk.account.arrivals[-1].message
    assert (event["Event"], event["EventKey"]) == ("subscribe", "qrscene_school-12")
    assert event["Ticket"]


def test_a_follower_who_scans_sends_the_bare_scene(desk: Desk, amy: str) -> None:
    desk.control(f"citizens/{amy}/scan", {"scene": "12"})

    event = desk.account.arrivals[-1].message
    assert (event["Event"], event["EventKey"]) == ("SCAN", "12")


def test_unfollowing_cannot_be_answered(desk: Desk, amy: str) -> None:
    result = desk.control(f"citizens/{amy}/unfollow", {})

    assert desk.account.arrivals[-1].message["Event"] == "unsubscribe"
    assert result["reply"] is None
    assert desk.raw_control(f"citizens/{amy}/send", {"type": "text", "content": "在吗"}).status_code == 409


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ({"type": "image"}, {"MsgType": "image"}),
        ({"type": "voice", "recognition": "家里有煤气味"}, {"Recognition": "家里有煤气味", "Format": "amr"}),
        ({"type": "video"}, {"MsgType": "video"}),
        ({"type": "shortvideo"}, {"MsgType": "shortvideo"}),
        (
            {"type": "location", "latitude": 28.37, "longitude": 121.38, "scale": 15, "label": "温岭"},
            {"Location_X": "28.37", "Location_Y": "121.38", "Scale": "15", "Label": "温岭"},
        ),
        ({"type": "link", "title": "通知", "url": "http://127.0.0.1/"}, {"Title": "通知"}),
        ({"type": "event", "event": "CLICK", "key": "HELP"}, {"Event": "CLICK", "EventKey": "HELP"}),
        ({"type": "event", "event": "VIEW", "key": "http://127.0.0.1/"}, {"EventKey": "http://127.0.0.1/"}),
        ({"type": "text", "content": "有用", "menu_id": "101"}, {"bizmsgmenuid": "101"}),
        ({"type": "miniprogrampage", "fields": {"Title": "卡片"}}, {"MsgType": "miniprogrampage"}),
    ],
)
def test_every_kind_of_message_has_the_platforms_fields(
    desk: Desk, amy: str, message: dict[str, object], expected: dict[str, str]
) -> None:
    desk.sends(amy, message)

    arrived = desk.account.arrivals[-1].message
    assert {key: arrived[key] for key in expected} == expected
    assert ("MsgId" in arrived) == (message["type"] != "event")


@pytest.mark.parametrize(
    ("message", "tags"),
    [
        ({"MsgType": "text", "Content": "你好"}, {"MsgType": "text", "Content": "你好"}),
        ({"MsgType": "event", "Event": "CLICK", "EventKey": "K"}, {"Event": "CLICK", "EventKey": "K"}),
        (
            {"type": "event", "event": "VIEW", "event_key": "http://u"},
            {"Event": "VIEW", "EventKey": "http://u"},
        ),
        ({"type": "location", "Location_X": 28.5, "Location_Y": 121.5}, {"Location_X": "28.5"}),
        ({"type": "text", "content": "a", "Content": "b"}, {"Content": "a"}),
        ({"type": "text", "content": "a", "fields": {"New": "1"}}, {"Content": "a", "New": "1"}),
        ({"type": "location", "Location_X": "28.5", "Location_Y": "121.5", "Scale": "9"}, {"Scale": "9"}),
        ({"type": "voice", "Format": "speex", "MediaId16K": "m"}, {"Format": "speex", "MediaId16K": "m"}),
        ({"msgtype": "text", "text": {"content": "a"}}, {"MsgType": "text", "Content": "a"}),
        ({"type": "event", "event": "click", "key": 7}, {"Event": "CLICK", "EventKey": "7"}),
        ({"type": "event", "event": "view", "url": "http://u"}, {"Event": "VIEW", "EventKey": "http://u"}),
        (
            {"type": "event", "event": "SCAN", "EventKey": "5", "Ticket": "T"},
            {"EventKey": "5", "Ticket": "T"},
        ),
        (
            {"type": "event", "event": "LOCATION", "Latitude": "1.5", "Longitude": "-2", "Precision": "9"},
            {"Latitude": "1.5", "Longitude": "-2.0", "Precision": "9.0"},
        ),
        (
            {"type": "event", "event": "TEMPLATESENDJOBFINISH", "MsgID": 1, "Status": "success"},
            {"MsgID": "1", "Status": "success"},
        ),
        (
            {"type": "event", "event": "x", "ScanCodeInfo": {"ScanResult": "1"}, "fields": {"A": "1"}},
            {"ScanCodeInfo": {"ScanResult": "1"}, "A": "1"},
        ),
    ],
)
def test_the_platforms_own_names_are_understood(desk: Desk, amy: str, message: Json, tags: Json) -> None:
    desk.sends(amy, message)

    assert tags.items() <= desk.account.arrivals[-1].message.items()


@pytest.mark.parametrize("name", ["ToUserName", "FromUserName", "CreateTime", "MsgId"])
def test_what_only_the_platform_says_is_not_taken_from_a_script(desk: Desk, amy: str, name: str) -> None:
    desk.sends(amy, {"MsgType": "text", "Content": "a", name: "7"})

    assert desk.account.arrivals[-1].message[name] != "7"


@pytest.mark.parametrize(
    ("message", "tag", "content"),
    [
        (
            {"event": "scancode_waitmsg", "scan_result": "桶123"},
            "ScanCodeInfo",
            {"ScanType": "qrcode", "ScanResult": "桶123"},
        ),
        ({"event": "scancode_push"}, "ScanCodeInfo", {"ScanType": "qrcode", "ScanResult": "1"}),
        (
            {"event": "location_select", "latitude": 28.5, "longitude": 121.5, "scale": 15, "label": "温岭"},
            "SendLocationInfo",
            {"Location_X": "28.5", "Location_Y": "121.5", "Scale": "15", "Label": "温岭", "Poiname": None},
        ),
    ],
)
def test_a_button_that_picks_tells_what_was_picked(
    desk: Desk, amy: str, message: Json, tag: str, content: Json
) -> None:
    desk.sends(amy, {"type": "event", "key": "K", **message})

    assert desk.account.arrivals[-1].message[tag] == content


def test_a_voice_comes_in_a_finer_sampling_too(desk: Desk, amy: str) -> None:
    desk.sends(amy, {"type": "voice"})

    arrived = desk.account.arrivals[-1].message
    assert arrived["MediaId16K"] != arrived["MediaId"]
    assert desk.api_response("media/get", media_id=arrived["MediaId16K"]).content.startswith(b"#!AMR")


def test_a_page_opened_from_a_menu_tells_which_menu_it_was(desk: Desk, amy: str) -> None:
    view = {"type": "event", "event": "VIEW", "key": "http://u"}
    desk.sends(amy, view)
    assert "MenuId" not in desk.account.arrivals[-1].message
    buttons = [{"type": "view", "name": "看", "url": "http://u"}]
    desk.api("menu/create", {"button": buttons})
    number = desk.api("menu/get")["menu"]["menuid"]

    desk.sends(amy, view)
    assert desk.account.arrivals[-1].message["MenuId"] == str(number)

    tag = desk.api("tags/create", {"tag": {"name": "网格员"}})["tag"]["id"]
    own = desk.api("menu/addconditional", {"button": buttons, "matchrule": {"tag_id": str(tag)}})["menuid"]
    desk.api("tags/members/batchtagging", {"openid_list": [amy], "tagid": tag})
    desk.sends(amy, view)
    assert desk.account.arrivals[-1].message["MenuId"] == own


def test_a_button_for_pictures_tells_their_sums(desk: Desk, amy: str) -> None:
    desk.sends(amy, {"type": "event", "event": "pic_weixin", "key": "K"})

    info = desk.account.arrivals[-1].message["SendPicsInfo"]
    assert (info["Count"], len(info["PicList"]["item"]["PicMd5Sum"])) == ("1", 32)


def test_a_picture_may_have_an_id_and_an_address_of_the_scripts_own(desk: Desk, amy: str) -> None:
    message = {"type": "image", "media_id": "photo_1", "pic_url": "http://127.0.0.1/a.jpg"}
    desk.sends(amy, message)

    arrived = desk.account.arrivals[-1].message
    assert (arrived["MediaId"], arrived["PicUrl"]) == ("photo_1", "http://127.0.0.1/a.jpg")
    assert desk.api_response("media/get", media_id="photo_1").content.startswith(b"\x89PNG")
    desk.advance(3 * 86_400)
    assert desk.raw_control(f"citizens/{amy}/send", message).status_code == 409


def test_a_burst_of_one_citizen_reaches_the_account_in_parallel(desk: Desk, amy: str) -> None:
    together = Barrier(8, timeout=20)
    desk.account.answering = lambda message: (200 if together.wait() >= 0 else 500, b"success")
    desk.control("settings", {"timeout_seconds": 30})

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda number: desk.says(amy, f"第{number}条"), range(8)))

    assert all(len(result["attempts"]) == 1 for result in results)
    assert len({arrival.message["MsgId"] for arrival in desk.account.arrivals}) == 8


def test_signatures_follow_real_time_and_messages_the_virtual_clock(desk: Desk, amy: str) -> None:
    desk.advance(30 * 86_400)
    desk.says(amy)

    arrival = desk.account.arrivals[-1]
    assert int(arrival.message["CreateTime"]) - int(arrival.query["timestamp"]) >= 30 * 86_400 - 60
    assert abs(int(arrival.query["timestamp"]) - time.time()) < 60


def test_signatures_follow_the_virtual_clock_when_told(desk: Desk, amy: str) -> None:
    desk.control("settings", {"push_timestamp": "virtual"})
    desk.advance(86_400)
    desk.says(amy)

    assert int(desk.account.arrivals[-1].query["timestamp"]) > time.time() + 80_000


def test_events_with_nested_fields_arrive_as_given(desk: Desk, amy: str) -> None:
    picked = {"Count": 1, "PicList": [{"item": {"PicMd5Sum": "5a75"}}]}
    desk.sends(amy, {"type": "event", "event": "pic_weixin", "key": "P", "fields": {"SendPicsInfo": picked}})

    info = desk.account.arrivals[-1].message["SendPicsInfo"]
    assert info == {"Count": "1", "PicList": {"item": {"PicMd5Sum": "5a75"}}}
