"""The decision: one answer, a few suggestions, or the honest word that there is none."""

from collections.abc import Mapping
from dataclasses import replace

from knowledge.after_another import AfterAnother
from knowledge.articles import Article, Urgency
from knowledge.by_itself import ByItself
from knowledge.finding import Finder
from knowledge.normalising import READ_AT_MOST, folded
from knowledge.search.followups import Correction, corrected, is_about_the_answer
from knowledge.search.index import Candidate, Index
from knowledge.search.remembering import Memo
from knowledge.search.twofold import two_questions
from knowledge.verdicts import ALTERNATIVES, Decision, Verdict, decided, put_together

__all__ = ["ALTERNATIVES", "Answerer", "Candidate", "Decision", "Verdict", "decided"]


class Answerer:
    """Decides on a question, together with the one before where it leans on it; every thread may use it."""

    def __init__(self, index: Index, articles: Mapping[str, Article]) -> None:
        self._index = index
        self._finder = Finder(index, articles)
        self._alone = ByItself(self._finder)
        self._after = AfterAnother(self._finder, self._alone, articles)
        self._titles = {folded(article.question) for article in articles.values()}
        numbers = self._finder.numbers.items()
        pressing = [number for name, number in numbers if articles[name].urgency is not Urgency.NORMAL]
        self._verdict = Memo(self._consulted)
        self._danger = Memo(lambda text: index.chance_among(text, pressing))

    def consult(self, question: str, previous: str | None = None) -> Verdict:
        """Decide on ``question``; ``previous`` is the person's question before it, if it is still fresh.

        The previous question is read only where this one does not stand by itself: where it finds nothing
        sure, or looks as if it leaned on the one before. Of either no more is read than ``READ_AT_MOST``.
        """
        return self._verdict(question[:READ_AT_MOST], previous[:READ_AT_MOST] if previous else None)

    def unexplained(self, question: str, article_id: str) -> float:
        """How much a question that goes on says, in units of one rare word, and the article nowhere."""
        return self._after.unexplained(question, article_id)

    def nearest(self, question: str) -> Candidate | None:
        """What of ours ``question`` is nearest to, however far; None where nothing is."""
        return next(iter(self._finder.search(question)), None)

    def is_out_of_scope(self, question: str) -> bool:
        """Whether ``question`` is nearer to an out-of-scope message than to anything of ours."""
        return self._finder.is_nearest_to_others(question)

    def reading(self, question: str) -> str:
        """What was probably meant: pinyin as characters, and a wrong character as one of the same sound."""
        return self._index.reading(question)

    def strangeness(self, question: str) -> float:
        """How much speaks for ``question`` being no business of ours: the logarithm of the odds."""
        return self._finder.strangeness(question)

    def sounds_like_ours(self, question: str) -> bool:
        """Whether the whole of ``question`` plainly sounds like what we are asked."""
        return self._finder.sounds_like_ours(question)

    def chance_of_danger(self, question: str) -> float:
        """How likely ``question`` is about any danger at all, even where no single one is near."""
        return self._danger(question)

    def _consulted(self, question: str, previous: str | None = None) -> Verdict:
        verdict = self._of_both(question, previous, self._judged(question, previous))
        if verdict.decision is not Decision.FALLBACK:
            return verdict
        return replace(verdict, out_of_scope=self._finder.themes_of(question))

    def _of_both(self, question: str, previous: str | None, whole: Verdict) -> Verdict:
        """The verdict on a message, held against both where it is two questions."""
        both = two_questions(question) if whole.decision is not Decision.FALLBACK else None
        if both is None:
            return whole
        return put_together(whole, self._judged(both[0], previous), self._judged(both[1], both[0]))

    def _judged(self, question: str, previous: str | None) -> Verdict:
        """The verdict on one question, after the one before it where there is one."""
        if not previous or folded(question) in self._titles:
            # 灭火器怎么用 is an article, whatever burns.
            return self._alone.verdict(question)
        correction = corrected(question, previous)
        again = self._asked_again(question, previous, correction)
        if again is not None:
            return again
        meant = correction.meant if correction else question
        return self._after.verdict(previous, meant, is_correction=correction is not None)

    def _asked_again(self, question: str, previous: str, correction: Correction | None) -> Verdict | None:
        """The answer to the question before, where this one only wants it said anew or puts it right."""
        meant = [previous] if is_about_the_answer(question) else []
        meant += [correction.whole] if correction and correction.whole else []
        verdicts = (self._alone.verdict(one) for one in meant)
        answer = next((one for one in verdicts if one.decision is Decision.ANSWER), None)
        return answer and replace(answer, follows=True)
