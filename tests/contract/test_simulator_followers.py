"""Followers, tags, QR codes and web authorisation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from tests.contract.simulator_harness import CONFIG, Json, SimulatorHarness, open_harness


@pytest.fixture
def harness() -> Iterator[SimulatorHarness]:
    with open_harness() as harness:
        harness.account.answering = lambda message: "success"
        yield harness


@pytest.fixture
def amy(harness: SimulatorHarness) -> str:
    return harness.citizen()


def test_followers_come_in_pages_and_then_an_empty_one(harness: SimulatorHarness) -> None:
    harness.control("citizens", {"count": 10_001})

    first = harness.api("user/get")
    second = harness.api("user/get", next_openid=first["next_openid"])
    last = harness.api("user/get", next_openid=second["next_openid"])

    assert (first["total"], first["count"], second["count"]) == (10_001, 10_000, 1)
    assert second["next_openid"] == second["data"]["openid"][-1]
    assert last == {"total": 10_001, "count": 0, "next_openid": ""}


def test_who_left_is_not_listed(harness: SimulatorHarness, amy: str) -> None:
    harness.control(f"citizens/{amy}/unfollow", {})

    assert harness.api("user/get")["total"] == 0
    assert harness.api("user/info", openid=amy) == {"subscribe": 0, "openid": amy, "tagid_list": []}


def test_details_carry_the_scene_and_no_personal_data(harness: SimulatorHarness) -> None:
    bob = harness.citizen("bob", scene="123")

    details = harness.api("user/info", openid=bob)

    assert (details["subscribe_scene"], details["qr_scene"], details["nickname"]) == (
        "ADD_SCENE_QR_CODE",
        123,
        "",
    )


def test_details_of_many_come_in_batches_of_a_hundred(harness: SimulatorHarness, amy: str) -> None:
    def batch(size: int) -> Json:
        return harness.api("user/info/batchget", {"user_list": [{"openid": amy}] * size})

    assert len(batch(100)["user_info_list"]) == 100
    assert batch(101)["errcode"] == 40032


def test_a_remark_is_kept_until_unfollowing(harness: SimulatorHarness, amy: str) -> None:
    harness.api("user/info/updateremark", {"openid": amy, "remark": "网格员"})
    assert harness.api("user/info", openid=amy)["remark"] == "网格员"

    assert harness.api("user/info/updateremark", {"openid": amy, "remark": "长" * 31})["errcode"] == 40097


def test_tags_are_put_on_and_taken_off(harness: SimulatorHarness, amy: str) -> None:
    tag_id = harness.api("tags/create", {"tag": {"name": "网格员"}})["tag"]["id"]
    members = {"openid_list": [amy], "tagid": tag_id}

    assert harness.api("tags/members/batchtagging", members)["errcode"] == 0
    assert harness.api("tags/getidlist", {"openid": amy})["tagid_list"] == [tag_id]
    assert harness.api("user/tag/get", {"tagid": tag_id})["data"]["openid"] == [amy]
    assert {"id": tag_id, "name": "网格员", "count": 1} in harness.api("tags/get")["tags"]

    assert harness.api("tags/members/batchuntagging", members)["errcode"] == 0
    assert harness.api("tags/getidlist", {"openid": amy})["tagid_list"] == []


def test_a_deleted_tag_leaves_its_followers(harness: SimulatorHarness, amy: str) -> None:
    tag_id = harness.api("tags/create", {"tag": {"name": "学校"}})["tag"]["id"]
    harness.api("tags/members/batchtagging", {"openid_list": [amy], "tagid": tag_id})

    harness.api("tags/delete", {"tag": {"id": tag_id}})

    assert harness.api("user/info", openid=amy)["tagid_list"] == []


@pytest.mark.parametrize(
    ("api", "body", "errcode"),
    [
        ("tags/create", {"tag": {"name": "名" * 11}}, 45158),
        ("tags/create", {"tag": {"name": "星标组"}}, 45157),
        ("tags/update", {"tag": {"id": 999, "name": "新名"}}, 45159),
        ("tags/delete", {"tag": {"id": 2}}, 45058),
        ("tags/members/batchtagging", {"openid_list": ["o1"], "tagid": 999}, 45159),
        ("tags/members/batchtagging", {"openid_list": ["o" * 28], "tagid": 2}, 49003),
        ("tags/members/batchtagging", {"openid_list": ["nobody"], "tagid": 2}, 40003),
        ("tags/members/batchblacklist", {"openid_list": ["nobody"]}, 40003),
        ("tags/members/batchtagging", {"openid_list": ["o"] * 51, "tagid": 2}, 40032),
    ],
)
def test_bad_tag_calls_have_their_own_errcodes(
    harness: SimulatorHarness, api: str, body: Json, errcode: int
) -> None:
    assert harness.api(api, body)["errcode"] == errcode


def test_an_account_has_at_most_a_hundred_tags(harness: SimulatorHarness) -> None:
    codes = [
        harness.api("tags/create", {"tag": {"name": f"标签{number}"}}).get("errcode", 0)
        for number in range(101)
    ]

    assert codes == [0] * 100 + [45056]


def test_a_follower_has_at_most_twenty_tags(harness: SimulatorHarness, amy: str) -> None:
    for number in range(21):
        tag_id = harness.api("tags/create", {"tag": {"name": f"标签{number}"}})["tag"]["id"]
        answer = harness.api("tags/members/batchtagging", {"openid_list": [amy], "tagid": tag_id})

    assert answer["errcode"] == 45059


def test_nothing_of_the_blacklisted_is_pushed(harness: SimulatorHarness, amy: str) -> None:
    harness.api("tags/members/batchblacklist", {"openid_list": [amy]})
    harness.account.arrivals.clear()

    assert harness.says(amy)["attempts"] == []
    assert harness.account.arrivals == []
    assert harness.api("tags/members/getblacklist", {})["data"]["openid"] == [amy]


def test_a_temporary_code_is_shown_scanned_and_expires(harness: SimulatorHarness, amy: str) -> None:
    body = {
        "action_name": "QR_STR_SCENE",
        "expire_seconds": 60,
        "action_info": {"scene": {"scene_str": "hall"}},
    }
    code = harness.api("qrcode/create", body)
    picture = requests.get(
        f"{harness.address}/mp/cgi-bin/showqrcode", params={"ticket": code["ticket"]}, timeout=30
    )
    assert picture.content.startswith(b"\x89PNG")

    harness.control(f"citizens/{amy}/scan", {"scene": "hall"})
    assert harness.account.arrivals[-1].message["Ticket"] == code["ticket"]

    harness.advance(61)
    assert harness.raw_control(f"citizens/{amy}/scan", {"scene": "hall"}).status_code == 409


def test_a_permanent_scene_always_has_the_same_code(harness: SimulatorHarness) -> None:
    body = {"action_name": "QR_LIMIT_SCENE", "action_info": {"scene": {"scene_id": 7}}}

    first, second = harness.api("qrcode/create", body), harness.api("qrcode/create", body)

    assert first == second
    assert "expire_seconds" not in first


@pytest.mark.parametrize(
    ("body", "errcode"),
    [
        ({"action_name": "QR", "action_info": {"scene": {"scene_id": 1}}}, 40052),
        ({"action_name": "QR_SCENE", "action_info": {"scene": {}}}, 40053),
        ({"action_name": "QR_LIMIT_SCENE", "action_info": {"scene": {"scene_id": 100_001}}}, 40053),
        ({"action_name": "QR_LIMIT_STR_SCENE", "action_info": {"scene": {"scene_str": "x" * 65}}}, 40053),
        ({"action_name": "QR_SCENE", "expire_seconds": 1, "action_info": {"scene": {"scene_id": 1}}}, 40097),
    ],
)
def test_bad_codes_have_their_own_errcodes(harness: SimulatorHarness, body: Json, errcode: int) -> None:
    assert harness.api("qrcode/create", body)["errcode"] == errcode


def visit(
    harness: SimulatorHarness, cookies: dict[str, str] | None = None, **changes: str
) -> requests.Response:
    """Open the authorisation page without following where it leads."""
    params = {
        "appid": CONFIG.appid,
        "redirect_uri": "http://127.0.0.1:8000/h5/tip?step=1",
        "response_type": "code",
        "scope": "snsapi_base",
        "state": "s1",
        **changes,
    }
    url = f"{harness.address}/open/connect/oauth2/authorize"
    return requests.get(url, params=params, cookies=cookies, allow_redirects=False, timeout=30)


def redeem(harness: SimulatorHarness, code: str) -> Json:
    params = {
        "appid": CONFIG.appid,
        "secret": CONFIG.secret,
        "code": code,
        "grant_type": "authorization_code",
    }
    return dict(
        requests.get(f"{harness.address}/api/sns/oauth2/access_token", params=params, timeout=30).json()
    )


def code_of(response: requests.Response) -> str:
    return parse_qs(urlsplit(response.headers["Location"]).query)["code"][0]


def test_a_visit_leads_back_with_code_and_state(harness: SimulatorHarness, amy: str) -> None:
    location = urlsplit(visit(harness).headers["Location"])

    query = parse_qs(location.query)
    assert (location.path, query["step"], query["state"]) == ("/h5/tip", ["1"], ["s1"])
    assert redeem(harness, query["code"][0])["openid"] == amy


def test_the_visitor_is_the_chosen_citizen(harness: SimulatorHarness, amy: str) -> None:
    bob, eve = harness.citizen("bob"), harness.citizen("eve")

    assert redeem(harness, code_of(visit(harness, _openid=bob)))["openid"] == bob
    assert redeem(harness, code_of(visit(harness, {"sim_openid": eve})))["openid"] == eve


def test_a_code_is_good_once_and_for_five_minutes(harness: SimulatorHarness, amy: str) -> None:
    code, late = code_of(visit(harness)), code_of(visit(harness))

    assert "openid" in redeem(harness, code)
    assert redeem(harness, code)["errcode"] == 40163
    assert redeem(harness, "made-up")["errcode"] == 40029
    harness.advance(301)
    assert redeem(harness, late)["errcode"] == 40029


def test_a_snapshot_visit_gives_a_stand_in(harness: SimulatorHarness, amy: str) -> None:
    harness.control("settings", {"snapshot_user": True})

    answer = redeem(harness, code_of(visit(harness)))

    assert answer["is_snapshotuser"] == 1
    assert answer["openid"] != amy


def test_a_web_token_belongs_to_its_openid(harness: SimulatorHarness, amy: str) -> None:
    answer = redeem(harness, code_of(visit(harness)))

    def auth(openid: str) -> Any:
        params = {"access_token": answer["access_token"], "openid": openid}
        return requests.get(f"{harness.address}/api/sns/auth", params=params, timeout=30).json()["errcode"]

    assert (auth(amy), auth(harness.citizen("bob"))) == (0, 40003)


def test_numbers_may_be_in_quotes(harness: SimulatorHarness, amy: str) -> None:
    tag = str(harness.api("tags/create", {"tag": {"name": "网格员"}})["tag"]["id"])

    assert harness.api("tags/members/batchtagging", {"openid_list": [amy], "tagid": tag})["errcode"] == 0
    assert harness.api("user/tag/get", {"tagid": tag})["count"] == 1
    scene = {"expire_seconds": "600", "action_name": "QR_SCENE", "action_info": {"scene": {"scene_id": "12"}}}
    assert harness.api("qrcode/create", scene)["expire_seconds"] == 600
    page = {"type": "image", "offset": "0", "count": "20"}
    assert harness.api("material/batchget_material", page)["total_count"] == 0
    assert harness.api("material/batchget_material", {**page, "count": "-1"})["errcode"] == 40097


def test_a_refresh_token_lasts_thirty_days_and_is_never_renewed(harness: SimulatorHarness, amy: str) -> None:
    first = redeem(harness, code_of(visit(harness)))

    def refreshed() -> Json:
        params = {
            "appid": CONFIG.appid,
            "grant_type": "refresh_token",
            "refresh_token": first["refresh_token"],
        }
        return dict(
            requests.get(f"{harness.address}/sns/oauth2/refresh_token", params=params, timeout=30).json()
        )

    def auth(token: str) -> int:
        params = {"access_token": token, "openid": amy}
        return int(requests.get(f"{harness.address}/sns/auth", params=params, timeout=30).json()["errcode"])

    harness.advance(3_600)
    assert (refreshed()["access_token"], refreshed()["refresh_token"]) == (
        first["access_token"],
        first["refresh_token"],
    )
    harness.advance(7_000)
    assert auth(first["access_token"]) == 0
    harness.advance(300)
    assert auth(first["access_token"]) == 42001
    newer = refreshed()["access_token"]
    assert (auth(newer), newer == first["access_token"]) == (0, False)
    harness.advance(30 * 86_400)
    assert refreshed()["errcode"] == 42002


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"appid": "wx0"}, "AppID 参数错误"),
        ({"appid": ""}, "10012"),
        ({"scope": "all"}, "10005"),
        ({"scope": ""}, "10010"),
        ({"redirect_uri": "javascript:1"}, "redirect_uri 参数错误"),
        ({"redirect_uri": "http://["}, "redirect_uri 参数错误"),
        ({"redirect_uri": ""}, "10011"),
    ],
)
def test_a_wrong_authorisation_link_shows_a_page(
    harness: SimulatorHarness, amy: str, changes: dict[str, str], words: str
) -> None:
    response = visit(harness, None, **changes)

    assert response.status_code == 200
    assert words in response.text


def test_a_page_outside_the_accounts_domain_learns_nobodys_openid(
    harness: SimulatorHarness, amy: str
) -> None:
    harness.control("settings", {"oauth_domains": ["anwen.example.gov.cn"]})

    for address in (
        "https://gov.cn/",
        "https://www.anwen.example.gov.cn/",
        "https://evil.cn/anwen.example.gov.cn",
    ):
        response = visit(harness, redirect_uri=address)
        assert (response.status_code, "10003" in response.text) == (200, True)
    assert "code" in visit(harness, redirect_uri="https://Anwen.example.gov.cn:8443/h5").headers["Location"]


@pytest.mark.parametrize("domains", ["anwen.cn", ["http://anwen.cn"], [1]])
def test_domains_are_names_of_hosts(harness: SimulatorHarness, domains: object) -> None:
    assert harness.raw_control("settings", {"oauth_domains": domains}).status_code == 409
