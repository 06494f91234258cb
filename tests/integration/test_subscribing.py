"""订阅和退订 reached through the account itself: words, the help text, a tap."""

import pytest

from app.wiring import Container
from tests.integration.conftest import Line
from tests.unit.wechat.pushes import OPENID


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_account_takes_a_stop_and_tells_where_to_choose(line: Line, container: Container) -> None:
    assert "台风暴雨方面的宣传不再发给您" in line.says("退订台风")
    with container.database.reading() as session:
        assert container.audiences.choices.of(session, OPENID).stopped == {"typhoon"}
    assert "skill:subs" in line.says("帮助")
    assert "不收：台风暴雨。" in line.taps("我的订阅", "skill:subs")
    assert "台风" in line.says("台风来了怎么办")
    assert "订阅和退订" in line.says("删除我的记录")
    line.says("确认删除")
    with container.database.reading() as session:
        assert not container.audiences.choices.of(session, OPENID).stopped


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("said", ["别再给我发消息了", "不想收你们的群发消息了", "怎么还不停，我不想收推送"])
def test_who_says_once_more_that_it_should_stop_gets_nothing_again(
    line: Line, container: Container, said: str
) -> None:
    line.says("退订")
    line.says(said)
    with container.database.reading() as session:
        assert container.audiences.choices.of(session, OPENID).stops_everything


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_takes_a_stop_back_gets_messages_again(line: Line, container: Container) -> None:
    line.says("退订")
    line.says("之前关了，现在想打开接着发给我")
    with container.database.reading() as session:
        assert not container.audiences.choices.of(session, OPENID).stops_everything


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_wants_to_leave_the_account_is_told_how_and_who_asks_for_less_is_not(line: Line) -> None:
    assert "不再关注" in line.says("怎么取消关注之后不再收消息")
    assert "不再关注" not in line.says("不想收你们的群发消息了")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("能不能来我们村宣讲", "/h5/activities/lecture"),
        ("你们周末有人上班吗", "上班时间"),
        ("台风天能去上课吗", "停课"),
    ],
)
def test_what_is_wished_for_in_a_sentence_is_fulfilled_and_a_question_answered(
    line: Line, said: str, told: str
) -> None:
    assert told in line.says(said)


def test_what_is_no_topic_and_still_ours_is_told_of(line: Line) -> None:
    assert "灾害预警不用订" in line.says("订阅预警")
    assert "没有“天气”这一类" in line.says("订阅天气")
    assert "没有“天气”这一类" in line.says("退订天气")
