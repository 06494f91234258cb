"""Who wants to speak with a person is understood in the words that people use for it."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from bot.talk import Talk
from bot.turns import Turn
from handlers.human import WORDS
from wechat.messages import TextMessage


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
    assert turn_of(said).is_command(WORDS)


@pytest.mark.parametrize("said", ["淘宝客服怎么转人工", "你是真人吗", "人工呼吸怎么做", "人工降雨"])
def test_a_question_that_holds_the_word_is_none(said: str) -> None:
    assert not turn_of(said).is_command(WORDS)


@pytest.mark.parametrize("said", ["我要转人工吧！", " 转人工 。", "“转人工”"])
def test_signs_and_politeness_around_a_command_do_not_count(said: str) -> None:
    assert turn_of(said).command == "转人工"
    assert turn_of(said).is_command(WORDS)


def test_what_is_too_long_is_no_command_whatever_signs_make_it_so() -> None:
    assert not turn_of("转人工" + "！" * 14).is_command(WORDS)


def turn_of(said: str) -> Turn:
    """One message, before anybody looks at the database."""
    now = datetime(2026, 7, 1, tzinfo=UTC)
    message = TextMessage(to_user="gh", from_user="li", created_at=now, msg_id="1", content=said)
    return Turn(message, Talk(), now, Session)
