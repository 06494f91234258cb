"""Tokens, quotas and what every API call passes first."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import requests

from tests.contract.simulator_harness import CONFIG, Json, SimulatorHarness

ACCOUNT = {"appid": CONFIG.appid, "secret": CONFIG.secret, "grant_type": "client_credential"}


def token(harness: SimulatorHarness, **changes: Any) -> Json:
    """GET /cgi-bin/token with some parameters changed; None leaves one out."""
    params = {key: value for key, value in {**ACCOUNT, **changes}.items() if value is not None}
    return dict(requests.get(f"{harness.address}/api/cgi-bin/token", params=params, timeout=30).json())


def tries(harness: SimulatorHarness, value: str) -> int:
    """The errcode that a call with this token gets."""
    params = {"access_token": value}
    return int(
        requests.get(f"{harness.address}/api/cgi-bin/getcallbackip", params=params, timeout=30)
        .json()
        .get("errcode", 0)
    )


def test_each_token_call_replaces_the_former_with_five_minutes_of_overlap(harness: SimulatorHarness) -> None:
    first, second = token(harness)["access_token"], token(harness)["access_token"]

    assert first != second
    harness.advance(299)
    assert (tries(harness, first), tries(harness, second)) == (0, 0)
    harness.advance(2)
    assert (tries(harness, first), tries(harness, second)) == (40001, 0)


def test_a_token_expires_after_two_hours(harness: SimulatorHarness) -> None:
    answer = token(harness)
    assert answer["expires_in"] == 7200

    harness.advance(7201)

    assert tries(harness, answer["access_token"]) == 42001


def test_the_stable_token_stays_until_its_last_five_minutes(harness: SimulatorHarness) -> None:
    first = harness.fresh_token()["access_token"]
    harness.advance(6_800)
    assert harness.fresh_token()["access_token"] == first

    harness.advance(150)
    second = harness.fresh_token()["access_token"]

    assert second != first
    assert (tries(harness, first), tries(harness, second)) == (0, 0)


def test_the_two_kinds_of_token_do_not_touch_each_other(harness: SimulatorHarness) -> None:
    stable = harness.fresh_token()["access_token"]
    token(harness)
    token(harness)
    harness.advance(400)

    assert tries(harness, stable) == 0


def test_a_forced_refresh_ends_the_former_token_at_once(harness: SimulatorHarness) -> None:
    first = harness.fresh_token()["access_token"]
    second = harness.fresh_token(force_refresh=True)["access_token"]

    assert (tries(harness, first), tries(harness, second)) == (40001, 0)
    assert harness.fresh_token()["access_token"] == second


def test_forcing_is_limited_to_once_in_thirty_seconds_and_twenty_a_day(harness: SimulatorHarness) -> None:
    # Eleven minutes of one day in China, whenever the test runs.
    moved = harness.control("clock/advance", {"seconds": 1})
    left = 86_400 - (moved["timestamp"] + 8 * 3600) % 86_400
    if left < 900:
        harness.advance(left)

    harness.fresh_token(force_refresh=True)
    assert harness.fresh_token(force_refresh=True)["errcode"] == 45011

    for _ in range(19):
        harness.advance(31)
        assert "access_token" in harness.fresh_token(force_refresh=True)
    harness.advance(31)
    assert harness.fresh_token(force_refresh=True)["errcode"] == 45009


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
def test_wrong_credentials_name_what_is_wrong(harness: SimulatorHarness, changes: Json, errcode: int) -> None:
    assert token(harness, **changes)["errcode"] == errcode


def test_an_address_off_the_whitelist_gets_no_token(harness: SimulatorHarness) -> None:
    harness.control("settings", {"ip_whitelist": ["203.0.113.7"]})

    answer = token(harness)

    assert answer["errcode"] == 40164
    assert answer["errmsg"].startswith("invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist rid: ")


@pytest.mark.parametrize(("value", "errcode"), [("", 41001), ("made-up", 40001)])
def test_every_api_asks_for_a_token(harness: SimulatorHarness, value: str, errcode: int) -> None:
    assert tries(harness, value) == errcode


def test_an_error_ends_with_a_request_id(harness: SimulatorHarness) -> None:
    answer = harness.api("no/such/api")

    assert answer["errcode"] == 40066
    assert re.fullmatch(r"invalid url rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}", answer["errmsg"])


def test_the_wrong_method_is_named(harness: SimulatorHarness) -> None:
    assert harness.api("menu/create")["errcode"] == 43002
    assert harness.api("menu/get", method="DELETE")["errcode"] == 43001


@pytest.mark.parametrize("place", ["params", "data", "json"])
def test_a_token_may_be_asked_for_by_post(harness: SimulatorHarness, place: str) -> None:
    given = {"grant_type": "client_credential", "appid": CONFIG.appid, "secret": CONFIG.secret}
    answer = requests.post(f"{harness.address}/cgi-bin/token", timeout=30, **{place: given})  # type: ignore[arg-type]

    assert answer.json()["expires_in"] == 7_200
    assert CONFIG.secret not in json.dumps(harness.control("journal"))


def test_what_is_asked_by_get_may_be_posted_as_a_form(harness: SimulatorHarness) -> None:
    amy = harness.citizen()
    form = {"access_token": harness.fresh_token()["access_token"], "openid": amy}
    answer = requests.post(f"{harness.address}/cgi-bin/user/info", data=form, timeout=30).json()

    assert answer["openid"] == amy
    assert form["access_token"] not in json.dumps(harness.control("journal"))


def test_json_labelled_as_a_form_is_json(harness: SimulatorHarness) -> None:
    number = harness.api("tags/create", {"tag": {"name": "网格员"}})["tag"]["id"]
    answer = requests.post(
        f"{harness.address}/cgi-bin/user/tag/get",
        params={"access_token": harness.fresh_token()["access_token"]},
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
def test_a_body_that_is_no_json_object_is_refused(
    harness: SimulatorHarness, body: bytes, errcode: int
) -> None:
    assert harness.api("message/custom/send", body)["errcode"] == errcode


@pytest.mark.parametrize(
    "path", ["/cgi-bin/no/such", "/customservice/nothing", "/datacube/getnothing", "/api/nothing", "/nothing"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "PATCH"])
def test_an_unknown_path_is_an_errcode_on_any_host(harness: SimulatorHarness, path: str, method: str) -> None:
    response = requests.request(method, harness.address + path, timeout=30)

    assert (response.status_code, response.json()["errcode"]) == (200, 40066)


def test_a_body_over_the_limit_is_an_errcode(harness: SimulatorHarness) -> None:
    assert harness.api("media/upload", b"0" * (33 * 1024 * 1024), type="video")["errcode"] == 45001


def test_hosts_do_not_share_their_paths(harness: SimulatorHarness) -> None:
    answer = requests.get(f"{harness.address}/mp/cgi-bin/token", params=ACCOUNT, timeout=30).json()

    assert answer["errcode"] == 40066


def test_the_paths_work_without_a_host_prefix(harness: SimulatorHarness) -> None:
    answer = requests.get(f"{harness.address}/cgi-bin/token", params=ACCOUNT, timeout=30).json()

    assert "access_token" in answer


def test_json_sent_under_a_form_label_is_still_read(harness: SimulatorHarness) -> None:
    answer = requests.post(
        f"{harness.address}/api/cgi-bin/stable_token",
        data=b'{"grant_type":"client_credential","appid":"%s","secret":"%s"}'
        % (CONFIG.appid.encode(), CONFIG.secret.encode()),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        timeout=30,
    ).json()

    assert "access_token" in answer


def test_a_daily_quota_ends_and_starts_again_at_midnight_in_china(harness: SimulatorHarness) -> None:
    harness.control("settings", {"quotas": {"menu/get": 2}})

    assert [harness.api("menu/get")["errcode"] for _ in range(3)] == [46003, 46003, 45009]
    harness.advance(86_400)
    assert harness.api("menu/get")["errcode"] == 46003


def test_revoked_tokens_are_invalid_before_their_time(harness: SimulatorHarness) -> None:
    value = harness.fresh_token()["access_token"]

    harness.control("tokens/revoke", {})

    assert tries(harness, value) == 40001


def test_a_minute_quota_is_its_own_error(harness: SimulatorHarness) -> None:
    harness.control("settings", {"quotas": {"user/get": {"daily": 500, "per_minute": 0}}})

    assert harness.api("user/get")["errcode"] == 45011


def test_quotas_can_be_asked_for_and_cleared(harness: SimulatorHarness) -> None:
    harness.control("settings", {"quotas": {"menu/get": 1}})
    harness.api("menu/get")
    asked = harness.api("openapi/quota/get", {"cgi_path": "/cgi-bin/menu/get"})
    assert asked["quota"] == {"daily_limit": 1, "used": 1, "remain": 0}

    assert harness.api("clear_quota", {"appid": CONFIG.appid})["errcode"] == 0
    assert harness.api("menu/get")["errcode"] == 46003


def test_clearing_is_allowed_ten_times_a_month(harness: SimulatorHarness) -> None:
    codes = [harness.api("clear_quota", {"appid": CONFIG.appid})["errcode"] for _ in range(11)]

    assert codes == [0] * 10 + [48006]


def test_the_jsapi_ticket_stays_the_same_while_it_is_valid(harness: SimulatorHarness) -> None:
    first = harness.api("ticket/getticket", type="jsapi")

    assert first["expires_in"] == 7200
    assert harness.api("ticket/getticket", type="jsapi")["ticket"] == first["ticket"]


def test_a_secret_in_a_broken_body_stays_out_of_the_journal(harness: SimulatorHarness) -> None:
    requests.post(f"{harness.address}/api/cgi-bin/stable_token", data=f"secret={CONFIG.secret}", timeout=30)

    assert harness.control("journal")[-1]["body"] == "secret=***"
