"""Which short messages are about the answer before, and which only look so."""

import pytest

from knowledge.screening.answer_remarks import AGAIN, MORE, UNCLEAR, reduced, says_it_did_not_help

UNCLEAR_WORDS = (
    "没懂 看不懂 太长了 字太小看不清 能不能说简单点 简单点！ 啥意思 什么意思啊？ 不明白 "
    "你说的太复杂了 说人话 太啰嗦了 字太多了 太长了不看 你能不能短一点 好啰嗦"
)
MORE_WORDS = "再详细点 能具体一点吗 还有吗 还有别的吗 多说几句 能不能再说详细些"
AGAIN_WORDS = (
    "再说一遍 再发一次 重复一下 没听清 刚才那条再发一遍 能再说一遍吗 上面那段再发一次 刚才说的啥来着"
)
WRONG_WORDS = (
    "你说的没用 你这答的啥玩意，根本没回答我的问题 没解决 不满意 答非所问 不是这个意思 "
    "我问的不是这个 回答错了 你说错了 不对 没用 没啥用 太差了 我不是问这个 没帮上忙"
)
SOMETHING_ELSE = (
    "灭火器没用了 短路了 还有人被困 没有用电 不懂就问 还有什么危险 太长时间没充电 "
    "简单急救 刚才 刚刚地震了 再来一次地震怎么办 没听清警报 再说吧 "
    "具体地址在哪 有什么用 看不清路 不对劲 家里没人 火太大了 长 血还没止住"
)


@pytest.mark.parametrize("words", UNCLEAR_WORDS.split())
def test_not_understood(words: str) -> None:
    assert UNCLEAR.fullmatch(reduced(words))


@pytest.mark.parametrize("words", MORE_WORDS.split())
def test_more_is_wanted(words: str) -> None:
    assert MORE.fullmatch(reduced(words))


@pytest.mark.parametrize("words", AGAIN_WORDS.split())
def test_it_is_wanted_once_more(words: str) -> None:
    assert AGAIN.fullmatch(reduced(words))


@pytest.mark.parametrize("words", WRONG_WORDS.split(" "))
def test_no_answer_at_all(words: str) -> None:
    assert says_it_did_not_help(words)


@pytest.mark.parametrize("words", SOMETHING_ELSE.split())
def test_what_tells_or_asks_something(words: str) -> None:
    said = reduced(words)
    assert not UNCLEAR.fullmatch(said)
    assert not MORE.fullmatch(said)
    assert not AGAIN.fullmatch(said)
    assert not says_it_did_not_help(words)


def test_a_message_of_any_length_is_looked_at_in_time() -> None:
    assert not says_it_did_not_help("你" * 5000)
    assert not UNCLEAR.fullmatch(reduced("能不能再说说" * 3))
