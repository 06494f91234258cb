"""Wishes to the account in a whole sentence that patterns are sure of: 我要找个真人说话, 那我举报他.

Most wishes are learned from the messages under ``wish:`` of ``knowledge/screens/intents.yaml``
(``Library.wish``), and a wish that is missed is added there. What was learned may be wrong about a sentence
that nobody foresaw; so only these patterns are asked where a mistake costs more than a miss: in the midst of
a tip, where every message may be evidence (``interruptions``), and before a danger (``emergency``). Elsewhere
they add little: of 56 wishes written apart from both (``tests/integration/wishes_asked.yaml``) learning knows
40 and the patterns no other, of the 36 that the patterns are tested with it knows 29.
"""

import re
from dataclasses import dataclass
from typing import Final

from knowledge.normalising import normalise

# Whatever is longer also tells something.
_LONGEST: Final = 24
_MAY: Final = "(?:能不能|可不可以|能否|可以|能)?"
_I: Final = "(?:我|俺|咱|就|只|还是|想|要|得|请|直接|帮我|给我|不想|跟机器人说|不跟机器人说|不要机器人)*"
_SOMEBODY: Final = "(?:一?个|一下|到|你们的?)*(?:真人|活人|人工|人工客服|客服|工作人员)"
_SPEAKS: Final = "(?:说话|说说|说|聊聊|聊|谈谈|谈|沟通|对话|回答|回复|处理|接待|问问|问)"
_TALK: Final = f"(?:来|给我|帮我|跟我)*{_SPEAKS}?(?:几句|两句|一下)?"
_OUR_MAIL: Final = "(?:群发|推送|推文|(?:你们|公众号|这个号)的?(?:消息|信息|广告|宣传))"
_HOW_TO: Final = "怎么|怎样|如何|咋"
HOW: Final = f"{_HOW_TO}|哪"
"""Words by which one asks how something is done, or where."""
_HELP_ME: Final = "(?:怎么|怎样|如何|能不能|可以|帮我|给我|请|我想|想|我要)*"
_DELETE: Final = "删除|删掉|删了|删|清除|清空|清掉|抹掉"
_OF_MINE: Final = "我的?|全部|所有|之前|以前|问过|说过|发过|的"
# A reporter tells of other records: 全部记录都删了.
_SAID_HERE: Final = "(?=.*(?:我的|聊天|对话|提问|咨询|问答|问过|说过|发过))"
_RECORDS: Final = "(?:聊天|对话|提问|咨询|问答)?记录"
# 台风天能去上课吗 asks for no lecture: a class is given, or is one of something.
_SOME: Final = "(?:一|个|堂|节|次|场|下|点|安全|消防|应急|急救)"
_LECTURE: Final = f"(?:讲{_SOME}*课|上?{_SOME}+课|讲座|宣讲|讲一讲|讲讲|培训一下|[做搞来]个?培训)"
_OF_OURS: Final = "(?:你们?|您|专家|老师|消防员?|局里|领导|人)"
_AT_OURS: Final = "(?:我们?|俺们?|咱们?|村|社区|小区|学校|幼儿园|厂|公司|单位|工地)"
_WHEN: Final = (
    "(?:请问|你们?|那边|局里|单位|这里|公众号|现在|今天|今晚|平时|早上|中午|午休|下午|晚上|夜里|夜间|半夜|周末"
    "|周[一二三四五六日天]|星期[一二三四五六日天]|节假日|假期|放假|过年|春节|国庆|五一)"
)
_THERE: Final = "(?:工作)?人员?(?:在|值班|上班|接电话|接待|办公|回复?|理)*"
# Looked for in what was said, for what is made plain has lost it: 今天有人 asks nothing.
_ASKS: Final = re.compile("[吗么不没?？]")
# The warnings are not ours to stop, a tip has more words of its own, and of what others sent round one asks
# whether it is true.
_NOT_OURS: Final = "预警|地震|举报|真的|假的|谣|骗|短信|链接|停[水电气课工]"
# 怎么转人工 is answered by an article.
_ASKED_OR_NOT_OURS: Final = f"{HOW}|{_NOT_OURS}"


@dataclass(frozen=True, slots=True)
class _WishPattern:
    """The sentences that wish for one skill."""

    skill: str
    whole: re.Pattern[str]
    """What the whole sentence must be, in plain characters without blanks."""
    not_with: re.Pattern[str] | None
    """What says in such a sentence that something else is meant."""
    only_asked: bool
    """Whether it must be asked as well."""

    def is_meant(self, said: str, plain: str) -> bool:
        """Whether the sentence, which has the form of this wish, is one."""
        is_else = self.not_with is not None and self.not_with.search(plain) is not None
        return not is_else and (not self.only_asked or _ASKS.search(said) is not None)


def _pattern(
    skill: str, whole: str, *, not_with: str | None = _NOT_OURS, only_asked: bool = False
) -> _WishPattern:
    unless = re.compile(not_with) if not_with is not None else None
    return _WishPattern(skill, re.compile(whole), unless, only_asked)


_WISHES: Final = (
    _pattern(
        "human",
        f"{_MAY}{_I}(?:找|叫|换|转|转接|接|联系|跟|和|喊){_SOMEBODY}{_TALK}[吗么不吧]?",
        not_with=_ASKED_OR_NOT_OURS,
    ),
    _pattern(
        "hours",
        f"{_WHEN}+(?:还|都|也|是不是|的时候)*有(?:没有)?{_THERE}(?:吗|么|不|没有?|的)?",
        only_asked=True,
    ),
    _pattern(
        "lecture",
        "(?!.*(?:怎么|如何|哪|网|驾|证|假|谁)).*"
        f"(?:请{_OF_OURS}|{_OF_OURS}{_MAY}(?:派人|上门)*[来到去]|{_MAY}(?:派人|上门)*[来到]{_AT_OURS}|(?<![大网])预?约)"
        f".{{0,8}}{_LECTURE}.{{0,5}}",
    ),
    _pattern(
        "leave",
        f"(?:算了|那|好吧|好)*{_I}(?:给|跟|向|和)?(?:你们|局里|工作人员)?留(?:一?个|一?句|一?条|一?下)?(?:言|话)"
        "(?:给(?:你们|局里|工作人员))?[吧吗么行可以]*",
    ),
    _pattern(
        "tip",
        "(?:那|那么|好|好的|行|我|俺|咱|就|就要|现在|马上|这就|还是|决定|想|要|来)*"
        "(?:(?<=就)报(?:一个|一下)|举报(?:他们?|她|它|一下|一个|[这那]家店?|[这那]个厂|吧|好了|算了)*)",
        not_with=None,
    ),
    _pattern(
        "mine",
        "(?=.*(?:我|俺|给你们|上回|上次)).{0,8}留(?:的|过的?|了)?(?:那个|那条|个)?(?:言|话).{0,6}"
        "(?:回复?|答复?|看|处理|消息|动静|下文|结果|人理)(?:了|过|到)*(?:没有?|吗|么|不)?",
    ),
    _pattern(
        "subs",
        "(?:还有?|有|那)?(?:别的|其他的?|哪些|什么|啥)?(?:内容|消息|东西)?(?:还)?(?:能|可以|都能)订阅?(?:的|什么|啥|哪些|些什么|些啥)?(?:内容|消息)?[吗么呢]?|"
        f"(?=.*(?:不想|不要|不用|别|停|取消|关掉|关闭|屏蔽|拒收|太多|天天)).*(?:{_OUR_MAIL}|取消关注).{{0,10}}"
        f"|(?:{_HOW_TO}|能不能|可以|我要|我想|请|想)*(?:才能|能)?退订(?:你们|消息|推送|了|一下)*"
        f"|(?:{_HOW_TO}|能不能|请|麻烦|你们?)*(?:别|不要|不让|停止)(?:你们?|再|总|老|天天)*(?:给我)?"
        "(?:发|推送?)(?:消息|信息|广告|东西|这些)(?:给我)?了?(?:行不行?|好不好|好吗|行吗|可以吗|成不)?",
    ),
    _pattern(
        "forget",
        f"{_SAID_HERE}(?:{_HELP_ME}(?:{_DELETE})(?:{_OF_MINE})*{_RECORDS}"
        f"|{_HELP_ME}(?:把|将)?(?:{_OF_MINE})+{_RECORDS}(?:全都?|都|给|统统)*(?:{_DELETE}))",
    ),
    _pattern(
        "quiz",
        "(?:我|俺|咱|想|要|再|来|能不能|可以)*(?:看看|看|做|练|刷|答|来)(?:几道|一道|点|些|做|一做|练)*"
        "(?:安全|应急|消防)?(?:知识)?的?(?:题目|题|练习题|习题)(?:练练手|练手|玩玩|试试|做做|练练)?[吗吧呗]?",
    ),
    _pattern(
        "contests",
        "(?!.*(?:特种|安全员|操作证|电工|焊|培训|驾)).*(?:答题|做题|练习题|错题|竞赛|网上的?课程?|课程学完)"
        ".{0,8}(?:证书|成绩|排名|错题|重做|再做|得分|分数|得了多少分|多少分|奖品|抽奖|积分).{0,8}"
        "|(?:我)?(?:抽奖中?|抽中|中奖|中了奖|抽到|奖品|领奖码|兑奖|积分|奖品)(?:了|的)?"
        "(?:在哪|怎么|咋|哪里|去哪|到哪|能|可以)*(?:领|兑|换|查|看|兑换|领取)(?:奖品?|啥|什么|东西)?",
    ),
)


def wished(said: str) -> str | None:
    """The skill that a short sentence surely wishes for; a longer one is not looked at."""
    if len(said) > _LONGEST:
        return None
    plain = normalise(said).replace(" ", "")
    found = next((wish for wish in _WISHES if wish.whole.fullmatch(plain)), None)
    return found.skill if found is not None and found.is_meant(said, plain) else None
