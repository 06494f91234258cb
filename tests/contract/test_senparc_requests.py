"""Requests as Senparc.Weixin.MP (C#) writes them: what is left out is sent as null, numbers as text.

After the sources of its AdvancedAPIs (JeffreySu/WeiXinMPSDK); the answers must have the fields that it reads.
"""

from typing import Any

import pytest

from tests.contract.simulator_harness import SimulatorHarness

Json = dict[str, Any]


def succeeds(answer: Json) -> Json:
    """The answer, which its reader takes for a success: no errcode, or zero."""
    assert answer.get("errcode", 0) == 0, answer
    return answer


def test_a_mass_send_with_nulls_and_numbers_as_text(harness: SimulatorHarness, amy: str) -> None:
    bob = harness.citizen("bob")
    by_tag = {
        "filter": {"tag_id": None, "is_to_all": True},
        "mpnews": {"media_id": harness.draft()},
        "msgtype": "mpnews",
        "send_ignore_reprint": "0",
        "clientmsgid": None,
    }
    sent = succeeds(harness.api("message/mass/sendall", by_tag))
    assert succeeds(harness.api("message/mass/get", {"msg_id": str(sent["msg_id"])}))["msg_status"]
    listed = {
        "touser": [amy, bob],
        "text": {"content": "关好煤气"},
        "msgtype": "text",
        "clientmsgid": None,
        "send_ignore_reprint": 0,
    }
    assert succeeds(harness.api("message/mass/send", listed))["msg_id"]
    preview = {"touser": amy, "towxname": None, "text": {"content": "先看一看"}, "msgtype": "text"}
    succeeds(harness.api("message/mass/preview", preview))
    harness.told("MASSSENDJOBFINISH", 2)
    succeeds(harness.api("message/mass/delete", {"msg_id": str(sent["msg_id"]), "article_idx": None}))


def test_drafts_and_publications_with_numbers_as_text_and_a_zero_for_no(harness: SimulatorHarness) -> None:
    article = {
        "title": "用电安全", "author": None, "digest": None, "content": "<p>出门拔插头。</p>",
        "content_source_url": None, "thumb_media_id": harness.cover(), "show_cover_pic": None,
        "need_open_comment": 0, "only_fans_can_comment": 0,
    }  # fmt: skip
    media_id = succeeds(harness.api("draft/add", {"articles": [article]}))["media_id"]
    assert succeeds(harness.api("draft/count", {}))["total_count"] == 1
    succeeds(harness.api("draft/update", {"media_id": media_id, "index": 0, "articles": article}))
    page = succeeds(harness.api("draft/batchget", {"offset": 0, "count": 20, "no_content": 0}))
    assert "<p>" in page["item"][0]["content"]["news_item"][0]["content"]
    assert "is_open" in succeeds(harness.api("draft/switch", {}, checkonly=1))
    submitted = succeeds(harness.api("freepublish/submit", {"media_id": media_id}))
    harness.advance(60)
    asked = {"publish_id": str(submitted["publish_id"])}
    assert "publish_status" in succeeds(harness.api("freepublish/get", asked))


def test_templates_with_nulls(harness: SimulatorHarness, amy: str) -> None:
    industry = {"industry_id1": "16", "industry_id2": "17"}
    assert harness.api("template/api_set_industry", industry)["errcode"] in (0, 43100)
    assert succeeds(harness.api("template/get_industry"))["primary_industry"]["first_class"]
    assert isinstance(succeeds(harness.api("template/get_all_private_template"))["template_list"], list)


@pytest.mark.parametrize(
    ("name", "scene"),
    [
        ("QR_SCENE", {"scene_id": 12}),
        ("QR_LIMIT_SCENE", {"scene_id": 12}),
        ("QR_LIMIT_STR_SCENE", {"scene_str": "hall"}),
        ("QR_STR_SCENE", {"scene_str": "hall"}),
    ],
)
def test_a_code(harness: SimulatorHarness, name: str, scene: Json) -> None:
    body = {"expire_seconds": 600, "action_name": name, "action_info": {"scene": scene}}
    made = succeeds(harness.api("qrcode/create", body))
    assert made["ticket"]
    assert made["url"]


def test_tags_and_people(harness: SimulatorHarness, amy: str) -> None:
    tag = succeeds(harness.api("tags/create", {"tag": {"name": "网格员"}}))["tag"]
    people = {"openid_list": [amy], "tagid": tag["id"]}
    succeeds(harness.api("tags/members/batchtagging", people))
    found = succeeds(harness.api("user/tag/get", {"tagid": tag["id"], "next_openid": ""}))
    assert found["data"]["openid"] == [amy]
    assert succeeds(harness.api("tags/getidlist", {"openid": amy}))["tagid_list"] == [tag["id"]]
    asked = {"user_list": [{"openid": amy, "lang": "zh_CN", "LangEnum": 0}]}
    assert succeeds(harness.api("user/info/batchget", asked))["user_info_list"][0]["subscribe"] == 1
    assert succeeds(harness.api("tags/members/getblacklist", {"begin_openid": None}))["total"] == 0


def test_a_message_of_the_service_with_nulls(harness: SimulatorHarness, amy: str) -> None:
    harness.says(amy)
    text = {"touser": amy, "msgtype": "text", "text": {"content": "办好了"}, "customservice": None}
    succeeds(harness.api("message/custom/send", text))
    link = {"title": "通知", "description": None, "url": "https://example.gov.cn/", "picurl": None}
    news = {"touser": amy, "msgtype": "news", "news": {"articles": [link]}}
    succeeds(harness.api("message/custom/send", news))
