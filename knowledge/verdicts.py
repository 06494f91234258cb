"""What becomes of one message: the decisions there are, and the decision on one question."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.types import Labelled
from knowledge.articles import Article, Urgency
from knowledge.search.index import Candidate
from knowledge.search.ranking import MENTION_FROM, SURE_ALONE

ALTERNATIVES = 3


class Decision(Labelled):
    """What becomes of a message. The search itself gives ``ANSWER``, ``SUGGEST`` and ``FALLBACK``."""

    EMERGENCY = "emergency", "按紧急情况回答"
    ANSWER = "answer", "直接回答"
    SUGGEST = "suggest", "给了选项"
    REDIRECT = "redirect", "指路别的部门"
    FALLBACK = "fallback", "没答上"
    SMALLTALK = "smalltalk", "闲聊"
    REFUSE = "refuse", "不能回答"
    FLOW = "flow", "办事"


def decided(word: str) -> str:
    """A decision as the log of questions keeps it, in Chinese; any other word as it is."""
    return next((one.label for one in Decision if one == word), word)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision on one question.

    ``article`` is there only for an answer. ``score`` is the confidence in the best candidate, from 0 to 1.
    ``alternatives``, best first and at most three, never hold the answer itself: on a suggestion they are
    what to offer, beside an answer what else it may have been; on a fallback there are none, so that a
    question about a song gets no safety topic. ``out_of_scope`` are the themes of ``out_of_scope.yaml`` that
    a message left alone is nearest to, nearest first, where it is nearer to them than to anything of ours.
    ``follows`` tells that the question was read together with the one before it, and so goes on about its
    subject. ``also`` is what answers the other of two questions in one message, or what is as sure.
    """

    decision: Decision
    article: Article | None
    score: float
    alternatives: tuple[Candidate, ...] = ()
    out_of_scope: tuple[str, ...] = ()
    follows: bool = False
    also: Candidate | None = None


def put_together(whole: Verdict, one: Verdict, other: Verdict) -> Verdict:
    """The verdict on a message of two questions that have an answer each; ``whole`` where they have not.

    What is about an emergency comes first, then what the message as a whole finds, then what was asked first.
    """
    if whole.article is not None and whole.article == other.article:
        one, other = other, one
    first, second = one.article, other.article
    if first is None or second is None or first == second:
        return whole
    if second.urgency is Urgency.EMERGENCY and first.urgency is not Urgency.EMERGENCY:
        one, other, first, second = other, one, second, first
    if whole.article not in (None, first) and whole.score >= SURE_ALONE:
        return whole  # it means neither
    also = Candidate(second.id, second.topics, second.question, other.score)
    others = (each for each in one.alternatives if each.article_id != also.article_id)
    return replace(one, also=also, alternatives=(also, *others)[:ALTERNATIVES])


def best_score(found: Sequence[Candidate]) -> float:
    """How sure the first of ``found`` is; 0 where nothing is found."""
    return found[0].score if found else 0.0


def offered(found: Sequence[Candidate], mention_from: float = MENTION_FROM) -> tuple[Candidate, ...]:
    """Those of ``found`` that are sure enough to be named."""
    return tuple(one for one in found if one.score >= mention_from)[:ALTERNATIVES]
