"""Whether a first sentence begins a tip (举报养老院消防通道堵了) or asks about reporting (举报有什么好处)."""

import re
from dataclasses import dataclass

from knowledge.answering import Verdict
from knowledge.library import Library
from tipoffs.intake.reading import beyond_call, is_call, looks_like_question, object_in, says_i_want
from tipoffs.intake.slots import tells_what_is_wrong
from tipoffs.intake.wizard import LEAST_FACTS

# Without 我要 before it, 反映, 反应 and 报告 begin other sentences too: 反应釜超温, 报告怎么写.
_PLAIN_CALL = re.compile(
    r"^\s*(?:那么?|那就|就)?(?:我|俺|咱)?(?:举报|检举|投诉)|^\s*(?:我|俺|咱)?(?:反映|上报)[\s：:，,一]"
)
_ASKS = re.compile("怎么|如何|咋|多少|几多|多久|啥|吗|哪(?![里儿]?都)|会不会|给不给|不知道|什么(电话|号)")
_MAY_ASK = re.compile(
    "什么|(?<![这那前好])几天|电话|途径|渠道|流程|材料|奖|保密|泄露|进度|结果|怕|担心|不敢|报复"
)
# 举报违规储存危险化学品的渠道 wants to know the way; a sentence that names a place does not end so.
_ENDS_WITH_THE_WAY = re.compile(r"(渠道|途径|流程|方式|方法|步骤)\W*$")
# 举报会不会被老板知道, 举报有什么好处: what follows speaks of reporting, not of a place or a fact.
_SPEAKS_OF_REPORTING = re.compile(
    "会不会|会(?!议|所)|有(?!人|个|家|一|辆|几|群)|能|可以|可不可|需要|要(?!塌|倒|炸)|用不用|是不是|是否|"
    "后|之后|以后|完|了|过|的|者|人(?=的?信息|的?身份|的?姓名|的?名字|会|能|要|有)|给"
)


@dataclass(frozen=True, slots=True)
class _Call:
    """A sentence with a word such as 举报 at its beginning."""

    words: str
    told: str
    """What it says after that word."""

    @property
    def is_wish(self) -> bool:
        """我要举报…, taken at its word unless it asks."""
        return says_i_want(self.words)

    @property
    def is_plain(self) -> bool:
        """举报…, which also begins questions, titles and advice."""
        return _PLAIN_CALL.match(self.words) is not None

    @property
    def speaks_of_reporting(self) -> bool:
        return _SPEAKS_OF_REPORTING.match(self.told) is not None

    @property
    def asks(self) -> bool:
        return _ASKS.search(self.told) is not None

    @property
    def may_ask(self) -> bool:
        return self.asks or _MAY_ASK.search(self.told) is not None

    @property
    def names_a_case(self) -> bool:
        """Whether it says who, or what is wrong."""
        return bool(object_in(self.told)) or tells_what_is_wrong(self.told)


def wants_to_report(words: str, library: Library) -> bool:
    """Whether a first sentence sets a tip off: a wish to, and no question about how or what for."""
    if not is_call(words) or looks_like_question(words) or _ENDS_WITH_THE_WAY.search(words):
        return False
    call = _Call(words, beyond_call(words))
    if not call.told:
        return True
    if library.guards.match(words) is not None:
        # 我要举报贪污 is for another authority.
        return False
    if len(call.told) < LEAST_FACTS:
        # 俺想举报个矿: who or what, and nothing yet that could be asked.
        return call.is_wish and not call.may_ask
    if not call.is_wish and (call.speaks_of_reporting or not call.is_plain):
        return False
    if call.is_plain and call.names_a_case and not call.may_ask:
        # 举报养老院消防通道堵了, however well the search knows how to report.
        return True
    return not _is_answered(call, library.answerer.consult(words))


def _is_answered(call: _Call, verdict: Verdict) -> bool:
    """Whether the knowledge base has the answer that ``call`` wants."""
    if call.asks and verdict.article is not None:
        return True
    return _is_about_reporting(verdict) and (call.may_ask or not call.is_wish)


def _is_about_reporting(verdict: Verdict) -> bool:
    """Whether the knowledge base takes it for a question about reporting itself."""
    best = verdict.article.id if verdict.article else ""
    if not best and verdict.alternatives:
        best = verdict.alternatives[0].article_id
    return best.startswith(("report.", "hotline."))
