"""What somebody who is telling a tip asks on the way: 能给钱不, 多久给回信, 不想留名字.

Taken for the answer to the question that stands, it would be written into the tip; answered with an article,
the question that stands would be lost from sight. So it gets the lines of the article that say it.
"""

import re
from typing import Final

from bot.talk import Conversation
from bot.turns import Outcome, Turn
from handlers import tip_notices
from handlers.asking_after_tips import asks_plainly
from handlers.traces import flow
from knowledge.answering import Decision
from knowledge.articles import Article
from knowledge.library import Library
from knowledge.pointing import lines_of, pointed
from tipoffs.intake.reading import fears_being_known
from tipoffs.intake.slots import tells_what_is_wrong
from tipoffs.intake.wizard import verb_of

_LONGEST: Final = 18
"""A longer message tells of the hazard too."""
# What is asked is asked of the tip, though nobody says so in the midst of it.
_OF_A_TIP: Final = "举报，"
_LEAST: Final = 0.45
_ASKS: Final = re.compile(
    "[吗么嘛?？]|(?:不|没|没有)[啊呀呢]?$|会不会|要不要|能不能|可不可以|用不用|需不需要|有没有"
    "|啥时|什么时|几时|何时|多久|几天|多少|几多|怎么|咋"
)
# 没几天, 现在还没有 and 有多少人不清楚 answer what was asked; a question about reporting names something of
# that.
_OF_REPORTING: Final = re.compile(
    "钱|奖|结果|回[信音复话]|答复|反馈|消息|编号|进度|电话|手机|姓名|名字|留名|实名|匿名|身份证|保密|保证|泄|知道|晓得|告诉"
    "|出面|作证|找我|开除|报复|举报|报错|看错|说错|立案|受理|有用|照片|查[完实]|(?:能|会|去|来|要|得).{0,2}(?:查|看)(?!过)"
)
# 罚多少 and 怎么处罚他 ask what becomes of those who are reported; no article knows that of a case.
_OF_PENALTY: Final = re.compile(
    "(?:那|这|这种|这样|他们?|老板|会|要|能|该|得|大概|一般|最多|至少|怎么|咋|被|给)*"
    "(?:罚款?(?:多少|几多|好多|不罚)|罚款?(?:钱|他们?|老板)?(?:吗|么)|处罚(?:他们?|老板|吗|多少)?|判刑?(?:几年|多久|多少年|吗)"
    "|坐(?:几年|多久|多少年)?牢(?:吗|么|多久|几年)?)[钱的呢啊呀吗么他们]*[?？]?"
)
_ARTICLES: Final = "report."
_CONFIDENTIAL: Final = "report.confidential"
# The first line of these should be read by all who ask; of others only a line that says what was asked.
_SAID_FIRST: Final = frozenset({_CONFIDENTIAL, "report.reward_amount", "report.progress", "report.malicious"})


def answered_aside(
    turn: Turn, conversation: Conversation, skill: str, reminder: str, library: Library
) -> Outcome | None:
    """The answer to what was asked on the way, and below it where the talk stands; None where nothing was."""
    # 我那个举报咋样了 asks of one's own tip, which another skill shows.
    answer = "" if turn.menu_id or asks_plainly(turn) else aside(turn.said, library)
    if not answer:
        return None
    return Outcome.text(f"{answer}\n\n{reminder}", conversation=conversation, trace=flow(skill))


def aside(said: str, library: Library) -> str:
    """The answer to a short question about reporting itself; empty where it is none."""
    if _OF_PENALTY.fullmatch(said):
        return tip_notices.PENALTY
    article = _article(said, library)
    if article is None:
        return ""
    lines = pointed(said, article, library.index)
    if article.id in _SAID_FIRST and article.lead not in lines:
        lines = (article.lead, *(lines or lines_of(article)[1:2]))
    return "\n".join(library.facts.fill(line) for line in lines)


def _article(said: str, library: Library) -> Article | None:
    """The article on reporting that answers ``said``."""
    if not said or len(said) > _LONGEST or verb_of(said) is not None or tells_what_is_wrong(said):
        return None
    if fears_being_known(said):
        return library.article(_CONFIDENTIAL)
    if not (_ASKS.search(said) and _OF_REPORTING.search(said)):
        return None
    verdict = library.answerer.consult(_OF_A_TIP + said)
    is_sure = verdict.decision is Decision.ANSWER and verdict.score >= _LEAST
    article = verdict.article if is_sure else None
    return article if article is not None and article.id.startswith(_ARTICLES) else None
