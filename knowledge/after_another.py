"""What is decided of one message read together with the one before it.

Who asks on says little (多少钱) or names another thing (那软管呢). What both messages find together counts,
and what the article that was answered before says: the words of the table of neighbours (``onward``) may
point from it to the one beside it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from knowledge.articles import Article, Urgency
from knowledge.bare_questions import is_bare
from knowledge.by_itself import ByItself
from knowledge.finding import SEARCHED, Finder
from knowledge.search.followups import (
    another,
    following,
    leans,
    may_follow,
    new_words,
    tells,
    tells_a_state,
)
from knowledge.search.index import Candidate, surest
from knowledge.search.onward import Onward
from knowledge.search.parts import is_long
from knowledge.search.ranking import ANSWER_FROM, STRANGE_FROM, SUGGEST_FROM, SURE_ALONE
from knowledge.verdicts import ALTERNATIVES, Decision, Verdict, best_score, offered

# We know what a question is about that is read with the one before it; its words and the older ones pull
# towards different articles, which keeps its confidence low.
ANSWER_FOLLOWING_FROM: Final = 0.12
# How sure the table of neighbours (``onward``) is of what it says about a question after another one.
SURE_TURNED: Final = 0.95
# What is less sure, but at least so sure, is offered together with what is at least as sure as the second,
# where the question finds no answer by itself: 看到了跟谁说 after 滑坡有啥征兆 is about some of these.
OFFER_FOLLOWING_FROM: Final = 0.03
MENTION_FOLLOWING_FROM: Final = 0.01
# A question that goes on is mostly answered in its own words. Where the best answer to both questions speaks
# nowhere of so much that the new one says (in units of one rare word), it begins another subject and stands
# by itself; of what sounds strange (above 0) less is enough. Of 505 follow-ups answered rightly 12
# leave more than 0.8 unexplained, and 99 of 126 foreign messages that were answered after a question of ours.
UNEXPLAINED_UP_TO: Final = 1.5
UNEXPLAINED_OF_STRANGE: Final = 0.6
# An answer to both questions that is as sure as this is given up only for more, strange or not. 3 of 504
# right ones are lost instead of 14, and 60 of 164 wrong ones kept back instead of 82 at 1.2 and 0.6 for all.
SURE_FOLLOWING_FROM: Final = 0.80
UNEXPLAINED_OF_SURE_UP_TO: Final = 1.8
# 停电了怎么办 after 窗户贴胶带有用吗 finds an answer by itself, which says so much more of it (in units of
# one rare word) than the best answer to both. Of 1,524 short questions, each after another one of a kindred
# subject or of any, 27 more find their answer (of 37 that could), and of 241 follow-ups none loses its own.
SAID_BY_ITS_OWN_FROM: Final = 0.4
# The same of what people ask for, and an article may only mention (停电 is a word of the one about charging
# indoors): of 971 pairs of a short question that finds its answer unsurely and another question before it 9
# more find it, and of 196 follow-ups none loses its own.
ASKED_OF_ITS_OWN_FROM: Final = 0.3
# Below this what a question finds that names one thing in place of another (那煤气罐呢) is searched for with
# the thing in the earlier question too. Of 93 such questions 9 need it: 86 instead of 83 are right then, and
# 5 instead of 7 wrong; anything up to 0.8 does nearly as well.
SURE_WITHOUT_REPLACING: Final = 0.40
# What a question finds by itself, at least so surely, is named beside the answer that it has had already.
SURE_ENOUGH_TO_NAME: Final = 0.60

_SEARCHED_TOGETHER: Final = 10


class AfterAnother:
    """Decides on one message after another; every thread may use the same one."""

    def __init__(self, finder: Finder, alone: ByItself, articles: Mapping[str, Article]) -> None:
        """``alone`` decides on what turns out to stand by itself."""
        self._finder = finder
        self._alone = alone
        self._articles = articles
        self._onward = Onward(articles.values())

    def unexplained(self, question: str, article_id: str) -> float:
        """How much a question that goes on says, in units of one rare word, and the article nowhere."""
        return self._finder.index.unexplained(new_words(question), self._finder.numbers[article_id])

    def verdict(self, previous: str, question: str, *, is_correction: bool) -> Verdict:
        """The verdict on what was said after ``previous``: by itself, or together with it."""
        found = self._finder.search(question)
        turned = self._turned(question, previous, found)
        if turned is not None:
            return turned
        is_state = tells_a_state(question)
        # 几号开始 is asked of schools and sales too, but names none of them.
        names_nothing = is_state or is_bare(question)
        is_leaning = names_nothing or (
            leans(question) and not self._finder.names_out_of_scope(question, found)
        )
        is_ours = is_leaning or not self._finder.is_out_of_scope(question, found)
        if not is_ours or not (is_state or may_follow(question, best_score(found))):
            return self._alone.verdict(question)
        subject = self._subject(previous)
        followed = self._followed(previous, question, found, subject, is_correction=is_correction)
        if followed and not is_leaning and self._changes_subject(question, followed[0], found, subject):
            return self._alone.verdict(question)
        if best_score(followed) < ANSWER_FOLLOWING_FROM:
            verdict = self._finder.decide(found)
            return self._offering(question, verdict, followed, subject) if subject else verdict
        verdict = replace(self._finder.decide(followed, ANSWER_FOLLOWING_FROM, 0.0), follows=True)
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
        left = self._finder.index.unexplained(turn.besides, self._finder.numbers[meant.id])
        if left > (UNEXPLAINED_OF_STRANGE if self._finder.strangeness(question) > 0.0 else UNEXPLAINED_UP_TO):
            return None
        before = self._finder.search(previous)[0]
        others = [one for one in surest([before, *found]) if one.article_id != meant.id]
        return Verdict(Decision.ANSWER, meant, SURE_TURNED, offered(others), follows=True)

    def _subject(self, previous: str) -> Article | None:
        """What the question before was about, as far as it found anything."""
        before = self._finder.search(previous)
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
        told = self._finder.search(previous)[0].question if subject and is_long(previous) else previous
        # What 罚多少 or 发烫了 finds by itself is about anything.
        alone = [] if is_bare(question) or tells_a_state(question) else found
        together = self._finder.index.search_after(new_words(question), told, _SEARCHED_TOGETHER)
        followed = following(alone, together, subject, self._articles)[:SEARCHED]
        thing = question if is_correction else another(question)
        if thing and best_score(followed) < SURE_WITHOUT_REPLACING:
            instead = self._finder.index.search_instead(thing, told, _SEARCHED_TOGETHER)
            followed = following(alone, surest([*together, *instead]), subject, self._articles)[:SEARCHED]
        names_another = is_correction and best_score(found) >= SUGGEST_FROM
        if names_another and subject and subject.urgency is Urgency.NORMAL:
            # What was answered before is not what was meant. (A cylinder leaks as a pipe does.)
            followed.sort(key=lambda one: one.article_id == subject.id)
        return followed

    def _changes_subject(
        self, question: str, follower: Candidate, found: Sequence[Candidate], subject: Article | None
    ) -> bool:
        """Whether ``question`` says too much that the best answer to both questions speaks of nowhere.

        Less is enough where ``found``, the answer that it finds by itself, speaks of all of it; not where
        the ``subject`` before was a danger and more of it is told: 嗓子疼, 窗户打开了.
        """
        left = self.unexplained(question, follower.article_id)
        has_another = best_score(found) >= ANSWER_FROM and found[0].article_id != follower.article_id
        if has_another and not self._tells_more(question, found[0], subject):
            said_by_its_own = left - self.unexplained(question, found[0].article_id)
            is_its_own = (
                said_by_its_own > SAID_BY_ITS_OWN_FROM
                or self._asked_of_its_own(question, follower, found[0]) > ASKED_OF_ITS_OWN_FROM
            )
            if is_its_own and self._alone.verdict(question).article is not None:
                return True
        if follower.score >= SURE_FOLLOWING_FROM:
            return left > UNEXPLAINED_OF_SURE_UP_TO
        return left > UNEXPLAINED_UP_TO or (
            left > UNEXPLAINED_OF_STRANGE and self._finder.strangeness(question) > 0.0
        )

    def _asked_of_its_own(self, question: str, follower: Candidate, own: Candidate) -> float:
        """How much more of ``question`` the phrasings of its ``own`` answer ask for than the follower's."""
        index, numbers, words = self._finder.index, self._finder.numbers, new_words(question)
        unasked = index.unexplained(words, numbers[follower.article_id], by_asks=True)
        return unasked - index.unexplained(words, numbers[own.article_id], by_asks=True)

    def _tells_more(self, question: str, own: Candidate, subject: Article | None) -> bool:
        """Whether more is told of the danger that the ``subject`` was; ``own`` is what this finds alone."""
        is_of_danger = subject is not None and subject.urgency is not Urgency.NORMAL
        return is_of_danger and (self._finder.is_pressing(own) or tells(question))

    def _offering(
        self, question: str, alone: Verdict, followed: Sequence[Candidate], subject: Article
    ) -> Verdict:
        """The verdict on a question by itself, or where that is no answer a choice of what may follow.

        What a bare question (多少钱, 有效期几年) or a mere state (有黑烟) finds by itself is about anything
        and not offered; what was read before it is.
        """
        if is_bare(question) or tells_a_state(question):
            alone = Verdict(Decision.FALLBACK, None, alone.score)
            again = Candidate(subject.id, subject.topics, subject.question, ANSWER_FOLLOWING_FROM)
            followed = [again, *(one for one in followed if one.article_id != subject.id)]
        if alone.decision is Decision.ANSWER:
            return alone
        if best_score(followed) < OFFER_FOLLOWING_FROM or self._finder.strangeness(question) > STRANGE_FROM:
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
