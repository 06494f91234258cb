"""留言 offers what was asked last: nobody has to type again what the account could not answer."""

import pytest

from app.trial import Citizen
from app.wiring import Container

ASKED = "你们局明年组织去哪个县学习观摩"


def left(container: Container) -> list[str]:
    """The words of all questions that were left, as staff read them."""
    with container.database.reading() as session:
        return [one.text for one in container.questions.list_open(session, limit=9)]


@pytest.mark.parametrize("words", ["就留这一句", "好的", "是"])
def test_what_was_asked_is_left_word_for_word(container: Container, words: str) -> None:
    citizen = Citizen(container)
    citizen.says("灭火器怎么用")
    citizen.says(ASKED)

    assert f"您刚才问的是：“{ASKED}”" in citizen.says("留言")["reply"]
    assert "编号" in citizen.says(words)["reply"]
    assert left(container) == [ASKED]
    assert "您刚才问的是" not in citizen.says("留言")["reply"], "what was left is offered no second time"


def test_what_is_written_instead_is_left_and_not_what_was_asked(container: Container) -> None:
    citizen = Citizen(container)
    citizen.says(ASKED)
    citizen.says("留言")

    assert "编号" in citizen.says("明年的观摩我们村能派人参加吗")["reply"]
    assert left(container) == ["明年的观摩我们村能派人参加吗"]


def test_without_a_question_before_nothing_is_offered(container: Container) -> None:
    citizen = Citizen(container)

    assert "您刚才问的是" not in citizen.says("留言")["reply"]
    assert "编号" in citizen.says("好的")["reply"], "nothing was asked that this could mean"
    assert left(container) == ["好的"]


def test_what_was_asked_in_another_talk_is_never_offered(container: Container) -> None:
    Citizen(container).says(ASKED)

    assert ASKED not in Citizen(container).says("留言")["reply"]


def test_the_word_said_once_more_is_no_question(container: Container) -> None:
    citizen = Citizen(container)
    citizen.says("留言")
    assert "太长了" in citizen.says("路灯不亮" * 200)["reply"]

    assert "一条消息写下来" in citizen.says("留言")["reply"]
    assert "编号" in citizen.says("村口的路灯不亮了")["reply"]
    assert left(container) == ["村口的路灯不亮了"]


@pytest.mark.parametrize("said", ["留言：{}", "我要留言，{}", "给你们留言 {}", "留个言\n{}"])
def test_what_stands_behind_the_word_is_left_at_once(container: Container, said: str) -> None:
    citizen = Citizen(container)

    assert "编号" in citizen.says(said.format("我们村的消防栓没水"))["reply"]
    assert left(container) == ["我们村的消防栓没水"]


def test_a_danger_behind_the_word_is_a_danger(container: Container) -> None:
    assert Citizen(container).says("留言：楼下着火了")["decision"] == "emergency"
    assert left(container) == []


@pytest.mark.parametrize("said", ["算了我留言", "那我留言吧", "留言 你好"])
def test_without_a_question_behind_it_is_asked_for(container: Container, said: str) -> None:
    assert "一条消息写下来" in Citizen(container).says(said)["reply"]
