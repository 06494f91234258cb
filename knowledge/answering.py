"""The decision: one answer, a few suggestions, or the honest word that there is none."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from knowledge.articles import Article, Urgency
from knowledge.by_itself import SEARCHED, ByItself
from knowledge.normalising import READ_AT_MOST, folded
from knowledge.search.followups import (
    Correction,
    another,
    corrected,
    following,
    is_about_the_answer,
    is_bare,
    leans,
    may_follow,
    new_words,
)
from knowledge.search.index import Candidate, Index, surest
from knowledge.search.onward import Onward
from knowledge.search.parts import is_long
from knowledge.search.ranking import (
    ANSWER_FOLLOWING_FROM,
    ANSWER_FROM,
    MENTION_FOLLOWING_FROM,
    OFFER_FOLLOWING_FROM,
    STRANGE_FROM,
    SUGGEST_FROM,
    SURE_ALONE,
    SURE_ENOUGH_TO_NAME,
    SURE_FOLLOWING_FROM,
    SURE_TURNED,
    SURE_WITHOUT_REPLACING,
    UNEXPLAINED_OF_STRANGE,
    UNEXPLAINED_OF_SURE_UP_TO,
    UNEXPLAINED_UP_TO,
)
from knowledge.search.remembering import Memo
from knowledge.search.twofold import two_questions
from knowledge.verdicts import ALTERNATIVES, Decision, Verdict, best_score, decided, offered, put_together

__all__ = ["ALTERNATIVES", "Answerer", "Candidate", "Decision", "Verdict", "decided"]

_SEARCHED_TOGETHER = 10


class Answerer:
    """Decides on a question, together with the one before where it leans on it; every thread may use it."""

    def __init__(self, index: Index, articles: Mapping[str, Article]) -> None:
        self._index = index
        self._articles = articles
        self._alone = ByItself(index, articles)
        self._onward = Onward(articles.values())
        self._titles = {folded(article.question) for article in articles.values()}
        pressing = [
            number
            for name, number in self._alone.numbers.items()
            if articles[name].urgency is not Urgency.NORMAL
        ]
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
        return self._index.unexplained(new_words(question), self._alone.numbers[article_id])

    def nearest(self, question: str) -> Candidate | None:
        """What of ours ``question`` is nearest to, however far; None where nothing is."""
        return next(iter(self._alone.search(question)), None)

    def is_out_of_scope(self, question: str) -> bool:
        """Whether ``question`` is nearer to an out-of-scope message than to anything of ours."""
        return self._alone.is_nearest_to_others(question)

    def reading(self, question: str) -> str:
        """What was probably meant: pinyin as characters, and a wrong character as one of the same sound."""
        return self._index.reading(question)

    def strangeness(self, question: str) -> float:
        """How much speaks for ``question`` being no business of ours: the logarithm of the odds."""
        return self._alone.strangeness(question)

    def sounds_like_ours(self, question: str) -> bool:
        """Whether the whole of ``question`` plainly sounds like what we are asked."""
        return self._alone.sounds_like_ours(question)

    def chance_of_danger(self, question: str) -> float:
        """How likely ``question`` is about any danger at all, even where no single one is near."""
        return self._danger(question)

    def _consulted(self, question: str, previous: str | None = None) -> Verdict:
        verdict = self._of_both(question, previous, self._judged(question, previous))
        if verdict.decision is not Decision.FALLBACK:
            return verdict
        return replace(verdict, out_of_scope=self._alone.themes_of(question))

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
        return self._after(previous, meant, is_correction=correction is not None)

    def _asked_again(self, question: str, previous: str, correction: Correction | None) -> Verdict | None:
        """The answer to the question before, where this one only wants it said anew or puts it right."""
        meant = [previous] if is_about_the_answer(question) else []
        meant += [correction.whole] if correction and correction.whole else []
        verdicts = (self._alone.verdict(one) for one in meant)
        answer = next((one for one in verdicts if one.decision is Decision.ANSWER), None)
        return answer and replace(answer, follows=True)

    def _after(self, previous: str, question: str, *, is_correction: bool) -> Verdict:
        """The verdict on what was said after ``previous``: by itself, or together with it."""
        found = self._alone.search(question)
        turned = self._turned(question, previous, found)
        if turned is not None:
            return turned
        is_leaning = leans(question) and not self._alone.names_out_of_scope(question, found)
        is_ours = is_leaning or not self._alone.is_out_of_scope(question, found)
        if not is_ours or not may_follow(question, best_score(found)):
            return self._alone.verdict(question)
        subject = self._subject(previous)
        followed = self._followed(previous, question, found, subject, is_correction=is_correction)
        if followed and not is_leaning and self._changes_subject(question, followed[0]):
            return self._alone.verdict(question)
        if best_score(followed) < ANSWER_FOLLOWING_FROM:
            verdict = self._alone.decide(found)
            return self._offering(question, verdict, followed, subject) if subject else verdict
        verdict = replace(self._alone.decide(followed, ANSWER_FOLLOWING_FROM, 0.0), follows=True)
        return _naming(verdict, found, subject)

    def _turned(self, question: str, previous: str, found: Sequence[Candidate]) -> Verdict | None:
        """The verdict on a short question whose words point to a neighbour of what was read before."""
        read = self._subject(previous)
        turn = self._onward.turn(question, read) if read else None
        if read is None or turn is None:
            return None
        meant = self._articles[turn.article_id]
        own = self._articles[found[0].article_id] if best_score(found) >= ANSWER_FROM else meant
        names_its_own = own.category not in (meant.category, read.category) and not leans(question)
        if own.id != meant.id and (names_its_own or found[0].score >= SURE_ALONE):
            return None
        left = self._index.unexplained(turn.besides, self._alone.numbers[meant.id])
        if left > (UNEXPLAINED_OF_STRANGE if self.strangeness(question) > 0.0 else UNEXPLAINED_UP_TO):
            return None
        before = self._alone.search(previous)[0]
        others = [one for one in surest([before, *found]) if one.article_id != meant.id]
        return Verdict(Decision.ANSWER, meant, SURE_TURNED, offered(others), follows=True)

    def _subject(self, previous: str) -> Article | None:
        """What the question before was about, as far as it found anything."""
        before = self._alone.search(previous)
        return self._articles[before[0].article_id] if best_score(before) >= SUGGEST_FROM else None

    def _followed(
        self,
        previous: str,
        question: str,
        found: Sequence[Candidate],
        subject: Article | None,
        *,
        is_correction: bool,
    ) -> list[Candidate]:
        """What answers ``question`` after ``previous``, which was about ``subject``, surest first."""
        # What a story was about is what it found; its every word would drown those of the question.
        told = self._alone.search(previous)[0].question if subject and is_long(previous) else previous
        # What 罚多少 finds by itself is about anything.
        alone = [] if is_bare(question) else found
        together = self._index.search_after(new_words(question), told, _SEARCHED_TOGETHER)
        followed = following(alone, together, subject, self._articles)[:SEARCHED]
        thing = question if is_correction else another(question)
        if thing and best_score(followed) < SURE_WITHOUT_REPLACING:
            instead = self._index.search_instead(thing, told, _SEARCHED_TOGETHER)
            followed = following(alone, surest([*together, *instead]), subject, self._articles)[:SEARCHED]
        names_another = is_correction and best_score(found) >= SUGGEST_FROM
        if names_another and subject and subject.urgency is Urgency.NORMAL:
            # What was answered before is not what was meant. (A cylinder leaks as a pipe does.)
            followed.sort(key=lambda one: one.article_id == subject.id)
        return followed

    def _changes_subject(self, question: str, follower: Candidate) -> bool:
        """Whether ``question`` says too much that the best answer to both questions speaks of nowhere."""
        left = self.unexplained(question, follower.article_id)
        if follower.score >= SURE_FOLLOWING_FROM:
            return left > UNEXPLAINED_OF_SURE_UP_TO
        return left > UNEXPLAINED_UP_TO or (
            left > UNEXPLAINED_OF_STRANGE and self.strangeness(question) > 0.0
        )

    def _offering(
        self, question: str, alone: Verdict, followed: Sequence[Candidate], subject: Article
    ) -> Verdict:
        """The verdict on a question by itself, or where that is no answer a choice of what may follow.

        What a bare question (多少钱, 有效期几年) finds by itself is about anything and not offered; what was
        read before it is.
        """
        if is_bare(question):
            alone = Verdict(Decision.FALLBACK, None, alone.score)
            again = Candidate(subject.id, subject.topics, subject.question, ANSWER_FOLLOWING_FROM)
            followed = [again, *(one for one in followed if one.article_id != subject.id)]
        if alone.decision is Decision.ANSWER:
            return alone
        if best_score(followed) < OFFER_FOLLOWING_FROM or self.strangeness(question) > STRANGE_FROM:
            return alone
        likely = [one for one in followed if one.score >= MENTION_FOLLOWING_FROM]
        by_id = {one.article_id: one for one in (*alone.alternatives, *likely)}
        choice = sorted(by_id.values(), key=lambda one: -one.score)[:ALTERNATIVES]
        return Verdict(Decision.SUGGEST, None, choice[0].score, tuple(choice))


def _naming(verdict: Verdict, found: Sequence[Candidate], subject: Article | None) -> Verdict:
    """The verdict on what follows; where it is the same answer again, with what the question finds alone."""
    if subject is None or verdict.article != subject or not found:
        return verdict
    alone = found[0]
    if alone.article_id == subject.id or alone.score < SURE_ENOUGH_TO_NAME:
        return verdict
    others = (one for one in verdict.alternatives if one.article_id != alone.article_id)
    return replace(verdict, alternatives=(alone, *others)[:ALTERNATIVES])
