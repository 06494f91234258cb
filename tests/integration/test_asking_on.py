"""Who asks on about the answer just read gets the line that says it, and not all of it again."""

import pytest

from handlers import notices
from tests.integration.conftest import Line


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("避难场所在哪里", "能带狗去吗", "猫狗：各地不一样"),
        ("消防通道停车违法吗", "罚多少", "个人给警告或罚500元以下"),
        ("84消毒液怎么配", "可以跟洁厕灵一起用吗", "不能混"),
        # Whose business labour contracts are is no matter here.
        ("工伤认定要多久", "没签合同算吗", "工资转账"),
        ("电动车能不能在楼道充电", "那放阳台充呢", "不能。"),
        # What looks like somebody else's business belongs to what was just read.
        ("电动车电池鼓包怎么办", "能扔垃圾桶吗", "不要扔垃圾桶"),
        ("举报多久有结果", "我换手机了", "换手机后用原来的微信"),
        ("台风来之前准备什么", "窗户怎么弄", "窗户和门关紧锁好"),
    ],
)
def test_the_point_comes_alone(line: Line, first: str, second: str, said: str) -> None:
    line.says(first)

    reply = line.says(second)

    assert said in reply
    assert notices.POINT_HEAD in reply
    assert "依据：" in reply
    assert "有用</a>" in reply
    # The whole of it is one word away.
    again = line.says("再说一遍")
    assert notices.POINT_HEAD not in again
    assert len(again) > len(reply)


def test_beside_a_danger_the_first_action_stands_too(line: Line) -> None:
    line.says("被开水烫了先干啥")

    reply = line.says("能抹牙膏不")

    assert "别做这几样：抹牙膏" in reply
    assert "马上用流动的凉水冲" in reply


def test_after_first_help_the_point_comes_too(line: Line) -> None:
    assert "马上" in line.says("食物中毒怎么办")

    reply = line.says("剩菜留着吗")

    assert notices.POINT_HEAD in reply
    assert "留：剩菜" in reply


def test_what_was_told_before_says_whether_it_is_serious(line: Line) -> None:
    line.says("被狗抓了一下没出血")

    assert "破了皮没出血，有抓痕：打疫苗" in line.says("要紧吗")


def test_where_no_line_says_it_that_is_told_before_all_of_it(line: Line) -> None:
    assert notices.LOOK_AGAIN not in line.says("怎么防小孩从窗户掉下去")

    reply = line.says("要花多少钱")

    assert notices.LOOK_AGAIN in reply
    assert "装限位器" in reply


def test_a_new_question_gets_its_whole_answer(line: Line) -> None:
    line.says("避难场所在哪里")

    reply = line.says("灭火器怎么用")

    assert notices.POINT_HEAD not in reply
    assert "提、拔、握、压" in reply


def test_the_same_question_again_gets_the_whole_answer_again(line: Line) -> None:
    assert notices.POINT_HEAD not in line.says("避难场所在哪里")
    assert notices.POINT_HEAD not in line.says("避难场所在哪里")


@pytest.mark.parametrize("number", ["9223372036854775808", "9999999999999999999", "٣"])
def test_an_opinion_on_no_answer_breaks_nothing(line: Line, number: str) -> None:
    assert "出了点问题" not in line.taps("没用", f"useless:{number}")


def test_what_is_asked_of_a_lecture_is_no_question_about_may(line: Line) -> None:
    line.says("能请你们来村里讲一课吗")

    assert "预约宣讲" in line.says("五月行吗")
    assert "预约宣讲" not in line.says("灭火器怎么用")


def test_whether_it_is_right_is_told_and_not_who_answers(line: Line) -> None:
    line.says("台风来之前准备什么")

    assert "下面写着依据" in line.says("那你说的准吗")
