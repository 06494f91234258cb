"""Template messages, subscription notices, and the consents of the citizens who get them."""

from __future__ import annotations

import time

import pytest
import requests

from tests.contract.simulator_harness import Json, SimulatorHarness

PROGRESS = {
    "character_string1": {"value": "R2611000123"},
    "thing2": {"value": "已受理"},
    "time3": {"value": "2026年11月26日 09:30"},
    "thing4": {"value": "点击查看详情"},
}


@pytest.fixture
def amy(harness: SimulatorHarness) -> str:
    return harness.citizen()


def templates(harness: SimulatorHarness) -> dict[str, str]:
    """The account's message templates, id by title."""
    return {
        row["title"]: row["template_id"]
        for row in harness.api("template/get_all_private_template")["template_list"]
    }


def subscriptions(harness: SimulatorHarness, openid: str) -> dict[str, Json]:
    return {row["title"]: row for row in harness.control(f"citizens/{openid}/subscriptions")}


def send_template(harness: SimulatorHarness, openid: str, **more: object) -> Json:
    body = {"touser": openid, "template_id": templates(harness)["办理进度通知"], "data": PROGRESS, **more}
    return harness.api("message/template/send", body)


def notify(harness: SimulatorHarness, openid: str, title: str = "办理进度通知", **more: object) -> Json:
    template = subscriptions(harness, openid)[title]["template_id"]
    body = {"touser": openid, "template_id": template, "data": PROGRESS, **more}
    return harness.api("message/subscribe/bizsend", body)


def agrees(
    harness: SimulatorHarness, openid: str, title: str = "办理进度通知", answer: str = "accept"
) -> Json:
    template = subscriptions(harness, openid)[title]["template_id"]
    result: Json = harness.control(f"citizens/{openid}/subscriptions", {"answers": {template: answer}})
    return result


def arrived(harness: SimulatorHarness, event: str) -> Json:
    """The message of an event that the platform pushes by itself; it may take a moment."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        for arrival in list(harness.account.arrivals):
            if arrival.message.get("Event") == event:
                return arrival.message
        time.sleep(0.02)
    raise AssertionError(f"{event} never came")


def test_who_receives_nothing_is_told_of_afterwards(harness: SimulatorHarness, amy: str) -> None:
    harness.control(f"citizens/{amy}/receiving", {"on": False})
    template = harness.api("template/get_all_private_template")["template_list"][0]["template_id"]

    answer = harness.api("message/template/send", {"touser": amy, "template_id": template, "data": PROGRESS})

    assert answer["errcode"] == 0
    assert harness.told("TEMPLATESENDJOBFINISH")["Status"] == "failed:user block"
    assert harness.heard(amy)[1:] == []


def test_a_notice_in_misspelt_fields_is_to_nobody(harness: SimulatorHarness, amy: str) -> None:
    body = {"toUser": amy, "templateId": "x", "data": {}}

    assert harness.api("message/subscribe/bizsend", body)["errcode"] == 40003
    assert harness.api("message/subscribe/bizsend", {**body, "touser": amy})["errcode"] == 40037


def test_no_template_message_was_kept_back(harness: SimulatorHarness) -> None:
    def asked(limit: int) -> Json:
        body = {"tmpl_msg_id": "t", "largest_id": 0, "limit": limit}
        address = f"{harness.address}/api/wxa/sec/queryblocktmplmsg"
        params = {"access_token": harness.fresh_token()["access_token"]}
        return dict(requests.post(address, params=params, json=body, timeout=30).json())

    assert asked(100) == {"errcode": 0, "errmsg": "ok", "msginfo": []}
    assert asked(101)["errcode"] == 40097


def test_a_template_message_is_a_card_on_the_phone_and_reports_its_end(
    harness: SimulatorHarness, amy: str
) -> None:
    answer = send_template(harness, amy, url="http://127.0.0.1/h5/tips")

    assert answer["errcode"] == 0
    card = harness.heard(amy)[-1]
    assert (card["type"], card["title"], card["url"]) == (
        "template",
        "办理进度通知",
        "http://127.0.0.1/h5/tips",
    )
    assert card["labels"]["thing2"] == "当前进度"
    assert "当前进度：已受理" in card["content"]
    finished = arrived(harness, "TEMPLATESENDJOBFINISH")
    assert (finished["MsgID"], finished["Status"]) == (str(answer["msgid"]), "success")


def test_a_template_message_needs_no_window_but_a_follower(harness: SimulatorHarness, amy: str) -> None:
    harness.advance(60 * 60 * 24 * 30)
    assert send_template(harness, amy)["errcode"] == 0

    harness.control(f"citizens/{amy}/unfollow", {})
    assert send_template(harness, amy)["errcode"] == 43004
    assert send_template(harness, "oNobody")["errcode"] == 40003


def test_a_value_that_is_too_long_is_cut_without_an_error(harness: SimulatorHarness, amy: str) -> None:
    data = PROGRESS | {"thing4": {"value": "一二三四五六七八九十" * 3 + "\n末"}}

    assert send_template(harness, amy, data=data)["errcode"] == 0
    assert harness.heard(amy)[-1]["data"]["thing4"] == "一二三四五六七八九十" * 2


@pytest.mark.parametrize(
    ("data", "errcode"),
    [
        (PROGRESS | {"thing2": {"value": ""}}, 47003),
        ({key: value for key, value in PROGRESS.items() if key != "time3"}, 47003),
        ("x", 47003),
    ],
)
def test_data_must_fill_the_template(harness: SimulatorHarness, amy: str, data: object, errcode: int) -> None:
    assert send_template(harness, amy, data=data)["errcode"] == errcode


def test_the_same_client_id_sends_once_in_ten_minutes(harness: SimulatorHarness, amy: str) -> None:
    first = send_template(harness, amy, client_msg_id="case-1")
    again = send_template(harness, amy, client_msg_id="case-1")

    assert again["msgid"] == first["msgid"]
    assert len(harness.heard(amy)) == 2  # The answer to following, and one card.
    harness.advance(601)
    assert send_template(harness, amy, client_msg_id="case-1")["msgid"] != first["msgid"]


def test_templates_are_chosen_listed_and_deleted(harness: SimulatorHarness) -> None:
    added = harness.api(
        "template/api_add_template", {"template_id_short": "52002", "keyword_name_list": ["事项名称"]}
    )
    assert added["errcode"] == 0
    rows = harness.api("template/get_all_private_template")["template_list"]
    assert rows[-1]["template_id"] == added["template_id"]
    assert rows[-1]["content"] == "事项名称:{{thing1.DATA}}"

    assert harness.api("template/del_private_template", {"template_id": added["template_id"]})["errcode"] == 0
    assert (
        harness.api("template/del_private_template", {"template_id": added["template_id"]})["errcode"]
        == 40037
    )
    assert harness.api("template/api_add_template", {"template_id_short": "1"})["errcode"] == 40037


def test_an_account_has_room_for_25_templates(harness: SimulatorHarness) -> None:
    codes = [
        harness.api("template/api_add_template", {"template_id_short": "52001"})["errcode"] for _ in range(24)
    ]
    assert codes == [0] * 23 + [45026]


def test_one_consent_is_one_message(harness: SimulatorHarness, amy: str) -> None:
    assert notify(harness, amy)["errcode"] == 43101
    agrees(harness, amy)

    popup = arrived(harness, "subscribe_msg_popup_event")["SubscribeMsgPopupEvent"]["List"]
    assert popup["SubscribeStatusString"] == "accept"
    answer = notify(harness, amy, page="http://127.0.0.1/h5/tips")
    assert answer["errcode"] == 0
    assert harness.heard(amy)[-1]["type"] == "subscribe"
    sent = arrived(harness, "subscribe_msg_sent_event")["SubscribeMsgSentEvent"]["List"]
    assert (sent["MsgID"], sent["ErrorCode"]) == (str(answer["msgid"]), "0")
    assert notify(harness, amy)["errcode"] == 43101


def test_consents_add_up_and_can_be_taken_back(harness: SimulatorHarness, amy: str) -> None:
    for _ in range(2):
        agrees(harness, amy)
    agrees(harness, amy, answer="reject")
    assert subscriptions(harness, amy)["办理进度通知"]["left"] == 2
    template = subscriptions(harness, amy)["办理进度通知"]["template_id"]

    harness.control(f"citizens/{amy}/subscriptions/{template}", method="DELETE")

    change = arrived(harness, "subscribe_msg_change_event")["SubscribeMsgChangeEvent"]["List"]
    assert (change["TemplateId"], change["SubscribeStatusString"]) == (template, "reject")
    assert notify(harness, amy)["errcode"] == 43101


def test_a_long_term_consent_lasts_and_reaches_who_left(harness: SimulatorHarness, amy: str) -> None:
    agrees(harness, amy, "预警信息通知")
    data = {
        "thing1": {"value": "暴雨红色预警"},
        "time2": {"value": "2026年11月26日 09:30"},
        "thing3": {"value": "全县"},
        "thing4": {"value": "非必要不外出"},
    }
    harness.control(f"citizens/{amy}/unfollow", {})

    codes = [notify(harness, amy, "预警信息通知", data=data)["errcode"] for _ in range(3)]

    assert codes == [0, 0, 0]
    assert subscriptions(harness, amy)["预警信息通知"]["left"] is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("thing4", "一二三四五六七八九十一二三四五六七八九十多"),
        ("thing4", "两\n行"),
        ("character_string1", "编号一"),
        ("time3", "明天上午"),
    ],
)
def test_a_field_that_breaks_its_rule_is_refused_and_costs_no_consent(
    harness: SimulatorHarness, amy: str, field: str, value: str
) -> None:
    agrees(harness, amy)
    refused = notify(harness, amy, data=PROGRESS | {field: {"value": value}})

    assert refused["errcode"] == 47003
    assert f"data.{field}.value" in refused["errmsg"]
    assert notify(harness, amy)["errcode"] == 0


def test_what_nobody_can_answer_is_refused_with_a_sentence(harness: SimulatorHarness, amy: str) -> None:
    for answers in ({}, None, {"x": "accept"}, {"x": "maybe"}):
        response = harness.raw_control(f"citizens/{amy}/subscriptions", {"answers": answers})
        assert response.status_code == 409
        assert response.json()["error"].endswith("。")
