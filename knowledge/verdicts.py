"""What becomes of one message: the decisions there are, and the decision on one question."""

from dataclasses import dataclass

from core.types import Labelled
from knowledge.articles import Article
from knowledge.search.index import Candidate


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
    subject.
    """

    decision: Decision
    article: Article | None
    score: float
    alternatives: tuple[Candidate, ...] = ()
    out_of_scope: tuple[str, ...] = ()
    follows: bool = False
