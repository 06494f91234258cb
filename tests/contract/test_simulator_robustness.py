"""Whatever comes in: an API answers with an errcode the platform has, a control route with a sentence."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.api.call import Api
from simulator.api.directory import APIS
from simulator.api.entry import JSON_TYPE, WEB_TYPE
from simulator.app import create_simulator
from simulator.errcodes import MESSAGES
from tests.contract.simulator_harness import CONFIG

# The words by which the APIs look into a body, so that what is drawn comes past the first check.
KEYS = [
    "touser",
    "msgtype",
    "text",
    "content",
    "image",
    "voice",
    "video",
    "music",
    "news",
    "articles",
    "msgmenu",
    "list",
    "head_content",
    "media_id",
    "button",
    "type",
    "name",
    "key",
    "url",
    "sub_button",
    "user_list",
    "openid",
    "openid_list",
    "tag",
    "id",
    "tagid",
    "remark",
    "action_name",
    "action_info",
    "scene",
    "scene_id",
    "scene_str",
    "expire_seconds",
    "appid",
    "secret",
    "grant_type",
    "force_refresh",
    "cgi_path",
    "user_id",
    "command",
    "next_openid",
    "begin_openid",
    "offset",
    "count",
]
WORDS = [
    "",
    "text",
    "news",
    "msgmenu",
    "QR_STR_SCENE",
    "QR_SCENE",
    "click",
    "view",
    "安全",
    "image",
    CONFIG.appid,
]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.sampled_from(WORDS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=8,
)
BODIES = st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=6) | VALUES


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    app = create_simulator(CONFIG)
    app.testing = True
    return app.test_client()


@settings(max_examples=150)
@given(api=st.sampled_from(APIS), body=BODIES)
def test_any_body_gets_an_answer(client: FlaskClient, api: Api, body: object) -> None:
    world = client.application.extensions["world"]
    token, _ = world.tokens.stable(world.now(), force_refresh=False)
    world.quotas.daily.clear()

    response = client.open(
        f"/{api.host}{api.path}",
        method="GET" if api.method == "GET" else "POST",
        query_string={"access_token": token},
        data=json.dumps(body, ensure_ascii=False).encode(),
    )

    assert response.status_code in (200, 404)
    if response.content_type in (JSON_TYPE, WEB_TYPE):
        assert json.loads(response.data).get("errcode", 0) in MESSAGES


CONTROL_ROUTES = [
    "citizens",
    "citizens/{amy}/send",
    "citizens/{amy}/follow",
    "citizens/{amy}/unfollow",
    "citizens/{amy}/scan",
    "citizens/{amy}/receiving",
    "citizens/{amy}/subscriptions",
    "citizens/bulk",
    "mass",
    "verdicts",
    "clock/advance",
    "faults",
    "media",
    "settings",
    "reset",
]
CONTROL_KEYS = [
    "seed",
    "name",
    "follow",
    "push",
    "scene",
    "type",
    "content",
    "menu_id",
    "media_id",
    "recognition",
    "latitude",
    "longitude",
    "scale",
    "label",
    "event",
    "key",
    "fields",
    "MsgType",
    "EventKey",
    "seconds",
    "api",
    "times",
    "errcode",
    "errmsg",
    "status",
    "delay_ms",
    "truncate",
    "drop_after",
    "duplicate",
    "reorder",
    "mode",
    "webhook_url",
    "attempts",
    "push_timestamp",
    "ip_whitelist",
    "quotas",
    *("answers", "on", "n", "tags", "towns", "tag_towns", "filter", "msgtype", "touser", "job", "fail_idx"),
]
CONTROL_WORDS = [
    *("", "text", "image", "voice", "location", "link", "event", "CLICK", "SCAN", "subscribe", "x", "\x00"),
    *("webhook", "token", "*", "plain", "virtual", "http://127.0.0.1:1/x", "http://[", "温岭"),
]
CONTROL_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(CONTROL_WORDS),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(CONTROL_KEYS), inner, max_size=3)
    ),
    max_leaves=6,
)
CONTROL_BODIES = st.dictionaries(st.sampled_from(CONTROL_KEYS), CONTROL_VALUES, max_size=5) | CONTROL_VALUES


@settings(max_examples=300)
@given(route=st.sampled_from(CONTROL_ROUTES), body=CONTROL_BODIES)
def test_any_request_of_a_script_is_done_or_refused(client: FlaskClient, route: str, body: object) -> None:
    client.post("/_sim/reset", data="{}")
    client.post("/_sim/settings", data='{"webhook_url": "http://127.0.0.1:1/nobody", "attempts": 1}')
    amy = client.post("/_sim/citizens", data='{"seed": "amy", "push": false}').get_json()["openid"]

    response = client.post(
        f"/_sim/{route.format(amy=amy)}", data=json.dumps(body, ensure_ascii=False).encode()
    )

    assert response.status_code in (200, 409)
    if response.status_code == 409:
        assert response.get_json()["error"].endswith("。")
    assert client.get("/_sim/citizens").status_code == 200


@pytest.mark.parametrize(
    ("route", "body"),
    [
        ("subscriptions", {"answers": {"template": {"accept": True}}}),
        ("subscriptions", {"answers": {"template": ["accept"]}}),
        ("send", {"type": "location", "latitude": 28, "longitude": 121, "scale": "9" * 5000}),
    ],
)
def test_what_no_table_and_no_number_can_hold_is_refused(
    client: FlaskClient, route: str, body: dict[str, object]
) -> None:
    client.post("/_sim/reset", data="{}")
    amy = client.post("/_sim/citizens", data='{"seed": "amy", "push": false}').get_json()["openid"]

    response = client.post(f"/_sim/citizens/{amy}/{route}", json=body)

    assert (response.status_code, response.get_json()["error"][-1]) == (409, "。")
