"""Whether somebody asks what became of a tip of their own, in whatever words."""

import re

from bot.turns import Turn
from core.masking import masked_for_sharing
from core.text import width_folded
from knowledge.answering import Decision
from knowledge.library import Library
from knowledge.normalising import READ_AT_MOST

MINE = frozenset(
    {
        *("我的举报", "查进度", "查举报", "查询举报", "举报查询", "我的举报到哪了", "我的举报怎么样了"),
        *("我的举报进度", "查我的举报", "看我的举报", "看看我的举报", "查一下我的举报", "举报进度"),
        *("我的举报到哪一步了", "我的举报有结果了吗", "我的举报办得怎么样了", "查一下进度", "看进度"),
        *("进度", "查询进度", "查看进度", "进度查询", "举报进度查询"),
        *("我的编号", "举报编号", "我的奖励", "我的奖金"),
    }
)
PROGRESS, CLAIM = "report.progress", "report.claim"
"""The articles that tell everybody how to ask, and how a reward is claimed."""

_NUMBER = re.compile(r"(?<![0-9A-Za-z])[Rr]\d{10}(?!\d)")
_LONGEST = 24
# Nobody tells a hazard so: our own tip, and what became of it.
_OF_A_TIP = "(?:举报|反映|反应|上报|投诉|检举|奖金|奖励)"
_WHAT_BECAME = (
    "进度|进展|结果|下文|回音|回信|回复|答复|咋样|怎么样|怎样|到哪|哪一步|什么情况|编号|查询码|到账|"
    "(?:处理|发|办|查|解决|弄|搞|落实|受理|处置|整改)(?:得|的)?(?:好|完|理)?(?:了)?(?:没|吗|不)|"
    "撤回|撤销|撤掉|收回|补充|再补|补交|呢[?？]?$|什么时候|啥时候|怎么领|咋领"
)
_ASKED = re.compile(f"{_OF_A_TIP}.{{0,12}}(?:{_WHAT_BECAME})|(?:{_WHAT_BECAME}).{{0,8}}{_OF_A_TIP}")
# A letter left for the bureau has a number too, and whoever means that one says 留言.
_NUMBER_FORGOTTEN = re.compile(
    "(?:我|俺)的?(?:那个)?(?:编号|查询码)(?:是|又是)?(?:多少|几号?|什么|啥|忘|丢|找不|记不)(?!.*留言)"
)
# Somebody who was told what was found; to anybody else these words mean something else.
_VERDICT = "(?:处理|核查|调查|答复|回复|结论|结果|意见|说法)"
_OBJECTS = re.compile(
    f"(?:我|俺)?(?:们)?(?:对(?:你们的?|这个|这)?{_VERDICT}+)?(?:还是|很|不太|真的?)?"
    "(?:不同意|不服气?|不认可|不接受|不满意|有异议|有意见)"
    f"(?:你们的?|这个|这)?{_VERDICT}*(?:啊|呢|了)?"
    "|(?:我|俺)?(?:要求|要|想|怎么|如何|咋|可以|能)?(?:申请|提出?|要求)?"
    "(?:申诉|复核|复查|复议|异议|重新(?:核查|调查|查))(?:一下|吗|怎么[办弄提])?"
)
# 举报后多久有结果, 怎么查举报进度, 举报要不要答复: how it is done in general.
_OWN = re.compile("我|俺|咱|之前|上次|前几天|那个|这个|那件|了没|了吗|没有$|查一?下|看一?下")

# Only to whom a reward is due: 钱咋还没到, 没收到钱, 卡号填错了.
_MONEY = re.compile(
    "(?:钱|款|奖金).{0,4}(?:没到|还没|不到|到没|到了没|到账|到了吗|(?:什么|啥|么)(?:时候|辰光)|几时|何时|多久|几天|怎么领|咋领|咋拿|怎么拿)"
    "|(?:没|还没|没有)(?:收|拿|领)(?:到|着)?(?:钱|款|奖)"
    "|(?:收|领|拿)(?:到|着)(?:钱|款)(?:没|了吗)"
    "|(?:什么|啥)时候(?:给|发|打)(?:我|俺)?(?:钱|款)"
    "|(?:卡号|账号|帐号|户名|开户行|银行).{0,4}(?:填错|写错|错了|退|不对)"
)
_FEW = 16
"""Where a reward is due, a longer message is about something else."""
_MANY_DIGITS = re.compile(r"(?:\d[\s\-]?){15}")
_HIDDEN = ("[证件号]", "[银行卡号]", "[长号码]")


def number_said(said: str) -> str | None:
    """The number of a tip that stands in a short message."""
    if len(said) > _LONGEST + len("R0000000000"):
        return None
    found = _NUMBER.search(width_folded(said))
    return found[0].upper() if found else None


def asks_plainly(turn: Turn) -> bool:
    """Whether a short sentence can be nothing else: a command, a number, 我举报的那个厂子查了没有."""
    said = turn.said
    if turn.is_command(MINE) or number_said(said) is not None:
        return True
    if len(said) > _LONGEST:
        return False
    return bool(_NUMBER_FORGOTTEN.match(said)) or bool(_OWN.search(said) and _ASKED.search(said))


def objects(turn: Turn) -> bool:
    """Whether it says no more than that one does not agree, or wants it looked at again."""
    return _OBJECTS.fullmatch(turn.command) is not None


def asks_after_a_tip(turn: Turn, previous: str | None, library: Library) -> bool:
    """Whether it says so plainly, or the search finds nothing but how to ask or claim: 怎么还没人管.

    What a guard answers is not searched for; nobody asks so in a text as long as ``READ_AT_MOST``.
    """
    if asks_plainly(turn) or objects(turn):
        return True
    said = turn.said
    if len(said) > READ_AT_MOST or library.guard(said, previous) is not None:
        return False
    verdict = library.answerer.consult(said, previous)
    if verdict.decision is Decision.SUGGEST:
        return [one.article_id for one in verdict.alternatives] == [PROGRESS]
    return verdict.decision is Decision.ANSWER and getattr(verdict.article, "id", "") in (PROGRESS, CLAIM)


def asks_after_money(said: str) -> bool:
    """Whether somebody to whom a reward is due asks where it is, or says that the account was wrong."""
    return len(said) <= _FEW and bool(_MONEY.search(said))


def tells_bank_data(said: str) -> bool:
    """Whether a short message holds the number of an identity or bank card."""
    if len(said) > READ_AT_MOST or not _MANY_DIGITS.search(width_folded(said)):
        return False
    return any(label in masked_for_sharing(said) for label in _HIDDEN)


def speaks_of_reward(said: str, previous: str | None, library: Library) -> bool:
    """Whether it is the reward that is asked for: 怎么领奖, 钱啥时候给."""
    return "奖" in said or getattr(library.answerer.consult(said, previous).article, "id", "") == CLAIM
