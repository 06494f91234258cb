"""What is decided of one message read by itself, without the message before it.

The scores give a verdict (``finding``). A story is held against its parts (``stories``); any message against
how strange it sounds, and a short one that sounds like ours is answered sooner.
"""

from collections.abc import Sequence
from typing import Final

from knowledge.finding import Finder
from knowledge.search.index import Candidate
from knowledge.search.parts import is_long, last_sentence
from knowledge.search.ranking import ANSWER_FROM, BEYOND_DOUBT, DOUBTFUL_FROM, STRANGE_FROM
from knowledge.stories import Stories
from knowledge.verdicts import Decision, Verdict, best_score, offered

# A message is left alone where the odds of its being none of ours (a logarithm) are above ``STRANGE_FROM``,
# and above so many times what the search is surer than it must be for an answer. What is found beyond a doubt
# is answered.
STRANGE_PER_SURE: Final = 2.0
# It takes so much more for what may be a danger,
STRANGE_BUT_PRESSING: Final = 0.5
# and for a story, which tells of home and work whatever it asks.
STRANGE_BUT_LONG: Final = 0.7
# Above the odds ``DOUBTFUL_FROM`` an answer that is not at least so sure is offered, not given. Of 4,604
# phrasings left out of the index, in two draws, 31 more are right at 0.60 than at 0.80 and 6 wrong, of 1,300
# messages out of scope left out so 4 more are answered. From 0.40 to 0.60 it would be 12 and 9.
SURE_THOUGH_DOUBTFUL: Final = 0.60
# A short message that plainly sounds like ours is answered sooner: where one entry is at least so sure, and
# so many times as sure as the next. Of 1,144 short messages of ours 6 more were answered from 0.15 on, none
# of them wrong, of 1,040 foreign ones 1; from 0.25 on three foreign ones fewer of 1,090, and none of ours.
ANSWER_OURS_FROM: Final = 0.25
TIMES_AS_SURE: Final = 5.0
# This is enough where the second opinion by itself gives that entry such a share: of 5,260 phrasings
# left out of the index, in two draws, 27 more were right so and 3 wrong, of 800 messages out of scope none.
ANSWER_AGREED_FROM: Final = 0.08
AGREED_FROM: Final = 0.37
# It is offered something sooner too: from here on the right one was among it 116 times and 47 times not, and
# of foreign messages 5 more were offered something.
SUGGEST_OURS_FROM: Final = 0.05
# What is less sure is not among it.
MENTION_OURS_FROM: Final = 0.01


class ByItself:
    """Decides on one message at a time; every thread may use the same one."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder
        self._stories = Stories(finder)

    def verdict(self, question: str) -> Verdict:
        """The verdict on a question that is read without the one before it."""
        found = self._finder.search(question)
        if self._finder.is_out_of_scope(question, found):
            return Verdict(Decision.FALLBACK, None, best_score(found))
        if self._stories.is_asked_at_the_end(question, found):
            return self.verdict(last_sentence(question))
        verdict = self._stories.borne_out(question, self._finder.decide(found), found)
        verdict = self._unless_strange(question, verdict, found)
        return self._sooner_if_ours(question, verdict, found)

    def _unless_strange(self, question: str, verdict: Verdict, found: Sequence[Candidate]) -> Verdict:
        """The verdict on a message that stands by itself, held against how strange all of it sounds."""
        if verdict.decision is Decision.FALLBACK or verdict.score >= BEYOND_DOUBT:
            return verdict
        is_answer, is_story = verdict.decision is Decision.ANSWER, is_long(question)
        if is_answer and is_story:
            return verdict  # it has been held against its parts
        strangeness = self._finder.strangeness(question)
        strange_from = max(STRANGE_FROM, STRANGE_PER_SURE * (verdict.score - ANSWER_FROM))
        strange_from += STRANGE_BUT_PRESSING if self._finder.is_pressing(found[0]) else 0.0
        strange_from += STRANGE_BUT_LONG if is_story else 0.0
        if strangeness > strange_from:
            return Verdict(Decision.FALLBACK, None, verdict.score)
        if is_answer and verdict.score < SURE_THOUGH_DOUBTFUL and strangeness > DOUBTFUL_FROM:
            return Verdict(Decision.SUGGEST, None, verdict.score, offered(found))
        return verdict

    def _sooner_if_ours(self, question: str, verdict: Verdict, found: Sequence[Candidate]) -> Verdict:
        """The verdict, or where it is no answer what a short message gets that plainly sounds like ours."""
        if verdict.decision is Decision.ANSWER or not found or is_long(question):
            return verdict
        if found[0].score < SUGGEST_OURS_FROM or not self._finder.sounds_like_ours(question):
            return verdict
        following = found[1].score if len(found) > 1 else 0.0
        is_ahead = found[0].score >= TIMES_AS_SURE * following
        if is_ahead and (found[0].score >= ANSWER_OURS_FROM or self._is_agreed(question, found[0])):
            return self._finder.decide(found, ANSWER_AGREED_FROM, 0.0)
        return Verdict(Decision.SUGGEST, None, found[0].score, offered(found, MENTION_OURS_FROM))

    def _is_agreed(self, question: str, candidate: Candidate) -> bool:
        """Whether the second opinion alone thinks of what the search found, though neither is sure."""
        if candidate.score < ANSWER_AGREED_FROM:
            return False
        number = self._finder.numbers[candidate.article_id]
        return self._finder.index.chance_among(question, [number]) >= AGREED_FROM
