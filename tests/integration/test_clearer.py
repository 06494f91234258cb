"""An answer that did not help is not said again word for word, and nobody is thanked for a complaint."""

import pytest

from tests.integration.conftest import Line

ASKED = "高压锅怎么用安全"
SIGN = "装不过大半"


@pytest.mark.parametrize("words", ["没懂", "太长了", "字太小看不清", "能不能说简单点"])
def test_what_was_not_understood_is_said_in_one_sentence(line: Line, words: str) -> None:
    assert SIGN in line.says(ASKED)

    reply = line.says(words)

    assert "高压锅没放完气不开盖" in reply
    assert "/h5/a/home.pressure_cooker" in reply
    assert SIGN not in reply
    # One may go on where one was.
    assert SIGN in line.says(ASKED)


@pytest.mark.parametrize("words", ["再说一遍", "没听清", "刚才那条再发一次"])
def test_who_lost_the_answer_gets_it_once_more(line: Line, words: str) -> None:
    line.says(ASKED)

    assert SIGN in line.says(words)


def test_once_more_after_an_alarm_is_what_to_do_first(line: Line) -> None:
    line.says("家里煤气味好大")

    assert "别开关电器" in line.says("再说一遍")


@pytest.mark.parametrize("words", ["再详细点", "还有吗"])
def test_who_wants_more_is_led_on(line: Line, words: str) -> None:
    line.says(ASKED)

    reply = line.says(words)

    assert "能说的就这些了" in reply
    assert SIGN not in reply


@pytest.mark.parametrize(
    "words", ["我问的不是这个", "不满意", "没解决", "你这答的啥玩意，根本没回答我的问题"]
)
def test_a_complaint_is_heard(line: Line, words: str) -> None:
    line.says(ASKED)

    reply = line.says(words)

    assert "没帮上您" in reply
    assert "msgmenuid=skill:leave" in reply


@pytest.mark.parametrize("words", ["不满意", "你们这服务太差了", "没懂"])
def test_a_complaint_about_nothing_in_particular_is_heard_too(line: Line, words: str) -> None:
    reply = line.says(words)

    assert "没帮上您" in reply
    assert "msgmenuid=skill:leave" in reply


@pytest.mark.parametrize("between", ["是谁举报我们厂的，告诉我名字", "哪家医院看皮肤好"])
@pytest.mark.parametrize("words", ["没懂", "再详细点", "没用"])
def test_what_was_refused_is_not_the_answer_before_it(line: Line, between: str, words: str) -> None:
    line.says(ASKED)
    line.says(between)

    reply = line.says(words)

    assert "高压锅" not in reply
    assert "没帮上您" in reply or "能说的就这些了" in reply


def test_thanks_between_leave_the_answer_standing(line: Line) -> None:
    line.says(ASKED)
    line.says("谢谢")

    assert "高压锅没放完气不开盖" in line.says("没懂")


def test_praise_is_still_praise(line: Line) -> None:
    assert "谢谢夸奖" in line.says("很满意")


def test_in_danger_the_numbers_stay(line: Line) -> None:
    line.says("家里闻到燃气味怎么办")

    assert "119" in line.says("没懂")


@pytest.mark.parametrize("words", ["[Sticker]", "【收到不支持的消息类型，暂无法显示】", "[动画表情]"])
def test_a_sticker_is_no_foreign_language(line: Line, words: str) -> None:
    reply = line.says(words)

    assert "还看不懂" in reply
    assert "Fire" not in reply


def test_a_bare_address_is_a_link(line: Line) -> None:
    reply = line.says("https://mp.weixin.qq.com/s/abcdef")

    assert "收到您转来的文章" in reply
    assert "Fire" not in reply


def test_whether_it_is_true_is_not_met_with_all_right(line: Line) -> None:
    assert "拿不准的别转发" in line.says("这是真的吗")
