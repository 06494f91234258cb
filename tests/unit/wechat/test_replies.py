"""Replies as XML that holds whatever a citizen wrote."""

from datetime import datetime
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wechat.messages import ImageReply, NewsReply, NoReply, Reply, TextReply, render_reply
from wechat.replies import MAX_REPLY_BYTES

SECOND = datetime.fromisoformat("2026-11-22T09:00:00+08:00")


def rendered(reply: Reply) -> ElementTree.Element:
    return ElementTree.fromstring(render_reply(reply, to="oCitizen", sender="gh_account", created_at=SECOND))


def test_a_text_reply_swaps_sender_and_recipient() -> None:
    xml = rendered(TextReply("请拨打 119"))
    assert {child.tag: child.text for child in xml} == {
        "ToUserName": "oCitizen",
        "FromUserName": "gh_account",
        "CreateTime": "1795309200",
        "MsgType": "text",
        "Content": "请拨打 119",
    }


def test_an_image_reply_names_the_media_id() -> None:
    xml = rendered(ImageReply("m1"))
    assert (xml.findtext("MsgType"), xml.findtext("Image/MediaId")) == ("image", "m1")


def test_a_news_reply_holds_one_card() -> None:
    xml = rendered(NewsReply("标题", "说明", "https://example.com/p.png", "https://example.com/?a=1&b=2"))
    assert (xml.findtext("MsgType"), xml.findtext("ArticleCount")) == ("news", "1")
    assert [child.text for child in xml.iterfind("Articles/item/*")] == [
        "标题",
        "说明",
        "https://example.com/p.png",
        "https://example.com/?a=1&b=2",
    ]


def test_no_reply_is_no_document() -> None:
    assert render_reply(NoReply(), to="o", sender="gh", created_at=SECOND) == ""


def test_the_longest_text_passes() -> None:
    words = "安" * (MAX_REPLY_BYTES // 3) + "a"
    assert rendered(TextReply(words)).findtext("Content") == words


def test_a_byte_more_is_refused() -> None:
    with pytest.raises(ValueError, match="2047 bytes"):
        render_reply(TextReply("a" * 2048), to="o", sender="gh", created_at=SECOND)


@pytest.mark.parametrize("words", ["", " \n", "\x00\x08"])
def test_a_reply_without_words_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="without text"):
        render_reply(TextReply(words), to="o", sender="gh", created_at=SECOND)


def test_b6_words_that_end_a_section_stay_words() -> None:
    """The library writes ``]]>`` as it is: whoever has their words echoed can write tags of their own."""
    words = "]]></Content><Content><![CDATA[转账给我]]>]]>"
    xml = rendered(TextReply(words))
    assert [child.text for child in xml.iterfind("Content")] == [words]


def test_emoji_of_several_code_points_survive() -> None:
    words = "👨‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿👍🏽❤️"
    assert rendered(TextReply(words)).findtext("Content") == words


@given(st.text(max_size=300))
def test_any_words_survive_but_for_what_xml_forbids(words: str) -> None:
    expected = "".join(
        char
        for char in words.replace("\r\n", "\n").replace("\r", "\n")
        if char in "\t\n" or (char >= " " and not "\ud800" <= char <= "\udfff" and char not in "\ufffe\uffff")
    )
    xml = rendered(TextReply("。" + words))
    assert xml.findtext("Content") == "。" + expected
