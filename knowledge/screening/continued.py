"""What a message tells of when it is read after the previous one.

The previous message names the pit, for example, and this one says who lies in it.
"""

import re
from dataclasses import replace
from typing import Final

from knowledge.answering import Answerer
from knowledge.normalising import folded
from knowledge.screening.asking import asks_calmly
from knowledge.screening.belonging import Helps, answers_urgently, is_about
from knowledge.screening.detection import SURELY, EmergencyDetector
from knowledge.screening.emergencies import Emergency, EmergencyScreen
from knowledge.screening.searched import SearchedHelp
from knowledge.screening.tellings import Classification, EmergencyClassifier
from knowledge.screening.weighing import OWN_FROM, followed_by, named
from knowledge.search.followups import leans, tells_a_state

# Shares go from 0 to 1; strangeness is the logarithm of the odds that nobody in danger wrote a message. Both
# are those of ``Classification``.
#
# The least share of an event in both messages together, and the greatest strangeness of this one alone.
DETECTED_TOGETHER: Final = 0.40
TOGETHER_UP_TO: Final = 0.0
# Up to this strangeness a message by itself counts as told, whatever article the search has about the thing.
TOLD_UP_TO: Final = -3.0
# The least share of despair in this message alone: 已经下去一个了 after 我拦不住 tells of a pit.
DESPAIR_ALONE_FROM: Final = 0.5
_DESPAIR: Final = "hotline.psych"
# A message that only says where somebody is: 我在船上 after 台风来了.
_WHEREABOUTS: Final = re.compile("(?:我|俺|咱)们?(?:现在|还|都|正)*在[^ 看问想学等]{1,4}[上里内中边]")


class ContinuedHelp:
    """Reads two messages together. One instance serves all threads."""

    def __init__(
        self,
        helps: Helps,
        screen: EmergencyScreen,
        answerer: Answerer,
        searched: SearchedHelp,
        classifier: EmergencyClassifier | None,
        detector: EmergencyDetector | None,
    ) -> None:
        """Without a ``classifier`` and its ``detector``, only the table and the search read both messages."""
        self._helps = helps
        self._screen = screen
        self._answerer = answerer
        self._searched = searched
        self._classifier = classifier
        self._detector = detector

    def help(self, previous: str, text: str, found: Emergency | None) -> Emergency | None:
        """The help for ``text`` read after ``previous``; ``found`` is the help for ``text`` by itself.

        An event that ``text`` names by itself stands, unless the words of both together name another. Mere
        distress, or a symptom, gives way to a graver event that both together name; mere distress also to one
        that tellings or the search find in both.
        """
        if found is None:
            return self._begun_before(previous, text)
        before = self._screen.match(previous)
        if not (found.is_general or found.is_symptom):
            together = None if before else self._screen.match_together(previous, text)
            return together or found
        both = self._screen.match(f"{previous} {text}")
        if found.is_general and all(one is not None and one.is_general for one in (before, both)):
            # Two cries for help together tell no more than one.
            return found
        is_new = both is not None and (before is None or both.id != before.id)
        if both and is_new and both.rank > found.rank and not both.is_general:
            return both
        if found.is_symptom:
            return found
        return self._detected(previous, text, before) or self._searched_for(previous, text, found, before)

    def _begun_before(self, previous: str, text: str) -> Emergency | None:
        """The help for what both messages tell, where ``text`` by itself tells of no danger.

        None where the search answers ``text`` with an article about something else.
        """
        before = self._screen.match(previous)
        if _WHEREABOUTS.fullmatch(folded(text)):
            both = self._screen.match(f"{previous} {text}")
            if both and not both.is_general and (before is None or both.id != before.id):
                return both
        together = None if before else self._screen.match_together(previous, text)
        detected = self._detected(previous, text, before)
        if together is not None and self._is_surely_told(text):
            # 娃把瓶子打开舔了 after 农药怎么存放: tellings know the poison, words only a child's mouth.
            return detected if detected is not None and self._is_told(text, detected) else together
        if detected is None:
            return None
        verdict = self._answerer.consult(text, previous)
        is_answered = verdict.article is not None and verdict.score >= OWN_FROM
        goes_on = before is not None and detected.id == before.id
        if is_answered and (goes_on or not answers_urgently(verdict)) and self._is_told(text, detected):
            # 娃把瓶子打开舔了 tells of a danger, though the search knows how to store the bottle; and
            # 喝了一口 after 误喝了洗衣液 is about the same poison.
            return detected
        return detected if not is_answered or is_about(detected, verdict) else None

    def _is_named(self, text: str) -> bool:
        """Whether the words of ``text`` name an event."""
        seen = self._screen.match(text)
        return seen is not None and not seen.is_general

    def _is_surely_told(self, text: str) -> bool:
        """Whether only somebody in danger, of whatever kind, would write ``text``."""
        return self._detector is not None and self._detector.is_surely_told(text)

    def _is_told(self, text: str, event: Emergency) -> bool:
        """Whether ``text`` alone surely tells of a danger, and ``event`` is one of the likely ones."""
        alone = self._classifier.classify(text) if self._classifier else None
        return alone is not None and alone.strangeness <= TOLD_UP_TO and event.id in alone.likely

    def _searched_for(
        self, previous: str, text: str, found: Emergency, before: Emergency | None
    ) -> Emergency:
        """``found``, which is mere distress, with what the search finds only in both messages together."""
        verdict = self._answerer.consult(text, previous)
        best = self._searched.best(verdict)
        known = {found.article_id, before.article_id if before else None}
        if best is None or not answers_urgently(verdict) or best.id in known:
            return found
        own = self._helps.by_article.get(best.id)
        if own is not None and not self._searched.may_be(own, f"{previous} {text}"):
            return found
        return named(own, found, best) if own else followed_by(found, best, best)

    def _detected(self, previous: str, text: str, before: Emergency | None) -> Emergency | None:
        """The event that others told of in words like both messages together, where the second tells.

        These decide, in this order: this message is told and not asked, and not strange from somebody in
        danger; both messages together make one event likely enough, which after a question about something
        else hardly any is; and nothing speaks against that event. ``before`` is the event that the first
        message was taken for.
        """
        if self._classifier is None or self._detector is None or self._is_asked(text):
            return None
        said = f"{previous} {text}"
        alone, both = self._detector.heard(text), self._classifier.classify(said)
        if alone is None or both is None or alone.strangeness > TOGETHER_UP_TO:
            return None
        event = self._helps.by_event[both.event]
        is_likely = both.share >= DETECTED_TOGETHER and not event.is_general
        if not is_likely or not self._classifier.may_be(event.id, said):
            return None
        if _is_despair_of_before(event, alone) or self._is_now_about_a_person(event, alone, before):
            return None
        if both.share < SURELY and self._is_mere_state(event, previous, text):
            return None
        return replace(event, why=f"{both.share:.0%} of what is told like it and the message before")

    def _is_asked(self, text: str) -> bool:
        """Whether ``text`` asks, needs another question to make sense, or is about no danger at all."""
        return leans(text) or asks_calmly(text) or self._screen.is_set_aside(text)

    def _is_now_about_a_person(
        self, event: Emergency, alone: Classification, before: Emergency | None
    ) -> bool:
        """Whether the event is that of the message before, and this one may tell of a person's state.

        Somebody who has read how to put out a burning pan and writes that a person is dying asks about the
        person.
        """
        if before is None or event.id != before.id:
            return False
        likely = [self._helps.by_event[one] for one in alone.likely]
        return any(one.is_general or one.is_symptom for one in likely)

    def _is_mere_state(self, event: Emergency, previous: str, text: str) -> bool:
        """Whether ``text`` only says how a thing is, and neither words nor search speak for ``event``.

        有黑烟 after 煤气灶火苗发黄 is the smoke of a burner.
        """
        if not tells_a_state(text) or self._is_named(f"{previous} {text}"):
            return False
        return not is_about(event, self._answerer.consult(text, previous))


def _is_despair_of_before(event: Emergency, alone: Classification) -> bool:
    """Whether ``event`` is despair, and only the message before made it likely."""
    return event.article_id == _DESPAIR and alone.shares.get(event.id, 0.0) < DESPAIR_ALONE_FROM
