"""Other people's clients and servers work with the simulator as they work with WeChat.

Each SDK runs as published, in an environment of its own (`tests/contract/sdk/`), and shares no code with the
simulator. A report line that says something else than WeChat would say fails the test.
"""

from __future__ import annotations

from collections import Counter
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.contract.foreign import Server, foreign_server, report_of
from tests.contract.simulator_harness import Json, SimulatorHarness, open_harness

OK = {"errcode": 0}
CLIENTS = ("wechatpy", "werobot", "wechat-api", "co-wechat-api")
CAMPAIGNERS = ("wechatpy", "wechatpy-2", "werobot", "co-wechat-api", "node-easywechat")
VISITORS = ("wechatpy", "wechat-oauth")
SERVERS = ("wechatpy", "werobot", "wechat", "co-wechat")  # and wecom-crypto, for sealed messages only
MODES = ("plain", "compatible", "secure")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of each kind for the clients to upload."""
    place = tmp_path_factory.mktemp("files")
    with open_harness() as harness:
        for kind, name in (("image", "image.png"), ("voice", "voice.amr"), ("video", "video.mp4")):
            url = harness.control("media", {"type": kind, "seed": "sdk"})["url"]
            (place / name).write_bytes(requests.get(url, timeout=30).content)
    (place / "thumb.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(200))
    return place


# What every client must hear. A dict must be in the answer, a type says what the answer is.
HEARS: dict[str, Any] = {
    "token": str,
    "upload image": str,
    "upload voice": str,
    "upload video": str,
    "upload thumb": str,
    "download": True,
    "article picture": str,
    "send text": OK,
    "send image": OK,
    "send voice": OK,
    "send video": OK,
    "send music": OK,
    "send one too many": 45047,
    "send news": OK,
    "send to nobody": 40003,
    "send a lost picture": 40007,
    "create menu": OK,
    "read menu": {"menu": {"button": 1, "menuid": int}},
    "delete menu": OK,
    "followers": 2,
    "follower": {"subscribe": 1, "nickname": "", "tagid_list": [], "qr_scene_str": "", "subscribe_time": int},
    "several followers": 2,
    "remark": OK,
    "no such follower": 40003,
    "create tag": {"id": int, "name": "网格员"},
    "tags": 2,
    "rename tag": OK,
    "tag": OK,
    "untag": OK,
    "tags of follower": True,
    "followers of tag": 1,
    "delete tag": OK,
    "qr code": {"ticket": str, "url": str},
    "qr picture": True,
    "keep picture": {"media_id": str, "url": str},
    "keep video": {"media_id": str},
    "kept picture": True,
    "kept video": {"title": "防溺水", "description": "说明", "down_url": str},
    "count kept": {"image_count": 1, "video_count": 1, "voice_count": 0, "news_count": 0},
    "list kept": {"total_count": 1, "item_count": 1},
    "drop picture": OK,
}
# What some of them can do besides.
MAY_HEAR: dict[str, Any] = {
    "download video": str,
    "send msgmenu": OK,
    "staff": 0,
    "staff online": 0,
    "try menu": {"button": 1},
    "personal menu": {"menuid": str},
    "drop personal menu": OK,
    "read no menu": 46003,
    "jsapi ticket": str,
    "dead token": {"subscribe": 1, "remark": "西门社区"},
}
VISIT: dict[str, Any] = {
    "visit": str,
    "web token": {"access_token": str, "expires_in": 7200, "refresh_token": str, "scope": "snsapi_userinfo"},
    "who visits": {"nickname": str, "privilege": []},
    "code twice": 40163,
}
# wechatpy writes these words as \\uXXXX, which the platform does not read (w7corp/easywechat issue 304).
UNREAD = {"title": r"\u9632\u6eba\u6c34", "description": r"\u8bf4\u660e", "down_url": str}
MAY_VISIT: dict[str, Any] = {
    "check web token": OK,
    "renew web token": {"access_token": str, "openid": str},
}


def fits(heard: Any, expected: Any) -> bool:
    """Whether an answer is what was expected: a type, the length of a list, a part of an object, a value."""
    if isinstance(expected, type):
        return isinstance(heard, expected) and bool(heard)
    if isinstance(heard, list) and isinstance(expected, int):
        return len(heard) == expected
    if isinstance(heard, dict) and isinstance(expected, dict):
        return all(key in heard and fits(heard[key], value) for key, value in expected.items())
    return bool(heard == expected)


@pytest.mark.parametrize("sdk", [*CLIENTS, "wechat-oauth"])
def test_a_client_hears_what_wechat_would_say(harness: SimulatorHarness, files: Path, sdk: str) -> None:
    harness.control("reset", {})
    harness.control("settings", {"webhook_url": "http://127.0.0.1:1/nobody", "attempts": 1})
    amy, ben = harness.citizen("amy", push=False), harness.citizen("ben", push=False)
    for openid in (amy, ben):
        harness.says(openid)

    report = report_of(sdk, SIMULATOR=harness.address, OPENID=amy, OTHER=ben, FILES=str(files))

    expected = (HEARS if sdk in CLIENTS else {}) | (VISIT if sdk in VISITORS else {})
    steps = [line["step"] for line in report]
    assert set(expected) <= set(steps), set(expected) - set(steps)
    expected |= MAY_HEAR | MAY_VISIT | ({"kept video": UNREAD} if sdk == "wechatpy" else {})
    for line in report:
        heard = line["errcode"] if "errcode" in line else line["answer"]
        assert fits(heard, expected[line["step"]]), line
    if sdk in CLIENTS:
        assert [row["type"] for row in harness.heard(amy)] == ["text", "image", "voice", "video", "music"]
        assert harness.heard(amy)[0]["content"] == "您好，“安问”收到了 <b>"
        assert harness.heard(ben)[0]["articles"][0]["title"] == "燃气"


# What every campaigner must hear, and what those with drafts, with publishing or with more do besides.
CAMPAIGN: dict[str, Any] = {
    "campaign tag": {"id": int, "name": "网格员"},
    "campaign tagged": OK,
    "cover": {"media_id": str, "url": str},
    "preview": {"errcode": 0, "msg_id": int},
    "preview a text": {"errcode": 0, "msg_id": int},
    "mass news": {"errcode": 0, "msg_id": int, "msg_data_id": int},
    "mass news sent": {"msg_id": int, "msg_status": "SEND_SUCCESS"},
    "mass news deleted": OK,
    "mass news gone": {"msg_status": "DELETE"},
    "mass text": {"errcode": 0, "msg_id": int},
    "mass text again": 45065,
    "mass text sent": {"msg_status": "SEND_SUCCESS"},
    "mass to one": 40130,
    "mass to a tag": {"errcode": 0, "msg_id": int},
    "mass to all": {"errcode": 0, "msg_id": int},
    "no such mass": 40059,
}
DRAFTED: dict[str, Any] = {
    "draft": {"media_id": str},
    "draft read": {"news_item": 1},
    "draft changed": OK,
    "drafts": {"total_count": 1, "item_count": 1, "item": 1},
    "draft count": {"total_count": 1},
    "another draft": {"media_id": str},
    "publish": {"errcode": 0, "publish_id": int},
    "published": {"publish_status": 0, "article_id": str, "article_detail": {"count": 1, "item": 1}},
    "article": {"news_item": 1},
    "publications": {"total_count": 1, "item_count": 1, "item": 1},
    "unpublish": OK,
    "draft gone": 40007,
}
MAY_CAMPAIGN: dict[str, Any] = {
    "uploaded news": {"type": "news", "media_id": str, "created_at": int},
    "preview by name": {"errcode": 0, "msg_id": int},
    "speed set": OK,
    "speed": {"speed": 4, "realspeed": 10},
}
UNDRAFTED = ("werobot", "co-wechat-api")
# wechatpy 1 names the tag `group_id`, as until 2016; the platform does not read it and finds no tag.
TAGLESS = ("wechatpy",)


@pytest.mark.parametrize("sdk", CAMPAIGNERS)
def test_a_campaigner_hears_what_wechat_would_say(harness: SimulatorHarness, files: Path, sdk: str) -> None:
    harness.control("settings", {"mass_seconds": 0, "publish_seconds": 0, "client_msg_id_retry_seconds": 0})
    amy, ben = harness.citizen("amy", push=False, wxname="amy_2026"), harness.citizen("ben", push=False)

    report = report_of(
        sdk, "campaign", SIMULATOR=harness.address, OPENID=amy, OTHER=ben, WXNAME="amy_2026", FILES=str(files)
    )

    expected = CAMPAIGN | ({} if sdk in UNDRAFTED else DRAFTED)
    expected |= {"mass to a tag": 45159} if sdk in TAGLESS else {}
    steps = [line["step"] for line in report]
    assert set(expected) <= set(steps), set(expected) - set(steps)
    for line in report:
        heard = line["errcode"] if "errcode" in line else line["answer"]
        assert fits(heard, (expected | MAY_CAMPAIGN)[line["step"]]), line
    by_channel = Counter(row["channel"] for row in harness.heard(ben))
    assert by_channel == {"mass": 3 if sdk in TAGLESS else 4}
    assert Counter(row["channel"] for row in harness.heard(amy))["preview"] >= 2
    told = harness.told("MASSSENDJOBFINISH", 3 if sdk in TAGLESS else 4)
    assert (told["Status"], told["TotalCount"], told["SentCount"]) == ("send success", "2", "2")


# What a citizen does, what the platform calls it, and the detail that every server must have found.
DEEDS: list[tuple[Json, str, str]] = [
    ({"type": "text", "content": "煤气味 <b>&“’😀"}, "text", "煤气味 <b>&“’😀"),
    ({"type": "image", "media_id": "image"}, "image", "image"),
    ({"type": "voice", "media_id": "voice", "recognition": "灭火器怎么用"}, "voice", "灭火器怎么用"),
    ({"type": "video", "media_id": "video"}, "video", "video"),
    ({"type": "location", "latitude": 28.37, "longitude": 121.37, "label": "温岭"}, "location", "温岭"),
    (
        {"type": "link", "title": "标题", "description": "说明", "url": "http://u?a=1&b=2"},
        "link",
        "http://u?a=1&b=2",
    ),
    ({"type": "event", "event": "CLICK", "key": "ASK"}, "click", "ASK"),
    ({"type": "event", "event": "VIEW", "key": "http://u?a=1&b=2"}, "view", "http://u?a=1&b=2"),
    ({"type": "event", "event": "SCAN", "key": "西门社区"}, "scan", "西门社区"),
]
# Events whose details only those find that take nested tags apart.
NESTED: list[tuple[Json, str, str]] = [
    (
        {
            "type": "event",
            "event": "scancode_waitmsg",
            "key": "K",
            "fields": {"ScanCodeInfo": {"ScanType": "qrcode", "ScanResult": "桶123"}},
        },
        "scancode_waitmsg",
        "桶123",
    ),
    (
        {
            "type": "event",
            "event": "location_select",
            "key": "K",
            "fields": {
                "SendLocationInfo": {"Location_X": "28", "Location_Y": "121", "Scale": "15", "Label": "温岭"}
            },
        },
        "location_select",
        "温岭",
    ),
]
MEDIA = ("image", "voice", "video", "thumb")
REPLIES = ("text", "image", "voice", "video", "music", "news")


def plain_name(kind: str) -> str:
    """An SDK's own name of a message or event in the platform's words."""
    return kind.lower().removesuffix("_event").removesuffix("_scan")


@pytest.mark.parametrize(("sdk", "mode"), [*product(SERVERS, MODES), ("wecom-crypto", "secure")])
def test_a_server_understands_every_push_and_is_understood(
    harness: SimulatorHarness, sdk: str, mode: str
) -> None:
    # A server of its own for each mode: WeRoBot seals every reply once it has seen one sealed message.
    with foreign_server(sdk, harness.address) as running:
        harness.control("reset", {})
        harness.control("settings", {"webhook_url": running.url, "mode": mode, "attempts": 1})
        media = {kind: harness.control("media", {"type": kind})["media_id"] for kind in MEDIA}
        assert harness.control("verify", {})["ok"]
        amy = greeted(harness, running)
        understands(harness, running, amy, media, DEEDS if sdk == "wecom-crypto" else DEEDS + NESTED)
        if sdk != "wecom-crypto":
            is_understood(harness, running, amy, media)
        understands_what_came_of_a_mass_send(harness, running)
        harness.control(f"citizens/{amy}/unfollow", {})
        assert plain_name(running.understood()["kind"]) == "unsubscribe"
        assert harness.notices(amy) == []


def greeted(harness: SimulatorHarness, running: Server) -> str:
    """A citizen who followed by a code and was answered."""
    following = harness.control("citizens", {"seed": "amy", "scene": "西门社区"})
    assert following["reply"] == {"type": "text", "content": "收到 <b>&“"}, following
    heard = running.understood()
    assert (plain_name(heard["kind"]), heard["from"]) == ("subscribe", following["openid"])
    assert heard["detail"] in ("qrscene_西门社区", "西门社区")
    return str(following["openid"])


def understands(
    harness: SimulatorHarness,
    running: Server,
    amy: str,
    media: dict[str, str],
    deeds: list[tuple[Json, str, str]],
) -> None:
    for deed, kind, detail in deeds:
        message = deed | ({"media_id": media[deed["media_id"]]} if "media_id" in deed else {})
        delivery = harness.sends(amy, message)
        heard = running.understood()
        assert (plain_name(heard["kind"]), heard["from"]) == (kind, amy)
        assert heard["detail"] == media.get(detail, detail)
        # VIEW opens a page, so nothing can be shown in the chat.
        assert (delivery["reply"] is None) == (kind == "view"), delivery


def understands_what_came_of_a_mass_send(harness: SimulatorHarness, running: Server) -> None:
    harness.control("settings", {"mass_seconds": 0})
    body = {"filter": {"is_to_all": True}, "msgtype": "text", "text": {"content": "通知"}}
    assert harness.api("message/mass/sendall", body)["errcode"] == 0
    assert plain_name(running.understood()["kind"]) in ("masssendjobfinish", "unknown")


def is_understood(harness: SimulatorHarness, running: Server, amy: str, media: dict[str, str]) -> None:
    for kind in (*REPLIES, "transfer", "nothing"):
        delivery = harness.says(amy, f"reply {kind} {media.get(kind, media['thumb'])}")
        running.understood()
        assert delivery["attempts"][0]["status"] == 200
        shown = delivery["reply"]["type"] if delivery["reply"] else None
        assert shown == {"transfer": "transfer_customer_service", "nothing": None}.get(kind, kind), delivery
        assert not delivery["note"]
    assert [row["type"] for row in harness.heard(amy)][-len(REPLIES) :] == list(REPLIES)
    assert harness.heard(amy)[-1]["articles"] == [
        {"title": "燃气", "description": "说明", "picurl": "http://p", "url": "http://u"}
    ]
