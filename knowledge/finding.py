"""What one message finds by itself, and what the scores alone make of that.

The steps after this one (``stories``, ``by_itself``) hold that verdict against what else the message says.
"""

from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Final

from knowledge.articles import Article, Urgency
from knowledge.search.entries import OUT_OF_SCOPE
from knowledge.search.index import FOREIGN_BETWEEN, Candidate, Index
from knowledge.search.opinion import NOT_STRANGE
from knowledge.search.ranking import ANSWER_FROM, SUGGEST_FROM
from knowledge.search.remembering import Memo
from knowledge.verdicts import Decision, Verdict, best_score, offered

SEARCHED: Final = 6
# Two entries nearer to each other than this are both offered: the wrong one of them would be given as often.
MARGIN: Final = 0.04
# But where both are at least so sure, the first is given and the other named below it: of 21 such phrasings
# (left out of the index) the right one is always one of the two.
BOTH_SURE_FROM: Final = 0.70
# Somebody in danger has no time to choose: what is urgent is answered sooner.
ANSWER_PRESSING_FROM: Final = 0.25
PRESSING_MARGIN: Final = 0.02
# Below these odds (a logarithm) of its being none of ours a message plainly sounds like one of ours.
PLAINLY_OURS: Final = -3.0
# A message is left alone as soon as an out-of-scope one is nearer to it than anything of ours; but where it
# does not sound strange (its odds are below ``SOUNDS_OURS``), only where that is ahead by so much.
SOUNDS_OURS: Final = -1.0
SOMEWHAT_OUT_OF_SCOPE: Final = 0.10
# And by so much where the message may be about a danger.
PLAINLY_OUT_OF_SCOPE: Final = 0.20
# How far ahead a theme must be before a question that seems to lean on the one before is left alone as well.
OUT_OF_SCOPE_THOUGH_LEANING: Final = 0.30
# From this share on a message that is left alone is told the authority of its theme.
THEME_FROM: Final = 0.08


class Finder:
    """Searches for one message at a time; every thread may use the same one."""

    def __init__(self, index: Index, articles: Mapping[str, Article]) -> None:
        self.index: Final = index
        self._articles = articles
        self.numbers: Final = {
            entry.id: number for number, entry in enumerate(index.entries) if entry.is_ours
        }
        """The number of each article in the index."""
        self.strangeness: Final = Memo(index.strangeness)
        """How much speaks for a message being no business of ours: the logarithm of the odds."""
        self._nearest = Memo(lambda text: tuple(index.nearest(text, SEARCHED + FOREIGN_BETWEEN)))

    def search(self, text: str) -> list[Candidate]:
        """What of ours ``text`` is nearest to, however far, nearest first."""
        return [one for one in self._nearest(text) if one.is_ours][:SEARCHED]

    def decide(
        self, found: Sequence[Candidate], answer_from: float = ANSWER_FROM, margin: float = MARGIN
    ) -> Verdict:
        """The verdict that the scores alone give: the first is the answer from ``answer_from`` on.

        It must be ``margin`` ahead of the second, or both so sure that the second is named below it. What may
        be a danger is answered sooner.
        """
        following = found[1].score if len(found) > 1 else 0.0
        if not found or found[0].score < min(answer_from, SUGGEST_FROM):
            return Verdict(Decision.FALLBACK, None, best_score(found))
        best = found[0]
        if self.is_pressing(best):
            answer_from, margin = min(answer_from, ANSWER_PRESSING_FROM), min(margin, PRESSING_MARGIN)
        is_ahead = best.score - following >= margin
        if best.score >= answer_from and (is_ahead or following >= BOTH_SURE_FROM):
            also = None if is_ahead else found[1]
            meant = self._articles[best.article_id]
            return Verdict(Decision.ANSWER, meant, best.score, offered(found[1:]), also=also)
        return Verdict(Decision.SUGGEST, None, best.score, offered(found))

    def is_pressing(self, candidate: Candidate) -> bool:
        """Whether the article of ``candidate`` is about a danger."""
        return self._articles[candidate.article_id].urgency is not Urgency.NORMAL

    def sounds_like_ours(self, question: str) -> bool:
        """Whether the whole of ``question`` plainly sounds like what we are asked."""
        return NOT_STRANGE < self.strangeness(question) < PLAINLY_OURS

    def is_nearest_to_others(self, question: str) -> bool:
        """Whether ``question`` is nearer to an out-of-scope message than to anything of ours."""
        return any(not one.is_ours for one in self._nearest(question)[:1])

    def is_out_of_scope(self, question: str, found: Sequence[Candidate]) -> bool:
        """Whether the message is rather one of those that are no business of ours.

        What may be a danger is answered unless that is plain, and what does not sound strange unless they
        are some way ahead.
        """
        if not self.is_nearest_to_others(question):
            return False
        if not found:
            return True
        sounds_ours = self.strangeness(question) < SOUNDS_OURS
        ahead = SOMEWHAT_OUT_OF_SCOPE if sounds_ours else 0.0
        ahead = PLAINLY_OUT_OF_SCOPE if self.is_pressing(found[0]) else ahead
        return self._nearest(question)[0].score - found[0].score >= ahead

    def names_out_of_scope(self, question: str, found: Sequence[Candidate]) -> bool:
        """Whether a question that seems to lean (那护林员工资多少) names what is no business of ours."""
        if not self.is_nearest_to_others(question):
            return False
        return self._nearest(question)[0].score - best_score(found) >= OUT_OF_SCOPE_THOUGH_LEANING

    def themes_of(self, question: str) -> tuple[str, ...]:
        """The out-of-scope themes that ``question`` is near to, down to what is ours."""
        nearer = takewhile(lambda one: not one.is_ours and one.score >= THEME_FROM, self._nearest(question))
        return tuple(one.article_id.removeprefix(f"{OUT_OF_SCOPE}.") for one in nearer)
