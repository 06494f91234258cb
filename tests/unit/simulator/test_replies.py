"""Passive replies of every type, as the platform reads them."""

from __future__ import annotations

import pytest
from defusedxml import ElementTree

from simulator.media import MediaStore
from simulator.push.replies import DroppedReply, Reply, Setting, reply_from
from simulator.push.wire import BadAnswer, Value, xml_of

HEAD: dict[str, Value] = {"ToUserName": "o1", "FromUserName": "gh_1", "CreateTime": 1, "MsgType": "text"}


@pytest.fixture
def store() -> MediaStore:
    return MediaStore()


def read(store: MediaStore, articles: int = 1, **fields: Value) -> Reply:
    root = ElementTree.fromstring(xml_of({**HEAD, **fields}))
    return reply_from(root, Setting("o1", "gh_1", store, 0, "http://sim", articles))


def test_a_text_keeps_its_lines_and_links(store: MediaStore) -> None:
    content = '一\n<a href="weixin://bizmsgmenu?msgmenucontent=有用&msgmenuid=1">有用</a> '

    assert read(store, Content=content) == {"type": "text", "content": content}


@pytest.mark.parametrize(("content", "arrives"), [("安" * 682 + "a", True), ("安" * 682 + "ab", False)])
def test_a_text_over_2047_bytes_is_dropped(store: MediaStore, content: str, arrives: bool) -> None:
    if arrives:
        assert read(store, Content=content)["content"] == content
        return
    with pytest.raises(DroppedReply, match="2048 bytes"):
        read(store, Content=content)


def test_a_picture_must_be_stored(store: MediaStore) -> None:
    media = store.keep("image", b"png", "png", 0)

    reply = read(store, MsgType="image", Image={"MediaId": media.media_id})

    assert reply["url"] == f"http://sim/_sim/media/{media.media_id}"
    with pytest.raises(BadAnswer, match="MediaId"):
        read(store, MsgType="voice", Voice={"MediaId": media.media_id})


@pytest.mark.parametrize(("fit", "shown"), [(1, ["第1篇"]), (8, ["第1篇", "第2篇"])])
def test_articles_over_the_limit_are_not_shown(store: MediaStore, fit: int, shown: list[str]) -> None:
    items = [{"Title": f"第{number}篇", "Url": "http://127.0.0.1/"} for number in (1, 2)]

    reply = read(store, fit, MsgType="news", ArticleCount=2, Articles={"item": items})

    assert [article["title"] for article in reply["articles"]] == shown


def test_the_article_count_must_be_right(store: MediaStore) -> None:
    with pytest.raises(BadAnswer, match="ArticleCount"):
        read(store, MsgType="news", ArticleCount=2, Articles={"item": [{"Title": "一"}]})


def test_music_and_the_hand_over_to_staff_are_known(store: MediaStore) -> None:
    music = read(store, MsgType="music", Music={"Title": "防溺水歌", "MusicUrl": "http://127.0.0.1/a.mp3"})

    assert (music["title"], music["musicurl"]) == ("防溺水歌", "http://127.0.0.1/a.mp3")
    assert "thumb_url" not in music
    assert read(store, MsgType="transfer_customer_service")["type"] == "transfer_customer_service"


def test_the_cover_of_music_is_shown(store: MediaStore) -> None:
    cover = store.keep("thumb", b"jpg", "jpg", 0)

    music = read(store, MsgType="music", Music={"Title": "歌", "ThumbMediaId": cover.media_id})

    assert music["thumb_url"] == f"http://sim/_sim/media/{cover.media_id}"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("ToUserName", "o2"),
        ("FromUserName", "gh_2"),
        ("CreateTime", "yesterday"),
        ("MsgType", "hologram"),
        ("Content", ""),
    ],
)
def test_a_reply_with_a_wrong_field_is_no_reply(store: MediaStore, field: str, value: str) -> None:
    fields: dict[str, Value] = {"Content": "好", field: value}

    with pytest.raises(BadAnswer, match=field):
        read(store, 1, **fields)
