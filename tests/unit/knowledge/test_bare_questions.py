"""Questions that name nothing, and what they are told from."""

import pytest

from knowledge.bare_questions import asks_whom, is_bare


@pytest.mark.parametrize(
    "question",
    [
        "咋预防",
        "以后怎么预防",
        "要交多少钱",
        "平时怎么防",
        "在哪换",
        "去哪领",
        "奖多少",
        "谁来拆",
        "谁来讲",
        "要换吗",
        "自己能修不",
        "要打针吗",
        "合理吗",
        "要办什么",
        "离几米",
        "谁验收",
        "扣工资吗",
        "那工资还发不发",
        "从几号开始",
    ],
)
def test_what_names_nothing_is_about_the_question_before(question: str) -> None:
    assert is_bare(question)


@pytest.mark.parametrize(
    "question",
    ["怎么预防煤气中毒", "电费要交多少钱", "以后怎么防台风", "灭火器在哪换", "有奖品吗", "能报名吗"],
)
def test_what_names_something_stands_by_itself(question: str) -> None:
    assert not is_bare(question)


@pytest.mark.parametrize("said", ["转给谁看", "这个该转给谁", "跟谁讲？", "那要报给哪个", "写给谁"])
def test_who_only_asks_whom_to_tell_wishes_for_nothing(said: str) -> None:
    assert asks_whom(said)


@pytest.mark.parametrize(
    "said", ["我想夸一下你们的人，写给谁", "转给你们领导看看", "网页打不开跟谁反映", "给我留个言"]
)
def test_who_says_more_may_wish(said: str) -> None:
    assert not asks_whom(said)
