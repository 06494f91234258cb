"""What the tellings make of one message: which event others told of who wrote like it.

``detection`` says what is told at all, and how surely; here that is held against what table and search know.
"""

from dataclasses import replace
from typing import Final

from knowledge.answering import Answerer, Verdict
from knowledge.screening.asking import cries_for_advice
from knowledge.screening.belonging import Helps, answers_urgently
from knowledge.screening.calmness import NEVER_RENAMED_FROM
from knowledge.screening.detection import (
    SURELY,
    TOLD,
    EmergencyDetector,
    is_against_words,
    is_likely_cause,
    is_plainly,
    is_surely,
    names_its_event,
    reason_of,
)
from knowledge.screening.emergencies import Emergency, EmergencyScreen
from knowledge.screening.searched import SearchedHelp
from knowledge.screening.tellings import Classification, EmergencyClassifier
from knowledge.screening.weighing import OWN_FROM, SURE_FROM

# Where the answer is found anyway, or out-of-scope messages are nearer, so much must speak for its being
# told.
TOLD_UP_TO: Final = -2.5
# The event of somebody in danger of whatever kind: the numbers, and nothing that may be wrong.
UNCLEAR: Final = "help_unclear"
# After an alarm by its words an event that only tellings name needs such a share to be another than that.
RENAMES_FROM: Final = 0.75


class ToldHelp:
    """Holds what was told against table and search; every thread may use the same one."""

    def __init__(
        self,
        helps: Helps,
        screen: EmergencyScreen,
        answerer: Answerer,
        classifier: EmergencyClassifier,
        detector: EmergencyDetector,
        searched: SearchedHelp,
    ) -> None:
        self._helps = helps
        self._screen = screen
        self._answerer = answerer
        self._classifier = classifier
        self._detector = detector
        self._searched = searched

    def help(self, text: str, found: Emergency | None, previous: str | None) -> Emergency | None:
        """The help for what most tellings like ``text`` tell of, where that is not known.

        ``found`` is what is known so far: nothing, mere distress, or an event by its words; ``previous`` the
        message before, where it may say more.
        """
        detected = self._detector.detect(text)
        if detected is not None and previous:
            detected = self._detected_after(previous, text, detected)
        if detected is None:
            return None
        if found is not None and not found.is_general:
            together = self._screen.match_together(previous, text) if previous else None
            if together is not None and together.id == found.id:
                return None
            return self._instead_of(found, text, detected)
        before = self._screen.match(previous) if previous else None
        detected = self._detector.weighed(text, detected, before.id if before else None)
        if detected is None:
            return None
        event = self._helps.by_event[detected.event]
        if not names_its_event(detected, text):
            if before and before.article_id == event.article_id:
                # 我在江边那座桥附近 goes on about the despair of before, which numbers would break off.
                return None
            event = self._helps.by_event[UNCLEAR]
        if event.is_hint or (event.is_general and found is not None):
            return None
        if found is None:
            return self._unless_answered(text, replace(event, why=reason_of(detected)), detected)
        is_named = found.article_id != self._helps.by_event[found.id].article_id
        if is_named and detected.share < SURELY:
            return None
        return replace(event, why=reason_of(detected, found))

    def graver(self, text: str, found: Emergency | None) -> Emergency | None:
        """What is more urgent yet than ``found``, where that is among the gravest and tellings know both.

        想不开喝了除草剂，灌肥皂水管用不: the poison before the despair.
        """
        if found is None or found.rank < NEVER_RENAMED_FROM:
            return None
        asked = self._detector.detect_before_question(text)
        heard = asked[0] if asked else self._detector.detect(text)
        if heard is None or heard.share < SURELY or self._helps.by_event[heard.event].rank <= found.rank:
            return None
        return replace(self._helps.by_event[heard.event], why=reason_of(heard, found))

    def before_question(self, text: str) -> Emergency | None:
        """The help for what is told before a calm question: 手绞进机器里了，能不能倒转出来.

        The question takes nothing out of it where nobody would tell the rest who is in no danger.
        """
        told = self._detector.detect_before_question(text)
        if told is None:
            return None
        event = told[1] or self._helps.by_event[told[0].event]
        return None if event.is_general else replace(event, why=reason_of(*told))

    def _instead_of(self, found: Emergency, text: str, detected: Classification) -> Emergency | None:
        """The event of ``detected`` in the place of ``found``, which words name; None where that stands."""
        event = self._helps.by_event[detected.event]
        if found.rank >= NEVER_RENAMED_FROM or event.is_general:
            return None
        if not (is_against_words(detected, found) or self._is_cause(detected, found, text)):
            return None
        if event.article_id == self._helps.by_event[found.id].article_id:
            # Two parts of one article: what sticks in a wound is told by its words, 玻璃还插着.
            return None
        if found.is_partial and event.article_id in found.topics and self._screen.names(text, event.id):
            # The words know both, and which of them goes first: a fire, and one in the kitchen.
            return None
        return replace(event, why=reason_of(detected, found))

    def _is_cause(self, detected: Classification, found: Emergency, text: str) -> bool:
        is_likely = is_likely_cause(detected, found) and not self._helps.by_event[detected.event].is_symptom
        return is_likely and self._screen.names(text, detected.event)

    def _detected_after(self, previous: str, text: str, detected: Classification) -> Classification | None:
        """What ``detected`` of ``text`` comes to after ``previous``, or None where both leave it open.

        全家都站不起来了 sounds like a bad meal, and after 煤炉怎么放安全 like the stove.
        """
        both = self._classifier.classify(f"{previous} {text}")
        before = self._screen.match(previous)
        if both and before and both.event == before.id != detected.event and detected.share < RENAMES_FROM:
            # 嘴里塞了糖 不咽 sounds like something in the throat, and after 低血糖晕了 like that.
            return None
        if both is None or detected.event in both.likely or detected.strangeness > TOLD.strangeness:
            return detected
        if both.share >= SURELY and (before is None or both.event != before.id):
            return both
        return detected if detected.share >= SURELY or not both.likely else None

    def _unless_answered(self, text: str, event: Emergency, detected: Classification) -> Emergency | None:
        """``event``, or what the search knows better where it is sure of something else."""
        if is_surely(detected):
            return event
        verdict = self._answerer.consult(text)
        if verdict.article is None:
            return event if self._is_ours_or_surely_told(text, detected) else None
        if verdict.article.id == event.article_id:
            return event if _is_more_than_asked(text, verdict, detected) else None
        if verdict.score < OWN_FROM:
            return None if event.is_general else event
        own = self._searched.own(verdict.article) if answers_urgently(verdict) else None
        if event.is_general:
            return own
        if own is None:
            return event if is_plainly(detected) else None
        # 有人一直拧我的门把手 is no fire, though one should feel the handle there.
        is_doubted = own.id not in detected.likely and verdict.score < SURE_FROM
        return event if is_doubted else own

    def _is_ours_or_surely_told(self, text: str, detected: Classification) -> bool:
        """Whether a telling counts that the search answers with nothing."""
        is_surely_told = detected.share >= SURELY and detected.strangeness <= TOLD_UP_TO
        return is_surely_told or not self._answerer.is_out_of_scope(text)


def _is_more_than_asked(text: str, verdict: Verdict, detected: Classification) -> bool:
    """Whether a telling that the search answers with the article of its event is more than a question.

    台风来了怎么办: the article begins with just that, unless it is plain what has happened.
    """
    if cries_for_advice(text):
        return detected.share >= SURELY
    return verdict.score < SURE_FROM or is_plainly(detected)
