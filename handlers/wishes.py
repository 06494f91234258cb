"""Wishes to the account in a whole sentence: 我要找个真人说话, 留言给你们, 那我举报他, 不想收群发消息了.

The skills know their short commands (转人工, 我的留言, 退订). How something is done (怎么转人工) is asked,
and an article answers; here is what somebody just wants, and what no article tells. The patterns are sure of
what they know, in the midst of a tip too; what they do not know is learned from messages (``Library.wish``).
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from bot.turns import Outcome, Turn
from handlers.remembered import OFFERED, QUESTION
from knowledge.library import LibraryHolder
from knowledge.normalising import normalise

_LONGEST: Final = 24
_LONGEST_LEARNED: Final = 30
_MAY: Final = "(?:能不能|可不可以|能否|可以|能)?"
_I: Final = "(?:我|俺|咱|就|只|还是|想|要|得|请|直接|帮我|给我|不想|跟机器人说|不跟机器人说|不要机器人)*"
_SOMEBODY: Final = "(?:一?个|一下|到|你们的?)*(?:真人|活人|人工|人工客服|客服|工作人员)"
_SPEAKS: Final = "(?:说话|说说|说|聊聊|聊|谈谈|谈|沟通|对话|回答|回复|处理|接待|问问|问)"
_TALK: Final = f"(?:来|给我|帮我|跟我)*{_SPEAKS}?(?:几句|两句|一下)?"
_OUR_MAIL: Final = "(?:群发|推送|推文|(?:你们|公众号|这个号)的?(?:消息|信息|广告|宣传))"
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
_WISHES: Final[Mapping[str, re.Pattern[str]]] = {
    "human": re.compile(f"{_MAY}{_I}(?:找|叫|换|转|转接|接|联系|跟|和|喊){_SOMEBODY}{_TALK}[吗么不吧]?"),
    "hours": re.compile(f"{_WHEN}+(?:还|都|也|是不是|的时候)*有(?:没有)?{_THERE}(?:吗|么|不|没有?|的)?"),
    "lecture": re.compile(
        "(?!.*(?:怎么|如何|哪|网|驾|证|假|谁)).*"
        f"(?:请{_OF_OURS}|{_OF_OURS}{_MAY}(?:派人|上门)*[来到去]|{_MAY}(?:派人|上门)*[来到]{_AT_OURS}|(?<![大网])预?约)"
        f".{{0,8}}{_LECTURE}.{{0,5}}"
    ),
    "leave": re.compile(
        f"(?:算了|那|好吧|好)*{_I}(?:给|跟|向|和)?(?:你们|局里|工作人员)?留(?:一?个|一?句|一?条|一?下)?(?:言|话)"
        "(?:给(?:你们|局里|工作人员))?[吧吗么行可以]*"
    ),
    "tip": re.compile(
        "(?:那|那么|好|好的|行|我|俺|咱|就|就要|现在|马上|这就|还是|决定|想|要|来)*"
        "(?:(?<=就)报(?:一个|一下)|举报(?:他们?|她|它|一下|一个|[这那]家店?|[这那]个厂|吧|好了|算了)*)"
    ),
    "mine": re.compile(
        "(?=.*(?:我|俺|给你们|上回|上次)).{0,8}留(?:的|过的?|了)?(?:那个|那条|个)?(?:言|话).{0,6}"
        "(?:回复?|答复?|看|处理|消息|动静|下文|结果|人理)(?:了|过|到)*(?:没有?|吗|么|不)?"
    ),
    "subs": re.compile(
        "(?:还有?|有|那)?(?:别的|其他的?|哪些|什么|啥)?(?:内容|消息|东西)?(?:还)?(?:能|可以|都能)订阅?(?:的|什么|啥|哪些|些什么|些啥)?(?:内容|消息)?[吗么呢]?|"
        f"(?=.*(?:不想|不要|不用|别|停|取消|关掉|关闭|屏蔽|拒收|太多|天天)).*(?:{_OUR_MAIL}|取消关注).{{0,10}}"
        "|(?:怎么|怎样|如何|咋|能不能|可以|我要|我想|请|想)*(?:才能|能)?退订(?:你们|消息|推送|了|一下)*"
        "|(?:怎么|怎样|如何|咋|能不能|请|麻烦|你们?)*(?:别|不要|不让|停止)(?:你们?|再|总|老|天天)*(?:给我)?"
        "(?:发|推送?)(?:消息|信息|广告|东西|这些)(?:给我)?了?(?:行不行?|好不好|好吗|行吗|可以吗|成不)?"
    ),
    "forget": re.compile(
        f"{_SAID_HERE}(?:{_HELP_ME}(?:{_DELETE})(?:{_OF_MINE})*{_RECORDS}"
        f"|{_HELP_ME}(?:把|将)?(?:{_OF_MINE})+{_RECORDS}(?:全都?|都|给|统统)*(?:{_DELETE}))"
    ),
    "quiz": re.compile(
        "(?:我|俺|咱|想|要|再|来|能不能|可以)*(?:看看|看|做|练|刷|答|来)(?:几道|一道|点|些|做|一做|练)*"
        "(?:安全|应急|消防)?(?:知识)?的?(?:题目|题|练习题|习题)(?:练练手|练手|玩玩|试试|做做|练练)?[吗吧呗]?"
    ),
    "contests": re.compile(
        "(?!.*(?:特种|安全员|操作证|电工|焊|培训|驾)).*(?:答题|做题|练习题|错题|竞赛|网上的?课程?|课程学完)"
        ".{0,8}(?:证书|成绩|排名|错题|重做|再做|得分|分数|得了多少分|多少分|奖品|抽奖|积分).{0,8}"
        "|(?:我)?(?:抽奖中?|抽中|中奖|中了奖|抽到|奖品|领奖码|兑奖|积分|奖品)(?:了|的)?"
        "(?:在哪|怎么|咋|哪里|去哪|到哪|能|可以)*(?:领|兑|换|查|看|兑换|领取)(?:奖品?|啥|什么|东西)?"
    ),
}
_HOW: Final = re.compile("怎么|怎样|如何|咋|哪")
_ASKS_FIRST: Final = re.compile(
    f"{_HOW.pattern}|要不要|用不用|需不需要|该不该|(?:^|还|都)(?:要|用|需要|必须|应该|得).{{0,4}}报.{{0,3}}[吗么?？]"
)
_ASKED_OF_IT: Final[Mapping[str, re.Pattern[str]]] = {
    "lecture": re.compile(
        "(?:那|要是|如果|就)*(?:[一二三四五六七八九十0-9]+(?:月|号|日|个人)|下个?月|下?周|星期|周末|暑假|寒假|晚上|白天|"
        "什么时候|啥时候|哪天|几点|几天|多久|要钱|收钱|收费|免费|多少钱|几个人|多少人|人少|人多).{0,6}"
    ),
}
# 那上班呢 goes on about what was asked before: 台风来了停课吗.
_GOES_ON: Final = re.compile("那.{1,6}呢[?？]?")
# Of what was said, for what is made plain has lost it: 今天有人 asks nothing.
_ASKS: Final = re.compile("[吗么不没?？]")
# The warnings are not ours to stop, a tip has more words of its own, and of what others sent round one asks
# whether it is true.
_NOT_OURS: Final = re.compile("预警|地震|举报|真的|假的|谣|骗|短信|链接|停[水电气课工]")


class WishHandler:
    """Begins the skill that is wished for; after the skills with their own commands, before the answers."""

    def __init__(
        self, library_holder: LibraryHolder, skills: Mapping[str, Callable[[Turn], Outcome]]
    ) -> None:
        """``skills`` by the names of ``_WISHES`` and of the wishes in ``screens/intents.yaml``."""
        self._library_holder = library_holder
        self._skills = skills

    def handle(self, turn: Turn) -> Outcome | None:
        """See ``bot.turns.Handler``."""
        if turn.menu_id or not turn.said:
            return None
        name = wished(turn.said) or _asked_of(turn) or self._learned(turn)
        return self._skills[name](turn) if name else None

    def _learned(self, turn: Turn) -> str | None:
        if len(turn.said) > _LONGEST_LEARNED or _GOES_ON.fullmatch(turn.said.strip()):
            return None
        name = self._library_holder.current().wish(turn.said, turn.talk.memory.get(QUESTION))
        # 我要检举一个厂，咋个弄 and 要上报吗 ask how it is done and whether one must, and an article tells.
        return None if name == "tip" and _ASKS_FIRST.search(turn.said) else name


def _asked_of(turn: Turn) -> str | None:
    """The skill that was just offered, where a short question is about it."""
    offered = turn.talk.memory.get(OFFERED)
    asked = _ASKED_OF_IT.get(offered) if isinstance(offered, str) else None
    return offered if asked and asked.fullmatch(normalise(turn.said).replace(" ", "")) else None


def wished(said: str) -> str | None:
    """The skill that a short sentence wishes for; a longer one is not looked at."""
    if len(said) > _LONGEST:
        return None
    plain = normalise(said).replace(" ", "")
    name = next((name for name, pattern in _WISHES.items() if pattern.fullmatch(plain)), None)
    if name == "tip":
        return name
    if name == "hours" and not _ASKS.search(said):
        return None
    is_ours = not _NOT_OURS.search(plain) and not (name == "human" and _HOW.search(plain))
    return name if is_ours else None
