"""Mass sends: to whom, what, under which id, and how they are looked up, previewed and taken back."""

from __future__ import annotations

import pytest
import requests

from tests.contract.simulator_harness import Json, SimulatorHarness

DAY = 86_400


@pytest.fixture
def people(harness: SimulatorHarness) -> list[str]:
    """Three followers; the first two have the tag 100, `网格员`."""
    harness.control("citizens/bulk", {"n": 2, "seed": "tagged", "tags": ["网格员"]})
    harness.control("citizens/bulk", {"n": 1, "seed": "other"})
    return [one["openid"] for one in harness.control("citizens")]


def by_tag(harness: SimulatorHarness, words: str = "通知", tag_id: int | str = 100, **more: object) -> Json:
    body = {"filter": {"is_to_all": False, "tag_id": tag_id}, "msgtype": "text", "text": {"content": words}}
    return harness.api("message/mass/sendall", {**body, **more})


def by_list(harness: SimulatorHarness, openids: object, words: str = "通知", **more: object) -> Json:
    body = {"touser": openids, "msgtype": "text", "text": {"content": words}, **more}
    return harness.api("message/mass/send", body)


def heard(harness: SimulatorHarness, people: list[str]) -> list[int]:
    """How many messages each has got."""
    return [len(harness.heard(one)) for one in people]


def test_a_mass_send_reaches_its_tag_after_a_while(harness: SimulatorHarness, people: list[str]) -> None:
    sent = by_tag(harness)
    assert (sent["errcode"], sent["errmsg"]) == (0, "send job submission success")
    assert type(sent["msg_id"]) is int
    assert harness.api("message/mass/get", {"msg_id": sent["msg_id"]}) == {
        "msg_id": sent["msg_id"],
        "msg_status": "SENDING",
    }
    assert heard(harness, people) == [0, 0, 0]
    harness.advance(1)
    assert harness.api("message/mass/get", {"msg_id": str(sent["msg_id"])})["msg_status"] == "SEND_SUCCESS"
    assert heard(harness, people) == [1, 1, 0]
    row = harness.heard(people[0])[0]
    assert (row["channel"], row["type"], row["content"]) == ("mass", "text", "通知")


def test_a_mass_send_needs_a_filter_that_means_somebody(harness: SimulatorHarness, people: list[str]) -> None:
    text = {"msgtype": "text", "text": {"content": "在吗"}}
    for filter_, errcode in (
        ({"is_to_all": False, "group_id": 100}, 45159),
        ({"is_to_all": False}, 45159),
        ({"is_to_all": False, "tag_id": 999}, 45159),
        (None, 40035),
    ):
        assert harness.api("message/mass/sendall", {"filter": filter_, **text})["errcode"] == errcode, filter_
    assert by_tag(harness, "按标签", "100")["errcode"] == 0
    everybody = {"filter": {"is_to_all": True, "group_id": 100}, **text}
    assert harness.api("message/mass/sendall", everybody)["errcode"] == 0
    harness.advance(1)
    assert heard(harness, people) == [2, 2, 1]


def test_a_list_has_two_to_ten_thousand_followers(harness: SimulatorHarness, people: list[str]) -> None:
    stranger = harness.citizen("stranger", follow=False)
    assert by_list(harness, people[:1])["errcode"] == 40130
    assert by_list(harness, [people[0], people[0]])["errcode"] == 40130
    assert by_list(harness, [people[0], stranger, "oNobody"])["errcode"] == 40130
    assert by_list(harness, people[0])["errcode"] == 40130
    assert harness.api("message/mass/send", {"toUsers": people, "msgtype": "text"})["errcode"] == 40130
    assert by_list(harness, [f"o{number}" for number in range(10_001)])["errcode"] == 40032
    sent = by_list(harness, [*people[:2], stranger, "oNobody"])
    harness.advance(1)
    told = harness.told("MASSSENDJOBFINISH")
    assert (told["MsgID"], told["TotalCount"], told["SentCount"]) == (str(sent["msg_id"]), "2", "2")
    assert heard(harness, people) == [1, 1, 0]


REFUSED_MESSAGES: list[tuple[Json, int]] = [
    ({"msgtype": "text", "text": {"content": ""}}, 44004),
    ({"msgtype": "text", "text": {"content": "长" * 700}}, 45002),
    ({"msgtype": "mpnews", "mpnews": {"media_id": "lost"}}, 40007),
    ({"msgtype": "mpnews", "mpnews": {}}, 41006),
    ({"msgtype": "image", "image": {"media_id": "lost"}}, 40007),
    ({"msgtype": "wxcard", "wxcard": {"card_id": "p"}}, 48008),
    ({"msgtype": "hologram"}, 40008),
    ({"msgtype": "text", "text": {"content": "好"}, "clientmsgid": "长" * 22}, 45067),
]


def test_what_may_be_sent_to_many(harness: SimulatorHarness, people: list[str]) -> None:
    for message, errcode in REFUSED_MESSAGES:
        answer = harness.api("message/mass/send", {"touser": people, **message})
        assert answer["errcode"] == errcode, message


def test_pictures_voices_and_videos_are_sent_too(harness: SimulatorHarness, people: list[str]) -> None:
    ids = {kind: harness.control("media", {"type": kind})["media_id"] for kind in ("image", "voice", "video")}
    words = {"media_id": ids["video"], "title": "防溺水", "description": "短片"}
    film = harness.api("media/uploadvideo", words)
    assert film["type"] == "video"
    for message in (
        {"msgtype": "image", "image": {"media_id": ids["image"]}},
        {"msgtype": "image", "images": {"media_ids": [ids["image"]] * 2, "recommend": "看图"}},
        {"msgtype": "voice", "voice": {"media_id": ids["voice"]}},
        {"msgtype": "mpvideo", "mpvideo": {"media_id": film["media_id"]}},
    ):
        assert harness.api("message/mass/send", {"touser": people, **message})["errcode"] == 0
    harness.advance(1)
    rows = harness.heard(people[0])
    assert [row["type"] for row in rows] == ["image", "image", "image", "text", "voice", "video"]
    assert rows[-1]["title"] == "防溺水"


def test_an_article_is_a_card_that_opens(harness: SimulatorHarness, people: list[str]) -> None:
    media_id = harness.draft({"title": "甲"}, {"title": "乙"})
    news: Json = {"msgtype": "mpnews", "mpnews": {"media_id": media_id}}
    sent = by_tag(harness, **news)
    assert type(sent["msg_data_id"]) is int
    harness.advance(1)
    row = harness.heard(people[0])[0]
    assert (row["type"], [card["title"] for card in row["articles"]]) == ("mpnews", ["甲", "乙"])
    links = [card["url"] for card in row["articles"]]
    told = harness.told("MASSSENDJOBFINISH")["ArticleUrlResult"]
    assert (told["Count"], [item["ArticleUrl"] for item in told["ResultList"]["item"]]) == ("2", links)
    assert "出门拔插头" in requests.get(links[0], timeout=30).text
    # What was sent leaves the draft box [O api_draft_add]; what was uploaded for a mass send does not.
    assert by_tag(harness, **news, clientmsgid="again")["errcode"] == 40007


def test_deleting_one_of_several_sends_takes_the_article_from_all(
    harness: SimulatorHarness, people: list[str]
) -> None:
    harness.control("settings", {"keep_sent_drafts": True})
    news: Json = {"msgtype": "mpnews", "mpnews": {"media_id": harness.draft()}}
    first, second = (by_tag(harness, **news, clientmsgid=str(number))["msg_id"] for number in range(2))
    harness.advance(1)
    assert harness.api("draft/count")["total_count"] == 1
    assert harness.api("message/mass/delete", {"msg_id": first})["errcode"] == 0
    assert harness.api("message/mass/get", {"msg_id": second})["msg_status"] == "DELETE"


def test_the_accounts_own_id_is_remembered_for_a_day(harness: SimulatorHarness, people: list[str]) -> None:
    first = by_tag(harness, "甲", clientmsgid="camp-1")
    again = by_list(harness, people, "乙", clientmsgid="camp-1")
    assert (again["errcode"], "msg_id" in again) == (45066, False)
    harness.advance(60)
    again = by_tag(harness, "甲", clientmsgid="camp-1")
    assert (again["errcode"], again["msg_id"]) == (45065, first["msg_id"])
    assert heard(harness, people) == [1, 1, 0]
    harness.advance(DAY)
    assert by_tag(harness, "甲", clientmsgid="camp-1")["errcode"] == 0

    harness.control("settings", {"client_msg_id_retry_seconds": 0})
    without = by_tag(harness, "没有编号")
    assert by_tag(harness, "没有编号")["msg_id"] == without["msg_id"]
    assert by_tag(harness, "没有编号。")["errcode"] == 0


def test_a_repeated_call_is_known_even_when_its_draft_is_gone(
    harness: SimulatorHarness, people: list[str]
) -> None:
    news: Json = {"msgtype": "mpnews", "mpnews": {"media_id": harness.draft()}, "clientmsgid": "camp-2"}
    harness.control("faults", {"api": "message/mass/sendall", "drop_after": True})
    with pytest.raises(requests.ConnectionError):
        by_tag(harness, **news)
    harness.advance(61)
    again = by_tag(harness, **news)
    assert again["errcode"] == 45065
    assert harness.api("message/mass/get", {"msg_id": again["msg_id"]})["msg_status"] == "SEND_SUCCESS"
    assert heard(harness, people) == [1, 1, 0]


def test_calls_are_counted_by_minute_and_day(harness: SimulatorHarness, people: list[str]) -> None:
    harness.control("settings", {"quotas": {"message/mass/sendall": {"daily": 3, "per_minute": 2}}})
    codes = [by_tag(harness, words)["errcode"] for words in ("一", "二", "三")]
    assert codes == [0, 0, 45011]
    harness.advance(60)
    assert [by_tag(harness, words)["errcode"] for words in ("四", "五")] == [0, 45009]
    harness.control("reset", {})
    limits = harness.control("settings")["quotas"]
    assert limits["message/mass/send"] == {"daily": 100, "per_minute": 60}


def test_a_preview_is_shown_to_one_at_once_and_counts_for_nothing(
    harness: SimulatorHarness, people: list[str]
) -> None:
    wxname = harness.control("citizens", {"seed": "boss", "wxname": "boss_2026"})["wxname"]
    assert wxname == "boss_2026"
    media_id = harness.draft()
    news: Json = {"msgtype": "mpnews", "mpnews": {"media_id": media_id}}
    shown = harness.api("message/mass/preview", {"touser": people[0], **news})
    assert (shown["errcode"], shown["errmsg"], type(shown["msg_id"])) == (0, "preview success", int)
    assert harness.api("message/mass/preview", {"towxname": wxname, "touser": "x", **news})["errcode"] == 0
    row = harness.heard(people[0])[0]
    assert (row["channel"], row["type"]) == ("preview", "mpnews")
    page = requests.get(row["articles"][0]["url"], timeout=30).text
    assert "这是预览" in page
    assert harness.api("draft/count")["total_count"] == 1
    assert harness.api("message/mass/preview", {"towxname": "nobody", **news})["errcode"] == 40132
    assert harness.api("message/mass/preview", {"touser": "oNobody", **news})["errcode"] == 40003


def test_what_was_sent_can_be_taken_back_within_ten_days(
    harness: SimulatorHarness, people: list[str]
) -> None:
    def send(client_id: str) -> tuple[int, list[str]]:
        media_id = harness.draft({"title": "甲"}, {"title": "乙"})
        news: Json = {"msgtype": "mpnews", "mpnews": {"media_id": media_id}, "clientmsgid": client_id}
        msg_id = by_tag(harness, **news)["msg_id"]
        harness.advance(1)
        return msg_id, [card["url"] for card in harness.heard(people[0])[-1]["articles"]]

    def delete(**body: object) -> int:
        return int(harness.api("message/mass/delete", body)["errcode"])

    def status(msg_id: int) -> str:
        return str(harness.api("message/mass/get", {"msg_id": msg_id})["msg_status"])

    msg_id, links = send("a")
    assert delete(msg_id=msg_id, article_idx=3) == 40060
    assert delete(msg_id=msg_id, article_idx=1) == 0
    assert "已被发布者删除" in requests.get(links[0], timeout=30).text
    assert status(msg_id) == "SEND_SUCCESS"
    assert delete(url=links[1]) == 0
    assert status(msg_id) == "DELETE"
    assert len(harness.heard(people[0])) == 1
    assert delete(msg_id=msg_id) == 40059
    assert delete(article_idx=0) == 40059

    late, _ = send("b")
    harness.advance(10 * DAY + 1)
    assert delete(msg_id=late) == 40059
    text = by_tag(harness, "文字")["msg_id"]
    assert delete(msg_id=text) == 40059
    harness.advance(1)
    assert delete(msg_id=text) == 40008
    assert harness.api("message/mass/get", {"msg_id": 7})["errcode"] == 40059


def test_the_speed_has_five_levels(harness: SimulatorHarness) -> None:
    assert harness.api("message/mass/speed/get", {}) == {"speed": 0, "realspeed": 80}
    assert harness.api("message/mass/speed/set", {"speed": 4})["errcode"] == 0
    assert harness.api("message/mass/speed/get") == {"speed": 4, "realspeed": 10}
    assert harness.api("message/mass/speed/set", {"speed": 5})["errcode"] == 45083
    assert harness.api("message/mass/speed/set", {})["errcode"] == 45084


def test_without_a_time_of_its_own_a_send_takes_what_the_speed_says(harness: SimulatorHarness) -> None:
    harness.control("settings", {"mass_seconds": None})
    harness.control("citizens/bulk", {"n": 2_000, "seed": "crowd", "tags": ["全镇"]})
    harness.api("message/mass/speed/set", {"speed": 4})
    msg_id = by_tag(harness)["msg_id"]
    harness.advance(6)  # Two thousand at a hundred thousand a minute are 1.2 s; at 80 they were 0.15 s.
    assert harness.api("message/mass/get", {"msg_id": msg_id})["msg_status"] == "SEND_SUCCESS"
    slow = by_tag(harness, "慢一点")["msg_id"]
    assert harness.api("message/mass/get", {"msg_id": slow})["msg_status"] == "SENDING"
