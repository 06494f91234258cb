"""Tokens, quotas and the door every API call passes."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import requests

from tests.contract.simulator_desk import CONFIG, Desk, Json

ACCOUNT = {"appid": CONFIG.appid, "secret": CONFIG.secret, "grant_type": "client_credential"}


def token(desk: Desk, **changes: Any) -> Json:
    """GET /cgi-bin/token with some parameters changed; None leaves one out."""
    params = {key: value for key, value in {**ACCOUNT, **changes}.items() if value is not None}
    return dict(requests.get(f"{desk.address}/api/cgi-bin/token", params=params, timeout=30).json())


def tries(desk: Desk, value: str) -> int:
    """The errcode that a call with this token gets."""
    params = {"access_token": value}
    return int(
        requests.get(f"{desk.address}/api/cgi-bin/getcallbackip", params=params, timeout=30)
        .json()
        .get("errcode", 0)
    )


def test_each_token_call_replaces_the_former_with_five_minutes_of_overlap(desk: Desk) -> None:
    first, second = token(desk)["access_token"], token(desk)["access_token"]

    assert first != second
    desk.advance(299)
    assert (tries(desk, first), tries(desk, second)) == (0, 0)
    desk.advance(2)
    assert (tries(desk, first), tries(desk, second)) == (40001, 0)


def test_a_token_expires_after_two_hours(desk: Desk) -> None:
    answer = token(desk)
    assert answer["expires_in"] == 7200

    desk.advance(7201)

    assert tries(desk, answer["access_token"]) == 42001


def test_the_stable_token_stays_until_its_last_five_minutes(desk: Desk) -> None:
    first = desk.fresh_token()["access_token"]
    desk.advance(6_800)
    assert desk.fresh_token()["access_token"] == first

    desk.advance(150)
    second = desk.fresh_token()["access_token"]

    assert second != first
    assert (tries(desk, first), tries(desk, second)) == (0, 0)


def test_the_two_kinds_of_token_do_not_touch_each_other(desk: Desk) -> None:
    stable = desk.fresh_token()["access_token"]
    token(desk)
    token(desk)
    desk.advance(400)

    assert tries(desk, stable) == 0


def test_a_forced_refresh_ends_the_former_token_at_once(desk: Desk) -> None:
    first = desk.fresh_token()["access_token"]
    second = desk.fresh_token(force_refresh=True)["access_token"]

    assert (tries(desk, first), tries(desk, second)) == (40001, 0)
    assert desk.fresh_token()["access_token"] == second


def test_forcing_is_limited_to_once_in_thirty_seconds_and_twenty_a_day(desk: Desk) -> None:
    desk.fresh_token(force_refresh=True)
    assert desk.fresh_token(force_refresh=True)["errcode"] == 45011

    for _ in range(19):
        desk.advance(31)
        assert "access_token" in desk.fresh_token(force_refresh=True)
    desk.advance(31)
    assert desk.fresh_token(force_refresh=True)["errcode"] == 45009


@pytest.mark.parametrize(
    ("changes", "errcode"),
    [
        ({"appid": None}, 41002),
        ({"secret": None}, 41004),
        ({"appid": "wx0000000000000000"}, 40013),
        ({"secret": "wrong"}, 40125),
        ({"grant_type": "password"}, 40002),
    ],
)
def test_wrong_credentials_name_what_is_wrong(desk: Desk, changes: Json, errcode: int) -> None:
    assert token(desk, **changes)["errcode"] == errcode


def test_an_address_off_the_whitelist_gets_no_token(desk: Desk) -> None:
    desk.control("settings", {"ip_whitelist": ["203.0.113.7"]})

    answer = token(desk)

    assert answer["errcode"] == 40164
    assert answer["errmsg"].startswith("invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist rid: ")


@pytest.mark.parametrize(("value", "errcode"), [("", 41001), ("made-up", 40001)])
def test_every_api_asks_for_a_token(desk: Desk, value: str, errcode: int) -> None:
    assert tries(desk, value) == errcode


def test_an_error_ends_with_a_request_id(desk: Desk) -> None:
    answer = desk.api("no/such/api")

    assert answer["errcode"] == 40066
    assert re.fullmatch(r"invalid url rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}", answer["errmsg"])


def test_the_wrong_method_is_named(desk: Desk) -> None:
    assert desk.api("menu/create")["errcode"] == 43002
    assert desk.api("menu/get", method="DELETE")["errcode"] == 43001


@pytest.mark.parametrize("place", ["params", "data", "json"])
def test_a_token_may_be_asked_for_by_post(desk: Desk, place: str) -> None:
    given = {"grant_type": "client_credential", "appid": CONFIG.appid, "secret": CONFIG.secret}
    answer = requests.post(f"{desk.address}/cgi-bin/token", timeout=30, **{place: given})  # type: ignore[arg-type]

    assert answer.json()["expires_in"] == 7_200
    assert CONFIG.secret not in json.dumps(desk.control("journal"))


def test_what_is_asked_by_get_may_be_posted_as_a_form(desk: Desk) -> None:
    amy = desk.citizen()
    form = {"access_token": desk.fresh_token()["access_token"], "openid": amy}
    answer = requests.post(f"{desk.address}/cgi-bin/user/info", data=form, timeout=30).json()

    assert answer["openid"] == amy
    assert form["access_token"] not in json.dumps(desk.control("journal"))


def test_json_labelled_as_a_form_is_json(desk: Desk) -> None:
    number = desk.api("tags/create", {"tag": {"name": "网格员"}})["tag"]["id"]
    answer = requests.post(
        f"{desk.address}/cgi-bin/user/tag/get",
        params={"access_token": desk.fresh_token()["access_token"]},
        data=json.dumps({"tagid": number}),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        timeout=30,
    )
    assert answer.json() == {"count": 0, "next_openid": ""}


@pytest.mark.parametrize(
    ("body", "errcode"),
    [
        (b"", 44002),
        (b"{", 47001),
        (b"[]", 47001),
        (b'"\xff"', 47001),
        (b"touser=oX&msgtype=text", 47001),
        (b"[" * 100_000, 47001),
        (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, 47001),
    ],
)
def test_a_body_that_is_no_json_object_is_refused(desk: Desk, body: bytes, errcode: int) -> None:
    assert desk.api("message/custom/send", body)["errcode"] == errcode


@pytest.mark.parametrize(
    "path", ["/cgi-bin/no/such", "/customservice/nothing", "/datacube/getnothing", "/api/nothing", "/nothing"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "PATCH"])
def test_an_unknown_path_is_an_errcode_on_any_host(desk: Desk, path: str, method: str) -> None:
    response = requests.request(method, desk.address + path, timeout=30)

    assert (response.status_code, response.json()["errcode"]) == (200, 40066)


def test_a_body_over_the_limit_is_an_errcode(desk: Desk) -> None:
    assert desk.api("media/upload", b"0" * (33 * 1024 * 1024), type="video")["errcode"] == 45001


def test_hosts_do_not_share_their_paths(desk: Desk) -> None:
    answer = requests.get(f"{desk.address}/mp/cgi-bin/token", params=ACCOUNT, timeout=30).json()

    assert answer["errcode"] == 40066


def test_the_paths_work_without_a_host_prefix(desk: Desk) -> None:
    answer = requests.get(f"{desk.address}/cgi-bin/token", params=ACCOUNT, timeout=30).json()

    assert "access_token" in answer


def test_json_sent_under_a_form_label_is_still_read(desk: Desk) -> None:
    answer = requests.post(
        f"{desk.address}/api/cgi-bin/stable_token",
        data=b'{"grant_type":"client_credential","appid":"%s","secret":"%s"}'
        % (CONFIG.appid.encode(), CONFIG.secret.encode()),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        timeout=30,
    ).json()

    assert "access_token" in answer


def test_a_daily_quota_ends_and_starts_again_at_midnight_in_china(desk: Desk) -> None:
    desk.control("settings", {"quotas": {"menu/get": 2}})

    assert [desk.api("menu/get")["errcode"] for _ in range(3)] == [46003, 46003, 45009]
    desk.advance(86_400)
    assert desk.api("menu/get")["errcode"] == 46003


def test_revoked_tokens_are_invalid_before_their_time(desk: Desk) -> None:
    value = desk.fresh_token()["access_token"]

    desk.control("tokens/revoke", {})

    assert tries(desk, value) == 40001


def test_a_minute_quota_is_its_own_error(desk: Desk) -> None:
    desk.control("settings", {"quotas": {"user/get": {"daily": 500, "per_minute": 0}}})

    assert desk.api("user/get")["errcode"] == 45011


def test_quotas_can_be_asked_for_and_cleared(desk: Desk) -> None:
    desk.control("settings", {"quotas": {"menu/get": 1}})
    desk.api("menu/get")
    asked = desk.api("openapi/quota/get", {"cgi_path": "/cgi-bin/menu/get"})
    assert asked["quota"] == {"daily_limit": 1, "used": 1, "remain": 0}

    assert desk.api("clear_quota", {"appid": CONFIG.appid})["errcode"] == 0
    assert desk.api("menu/get")["errcode"] == 46003


def test_clearing_is_allowed_ten_times_a_month(desk: Desk) -> None:
    codes = [desk.api("clear_quota", {"appid": CONFIG.appid})["errcode"] for _ in range(11)]

    assert codes == [0] * 10 + [48006]


def test_the_jsapi_ticket_stays_the_same_while_it_is_valid(desk: Desk) -> None:
    first = desk.api("ticket/getticket", type="jsapi")

    assert first["expires_in"] == 7200
    assert desk.api("ticket/getticket", type="jsapi")["ticket"] == first["ticket"]


def test_a_secret_in_a_broken_body_stays_out_of_the_journal(desk: Desk) -> None:
    requests.post(f"{desk.address}/api/cgi-bin/stable_token", data=f"secret={CONFIG.secret}", timeout=30)

    assert desk.control("journal")[-1]["body"] == "secret=***"
