"""The decision: one answer, a few suggestions, or the honest word that there is none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.articles import Article
from knowledge.followups import LONGEST, leans, new_words
from knowledge.index import Candidate, Index
from knowledge.ranking import ANSWER_FROM, ANSWER_LEANING_FROM, MARGIN, MENTION_FROM, SUGGEST_FROM
from knowledge.remembering import Memo

__all__ = ["Answerer", "Candidate", "Decision", "Verdict"]

ALTERNATIVES = 3
_SEARCHED = 10
# In units of one rare word: a thing and a verb.
_SAYS_ENOUGH = 1.5
_NEVER = 2.0
# 那溺水呢 scores above this by itself, 那冬天呢 below.
_OWN_SUBJECT = 0.75


class Decision(StrEnum):
    """What becomes of a message. The search itself gives ``ANSWER``, ``SUGGEST`` and ``FALLBACK``."""

    EMERGENCY = "emergency"
    ANSWER = "answer"
    SUGGEST = "suggest"
    REDIRECT = "redirect"
    FALLBACK = "fallback"
    SMALLTALK = "smalltalk"
    REFUSE = "refuse"
    FLOW = "flow"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The decision on one question.

    ``article`` is there only for an answer. ``score`` is the confidence in the best candidate, from 0 to 1.
    ``alternatives``, best first and at most three, never hold the answer itself: on a suggestion they are
    what to offer, beside an answer what else it may have been; on a fallback there are none, so that a
    question about a song gets no safety topic.
    """

    decision: Decision
    article: Article | None
    score: float
    alternatives: tuple[Candidate, ...] = ()


class Answerer:
    """Consults the index; every thread may use the same one."""

    def __init__(self, index: Index, articles: Mapping[str, Article]) -> None:
        self._index = index
        self._articles = articles
        self._search = Memo(lambda text: tuple(index.search(text, _SEARCHED)))

    def consult(self, question: str, previous: str | None = None) -> Verdict:
        """Decide on ``question``; ``previous`` is the person's question before it, if it is still fresh.

        The previous question is read only where this one leans on it and does not stand by itself.
        """
        found = self._search(question)
        if previous:
            together = self._read_together(question, previous, found)
            if together:
                verdict = self._decide(together, ANSWER_LEANING_FROM, 0.0)
                # Where both together lead nowhere, what this one finds alone is offered, never given.
                return verdict if verdict.article else self._decide(found, _NEVER, MARGIN)
        return self._decide(found, ANSWER_FROM, MARGIN)

    def _read_together(
        self, question: str, previous: str, found: Sequence[Candidate]
    ) -> Sequence[Candidate] | None:
        """What the two questions find together, or None where the second stands by itself."""
        leaning = leans(question)
        is_brief = len(question) <= LONGEST and self._index.telling(question) < _SAYS_ENOUGH
        if not leaning and not is_brief:
            return None
        together = self._index.search_after(new_words(question), previous, _SEARCHED)
        before = self._search(previous)
        if leaning and (is_brief or not _is_answered(found)):
            has_subject = bool(found) and found[0].score >= _OWN_SUBJECT
            return together if has_subject else _near_first(together, before)
        # The rest may be a new subject (溺水) or more of the old one (过期了怎么办): the latter if both
        # together lead back to where the old one led.
        stays = bool(before and together) and _category(before[0]) == _category(together[0])
        return together if stays and together[0].score >= ANSWER_LEANING_FROM else None

    def _decide(self, found: Sequence[Candidate], answer_from: float, margin: float) -> Verdict:
        following = found[1].score if len(found) > 1 else 0.0
        if not found or found[0].score < min(answer_from, SUGGEST_FROM):
            return Verdict(Decision.FALLBACK, None, found[0].score if found else 0.0)
        best = found[0]
        if best.score >= answer_from and best.score - following >= margin:
            others = tuple(one for one in found[1:] if one.score >= MENTION_FROM)[:ALTERNATIVES]
            return Verdict(Decision.ANSWER, self._articles[best.article_id], best.score, others)
        offered = tuple(one for one in found if one.score >= MENTION_FROM)[:ALTERNATIVES]
        return Verdict(Decision.SUGGEST, None, best.score, offered)


def _near_first(together: Sequence[Candidate], before: Sequence[Candidate]) -> Sequence[Candidate]:
    """Put what the previous question was about before what only the new words found.

    那冬天呢 after a question on coal stoves is about coal stoves in winter, not about winter. Where nothing
    near fits, the previous answer still holds.
    """
    if not before:
        return together
    known = {one.article_id for one in before if one.score >= MENTION_FROM}
    near = [one for one in together if one.article_id in known or _category(one) == _category(before[0])]
    if not near or near[0].score < ANSWER_LEANING_FROM:
        first = before[0]
        others = [one for one in together if one.article_id != first.article_id]
        return [first, *others] if _is_answered(before) else together
    return [*near, *(one for one in together if one not in near)]


def _is_answered(found: Sequence[Candidate]) -> bool:
    return bool(found) and found[0].score >= ANSWER_FROM


def _category(candidate: Candidate) -> str:
    return candidate.article_id.partition(".")[0]
