"""看图: text first, the picture on a tap, words while it is not there."""

import re

import pytest

from app.wiring import Container
from core.text import byte_length
from handlers import notices
from handlers.picture import picture_line
from knowledge.articles import render
from knowledge.gallery import pictures_of
from knowledge.library import Library
from tests.integration.conftest import Line
from tests.unit.wechat.pushes import OPENID

CPR = "firstaid.cpr"


def uploaded(container: Container, article_id: str) -> list[str]:
    """The pictures of an article lie at the platform from now on; their names."""
    names = []
    with container.database.writing() as session:
        for picture in pictures_of(
            container.library_holder.current().articles[article_id], container.pictures.gallery
        ):
            names.append(f"material-of-{picture.id}")
            container.pictures.materials.claim(session, picture, container.clock.now())
            container.pictures.materials.settle_uploaded(session, picture, names[-1], container.clock.now())
    return names


def shown(reply: str) -> str:
    """The name of the picture in a reply."""
    assert "<MsgType><![CDATA[image]]></MsgType>" in reply
    found = re.search(r"<MediaId><!\[CDATA\[(.+?)\]\]></MediaId>", reply)
    assert found
    return found[1]


def test_the_answer_comes_in_words_with_the_picture_to_tap(line: Line) -> None:
    reply = line.says("灭火器怎么用")
    assert "提、拔、握、压" in reply
    assert "msgmenuid=picture:fire.extinguisher_use:1" in reply
    assert reply.index("依据：") < reply.index("看图</a>") < reply.index("有用</a>")


def test_an_answer_without_a_picture_offers_none(line: Line) -> None:
    assert "msgmenuid=picture:" not in line.says("电梯老出故障怎么投诉")


def test_a_person_in_danger_gets_words_first_and_the_picture_below(line: Line, container: Container) -> None:
    reply = line.says("油锅着火了怎么办啊")
    text = reply.partition("<Content><![CDATA[")[2]
    assert "关" in text[:80]
    assert "msgmenuid=picture:fire.oil_pan:1" in text
    (name,) = uploaded(container, "fire.oil_pan")
    assert shown(line.says("看图")) == name


def test_a_tap_shows_the_picture(line: Line, container: Container) -> None:
    (name,) = uploaded(container, "fire.extinguisher_use")
    assert shown(line.taps("看图", "picture:fire.extinguisher_use:1")) == name


def test_until_it_is_there_the_steps_come_in_words(line: Line) -> None:
    reply = line.taps("看图", "picture:fire.extinguisher_use:1")
    assert notices.PICTURE_NOT_YET in reply
    assert "拔掉保险销" in reply


def test_typing_goes_through_the_pictures_of_the_last_answer(line: Line, container: Container) -> None:
    names = uploaded(container, CPR)
    assert len(names) == 2
    line.says("心肺复苏怎么做")
    assert [shown(line.says(words)) for words in ("看图", "图片", "有图吗？")] == [*names, names[0]]


@pytest.mark.parametrize("words", ["发个图看看", "能不能发张图片给我看", "有没有示意图", "來張圖"])
def test_a_wish_in_other_words_shows_it_too(line: Line, container: Container, words: str) -> None:
    (name,) = uploaded(container, "fire.extinguisher_use")
    line.says("灭火器怎么用")

    assert shown(line.says(words)) == name


def test_typing_without_an_answer_before_says_what_to_do(line: Line) -> None:
    assert notices.PICTURE_NONE in line.says("看图")


@pytest.mark.parametrize(
    ("menu_id", "said"),
    [
        ("picture:no.such:1", notices.PICTURE_NONE),
        ("picture:elevator.complaint:1", notices.PICTURE_NOT_HERE),
    ],
)
def test_a_tap_on_what_is_gone_is_answered(line: Line, menu_id: str, said: str) -> None:
    assert said in line.taps("看图", menu_id)


def test_a_tap_in_a_private_conversation_shows_it_and_the_conversation_goes_on(
    line: Line, container: Container
) -> None:
    (name,) = uploaded(container, "firstaid.burn")
    line.says("留言")
    assert shown(line.taps("看图", "picture:firstaid.burn:1")) == name
    assert "记下了" in line.says("村口的路灯坏了怎么办")


def test_every_answer_with_pictures_fits_into_one_message(library: Library, container: Container) -> None:
    longest = 10**17
    for article in library.articles.values():
        if article.pictures:
            line = picture_line(article, container.pictures.gallery)
            text = f"{render(article, library.facts)}{line}\n\n{notices.feedback_line(longest)}"
            assert line.count("看图") == 2 * len(article.pictures)
            assert byte_length(text) <= 2000, article.id


def test_another_person_sees_the_same_picture(line: Line, container: Container) -> None:
    (name,) = uploaded(container, "fire.extinguisher_use")
    line.says("灭火器怎么用", openid=OPENID.replace("o", "p", 1))
    assert shown(line.says("看图", openid=OPENID.replace("o", "p", 1))) == name


@pytest.mark.parametrize("words", ["有没有动画片或者图片", "有视频吗", "看图"])
def test_who_asks_for_pictures_of_what_has_none_is_told_so(line: Line, words: str) -> None:
    line.says("中小学多久演练一次")

    assert notices.PICTURE_NOT_HERE in line.says(words)
