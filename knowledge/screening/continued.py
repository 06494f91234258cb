"""What a message tells of after the one before it: that one names the pit, this who lies in it."""

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
from knowledge.screening.tellings import EmergencyClassifier
from knowledge.screening.weighing import OWN_FROM, followed_by, named
from knowledge.search.followups import leans, tells_a_state

# So much share has an event in this message and the one before, where it goes on about that.
DETECTED_TOGETHER: Final = 0.40
TOGETHER_UP_TO: Final = 0.0
# So little strange alone is what is told, whatever the search knows about the thing.
TOLD_UP_TO: Final = -3.0
# Of one's own despair a message must think by itself: 已经下去一个了 after 我拦不住 tells of a pit.
DESPAIR_ALONE_FROM: Final = 0.5
_DESPAIR: Final = "hotline.psych"
# Where one is, and nothing else: 我在船上 after 台风来了.
_WHEREABOUTS: Final = re.compile("(?:我|俺|咱)们?(?:现在|还|都|正)*在[^ 看问想学等]{1,4}[上里内中边]")


class ContinuedHelp:
    """Reads two messages together; every thread may use the same one."""

    def __init__(
        self,
        helps: Helps,
        screen: EmergencyScreen,
        answerer: Answerer,
        searched: SearchedHelp,
        classifier: EmergencyClassifier | None,
        detector: EmergencyDetector | None,
    ) -> None:
        """Without a ``classifier`` and its ``detector`` only table and search read the two together."""
        self._helps = helps
        self._screen = screen
        self._answerer = answerer
        self._searched = searched
        self._classifier = classifier
        self._detector = detector

    def help(self, previous: str, text: str, found: Emergency | None) -> Emergency | None:
        """The help for ``text`` after ``previous``; ``found`` is what it tells of by itself."""
        if found is None:
            return self._begun_before(previous, text)
        before = self._screen.match(previous)
        if not (found.is_general or found.is_symptom):
            together = None if before else self._screen.match_together(previous, text)
            return together or found
        both = self._screen.match(f"{previous} {text}")
        if found.is_general and all(one is not None and one.is_general for one in (before, both)):
            # Two cries are no story, whatever those cry who drown.
            return found
        is_new = both is not None and (before is None or both.id != before.id)
        if both and is_new and both.rank > found.rank and not both.is_general:
            return both
        if found.is_symptom:
            return found
        return self._detected(previous, text, before) or self._searched_for(previous, text, found, before)

    def _begun_before(self, previous: str, text: str) -> Emergency | None:
        """What is told by both messages where this one alone tells of nothing, and asks for nothing else."""
        before = self._screen.match(previous)
        if _WHEREABOUTS.fullmatch(folded(text)):
            both = self._screen.match(f"{previous} {text}")
            if both and not both.is_general and (before is None or both.id != before.id):
                return both
        together = None if before else self._screen.match_together(previous, text)
        detected = self._detected(previous, text, before)
        if together is not None and self._is_surely_told(text):
            # 娃把瓶子打开舔了 after 农药怎么存放: tellings know the poison, words only the mouth of a child.
            return detected if detected is not None and self._is_told(text, detected) else together
        if detected is None:
            return None
        verdict = self._answerer.consult(text, previous)
        is_answered = verdict.article is not None and verdict.score >= OWN_FROM
        goes_on = before is not None and detected.id == before.id
        if is_answered and (goes_on or not answers_urgently(verdict)) and self._is_told(text, detected):
            # 娃把瓶子打开舔了 is told, though the search knows how the bottle should be kept; and 喝了一口
            # after 误喝了洗衣液 is no other poison.
            return detected
        return detected if not is_answered or is_about(detected, verdict) else None

    def _is_named(self, text: str) -> bool:
        """Whether the words of ``text`` name an event."""
        seen = self._screen.match(text)
        return seen is not None and not seen.is_general

    def _is_surely_told(self, text: str) -> bool:
        """Whether nobody would write ``text`` who is in no danger, whichever it be."""
        return self._detector is not None and self._detector.is_surely_told(text)

    def _is_told(self, text: str, event: Emergency) -> bool:
        """Whether ``text`` alone is surely told, and makes one think of ``event``."""
        alone = self._classifier.classify(text) if self._classifier else None
        return alone is not None and alone.strangeness <= TOLD_UP_TO and event.id in alone.likely

    def _searched_for(
        self, previous: str, text: str, found: Emergency, before: Emergency | None
    ) -> Emergency:
        """Mere distress, and what the search finds of both messages that is known from neither."""
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
        """What is detected of both messages together, where the second is told and not asked.

        After a question about something else hardly any event has a share in both. ``before`` is the
        event that the first was taken for: somebody who has read how to put out the pan and writes
        that a person is dying asks about that.
        """
        if self._classifier is None or self._detector is None:
            return None
        if leans(text) or asks_calmly(text) or self._screen.is_set_aside(text):
            return None
        alone, both = self._detector.heard(text), self._classifier.classify(f"{previous} {text}")
        if alone is None or both is None or alone.strangeness > TOGETHER_UP_TO:
            return None
        event, said = self._helps.by_event[both.event], f"{previous} {text}"
        if both.share < DETECTED_TOGETHER or event.is_general:
            return None
        if event.article_id == _DESPAIR and alone.shares.get(event.id, 0.0) < DESPAIR_ALONE_FROM:
            return None
        if not self._classifier.may_be(event.id, said):
            return None
        is_doubtful = tells_a_state(text) and both.share < SURELY and not self._is_named(said)
        if is_doubtful and not is_about(event, self._answerer.consult(text, previous)):
            # 有黑烟 after 煤气灶火苗发黄 is the smoke of a burner.
            return None
        likely = [self._helps.by_event[one] for one in alone.likely]
        is_again = before is not None and event.id == before.id
        if is_again and any(one.is_general or one.is_symptom for one in likely):
            return None
        return replace(event, why=f"{both.share:.0%} of what is told like it and the message before")
