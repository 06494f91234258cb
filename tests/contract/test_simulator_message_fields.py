"""What a citizen does, and the tags in which the platform tells the account of it."""

from __future__ import annotations

import pytest

from tests.contract.simulator_harness import Json, SimulatorHarness


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
    harness: SimulatorHarness, amy: str, message: dict[str, object], expected: dict[str, str]
) -> None:
    harness.sends(amy, message)

    arrived = harness.account.arrivals[-1].message
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
        ({"MsgType": "text", "Content": "a", "Title": "t"}, {"Content": "a", "Title": "t"}),
        ({"MsgType": "file", "Title": "a.pdf", "FileKey": "k"}, {"Title": "a.pdf", "FileKey": "k"}),
        ({"MsgType": "event", "Event": "x", "Label": "l", "EventKey": "k"}, {"Label": "l", "EventKey": "k"}),
    ],
)
def test_the_platforms_own_names_are_understood(
    harness: SimulatorHarness, amy: str, message: Json, tags: Json
) -> None:
    harness.sends(amy, message)

    assert tags.items() <= harness.account.arrivals[-1].message.items()


@pytest.mark.parametrize("name", ["ToUserName", "FromUserName", "CreateTime", "MsgId"])
def test_what_only_the_platform_says_is_not_taken_from_a_script(
    harness: SimulatorHarness, amy: str, name: str
) -> None:
    harness.sends(amy, {"MsgType": "text", "Content": "a", name: "7"})

    assert harness.account.arrivals[-1].message[name] != "7"


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
    harness: SimulatorHarness, amy: str, message: Json, tag: str, content: Json
) -> None:
    harness.sends(amy, {"type": "event", "key": "K", **message})

    assert harness.account.arrivals[-1].message[tag] == content


def test_a_voice_comes_in_a_finer_sampling_too(harness: SimulatorHarness, amy: str) -> None:
    harness.sends(amy, {"type": "voice"})

    arrived = harness.account.arrivals[-1].message
    assert arrived["MediaId16K"] != arrived["MediaId"]
    assert harness.api_response("media/get", media_id=arrived["MediaId16K"]).content.startswith(b"#!AMR")


def test_a_page_opened_from_a_menu_tells_which_menu_it_was(harness: SimulatorHarness, amy: str) -> None:
    view = {"type": "event", "event": "VIEW", "key": "http://u"}
    harness.sends(amy, view)
    assert "MenuId" not in harness.account.arrivals[-1].message
    buttons = [{"type": "view", "name": "看", "url": "http://u"}]
    harness.api("menu/create", {"button": buttons})
    number = harness.api("menu/get")["menu"]["menuid"]

    harness.sends(amy, view)
    assert harness.account.arrivals[-1].message["MenuId"] == str(number)

    tag = harness.api("tags/create", {"tag": {"name": "网格员"}})["tag"]["id"]
    own = harness.api("menu/addconditional", {"button": buttons, "matchrule": {"tag_id": str(tag)}})["menuid"]
    harness.api("tags/members/batchtagging", {"openid_list": [amy], "tagid": tag})
    harness.sends(amy, view)
    assert harness.account.arrivals[-1].message["MenuId"] == own


def test_a_button_for_pictures_tells_their_sums(harness: SimulatorHarness, amy: str) -> None:
    harness.sends(amy, {"type": "event", "event": "pic_weixin", "key": "K"})

    info = harness.account.arrivals[-1].message["SendPicsInfo"]
    assert (info["Count"], len(info["PicList"]["item"]["PicMd5Sum"])) == ("1", 32)


def test_a_picture_may_have_an_id_and_an_address_of_the_scripts_own(
    harness: SimulatorHarness, amy: str
) -> None:
    message = {"type": "image", "media_id": "photo_1", "pic_url": "http://127.0.0.1/a.jpg"}
    harness.sends(amy, message)

    arrived = harness.account.arrivals[-1].message
    assert (arrived["MediaId"], arrived["PicUrl"]) == ("photo_1", "http://127.0.0.1/a.jpg")
    assert harness.api_response("media/get", media_id="photo_1").content.startswith(b"\x89PNG")
    harness.advance(3 * 86_400)
    assert harness.raw_control(f"citizens/{amy}/send", message).status_code == 409


def test_events_with_nested_fields_arrive_as_given(harness: SimulatorHarness, amy: str) -> None:
    picked = {"Count": 1, "PicList": [{"item": {"PicMd5Sum": "5a75"}}]}
    harness.sends(
        amy, {"type": "event", "event": "pic_weixin", "key": "P", "fields": {"SendPicsInfo": picked}}
    )

    info = harness.account.arrivals[-1].message["SendPicsInfo"]
    assert info == {"Count": "1", "PicList": {"item": {"PicMd5Sum": "5a75"}}}
