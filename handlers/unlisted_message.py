"""What a message after an alarm means where no word of the table lists it: by the guards and the search."""

from functools import cached_property
from typing import Final

from bot.turns import Turn
from handlers import alarms
from handlers.remembered import QUESTION
from handlers.second_questions import ANSWER_ELSEWHERE_FROM
from knowledge.answering import Decision, Verdict
from knowledge.articles import Urgency
from knowledge.library import Library
from knowledge.screening import aftermath
from knowledge.screening.aftermath import Remark
from knowledge.screening.asking import asks_calmly, supposes_on
from knowledge.screening.emergencies import Emergency
from knowledge.screening.guards import Guardrail

# Lengths in characters. What is longer tells something of its own. Somebody in despair is listened to
# at any length.
_LONGEST_REMARK: Final = 16
# Up to this length even that is still about the danger, where nobody else knows what to make of it.
_LONGEST_UNKNOWN: Final = 40
# What is shorter names no other side of the danger, whatever the search finds by it: 三楼.
_SHORTEST_OTHER_SIDE: Final = 8
# What is shorter may ask without naming anything: 能开吗.
_SHORTEST_QUESTION: Final = 6


class UnlistedMessage:
    """One message, beside the alarm that it follows and what guards and search make of it.

    ``remark`` decides; the properties and methods below it are its rules, each with a name. Guards and search
    are asked only where a rule needs them.
    """

    def __init__(self, turn: Turn, library: Library, event: Emergency) -> None:
        """``event`` is what the alarm was about."""
        self._said, self._previous = turn.said, turn.talk.memory.get(QUESTION)
        self._is_latest = alarms.is_latest(turn)
        self._asks = asks_calmly(turn.said)
        self._library, self._event = library, event

    def remark(self) -> Remark | None:
        """What it means for the danger that was told; None where another skill is to answer it."""
        table, guard = self._library.aftermath, self._guard
        if guard is not None and guard.decision is Decision.SMALLTALK:
            return table.of_small_talk(guard.id, self._event.id)
        if not self._is_latest or (guard is not None and guard.decision is Decision.REFUSE):
            return None
        if table.is_address(self._said) and not self._is_known:
            return table.of_kind(aftermath.ADDRESS)
        if table.is_lasting(self._said) or self._is_for_others():
            return None
        return table.of_kind(aftermath.STILL)

    @cached_property
    def _guard(self) -> Guardrail | None:
        return self._library.guard(self._said, self._previous)

    @cached_property
    def _alone(self) -> Verdict:
        """What the search makes of the message by itself."""
        return self._library.answerer.consult(self._said)

    @cached_property
    def _with_previous(self) -> Verdict:
        """What the search makes of it, read together with what was said before."""
        return self._library.answerer.consult(self._said, self._previous)

    @property
    def _is_known(self) -> bool:
        """Whether the search answers the message by itself, and with something new.

        A statement that finds the article of the alarm (还有味) is told that once more.
        """
        if self._alone.decision is not Decision.ANSWER:
            return False
        return self._asks or not self._is_told(self._alone)

    def _is_for_others(self) -> bool:
        if len(self._said) > _LONGEST_REMARK and not self._library.aftermath.is_despair(self._event.id):
            return not self._is_more_of_the_story()
        if self._asks:
            return self._guard is not None or self._finds_what_is_asked()
        return self._guard is None and self._finds_something() and self._means_something_else()

    def _is_more_of_the_story(self) -> bool:
        """Whether a long message goes on telling: it asks nothing, and nobody else knows an answer."""
        is_unknown = self._guard is None and self._with_previous.decision is not Decision.ANSWER
        return is_unknown and not self._asks and len(self._said) <= _LONGEST_UNKNOWN

    def _finds_what_is_asked(self) -> bool:
        """Whether the search finds what a question after the alarm asks.

        能开吗 after 车里有汽油味 names nothing of its own: what it finds must be of the same subject.
        """
        names_something = (
            len(self._said) >= _SHORTEST_QUESTION or self._alone.decision is not Decision.FALLBACK
        )
        if self._is_a_guess():
            return False
        if names_something:
            return self._with_previous.decision is not Decision.FALLBACK
        return self._with_previous.decision is Decision.ANSWER and self._is_of_the_subject(
            self._with_previous
        )

    def _is_a_guess(self) -> bool:
        """Whether the search only guesses at calm advice, which the message by itself does not find.

        我开走行吗 after an e-bike that burns found where charging points are.
        """
        article = self._with_previous.article
        is_calm = article is not None and article.urgency is Urgency.NORMAL
        is_unsure = self._with_previous.score < ANSWER_ELSEWHERE_FROM
        return is_calm and is_unsure and self._alone.decision is not Decision.ANSWER

    def _finds_something(self) -> bool:
        """Whether the search answers a statement, by itself or as another side of what was told."""
        if self._is_known:
            return True
        is_answered = self._with_previous.decision is Decision.ANSWER
        is_other_side = is_answered and not self._is_told(self._with_previous)
        return is_other_side and len(self._said) >= _SHORTEST_OTHER_SIDE

    def _means_something_else(self) -> bool:
        """Whether a statement that the search answers means something else than this danger.

        Another case of it does (流鼻血呢), a wish does (另外我想举报一个厂), and so does what presses as well
        and is of the same subject, be it a line of the article itself. 在厨房 after 着火了 says where it
        burns, and wants no advice on keeping a kitchen tidy.
        """
        if supposes_on(self._said) or self._library.wish(self._said, self._previous):
            return True
        if self._tells_the_same():
            return False
        article = self._with_previous.article
        presses = article is not None and article.urgency is not Urgency.NORMAL
        return presses and self._is_of_the_subject(self._with_previous)

    def _tells_the_same(self) -> bool:
        """Whether both messages together tell of the danger of before: 喝了一口 after 误喝了洗衣液."""
        told = self._library.emergency(self._said, self._previous)
        return told is not None and told.id == self._event.id

    def _is_told(self, verdict: Verdict) -> bool:
        """Whether the search answers with the very article that the alarm was about."""
        return verdict.article is not None and verdict.article.id == self._event.article_id

    def _is_of_the_subject(self, verdict: Verdict) -> bool:
        """Whether the search answers with an article of the category of the first help."""
        found, told = verdict.article, self._library.articles.get(self._event.article_id or "")
        return found is not None and (told is None or found.category == told.category)
