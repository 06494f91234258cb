"""Begins the skill that somebody wishes for in a whole sentence: 我要找个真人说话, 留言给你们, 那我举报他.

The skills know their short commands (转人工, 我的留言, 退订). How something is done (怎么转人工) is asked,
and an article answers; here is what somebody just wants, and what no article tells. A wish is heard in one of
three ways: by a pattern that is sure of it (``wish_patterns``), as a question about the skill that was just
offered, or by what was learned from messages (``Library.wish``).
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from bot.turns import Outcome, Turn
from handlers.remembered import OFFERED, QUESTION
from handlers.wish_patterns import HOW, wished
from knowledge.bare_questions import HOW_LONG, MONEY, WHEN, WHERE, asks_whom, is_bare
from knowledge.library import LibraryHolder
from knowledge.normalising import normalise

_LONGEST_LEARNED: Final = 30
# Longer than any short question about an offer; the patterns below try many ways to read a longer one.
_LONGEST_ASKED: Final = 16
# 我要检举一个厂，咋个弄 and 要上报吗 ask how it is done and whether one must, and an article tells.
_ASKS_FIRST: Final = re.compile(
    f"{HOW}|要不要|用不用|需不需要|该不该|(?:^|还|都)(?:要|用|需要|必须|应该|得).{{0,4}}报.{{0,3}}[吗么?？]"
)
# 那上班呢, after 台风来了停课吗.
_GOES_ON: Final = re.compile("那.{1,6}呢[?？]?")
# 那能带小孩吗, 报名要钱吗: made of these words alone, it names nothing but what was offered.
_OF_AN_ACTIVITY: Final = (
    f"几点|几号|哪天|{WHEN}|{HOW_LONG}|在哪|{WHERE}|地点|地址|时间|{MONEY}|报名|参加|签到|"
    "小孩|孩子|娃|老人|家属|朋友|礼品|奖品|纪念品|带什么|带啥|人多|名额"
)
_AROUND: Final = (
    "那|要是|如果|就|都|还|也|得|要|需要|能|可以|行|怎么|咋|在|去|到|我|们|带|办|搞|开始|结束|人|的|有|没|是|几个|多少|什么|啥|"
    "谁|吗|么|呢|不|啊"
)
# 老人怎么办, 孩子在哪 and 孩子不行了 are asked in need, wherever it be.
_NOT_OF_IT: Final = "[么咋]办$|[孩娃子人](?:都|就|还)?(?:在哪|哪里|哪儿|不行|没了|不在|没有了)"
# 帮我看看 says nothing of what: it may want anything looked at, and begins no tip.
_LOOKS_AT_NOTHING: Final = re.compile(
    "(?:请|麻烦|你们?|您|能不能|能|可以|可不可以)*(?:帮我|帮忙|给我|替我|帮俺|帮)+(?:看看|看一看|看一?下|瞧瞧|看)"
    "(?:吗|么|嘛|呗|吧|啊|呀|不|好吗|行吗|谢谢|[，。！？,.!?~ ])*"
)
_OF_A_CONTEST: Final = (
    f"{_OF_AN_ACTIVITY}|组队|团体|个人|单位|一个人|几个人|截止|比赛|比|题目|几道题|考|年龄|几岁"
)
# What a short question is about that comes after the offer of a skill: when, what it costs, how many people.
_ASKED_OF_IT: Final[Mapping[str, re.Pattern[str]]] = {
    "lecture": re.compile(
        "(?:那|要是|如果|就)*(?:[一二三四五六七八九十0-9]+(?:月|号|日|个人)|下个?月|下?周|星期|周末|暑假|寒假|晚上|白天|"
        f"哪天|几点|{WHEN}|{HOW_LONG}|{MONEY}|几个人|多少人|人少|人多).{{0,6}}"
    ),
    "center": re.compile(
        f"(?!.*(?:{_NOT_OF_IT}))(?:{_AROUND})*(?:{_OF_AN_ACTIVITY})(?:{_AROUND}|{_OF_AN_ACTIVITY})*"
    ),
    "contests": re.compile(
        f"(?!.*(?:{_NOT_OF_IT}))(?:{_AROUND})*(?:{_OF_A_CONTEST})(?:{_AROUND}|{_OF_A_CONTEST})*"
    ),
}


class WishHandler:
    """Begins the skill that is wished for; after the skills with their own commands, before the answers."""

    def __init__(
        self, library_holder: LibraryHolder, skills: Mapping[str, Callable[[Turn], Outcome]]
    ) -> None:
        """``skills`` by the names in ``wish_patterns`` and under ``wish:`` of ``screens/intents.yaml``."""
        self._library_holder = library_holder
        self._skills = skills

    def handle(self, turn: Turn) -> Outcome | None:
        """See ``bot.turns.Handler``."""
        if turn.menu_id or not turn.said:
            return None
        name = wished(turn.said) or _asked_of(turn) or self._learned(turn)
        return self._skills[name](turn) if name else None

    def _learned(self, turn: Turn) -> str | None:
        said = turn.said.strip()
        # 那上班呢, 在哪换 and 转给谁看 are asked of what was said before, and wish for no skill.
        is_on = bool(_GOES_ON.fullmatch(said)) or is_bare(said) or asks_whom(said)
        if len(said) > _LONGEST_LEARNED or is_on or _LOOKS_AT_NOTHING.fullmatch(said):
            return None
        name = self._library_holder.current().wish(turn.said, turn.talk.memory.get(QUESTION))
        return None if name == "tip" and _ASKS_FIRST.search(turn.said) else name


def _asked_of(turn: Turn) -> str | None:
    """The skill that was just offered, where a short question is about it."""
    offered = turn.talk.memory.get(OFFERED)
    asked = _ASKED_OF_IT.get(offered) if isinstance(offered, str) else None
    said = normalise(turn.said).replace(" ", "")
    return offered if asked and len(said) <= _LONGEST_ASKED and asked.fullmatch(said) else None
