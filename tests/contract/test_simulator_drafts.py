"""The draft box, and publishing from it."""

from __future__ import annotations

import requests

from tests.contract.simulator_harness import Json, SimulatorHarness


def publish(harness: SimulatorHarness, media_id: str) -> Json:
    """What became of a publication."""
    publish_id = harness.api("freepublish/submit", {"media_id": media_id})["publish_id"]
    harness.advance(1)
    return harness.api("freepublish/get", {"publish_id": publish_id})


def test_a_draft_is_read_as_it_was_written(harness: SimulatorHarness) -> None:
    cover = harness.cover()
    media_id = harness.draft(
        {"author": "应急局", "digest": "摘要", "content_source_url": "http://gov", "need_open_comment": 1}
    )
    item = harness.api("draft/get", {"media_id": media_id})["news_item"][0]
    assert len(media_id) == 64
    assert len(cover) == 64
    assert (
        item.items()
        >= {
            "article_type": "news",
            "title": "用电安全",
            "author": "应急局",
            "digest": "摘要",
            "content": "<p>出门拔插头。</p>",
            "content_source_url": "http://gov",
            "need_open_comment": 1,
            "only_fans_can_comment": 0,
            "show_cover_pic": 0,
        }.items()
    )
    assert "出门拔插头" in requests.get(item["url"], timeout=30).text


def test_a_digest_from_the_content_keeps_words_whole(harness: SimulatorHarness) -> None:
    media_id = harness.draft(
        {"content": '<p>出门<strong class="x">拔插头</strong>，</p><p>关<B>燃气</B>。</p>'}
    )
    item = harness.api("draft/get", {"media_id": media_id})["news_item"][0]
    assert item["digest"] == "出门拔插头， 关燃气。"


def test_the_content_keeps_no_scripts_and_only_the_platforms_own_pictures(harness: SimulatorHarness) -> None:
    picture = {"media": ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(50))}
    own = harness.api_response("media/uploadimg", files=picture).json()["url"]
    content = (
        f'<p onclick="x()">看<script>alert(1)</script><img src="{own}"><img src="http://elsewhere/x.png">'
        '<a href="javascript:x()">这里</a></p>'
    )
    media_id = harness.draft({"content": content})
    item = harness.api("draft/get", {"media_id": media_id})["news_item"][0]
    assert item["content"] == f'<p>看<img src="{own}"><a >这里</a></p>'
    assert item["digest"] == "看 这里"


REFUSED_ARTICLES: list[tuple[Json, int]] = [
    ({"title": ""}, 45003),
    ({"title": "长" * 33}, 45003),
    ({"author": "长" * 17}, 45110),
    ({"digest": "长" * 129}, 45004),
    ({"content": " "}, 44004),
    ({"content": "长" * 20_000}, 45002),
    ({"content_source_url": "http://" + "x" * 1_024}, 45005),
    ({"thumb_media_id": "nothing"}, 40007),
    ({"thumb_media_id": None}, 40007),
    ({"article_type": "hologram"}, 40008),
    ({"title": 5}, 47001),
]


def test_what_an_article_must_be(harness: SimulatorHarness) -> None:
    plain = {"title": "标题", "content": "正文", "thumb_media_id": harness.cover()}
    for article, errcode in REFUSED_ARTICLES:
        answer = harness.api("draft/add", {"articles": [{**plain, **article}]})
        assert answer["errcode"] == errcode, article


def test_a_draft_has_one_to_eight_articles_and_lasting_covers(harness: SimulatorHarness) -> None:
    assert harness.api("draft/add", {"articles": []})["errcode"] == 44003
    assert harness.api("draft/add", {})["errcode"] == 44003
    one = {"title": "标题", "content": "正文", "thumb_media_id": harness.cover()}
    assert harness.api("draft/add", {"articles": [one] * 9})["errcode"] == 45008
    picture = {"media": ("a.jpg", b"\xff\xd8\xff\xe0" + bytes(50))}
    passing = harness.api_response("media/upload", files=picture, type="thumb").json()["thumb_media_id"]
    body = {"articles": [{**one, "thumb_media_id": passing}]}
    assert harness.api("draft/add", body)["errcode"] == 40007
    assert harness.api("media/uploadnews", body)["type"] == "news"


def test_a_post_of_pictures_needs_no_cover(harness: SimulatorHarness) -> None:
    pictures = {"image_list": [{"image_media_id": harness.cover()}]}
    article = {"article_type": "newspic", "title": "现场", "content": "演练照片", "image_info": pictures}
    media_id = harness.api("draft/add", {"articles": [article]})["media_id"]
    item = harness.api("draft/get", {"media_id": media_id})["news_item"][0]
    assert (item["article_type"], item["image_info"]) == ("newspic", pictures)
    article["image_info"] = {"image_list": []}
    assert harness.api("draft/add", {"articles": [article]})["errcode"] == 40007


def test_drafts_are_changed_counted_listed_and_deleted(harness: SimulatorHarness) -> None:
    first = harness.draft({"title": "甲"}, {"title": "乙"})
    harness.advance(1)
    second = harness.draft({"title": "丙"})
    harness.advance(1)
    article = {"title": "丁", "content": "新的", "thumb_media_id": harness.cover()}
    change = {"media_id": first, "index": 1, "articles": article}
    assert harness.api("draft/update", change)["errcode"] == 0
    assert harness.api("draft/update", {**change, "index": 2})["errcode"] == 40114
    assert harness.api("draft/count") == {"total_count": 2}

    listed = harness.api("draft/batchget", {"offset": 0, "count": 20, "no_content": 0})
    assert (listed["total_count"], listed["item_count"]) == (2, 2)
    assert [item["media_id"] for item in listed["item"]] == [first, second]
    titles = [one["title"] for one in listed["item"][0]["content"]["news_item"]]
    assert titles == ["甲", "丁"]
    bare = harness.api("draft/batchget", {"offset": 1, "count": 1, "no_content": True})
    assert [item.keys() for item in bare["item"]] == [{"media_id", "update_time"}]
    assert harness.api("draft/batchget", {"offset": 0, "count": 21})["errcode"] == 40097

    assert harness.api("draft/delete", {"media_id": first})["errcode"] == 0
    assert harness.api("draft/get", {"media_id": first})["errcode"] == 40007
    assert [draft["media_id"] for draft in harness.control("drafts")] == [second]
    assert harness.api("draft/switch", {}, checkonly=1)["is_open"] == 1
    assert harness.api("material/add_news", {"articles": []})["errcode"] == 45103


def test_publishing_is_told_later_and_empties_the_draft_box(harness: SimulatorHarness) -> None:
    media_id = harness.draft({"title": "甲"}, {"title": "乙"})
    submitted = harness.api("freepublish/submit", {"media_id": media_id})
    assert submitted["errcode"] == 0
    assert type(submitted["publish_id"]) is int
    waiting = harness.api("freepublish/get", {"publish_id": str(submitted["publish_id"])})
    assert waiting == {"publish_id": submitted["publish_id"], "publish_status": 1, "fail_idx": []}

    harness.advance(1)
    done = harness.api("freepublish/get", {"publish_id": submitted["publish_id"]})
    assert (done["publish_status"], done["article_detail"]["count"], done["fail_idx"]) == (0, 2, [])
    told = harness.told("PUBLISHJOBFINISH")["PublishEventInfo"]
    assert told["publish_id"] == str(submitted["publish_id"])
    assert (told["publish_status"], told["article_id"]) == ("0", done["article_id"])
    assert [item["idx"] for item in told["article_detail"]["item"]] == ["1", "2"]
    assert harness.api("draft/get", {"media_id": media_id})["errcode"] == 40007
    assert harness.api("freepublish/submit", {"media_id": media_id})["errcode"] == 40007
    assert harness.api("freepublish/get", {"publish_id": 5})["errcode"] == 40059


def test_published_articles_are_read_listed_sent_and_deleted(harness: SimulatorHarness) -> None:
    amy = harness.citizen()
    done = publish(harness, harness.draft({"title": "甲"}, {"title": "乙"}))
    article_id, links = done["article_id"], [one["article_url"] for one in done["article_detail"]["item"]]
    listed = harness.api("freepublish/batchget", {"offset": 0, "count": 1, "no_content": 0})
    assert (listed["total_count"], listed["item_count"], listed["item"][0]["article_id"]) == (
        1,
        1,
        article_id,
    )
    items = harness.api("freepublish/getarticle", {"article_id": article_id})["news_item"]
    assert [(one["title"], one["url"], one["is_deleted"]) for one in items] == [
        ("甲", links[0], False),
        ("乙", links[1], False),
    ]
    assert harness.control("posts")[0]["articles"][0]["title"] == "甲"
    harness.says(amy)
    body = {"touser": amy, "msgtype": "mpnewsarticle", "mpnewsarticle": {"article_id": article_id}}
    assert harness.api("message/custom/send", body)["errcode"] == 0
    assert harness.heard(amy)[-1]["articles"][1]["url"] == links[1]

    assert harness.api("freepublish/delete", {"article_id": article_id, "index": 2})["errcode"] == 0
    assert "已被发布者删除" in requests.get(links[1], timeout=30).text
    assert (
        harness.api("freepublish/getarticle", {"article_id": article_id})["news_item"][1]["is_deleted"]
        is True
    )
    assert harness.api("freepublish/delete", {"article_id": article_id})["errcode"] == 0
    assert harness.api("freepublish/get", {"publish_id": done["publish_id"]})["publish_status"] == 5
    assert harness.api("freepublish/batchget", {"offset": 0, "count": 20})["total_count"] == 0
    assert harness.api("freepublish/getarticle", {"article_id": "unknown"})["errcode"] == 53600


def test_a_publication_may_fail_its_audit_and_the_draft_stays(harness: SimulatorHarness) -> None:
    media_id = harness.draft({}, {"content": "稳赚不赔 err(20008)"})
    done = publish(harness, media_id)
    assert (done["publish_status"], done["fail_idx"], "article_id" in done) == (4, [2], False)
    told = harness.told("PUBLISHJOBFINISH")["PublishEventInfo"]
    assert (told["publish_status"], told["fail_idx"]) == ("4", "2")
    assert harness.api("draft/count")["total_count"] == 1

    assert publish(harness, harness.draft({"content": "转来的 reprint(forbidden)"}))["publish_status"] == 2
    harness.control("verdicts", {"job": "publish", "publish_status": 3, "fail_idx": [1]})
    assert publish(harness, media_id)["publish_status"] == 3
    assert harness.control("verdicts") == []


def test_the_platform_may_ban_a_publication(harness: SimulatorHarness) -> None:
    done = publish(harness, harness.draft())
    link = done["article_detail"]["item"][0]["article_url"]
    harness.control(f"publications/{done['publish_id']}/ban", {})
    assert harness.told("PUBLISHJOBFINISH", 2)["PublishEventInfo"]["publish_status"] == "6"
    assert "因违规无法查看" in requests.get(link, timeout=30).text
    assert harness.control("publications")[0]["publish_status"] == 6
    assert harness.raw_control(f"publications/{done['publish_id']}/ban", {}).status_code == 409
