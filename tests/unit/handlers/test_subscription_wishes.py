"""What is said to a wish about our messages."""

import pytest

from handlers.subscription_wishes import (
    SENTENCES,
    SentenceFor,
    sentence_for,
    takes_a_stop_back,
    wants_to_unfollow,
)


@pytest.mark.parametrize("one", SENTENCES, ids=lambda one: one.example)
def test_each_wish_gets_its_own_sentence(one: SentenceFor) -> None:
    assert sentence_for(one.example) == one.sentence


def test_who_only_wants_to_see_what_there_is_gets_no_sentence() -> None:
    assert sentence_for("能订阅哪些内容") is None


def test_who_wants_to_leave_the_account_is_told_apart_from_who_wants_no_messages() -> None:
    assert wants_to_unfollow("怎么取消关注")
    assert not wants_to_unfollow("不想收你们的群发消息了")


def test_who_takes_a_stop_back_is_heard() -> None:
    assert takes_a_stop_back("还是接着发吧")
    assert not takes_a_stop_back("别再给我发消息了")
