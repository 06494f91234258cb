"""Whether a first sentence begins a tip (举报养老院消防通道堵了) or asks about reporting (举报有什么好处)."""

import re

from knowledge.answering import Verdict
from knowledge.library import Library
from tipoffs.intake.reading import beyond_call, is_call, looks_like_question, read_first, says_i_want
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
# 举报违规储存危险化学品的渠道 wants to know the way; who names a place does not end so.
_ENDS_WITH_THE_WAY = re.compile(r"(渠道|途径|流程|方式|方法|步骤)\W*$")
# 举报会不会被老板知道, 举报有什么好处: what follows speaks of reporting, not of a place or a fact.
_SPEAKS_OF_IT = re.compile(
    "会不会|会(?!议|所)|有(?!人|个|家|一|辆|几|群)|能|可以|可不可|需要|要(?!塌|倒|炸)|用不用|是不是|是否|"
    "后|之后|以后|完|了|过|的|者|人(?=的?信息|的?身份|的?姓名|的?名字|会|能|要|有)|给"
)


def wants_to_report(words: str, library: Library) -> bool:
    """Whether a first sentence sets a tip off: a wish to, and no question about how or what for."""
    if not is_call(words) or looks_like_question(words) or _ENDS_WITH_THE_WAY.search(words):
        return False
    rest = beyond_call(words)
    if not rest:
        return True
    if says_i_want(words) and len(rest) < LEAST_FACTS:
        # 俺想举报个矿: who or what, and nothing yet that could be asked.
        return not (_ASKS.search(rest) or _MAY_ASK.search(rest))
    if not says_i_want(words) and _SPEAKS_OF_IT.match(rest):
        return False
    told = read_first(words)
    if not told.facts or library.guards.match(words) is not None:
        return False
    is_named = bool(told.object_name) or tells_what_is_wrong(rest)
    if is_named and _PLAIN_CALL.match(words) and not (_ASKS.search(rest) or _MAY_ASK.search(rest)):
        # 举报养老院消防通道堵了 names who or what, however well the search knows how to report.
        return True
    verdict = library.answerer.consult(words)
    is_about_reporting = _is_about_reporting(verdict)
    if _ASKS.search(rest) and (verdict.article is not None or is_about_reporting):
        return False
    if says_i_want(words):
        return not (_MAY_ASK.search(rest) and is_about_reporting)
    return bool(_PLAIN_CALL.match(words)) and not is_about_reporting


def _is_about_reporting(verdict: Verdict) -> bool:
    """Whether the knowledge base takes it for a question about reporting itself."""
    best = verdict.article.id if verdict.article else ""
    if not best and verdict.alternatives:
        best = verdict.alternatives[0].article_id
    return best.startswith(("report.", "hotline."))
