"""每日一题 in the chat: answered by tap, letter or word; it never swallows a question or a cry for help."""

import pytest

from app.wiring import Container
from core.clock import china_date
from quizzes.loading import load
from quizzes.question import Kind, Question
from quizzes.reading import read_bank
from staff.services import OPERATOR
from tests.conftest import StandingClock
from tests.integration.conftest import Line


@pytest.fixture
def question(container: Container) -> Question:
    """Today's question: one with one right option."""
    one = next(one for one in read_bank().values() if one.id == "fire.oil_pan_first")
    with container.database.writing() as session:
        load(session, {one.id: one}, OPERATOR, container.clock.now())
    return one


def test_a_question_is_asked_answered_explained_and_forgotten(
    line: Line, container: Container, question: Question, clock: StandingClock
) -> None:
    asked = line.says("每日一题")
    assert question.stem in asked
    day = china_date(clock.now()).isoformat()
    assert f"quiz:{day}:C" in asked
    told = line.says("选ｃ")
    assert "答对了" in told
    assert question.explanation in told
    assert "依据：国家消防救援局公开消防安全提示" in told
    assert "article:fire.oil_pan" in told
    assert "已经答过了" in line.taps("A", f"quiz:{day}:A")
    assert "已经答过了" in line.says("每日一题")
    clock.advance(days=1)
    old = line.taps("A", f"quiz:{day}:A")
    assert "前些天的" in old
    assert question.stem in old
    told = line.says("A")
    assert "没答对" in told
    assert "连续答了2天" in told
    line.says("删除我的记录")
    line.says("确认删除")
    assert question.stem in line.says("每日一题")


@pytest.mark.parametrize("day", ["2026-99-99", "٢٠٢٦-١١-٢٢"])
def test_a_tap_on_no_day_breaks_nothing(line: Line, question: Question, day: str) -> None:
    assert "出了点问题" not in line.taps("A", f"quiz:{day}:A")


@pytest.mark.parametrize("words", ["不知道", "啥意思", "没懂", "提示一下"])
def test_who_does_not_know_is_asked_again(line: Line, question: Question, words: str) -> None:
    line.says("每日一题")

    reply = line.says(words)

    assert "猜一个也行" in reply
    assert question.stem in reply
    assert "答对了" in line.says("C")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("再来一题", "想多做几道"),
        ("排行榜", "成绩和排名"),
        ("我的奖品", "领奖码"),
        ("怎么领奖", "发“举报奖金怎么领”"),
    ],
)
def test_what_comes_after_the_question_is_on_the_pages(
    line: Line, question: Question, words: str, said: str
) -> None:
    line.says("每日一题")
    line.says("C")

    reply = line.says(words)

    assert said in reply
    assert "/h5/quiz" in reply
    assert "119" not in reply


def test_a_question_in_the_middle_is_answered_and_the_quiz_offered_again(
    line: Line, question: Question
) -> None:
    line.says("每日一题")
    answer = line.says("灭火器怎么用")
    assert "提、拔、握、压" in answer
    assert "还没答" in answer
    assert question.stem not in answer
    assert "答对了" in line.says("C")


def test_danger_goes_first_and_no_quiz_stands_below_it(line: Line, question: Question) -> None:
    line.says("每日一题")
    urgent = line.says("我家着火了快救命")
    assert "119" in urgent
    assert "还没答" not in urgent
    assert "答对了" not in line.says("C")


def test_a_quiz_can_be_left_and_does_not_disturb_a_tip(
    line: Line, question: Question, clock: StandingClock
) -> None:
    line.says("每日一题")
    assert "不答了" in line.says("不答了")
    assert "还没答" not in line.says("灭火器怎么用")
    line.says("我要举报")
    beside = line.says("每日一题")
    assert question.stem in beside
    assert "没答对" in line.taps("A", f"quiz:{china_date(clock.now()).isoformat()}:A")
    assert "还没答" not in line.says("帮助")


def test_an_empty_bank_says_so_and_letters_and_verdicts_are_heard(
    line: Line, container: Container, clock: StandingClock
) -> None:
    assert "还没有题" in line.says("每日一题")
    bank = read_bank()
    for kind in (Kind.MULTIPLE, Kind.TRUE_FALSE):
        one = next(one for one in bank.values() if one.kind is kind)
        with container.database.writing() as session:
            load(session, {one.id: one}, OPERATOR, clock.now())
        said = (
            "、".join(sorted(one.right)) if kind is Kind.MULTIPLE else ("对" if one.right == {"A"} else "错")
        )
        asked = line.says("答题")
        assert ("可以多选" in asked) == (kind is Kind.MULTIPLE)
        assert "答对了" in line.says(said)
        clock.advance(days=1)
