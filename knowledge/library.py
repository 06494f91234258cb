"""The knowledge base as one process has it in memory, and the holder through which everybody reads it.

A library never changes: a new edition is built beside the old one (``building``) and swapped in by one
assignment, so a question is answered from one edition from beginning to end.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from knowledge.answering import Answerer, Decision, Verdict
from knowledge.articles import Article, Urgency
from knowledge.localfacts import LocalFacts
from knowledge.normalising import READ_AT_MOST, folded, holds_chinese
from knowledge.pointing import beyond_the_lead, pointed
from knowledge.screening.aftermath import Aftermath
from knowledge.screening.emergencies import Emergency
from knowledge.screening.guards import Guardrail, Guardrails
from knowledge.screening.intent_screen import IntentScreen
from knowledge.screening.sides import AspectScreen
from knowledge.screening.spotting import is_pinyin
from knowledge.screening.urgent import UrgentHelp
from knowledge.search.followups import names_new
from knowledge.search.index import Index
from knowledge.search.remembering import Memo
from knowledge.topics import Topic
from knowledge.trades import safety_of_trade

# A search as sure as this speaks for the question, whatever words of another world it holds: 皮肤被酸烧了 is
# no game. Of our dev questions that a guard catches, all 10 real ones pass so, and 3 of 238 foreign ones.
OURS_FROM = 0.80
# Where all of a message sounds like ours, this is enough: a story mentions other worlds on its way (遭了贼,
# 扣两百), and 屋顶搭个铁皮棚违章不 is no matter of driving.
OURS_AS_TOLD_FROM = 0.50
# A guard reads one message. How surely a question must follow on the one before (避难所在哪 / 狗可以带去吗)
# to pass it, where it does not name something new: 那低保怎么申请 after a question about relief does.
OURS_FOLLOWING_FROM = 0.90
# How much it may say (in units of one rare word) that the answer speaks of nowhere: 社保局电话 after a
# question about swindlers is half explained. Of 520 foreign messages that a guard catches, each asked after a
# question of ours, 5 went on so surely and 2 do with it; of 7 real ones none is lost. What does not sound
# strange may say more: 我在家用无线网刷视频应该没事吧 after 外面在打雷.
OURS_FOLLOWING_UNEXPLAINED = 0.9
OURS_FOLLOWING_UNEXPLAINED_OF_STRANGE = 0.45

_PRESSING = list(Urgency)


@dataclass(frozen=True, slots=True)
class Library:
    """One edition: the articles, how they are found, the local facts, and the screens before the search."""

    edition: str
    articles: Mapping[str, Article]
    topics: Mapping[str, Topic]
    index: Index
    answerer: Answerer
    facts: LocalFacts
    urgent: UrgentHelp
    aftermath: Aftermath
    guards: Guardrails
    intent_screen: IntentScreen
    sides: AspectScreen
    _asked_lines: Memo[str | None] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # It takes a third of what a message costs, and many people ask the same.
        object.__setattr__(self, "_asked_lines", Memo(self._asked_line))

    def asked_line(self, question: str, article: Article) -> str | None:
        """The line of ``article`` that is told right after its lead; see ``pointing.beyond_the_lead``."""
        return self._asked_lines(question, article.id)

    def _asked_line(self, question: str, name: str) -> str | None:
        article = self.articles.get(name)
        return beyond_the_lead(question, article, self.index) if article else None

    def article(self, name: str) -> Article | None:
        """The article of this id, or the one that carries the topic of this name.

        An article is named after its first topic. Where two became one, the links, courses and choices that
        name the other lead to the one that answers for it now.
        """
        found = self.articles.get(name)
        return found or next((one for one in self.articles.values() if name in one.topics), None)

    def in_category(self, category: str) -> list[Article]:
        """The articles of one category, the most pressing first, then by priority of their topics."""
        found = [article for article in self.articles.values() if article.category == category]
        return sorted(found, key=lambda one: (_PRESSING.index(one.urgency), self._priority(one), one.id))

    def question_in(self, said: str) -> str:
        """What is searched for where somebody says ``said``: its beginning, where it is long.

        A trade told alone (我是开饭馆的) is no question, and is read as one about the safety of that trade.
        """
        return safety_of_trade(said) or said[:READ_AT_MOST]

    def emergency(self, said: str, previous: str | None = None) -> Emergency | None:
        """The help for the danger that ``said`` tells of, ``previous`` being what was said before it.

        None where nobody is in danger, though it may sound so: a chat, or a wish for help with a crime.
        """
        if safety_of_trade(said) is not None:
            return None
        found = self.urgent.match(said, previous)
        return None if found is not None and self.intent_screen.sets_aside(said) else found

    def guard(self, question: str, previous: str | None = None) -> Guardrail | None:
        """What is said instead of an article, or None where the knowledge base is to answer.

        A question that the search knows almost word for word, or half so where all of it sounds like ours,
        passes a look-alike, another authority's business or a swear word; a refusal and small talk stand
        whatever the search says. What surely goes on about the ``previous`` question passes too. What passes
        may still ask for a side of its subject that no article tells (``AspectScreen``).
        """
        question = question[:READ_AT_MOST]
        if safety_of_trade(question) is not None:
            return None
        meant = self._in_characters(question)
        by_table = self._guard_by_table(question, meant)
        if by_table is not None and by_table.is_firm:
            return by_table
        # Intents are learned from Chinese; in other letters they would hear what nobody said.
        by_intent = self.intent_screen.reply(question, meant, previous) if holds_chinese(meant) else None
        if by_intent is not None:
            return by_intent
        if by_table is None or self._overrules(question, previous):
            return self.sides.unanswered(question, previous)
        return by_table

    def _in_characters(self, question: str) -> str:
        """``question`` as the search reads it, where it is pinyin; any other as it is."""
        return self.index.reading(question) if is_pinyin(folded(question)) else question

    def _guard_by_table(self, question: str, meant: str) -> Guardrail | None:
        """What the tables say to ``question``, which is ``meant`` in characters.

        None for who has the words of a refusal and only tells of others, or asks honestly.
        """
        found = self.guards.match(question)
        if meant != question and len(meant) > 1:
            # Where the search is sure of what was read, 12350 shouli is 受理 and no longer 收礼.
            is_sure = self.answerer.consult(question).score >= OURS_FROM
            found = self.guards.match(meant) or (None if is_sure else found)
        if found is None:
            return None
        is_only_told = self.intent_screen.is_only_told(found.id, question)
        return None if is_only_told or self.intent_screen.is_honest(found, question) else found

    def _overrules(self, question: str, previous: str | None) -> bool:
        """Whether the search is so sure of ``question`` that a guard gives way."""
        verdict = self.answerer.consult(question)
        ours_from = OURS_AS_TOLD_FROM if self.answerer.sounds_like_ours(question) else OURS_FROM
        # Two of ours that are as sure as each other are offered: it is one of them all the same.
        is_ours = verdict.decision in (Decision.ANSWER, Decision.SUGGEST) and verdict.score >= ours_from
        return is_ours or (previous is not None and self._goes_on(question, previous))

    def _goes_on(self, question: str, previous: str) -> bool:
        """Whether ``question`` surely goes on about ``previous``, or a line of the answer to that says it."""
        if names_new(question):
            return False
        verdict = self.answerer.consult(question, previous)
        if verdict.article is None:
            return False
        read = self.answerer.consult(previous).article
        is_said = verdict.article == read and bool(pointed(question, verdict.article, self.index))
        if verdict.score < OURS_FOLLOWING_FROM and not is_said:
            return False
        is_strange = self.answerer.strangeness(question) > 0.0
        most = OURS_FOLLOWING_UNEXPLAINED_OF_STRANGE if is_strange else OURS_FOLLOWING_UNEXPLAINED
        return self.answerer.unexplained(question, verdict.article.id) <= most

    def wish(self, question: str, previous: str | None = None) -> str | None:
        """The name of the skill that ``question`` wishes for; None where it wants something else."""
        meant = self._in_characters(question)
        return self.intent_screen.wish(question, meant, previous, lambda: self.guard(question, previous))

    def referral(self, verdict: Verdict) -> Guardrail | None:
        """What is said to a message that was left alone, where its theme has such a sentence; else None."""
        return next(filter(None, map(self.guards.of_theme, verdict.out_of_scope)), None)

    def _priority(self, article: Article) -> str:
        return min(
            (self.topics[slug].priority.value for slug in article.topics if slug in self.topics), default="P9"
        )


class LibraryHolder:
    """Holds the current library; replacing it is one assignment, which no reader can see half done."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def current(self) -> Library:
        """The library to answer from; keep it for the whole of one question."""
        return self._library

    def replace(self, library: Library) -> None:
        """Swap in a new edition; questions in progress finish with the one they took."""
        self._library = library
