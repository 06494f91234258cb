"""Names on lists and certificates, and answers as people give them."""

import pytest

from quizzes.choices import spoken_choice
from quizzes.names import half_hidden, holder, nickname
from quizzes.question import question_from
from quizzes.refusals import BadName
from tests.unit.quizzes.question_tree import tree


@pytest.mark.parametrize("given", ["加我微信", "13812345678", "x" * 13, "www.a.cn", "a b@c", "小王<b>"])
def test_a_nickname_that_tells_too_much_is_refused(given: str) -> None:
    with pytest.raises(BadName):
        nickname(given)


@pytest.mark.parametrize(("given", "shown"), [("", None), ("匿名", None), (" 小王 ", "小王"), ("Ａ1", "A1")])
def test_a_nickname_is_cleaned(given: str, shown: str | None) -> None:
    assert nickname(given) == shown


@pytest.mark.parametrize("given", ["", "张三138", "<b>", "张三\n李四"[:3] + "，"])
def test_a_name_on_a_certificate_is_a_name(given: str) -> None:
    with pytest.raises(BadName):
        holder(given)


@pytest.mark.parametrize(
    ("name", "hidden"),
    [("王五", "王*"), ("欧阳小丽", "欧**丽"), ("李", "李*"), ("阿依古丽·买买提", "阿***提")],
)
def test_a_stranger_learns_half_a_name(name: str, hidden: str) -> None:
    assert holder(name) == name
    assert half_hidden(name) == hidden


@pytest.mark.parametrize(
    ("said", "letters"),
    [
        *(("A", "A"), ("a", "A"), ("Ａ", "A"), ("选B", "B"), ("我选c。", "C"), ("答案是B", "B"), ("D", None)),
        *(("", None), ("煤气漏了怎么办", None), ("对", None), ("1", None), ("abc灭火器怎么用啊", None)),
    ],
)
def test_only_an_answer_is_taken_for_one(said: str, letters: str | None) -> None:
    assert spoken_choice(question_from(tree()), said) == letters


@pytest.mark.parametrize(
    ("said", "letters"), [("ACA", "AC"), ("a，c", "AC"), ("C和A", "AC"), ("选 a b", "AB")]
)
def test_several_letters_are_taken_together(said: str, letters: str) -> None:
    assert spoken_choice(question_from(tree(kind="multiple", right="AC")), said) == letters


@pytest.mark.parametrize(
    ("said", "letters"),
    [("对", "A"), ("不对", "B"), ("我觉得错", "B"), ("对吧", "A"), ("A", "A"), ("对不对", None)],
)
def test_a_verdict_is_heard(said: str, letters: str | None) -> None:
    verdict = question_from(tree(kind="true_false", options=[], right="对"))
    assert spoken_choice(verdict, said) == letters
