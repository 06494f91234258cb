"""What clients of the platform may call beyond an account's everyday: answered as the platform answers."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests

from simulator.limits import STATISTICS_DAYS
from tests.contract.simulator_harness import CONFIG, Json, SimulatorHarness

DAY = 86_400
KF = {"kf_account": "harness@anwen", "nickname": "值班员"}
JPG = b"\xff\xd8\xff\xe0" + bytes(200)


def response_of(
    harness: SimulatorHarness, path: str, body: Json | None = None, *, files: Any = None, **params: str
) -> requests.Response:
    """Call an API by its whole path, below the platform's API host."""
    method = "GET" if body is None and files is None else "POST"
    return requests.request(
        method,
        f"{harness.address}/api/{path}",
        params={"access_token": harness.fresh_token()["access_token"], **params},
        data=None if body is None else json.dumps(body, ensure_ascii=False).encode(),
        files=files,
        timeout=30,
    )


def call(harness: SimulatorHarness, path: str, body: Json | None = None, **params: str) -> Json:
    return dict(response_of(harness, path, body, **params).json())


def code(answer: Json) -> int:
    return int(answer.get("errcode", 0))


def test_staff_is_added_renamed_shown_and_dropped(harness: SimulatorHarness) -> None:
    assert code(call(harness, "customservice/kfaccount/add", KF)) == 0
    assert code(call(harness, "customservice/kfaccount/update", {**KF, "nickname": "小安"})) == 0
    path, files = "customservice/kfaccount/uploadheadimg", {"media": ("a.jpg", JPG)}
    assert code(response_of(harness, path, files=files, kf_account="harness@anwen").json()) == 0

    row = harness.api("customservice/getkflist")["kf_list"][0]
    assert (row["kf_account"], row["kf_nick"], row["kf_id"]) == ("harness@anwen", "小安", 1001)
    assert requests.get(row["kf_headimgurl"], timeout=30).content == JPG
    assert harness.api("customservice/getonlinekflist") == {"kf_online_list": []}

    assert code(call(harness, "customservice/kfaccount/del", kf_account="harness@anwen")) == 0
    assert harness.api("customservice/getkflist") == {"kf_list": []}


@pytest.mark.parametrize(
    ("body", "errcode"),
    [
        ({"kf_account": "no-at-sign", "nickname": "一"}, 65404),
        ({"kf_account": "elevenchars@anwen", "nickname": "一"}, 65404),
        ({"kf_account": "harness@anwen", "nickname": "一" * 17}, 65403),
        (KF, 65406),
    ],
)
def test_staff_that_cannot_be_added(harness: SimulatorHarness, body: Json, errcode: int) -> None:
    call(harness, "customservice/kfaccount/add", KF)
    assert code(call(harness, "customservice/kfaccount/add", body)) == errcode


def test_an_invitation_waits_for_somebody(harness: SimulatorHarness) -> None:
    call(harness, "customservice/kfaccount/add", KF)
    invitation = {"kf_account": "harness@anwen", "invite_wx": "amy_2026"}
    assert code(call(harness, "customservice/kfaccount/inviteworker", invitation)) == 0
    assert code(call(harness, "customservice/kfaccount/inviteworker", invitation)) == 65411
    row = harness.api("customservice/getkflist")["kf_list"][0]
    assert (row["invite_wx"], row["invite_status"]) == ("amy_2026", "waiting")
    unknown = {"kf_account": "nobody@anwen", "invite_wx": "ben"}
    assert code(call(harness, "customservice/kfaccount/inviteworker", unknown)) == 65401


def test_a_message_may_come_from_one_of_the_staff(harness: SimulatorHarness) -> None:
    amy = harness.citizen()
    harness.says(amy)
    body = {"touser": amy, "msgtype": "text", "text": {"content": "您好"}}
    named = {**body, "customservice": {"kf_account": "harness@anwen"}}
    assert code(harness.api("message/custom/send", named)) == 65401
    call(harness, "customservice/kfaccount/add", KF)
    assert code(harness.api("message/custom/send", named)) == 0


def test_nobody_is_online_for_a_session(harness: SimulatorHarness) -> None:
    amy = harness.citizen()
    call(harness, "customservice/kfaccount/add", KF)
    pair = {"kf_account": "harness@anwen", "openid": amy}
    assert code(call(harness, "customservice/kfsession/create", pair)) == 65415
    assert code(call(harness, "customservice/kfsession/close", pair)) == 65413
    assert call(harness, "customservice/kfsession/getsession", openid=amy)["kf_account"] == ""
    listed = call(harness, "customservice/kfsession/getsessionlist", kf_account="harness@anwen")
    assert listed == {"sessionlist": []}
    assert call(harness, "customservice/kfsession/getwaitcase") == {"count": 0, "waitcaselist": []}


@pytest.mark.parametrize(
    ("change", "errcode"), [({}, 0), ({"endtime": 1 + DAY + 1}, 65417), ({"msgid": 0}, 65416)]
)
def test_records_of_the_staff(harness: SimulatorHarness, change: Json, errcode: int) -> None:
    body = {"starttime": 1, "endtime": 1 + DAY, "msgid": 1, "number": 10_000, **change}
    assert code(call(harness, "customservice/msgrecord/getmsglist", body)) == errcode


def test_a_card_of_a_mini_program_reaches_the_phone(harness: SimulatorHarness) -> None:
    amy = harness.citizen()
    harness.says(amy)
    picture = harness.api_response("media/upload", files={"media": ("a.jpg", JPG)}, type="thumb").json()
    card = {"title": "办事", "appid": "wx0123456789abcdef", "pagepath": "pages/a"}
    card["thumb_media_id"] = picture["thumb_media_id"]
    body = {"touser": amy, "msgtype": "miniprogrampage", "miniprogrampage": card}
    assert code(harness.api("message/custom/send", body)) == 0
    assert (harness.heard(amy)[-1]["type"], harness.heard(amy)[-1]["content"]) == ("miniprogrampage", "办事")
    strange = {**body, "miniprogrampage": {**card, "appid": "mine"}}
    assert code(harness.api("message/custom/send", strange)) == 40013
    cardless = {"touser": amy, "msgtype": "wxcard", "wxcard": {"card_id": "p"}}
    assert code(harness.api("message/custom/send", cardless)) == 48008


def test_a_short_key_gives_its_text_back_until_it_expires(harness: SimulatorHarness) -> None:
    key = harness.api("shorten/gen", {"long_data": "巡查" * 100, "expire_seconds": 60})["short_key"]
    assert len(key) == 15
    assert key.isalnum()
    found = harness.api("shorten/fetch", {"short_key": key})
    assert (found["long_data"], 50 < found["expire_seconds"] <= 60) == ("巡查" * 100, True)
    harness.advance(61)
    assert code(harness.api("shorten/fetch", {"short_key": key})) == 9410012


@pytest.mark.parametrize(
    ("body", "errcode"),
    [
        ({}, 47003),
        ({"long_data": "a" * 4097}, 9410010),
        ({"long_data": "a", "expire_seconds": 2_592_001}, 9410011),
    ],
)
def test_a_short_key_that_is_refused(harness: SimulatorHarness, body: Json, errcode: int) -> None:
    assert code(harness.api("shorten/gen", body)) == errcode


@pytest.mark.parametrize("name", sorted(STATISTICS_DAYS))
def test_statistics_are_of_days_that_are_over(harness: SimulatorHarness, name: str) -> None:
    asked = {"begin_date": "2026-01-01", "end_date": "2026-01-01"}
    assert call(harness, f"datacube/{name}", asked)["list"] == []
    too_long = {"begin_date": "2026-01-01", "end_date": "2026-01-31"}
    assert code(call(harness, f"datacube/{name}", too_long)) == 61501
    assert code(call(harness, f"datacube/{name}", {**asked, "end_date": "2999-01-01"})) == 61501
    assert code(call(harness, f"datacube/{name}", {"begin_date": "2026-01-01", "end_date": "x"})) == 61500


def test_a_failed_call_is_found_by_its_rid(harness: SimulatorHarness) -> None:
    failed = harness.api("user/info", openid="oNobody")
    rid = failed["errmsg"].rpartition("rid: ")[2]
    request = harness.api("openapi/rid/get", {"rid": rid})["request"]
    assert json.loads(request["response_body"]) == failed
    assert request["request_url"] == "access_token=***&openid=oNobody"
    assert (request["client_ip"], request["request_body"]) == ("127.0.0.1", "")

    assert code(harness.api("openapi/rid/get", {"rid": "61725984-6126f6f9-040f19c4"})) == 76001
    assert code(harness.api("openapi/rid/get", {"rid": "mine"})) == 76002
    harness.advance(7 * DAY + 1)
    assert code(harness.api("openapi/rid/get", {"rid": rid})) == 76001


def test_a_failed_web_authorisation_is_not_found(harness: SimulatorHarness) -> None:
    address = f"{harness.address}/api/sns/userinfo?access_token=x&openid=y"
    rid = requests.get(address, timeout=30).json()["errmsg"].rpartition("rid: ")[2]
    assert code(harness.api("openapi/rid/get", {"rid": rid})) == 76022


def test_the_count_of_one_api_starts_again(harness: SimulatorHarness) -> None:
    harness.control("settings", {"quotas": {"user/get": 1, "menu/get": 1}})
    harness.api("user/get")
    harness.api("menu/get")
    assert code(harness.api("openapi/quota/clear", {"cgi_path": "/cgi-bin/user/get"})) == 0
    assert code(harness.api("user/get")) == 0
    assert code(harness.api("menu/get")) == 45009
    assert code(harness.api("openapi/quota/clear", {"cgi_path": "/cgi-bin/nothing"})) == 76021


@pytest.mark.parametrize(
    ("path", "errcode"),
    [
        ("message/custom/send", 76003),
        ("https://api.weixin.qq.com/cgi-bin/message/custom/send", 76003),
        ("/sns/userinfo", 76022),
        ("/cgi-bin/nothing", 76021),
        ("/cgi-bin/message/custom/send", 0),
    ],
)
def test_a_quota_is_asked_for_by_a_path_from_its_slash_on(
    harness: SimulatorHarness, path: str, errcode: int
) -> None:
    assert code(harness.api("openapi/quota/get", {"cgi_path": path})) == errcode


@pytest.mark.parametrize("place", ["address", "body"])
def test_counts_start_again_by_the_secret(harness: SimulatorHarness, place: str) -> None:
    harness.control("settings", {"quotas": {"user/get": 1}})
    harness.api("user/get")
    given = {"appid": CONFIG.appid, "appsecret": CONFIG.secret}
    address = f"{harness.address}/api/cgi-bin/clear_quota/v2"
    sent = {"params": given} if place == "address" else {"json": given}
    assert requests.post(address, timeout=30, **sent).json()["errcode"] == 0  # type: ignore[arg-type]
    assert code(harness.api("user/get")) == 0
    wrong = requests.post(address, timeout=30, json={**given, "appsecret": "x"}).json()
    assert code(wrong) == 40125
    assert CONFIG.secret not in json.dumps(harness.control("journal"))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"action": "all", "check_operator": "DEFAULT"}, {"dns", "ping"}),
        ({"action": "dns", "check_operator": "UNICOM"}, {"dns"}),
        ({"action": "look", "check_operator": "DEFAULT"}, 40202),
        ({"action": "ping", "check_operator": "MINE"}, 40203),
    ],
)
def test_the_way_to_the_account_is_checked(harness: SimulatorHarness, body: Json, expected: object) -> None:
    answer = harness.api("callback/check", body)
    assert (answer["errcode"] if "errcode" in answer else set(answer)) == expected


def test_the_console_replies_to_nobody(harness: SimulatorHarness) -> None:
    assert harness.api("get_current_autoreply_info") == {
        "is_add_friend_reply_open": 0,
        "is_autoreply_open": 0,
    }


def test_industries_change_once_a_month(harness: SimulatorHarness) -> None:
    assert harness.api("template/get_industry")["primary_industry"]["first_class"] == "政府与公共事业"
    change = {"industry_id1": "16", "industry_id2": 22}
    assert (
        code(harness.api("template/api_set_industry", {"industry_id1": "42", "industry_id2": "1"})) == 40097
    )
    assert code(harness.api("template/api_set_industry", change)) == 0
    industries = harness.api("template/get_industry")
    assert industries["primary_industry"] == {"first_class": "教育", "second_class": "培训"}
    assert industries["secondary_industry"]["first_class"] == "医药护理"
    assert code(harness.api("template/api_set_industry", change)) == 43100
    harness.advance(32 * DAY)
    assert code(harness.api("template/api_set_industry", change)) == 0


@pytest.mark.parametrize(
    ("path", "errcode"),
    [
        ("cgi-bin/comment/list", 88000),
        ("cgi-bin/comment/reply/add", 88000),
        ("cgi-bin/shorturl", 45103),
        ("cgi-bin/material/add_news", 45103),
        ("cgi-bin/message/template/subscribe", 40003),
        ("cgi-bin/poi/addpoi", 48001),
        ("card/create", 48001),
        ("cv/ocr/comm", 48001),
        ("semantic/semproxy/search", 48001),
        ("wxa/getwxacode", 48001),
        ("cgi-bin/groups/get", 40066),
        ("cgi-bin", 40066),
        ("somewhere/else", 40066),
    ],
)
def test_what_the_account_was_not_given_says_so(harness: SimulatorHarness, path: str, errcode: int) -> None:
    response = response_of(harness, path, {})
    assert (response.status_code, response.json()["errcode"]) == (200, errcode)
    bare = requests.post(f"{harness.address}/{path}", data=b"{}", timeout=30).json()
    assert bare["errcode"] == (40066 if errcode == 40066 else 41001)


def test_a_clear_voice_is_one_of_the_js_sdk(harness: SimulatorHarness) -> None:
    assert code(harness.api("media/get/jssdk", media_id="x")) == 40007
    assert code(harness.api("media/get/jssdk")) == 41006


@pytest.mark.parametrize(("seconds", "expected"), [({}, 60), ({"expire_seconds": 30}, 30)])
def test_a_temporary_code_lives_within_the_bounds_of_wechat(
    harness: SimulatorHarness, seconds: Json, expected: int
) -> None:
    body = {"action_name": "QR_SCENE", "action_info": {"scene": {"scene_id": 1}}, **seconds}
    assert harness.api("qrcode/create", body)["expire_seconds"] == expected


def test_an_older_consent_was_never_given(harness: SimulatorHarness) -> None:
    body = {"touser": harness.citizen(), "template_id": "t", "scene": "1", "title": "提醒", "data": {}}
    assert code(harness.api("message/template/subscribe", body)) == 43101


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "DELETE"])
def test_another_method_is_an_errcode(harness: SimulatorHarness, method: str) -> None:
    assert code(harness.api("user/get", method=method)) == 43001
    assert code(harness.api("tags/create", method=method)) == 43002


def test_head_is_the_answer_without_its_body(harness: SimulatorHarness) -> None:
    harness.api("user/get")
    answers = [harness.api_response("user/get", method=method) for method in ("GET", "HEAD")]
    assert answers[0].headers["Content-Length"] == answers[1].headers["Content-Length"]
    assert answers[1].content == b""
    assert [row["errcode"] for row in harness.control("journal?api=user/get")] == [0, 0, 0]


@pytest.mark.parametrize("path", ["/cgi-bin/user/get", "//cgi-bin/user/get", "/api//cgi-bin/user/get"])
def test_a_slash_too_many_leads_to_the_same_place(harness: SimulatorHarness, path: str) -> None:
    params = {"access_token": harness.fresh_token()["access_token"]}
    assert requests.get(f"{harness.address}{path}", params=params, timeout=30).json()["total"] == 0


def test_a_slash_too_many_does_no_harm_to_the_control_interface(harness: SimulatorHarness) -> None:
    address = f"{harness.address}/_sim//healthz"
    assert requests.get(address, allow_redirects=False, timeout=30).json() == {"ok": True}


@pytest.mark.parametrize("path", ["_sim", "_sim/nothing", "static/nothing"])
def test_beside_the_platform_nothing_is_an_api(harness: SimulatorHarness, path: str) -> None:
    response = requests.get(f"{harness.address}/{path}", timeout=30)
    assert (response.status_code, list(response.json())) == (404, ["error"])


def test_the_control_interface_still_knows_a_wrong_method(harness: SimulatorHarness) -> None:
    assert harness.raw_control("clock", {}, method="DELETE").status_code == 405


@pytest.mark.parametrize("host", ["api.weixin.qq.com", "API.weixin.qq.com:443"])
def test_links_lead_back_here_when_the_host_is_the_platforms(harness: SimulatorHarness, host: str) -> None:
    token = harness.fresh_token()["access_token"]
    answer = requests.post(
        f"{harness.address}/cgi-bin/media/uploadimg?access_token={token}",
        files={"buffer": ("a.jpg", JPG)},
        headers={"Host": host},
        timeout=30,
    ).json()
    assert answer["url"].startswith(f"{harness.address}/_sim/media/")
    assert requests.get(answer["url"], timeout=30).content == JPG


def test_a_sample_is_asked_for_in_json_whatever_the_content_type(harness: SimulatorHarness) -> None:
    made = requests.post(f"{harness.address}/_sim/media", data='{"type": "voice"}', timeout=30)
    as_form = requests.post(
        f"{harness.address}/_sim/media",
        data='{"type": "voice"}',
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        timeout=30,
    )
    assert [one.json()["type"] for one in (made, as_form)] == ["voice", "voice"]
