"""Questions that depend on the one before: whether one does (那冬天呢, 多少钱), and what then fits."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.articles import Article, Urgency
from knowledge.bare_questions import is_bare
from knowledge.normalising import folded
from knowledge.search.index import Candidate
from knowledge.search.ranking import ANSWER_FROM, SURE_ALONE

# Anything longer stands by itself: a new wish of this length is named.
LONGEST = 14
# Of 181 follow-ups (``eval/citizens.jsonl``) the longest has 22 characters; a longer one stands alone.
LONGEST_FOLLOWING = 24

# What makes an article the answer to a question after another one, in logarithms of odds: how sure the
# question finds it by itself, how sure together with the one before; people go on within a subject, and
# seldom ask for the answer they have just read. Fitted to the conversations of our dev split and to pairs
# of questions that have nothing to do with each other; then moved a little towards the earlier question and
# its answer: people also ask on within one article (46 conversations of another hand, and dev, gained).
_START = 0.83
_ALONE = 0.35
_TOGETHER = 0.95
_SAME_CATEGORY = 2.16
_ANSWERED_ALREADY = -1.6
_AHEAD_TOGETHER = 0.6
_LEAST = 0.001

_BEGINS = re.compile(
    r"^(?:那么|那要是|那如果|那|要是|如果是|如果|换成|换作|还有|然后|另外|除此之外|除了这个|接着|接下来|"
    r"这个|这种|这|它|他|她|你说的|刚才|上面|前面|前一个)"
)
_ENDS = re.compile(r"(?:呢|的话|的呢|咧|嘞)$")
# 没签合同算吗, 不交行吗: counted, or allowed, by what was just read.
_COUNTS = re.compile(r"(?:算(?:不算|数)?|行不行|可不可以|(?<!银)行|可以)(?:吗|么|不|伐)?$")
# 那煤气罐呢, 要是三个月的娃娃呢: one thing named in place of another.
_ANOTHER = re.compile(r"^(?:那么|那要是|那如果|那|要是|如果是|如果|换成|换作)?(.{1,8}?)(?:呢|咧|嘞)$")
# 不是马蜂，是蛇; 不是，我问的是电闸老跳; 我说的是大人: the question before, with another thing in it.
_TOLD_INSTEAD = r"(?:我|俺|咱)(?:是|想|刚才)?(?:说|问|讲)的?(?:就)?是?"
_CORRECTS = re.compile(
    r"^(?:(?:我|俺|咱)(?:说|问|讲)的|错了|说错了|搞错了|打错了|更正|哎|唉|哦)?\s?(?:不是|唔系|不系)"
    rf"(?:(?P<wrong>[^\s是]{{1,8}}?)\s?(?:而是|是|就是|系|{_TOLD_INSTEAD})|\s?(?:{_TOLD_INSTEAD}|是))"
    r"\s?(?P<right>(?!不)\S.{0,15}?)(?P<more> .{0,40})?$"
)
_CLEARS_UP = re.compile(
    r"^(?:(?:错了|说错了|搞错了|不对)?\s?(?:我|俺|咱)(?:说|问|讲)的(?:就)?是|"
    r"(?:哎|唉|哦|啊|呃)?\s?(?:不对|错了|说错了|打错了|写错了|搞错了)\s?(?:应该)?是)"
    r"\s?(?P<right>(?!不)\S.{0,15})$"
)
# 没看懂，再说一遍; 举个例子; 你确定吗: about the answer, and about no subject.
_ABOUT_THE_ANSWER = re.compile(
    r"^(?:(?:请|麻烦|你|您|我|能|能不能|可以|可不可以|再|还是|有点|太|没|没有|不|听|看|听不|看不|说|讲|解释|回答|重复|发|帮我)*"
    r"(?:一遍|一次|一下|懂|明白|简单点?|清楚点?|明白点?|详细点?|具体点?|仔细点?|细点|通俗点?|人话|举个?例子?|比如呢?|比方呢?|"
    r"真的|真的假的|确定|确定吗|靠谱|准)(?:说|讲|解释|一下|吗|么|嘛|不|呢|啊|吧|了|点|些)*)+$"
)
_ASKS = re.compile(
    r"^(?:有没有|有|要不要|要|需要|能不能|能|可以|会不会|会|是不是|是|得|用不用|给不给|给)\S{1,4}(?:吗|么|不|没|嘛)$"
)


# 发烫了, 有黑烟: how something is, and not what; that was said before.
_STATE = re.compile(
    "^(?:现在|刚才|刚|又|还|还是|已经|有点儿?|有些|好像|感觉|一直|老是?|总是?|突然|越来越|特别|很|好|太|都|就|摸着|摸起来|它|会|开始)*"
    "(?:发烫|烫手?|发热|发黑|发黄|变黑|变黄|变硬|发硬|发白|鼓包|鼓了?起来|鼓|胀|有[黑白大]?烟|冒[黑白大]?烟|黑烟|"
    "有[异怪焦糊胶臭]?味道?|焦味|糊味|异味|响|叫|闪|抖|晃|松|裂|生锈|漏水|滴水)"
    "(?:得很|得厉害|得不行|个不停|着呢|出来|起来|的|了|啦|咯|嘞|呢|啊|呀)*$"
)


def tells_a_state(question: str) -> bool:
    """Whether ``question`` only says how something named earlier is: 发烫了 after 手机充着电."""
    return bool(_STATE.match(folded(question).replace(" ", "")))


def leans(question: str) -> bool:
    """Whether ``question`` looks as if it makes sense only after another one."""
    plain = folded(question).replace(" ", "")
    if not plain or len(plain) > LONGEST:
        return False
    return bool(
        _BEGINS.match(plain)
        or _ENDS.search(plain)
        or _COUNTS.search(plain)
        or is_bare(question)
        or _ASKS.match(plain)
    )


def is_about_the_answer(question: str) -> bool:
    """Whether ``question`` (没看懂，再说一遍) only asks to understand the answer just given."""
    return bool(_ABOUT_THE_ANSWER.match(folded(question).replace(" ", "")))


def tells(question: str) -> bool:
    """Whether ``question`` is not a question but reports a change: 窗户打开了."""
    return folded(question).endswith("了")


def names_new(question: str) -> bool:
    """Whether ``question`` turns to another thing of the same kind: 那狗粮哪个好."""
    return folded(question).startswith("那")


def may_follow(question: str, alone: float) -> bool:
    """Whether to read the question before too: this one depends on it, or is short and unsure ``alone``."""
    return leans(question) or (len(question) <= LONGEST_FOLLOWING and alone < SURE_ALONE)


def another(question: str) -> str | None:
    """The thing that ``question`` names in place of one in the question before: 煤气罐 of 那煤气罐呢."""
    found = _ANOTHER.match(folded(question).replace(" ", ""))
    return found and found[1]


@dataclass(frozen=True, slots=True)
class Correction:
    """What a misunderstood person meant, and the earlier question as it should have been read."""

    meant: str
    whole: str | None
    """The earlier question with the right thing in it; None where what was wrong is not in it."""


def corrected(question: str, previous: str) -> Correction | None:
    """What ``question`` corrects in ``previous``: 不是马蜂，是蛇."""
    plain = folded(question)
    found = _CORRECTS.match(plain) if "是" in plain[:12] or "系" in plain[:4] else None
    found = found or _CLEARS_UP.match(plain)
    if found is None:
        return None
    wrong = found.groupdict().get("wrong")
    before = folded(previous)
    more = found.groupdict().get("more") or ""
    whole = f"{before.replace(wrong, found['right'])}{more}" if wrong and wrong in before else None
    return Correction(f"{found['right']}{more}", whole)


def new_words(question: str) -> str:
    """What a dependent question adds: 冬天 of 那冬天呢."""
    plain = folded(question)
    return _ENDS.sub("", _BEGINS.sub("", plain)).strip() or plain


def following(
    alone: Sequence[Candidate],
    together: Sequence[Candidate],
    subject: Article | None,
    articles: Mapping[str, Article],
) -> list[Candidate]:
    """The candidates for a question that may depend on another, surest first.

    ``alone`` are those found by its own words, ``together`` those of both questions; ``subject`` is what the
    earlier one found.
    """
    by_itself = {one.article_id: one.score for one in alone}
    with_before = {one.article_id: one.score for one in together}
    found = []
    for one in {each.article_id: each for each in (*alone, *together)}.values():
        z = _START
        z += _ALONE * _odds(by_itself.get(one.article_id, 0.0))
        z += _TOGETHER * _odds(with_before.get(one.article_id, 0.0))
        if subject is not None:
            z += _SAME_CATEGORY * (articles[one.article_id].category == subject.category)
            if one.article_id == subject.id:
                # In an emergency people ask on about just that (药能吃吗).
                z += _ANSWERED_ALREADY * (subject.urgency is not Urgency.EMERGENCY)
                z += _AHEAD_TOGETHER * max(0.0, _lead(subject.id, with_before))
        found.append(one._replace(score=1.0 / (1.0 + math.exp(-z))))
    found.sort(key=lambda one: -one.score)
    return _before_the_read_one(found, alone, subject, articles)


def _before_the_read_one(
    found: list[Candidate],
    alone: Sequence[Candidate],
    subject: Article | None,
    articles: Mapping[str, Article],
) -> list[Candidate]:
    """``found``, where the answer that was just read gives way to another one beside it.

    能给多少钱 after 房子倒了怎么申请救助 finds an answer by itself, and it is about the same field: that is
    meant. Of 34 follow-ups of a writer who had seen none of it two are answered so that were told the same
    again; of 245 others none changes.
    """
    own = alone[0] if alone else None
    if not found or own is None or subject is None or own.score < ANSWER_FROM:
        return found
    is_again = found[0].article_id == subject.id and subject.urgency is not Urgency.EMERGENCY
    if not is_again or articles[own.article_id].category != subject.category:
        return found
    other = next(one for one in found if one.article_id == own.article_id)
    if other is found[0] or other.score < ANSWER_FROM:
        return found
    return [other._replace(score=found[0].score), *(one for one in found if one is not other)]


def _lead(article_id: str, chances: Mapping[str, float]) -> float:
    """How far one article is ahead of all others, in logarithms of odds; negative if it is not ahead."""
    others = (chance for other, chance in chances.items() if other != article_id)
    return _odds(chances.get(article_id, 0.0)) - _odds(max(others, default=0.0))


def _odds(chance: float) -> float:
    return math.log(max(chance, _LEAST) / max(1.0 - chance, _LEAST))
