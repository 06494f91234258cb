"""What somebody who asks about our messages wants to know: fewer, how often, warnings only, another town.

``SentenceFor`` is one such thing and what is said to it; the first of the table that is heard is said, above
what the person chose. To add one, write an entry; its example is held against the table by a test.
"""

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class SentenceFor:
    """What is said to one kind of wish about the messages."""

    heard: re.Pattern[str]
    """Found anywhere in what was said."""
    sentence: str
    example: str
    """Something that is said so."""


SENTENCES: Final = (
    SentenceFor(
        re.compile(
            "搬|换[个了到成]?(?:一个)?(?:镇|乡|村|街道|社区|地方)|改.{0,4}(?:镇|乡|村|地址|住址)|[选填]错|不住"
        ),
        "换了地方、选错了乡镇，发“改成”加乡镇或者村的名字就行，比如“改成××镇”。",
        example="我搬家了",
    ),
    SentenceFor(
        re.compile("几次|几回|几条|几篇|多久|多长时间|几天|多少回|几点|啥时候|什么时候|规律"),
        "宣传消息没有固定的日子，工作人员有要提醒的才发。嫌多，可以只留几类。",
        example="你们一个月发几次",
    ),
    SentenceFor(
        re.compile("预警|台风来|暴雨来|要紧|紧急"),
        "灾害预警不用订，退订了也照常发。只想收预警，发“退订”就行。",
        example="我只想收预警",
    ),
    SentenceFor(
        re.compile("别|不想|不要|不用|不收|不看|不订|停|关|太多|太勤|频繁|少[发推]|烦|退|屏蔽|拉黑|莫|唔|勿"),
        "不想收了，发“退订”，宣传消息就都不发了；只想少收，可以只留几类。",
        example="推得太勤了",
    ),
)

_UNFOLLOWS: Final = re.compile("取消?关|不.{0,3}关注|拉黑|[删退]了?掉?(?:你们|这个|公众)")
_TAKES_BACK: Final = re.compile(
    "还是.{0,2}[发收推]|[又再想]收|接着[发推收]|继续[发推收]|恢复|重新[发订收]|再[给发订]|后悔|改主意"
)
# 别再给我发 and 不想收 have the words of a stop that is taken back, and are another stop.
_REFUSES: Final = re.compile("别|不要|不想|不用|不愿|不让|不许|莫|勿|甭")


def sentence_for(said: str) -> str | None:
    """What fits a wish in these words; None where what the person chose says it all."""
    return next((one.sentence for one in SENTENCES if one.heard.search(said)), None)


def wants_to_unfollow(said: str) -> bool:
    """Whether somebody wants to leave the account, and not only its messages."""
    return _UNFOLLOWS.search(said) is not None


def takes_a_stop_back(said: str) -> bool:
    """Whether somebody who stopped all messages wants them again."""
    return _TAKES_BACK.search(said) is not None and _REFUSES.search(said) is None
