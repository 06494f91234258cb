"""Who wants to speak with a person is understood in the words that people use for it."""

import pytest

from handlers.human import WORDS
from handlers.words import is_command


@pytest.mark.parametrize(
    "said",
    [
        "转人工",
        "真人客服在哪",
        "有没有真人",
        "我要找真人",
        "人工客服在哪里？",
        "找个人工",
        "客服在哪",
        "转客服",
    ],
)
def test_a_wish_for_a_person_is_a_command(said: str) -> None:
    assert is_command(said, WORDS)


@pytest.mark.parametrize("said", ["淘宝客服怎么转人工", "你是真人吗", "人工呼吸怎么做", "人工降雨"])
def test_a_question_that_holds_the_word_is_none(said: str) -> None:
    assert not is_command(said, WORDS)
