"""What to tell a person in danger: the reviewed table, and where it is at a loss, the search and tellings.

The emergency screen knows some 250 events by their words. Of the rest it only notices that someone is
in distress (我爸头一歪就不动了). What the distress comes from is then left to the search, to what others
wrote in the same danger (``tellings``) and to the message before, but never the telephone number: that
comes from the table whatever they say.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from knowledge.answering import Answerer, Verdict
from knowledge.articles import Article, Urgency
from knowledge.screening.asking import asks_calmly, cries_for_advice, turned_to
from knowledge.screening.belonging import answers_urgently, events_of, is_about, own_helps
from knowledge.screening.broken_off import BrokenOff
from knowledge.screening.calmness import NEVER_RENAMED_FROM, Calmness
from knowledge.screening.detection import (
    SURELY,
    UP_TO,
    EmergencyDetector,
    is_against_words,
    is_likely_cause,
    is_plainly,
    is_surely,
    names_its_event,
    reason_of,
)
from knowledge.screening.emergencies import Emergency, EmergencyScreen
from knowledge.screening.emoji import Emoji
from knowledge.screening.english import EnglishScreen
from knowledge.screening.spotting import READ_AT_MOST
from knowledge.screening.tellings import Classification, EmergencyClassifier
from knowledge.screening.weighing import OWN_FROM, SURE_FROM, Case, also_told, followed_by, named, weighed
from knowledge.search.followups import LONGEST_FOLLOWING, corrected, leans
from knowledge.search.parts import is_long
from knowledge.search.remembering import Memo

# From this confidence on the search may name the event of mere distress; a wrong first action is worse than a
# general one.
NAMED_FROM: Final = 0.40
# A hint of danger needs an urgent article that the search is as sure of.
HINT_FROM: Final = 0.55
# From this chance on of being about any danger at all, what is told and not asked gets the numbers beside it.
TOLD_FROM: Final = 0.30
# From here on what the search answers is given as help, number first, though the table knows no word of it.
PLAIN_FROM: Final = 0.50
# Who types one word (高反, 龙卷风) wants to read about it.
SHORTEST_TELLING: Final = 6
# Where the answer is found anyway, or out-of-scope messages are nearer, so much must speak for its being
# told.
TOLD_UP_TO: Final = -2.5
# So much share has an event in this message and the one before, where it goes on about that.
DETECTED_TOGETHER: Final = 0.40
TOGETHER_UP_TO: Final = 0.0
# What the search finds is no first help for what is so strange.
FOUND_UP_TO: Final = 1.0
# From here on another article that the search finds stands below the first help. Of 802 alarms of three
# writers 97 get one so, of which 77 are the article that was asked for.
ASKED_TOO_FROM: Final = 0.60
# The event of somebody in danger of whatever kind: the numbers, and nothing that may be wrong.
UNCLEAR: Final = "help_unclear"


class UrgentHelp:
    """Consulted before anything else; every thread may use the same one."""

    def __init__(
        self,
        screen: EmergencyScreen,
        answerer: Answerer,
        articles: Mapping[str, Article],
        tellings: EmergencyClassifier | None = None,
        english: EnglishScreen | None = None,
    ) -> None:
        """Without ``tellings`` only table and search know an event, without ``english`` only Chinese."""
        self._english = english
        self._emoji = Emoji.load()
        self._broken_off = BrokenOff.load()
        self._screen = screen
        self._answerer = answerer
        self._articles = articles
        self._classifier = tellings
        self._calmness = Calmness(screen, answerer, tellings)
        self._by_article = own_helps(screen.emergencies())
        self._by_id = {one.id: one for one in screen.emergencies()}
        self._detector = (
            EmergencyDetector(tellings, screen, answerer, events_of(screen.emergencies()))
            if tellings
            else None
        )
        self._remembered = Memo(self._with_what_was_asked)

    def match(self, text: str, previous: str | None = None) -> Emergency | None:
        """The help for what ``text`` tells of, or None where nobody is in danger.

        ``previous`` is what the same person wrote before, if it is still fresh: 人晕在里头了 after a question
        about septic tanks.
        """
        return self._remembered(text[:READ_AT_MOST], previous[:READ_AT_MOST] if previous else None)

    def _with_what_was_asked(self, text: str, previous: str | None = None) -> Emergency | None:
        """The first help, and below it the first line of another article that the search finds plainly.

        烟头 起火 may be a fire or a question about cigarette ends; a hissing boiler has its own article.
        """
        text = self._emoji.spelt_out(text, lambda rest: self._screen.match(rest) is not None)
        told = self._corrected(text, previous, whole=True) or self._matched(text, previous)
        told = told or self._corrected(text, previous) or self._asked_too(text) or self._read_on(text)
        if told is None or told.rank >= NEVER_RENAMED_FROM:
            return told
        verdict = self._answerer.consult(text)
        article = verdict.article
        if article is None or verdict.score < ASKED_TOO_FROM or set(article.topics) & set(told.topics):
            return told
        return also_told(told, article)

    def _corrected(self, text: str, previous: str | None, *, whole: bool = False) -> Emergency | None:
        """The help for what was said before, with the right thing in it: 漏水了; 哦不对，是煤气管子."""
        correction = corrected(text, previous) if previous else None
        if correction is None or (whole and correction.whole is None):
            return None
        told = self._matched(correction.whole or f"{correction.meant} {previous}")
        return None if told and told.is_general else told

    def _asked_too(self, text: str) -> Emergency | None:
        """The help for what is told before a calm question: 手绞进机器里了，能不能倒转出来.

        The question takes nothing out of it where nobody would tell the rest who is in no danger.
        """
        told = self._detector.detect_before_question(text) if self._detector else None
        if told is None:
            return None
        event = told[1] or self._by_id[told[0].event]
        return None if event.is_general else replace(event, why=reason_of(*told))

    def _read_on(self, text: str) -> Emergency | None:
        """The help for what a cry was about to say: 火 出不."""
        whole = self._broken_off.read_on(text)
        told = self._matched(whole) if whole else None
        return None if told is None or told.is_general else replace(told, why=f"read as {whole}; {told.why}")

    def _matched(self, text: str, previous: str | None = None) -> Emergency | None:
        if self._english is not None and (in_english := self._english.match(text)):
            return in_english
        seen = self._screen.match(text)
        if seen is not None and self._calmness.takes_out(text, seen):
            seen = None
        found = alone = self._searched(text, seen)
        before = previous if len(text) <= LONGEST_FOLLOWING else None
        if before:
            found = self._after(before, text, alone)
        if found is None and previous and leans(text):
            return None
        is_open = found is None or found.is_general or found is not alone
        told = self._graver(text, found) or self._detected(text, found, before if is_open else None) or found
        if told is None and (tail := turned_to(text)) is not None:
            return self._matched(tail)
        return told

    def _searched(self, text: str, seen: Emergency | None) -> Emergency | None:
        """What the table saw, held against what the search finds."""
        if seen is None:
            return self._told_otherwise(text)
        if seen.rank >= NEVER_RENAMED_FROM:
            return seen
        verdict = self._answerer.consult(text)
        best = self._best(verdict)
        if seen.is_hint:
            return self._if_urgent(seen, best, verdict)
        if seen.is_general and is_long(text) and not answers_urgently(verdict):
            return seen if self._is_told_in_a_story(text, verdict) else None
        if best is None or best.id == seen.article_id:
            return seen
        own = self._by_article.get(best.id)
        told = self._classifier.classify(text) if self._classifier else None
        is_asked, is_story = asks_calmly(text), is_long(text)
        return weighed(Case(seen, best, own, verdict, is_asked=is_asked, is_story=is_story, told=told))

    def _is_told_in_a_story(self, text: str, verdict: Verdict) -> bool:
        """In a story somebody always falls, shouts or is gone: 售楼小姐说再不下手就没了."""
        return verdict.article is None and self._detector is not None and self._detector.is_surely_told(text)

    def may_be_told(self, text: str) -> bool:
        """Whether ``text`` tells of something that may be a danger, whatever single thing the search finds.

        A word of danger says so, or that it sounds like what is asked about dangers, or like what people in
        danger write, of whatever kind.
        """
        text = text[:READ_AT_MOST]
        if self._calmness.tells_danger(text) or self._calmness.sounds_like_danger(text, TOLD_FROM):
            return True
        return self._detector is not None and self._detector.is_surely_told(text)

    def event(self, name: str) -> Emergency | None:
        """The help for the event of this id; None where the table has none."""
        return self._by_id.get(name)

    def has_words(self, text: str) -> bool:
        """Whether the table itself sees a danger in ``text``, by its words."""
        return self._screen.match(text[:READ_AT_MOST]) is not None

    def tells_danger(self, text: str) -> bool:
        """Whether ``text`` tells something with a word of danger in it."""
        return self._calmness.tells_danger(text)

    def _detected(self, text: str, found: Emergency | None, previous: str | None) -> Emergency | None:
        """The help for what most tellings like ``text`` tell of, where that is not known.

        ``found`` is what is known so far: nothing, mere distress, or an event by its words; ``previous`` the
        message before, where it may say more.
        """
        detected = self._detector.detect(text) if self._detector else None
        if detected is not None and previous:
            detected = self._detected_after(previous, text, detected)
        if self._detector is None or detected is None:
            return None
        if found is not None and not found.is_general:
            if found.rank >= NEVER_RENAMED_FROM or self._by_id[detected.event].is_general:
                return None
            if not (is_against_words(detected, found) or self._is_cause(detected, found, text)):
                return None
            if self._by_id[detected.event].article_id == self._by_id[found.id].article_id:
                # Two parts of one article: what sticks in a wound is told by its words, 玻璃还插着.
                return None
            is_part = found.is_partial and self._by_id[detected.event].article_id in found.topics
            if is_part and self._screen.names(text, detected.event):
                # The words know both, and which of them goes first: a fire, and one in the kitchen.
                return None
            return replace(self._by_id[detected.event], why=reason_of(detected, found))
        detected = self._detector.weighed(text, detected)
        if detected is None:
            return None
        event = self._by_id[detected.event if names_its_event(detected, text) else UNCLEAR]
        if event.is_hint or (event.is_general and found is not None):
            return None
        if found is None:
            return self._unless_answered(text, replace(event, why=reason_of(detected)), detected)
        is_named = found.article_id != self._by_id[found.id].article_id
        if is_named and detected.share < SURELY:
            return None
        return replace(event, why=reason_of(detected, found))

    def _graver(self, text: str, found: Emergency | None) -> Emergency | None:
        """What is more urgent yet than ``found``, where that is among the gravest and tellings know both.

        想不开喝了除草剂，灌肥皂水管用不: the poison before the despair.
        """
        if found is None or found.rank < NEVER_RENAMED_FROM or self._detector is None:
            return None
        asked = self._detector.detect_before_question(text)
        heard = asked[0] if asked else self._detector.detect(text)
        if heard is None or heard.share < SURELY or self._by_id[heard.event].rank <= found.rank:
            return None
        return replace(self._by_id[heard.event], why=reason_of(heard, found))

    def _is_cause(self, detected: Classification, found: Emergency, text: str) -> bool:
        is_likely = is_likely_cause(detected, found) and not self._by_id[detected.event].is_symptom
        return is_likely and self._screen.names(text, detected.event)

    def _detected_after(self, previous: str, text: str, detected: Classification) -> Classification | None:
        """What ``detected`` of ``text`` comes to after ``previous``, or None where both leave it open.

        全家都站不起来了 sounds like a bad meal, and after 煤炉怎么放安全 like the stove.
        """
        both = self._classifier.classify(f"{previous} {text}") if self._classifier else None
        if both is None or detected.event in both.likely or detected.strangeness > UP_TO:
            return detected
        before = self._screen.match(previous)
        if both.share >= SURELY and (before is None or both.event != before.id):
            return both
        return detected if detected.share >= SURELY or not both.likely else None

    def _unless_answered(self, text: str, event: Emergency, detected: Classification) -> Emergency | None:
        """``event``, or what the search knows better where it is sure of something else."""
        verdict = self._answerer.consult(text)
        is_sure = detected.share >= SURELY
        if is_surely(detected):
            return event
        if verdict.article is None:
            is_ours = not self._answerer.is_out_of_scope(text)
            return event if is_ours or (is_sure and detected.strangeness <= TOLD_UP_TO) else None
        if verdict.article.id == event.article_id:
            if cries_for_advice(text):
                # 台风来了怎么办: the article begins with just that, unless it is plain what has happened.
                return event if is_sure else None
            return event if verdict.score < SURE_FROM or is_plainly(detected) else None
        if verdict.score >= OWN_FROM:
            own = self._own_help(verdict.article) if answers_urgently(verdict) else None
            if own is None and is_plainly(detected) and not event.is_general:
                return event
            # 有人一直拧我的门把手 is no fire, though one should feel the handle there.
            is_doubted = own is not None and own.id not in detected.likely and verdict.score < SURE_FROM
            return event if is_doubted and not event.is_general else own
        return None if event.is_general else event

    def _own_help(self, article: Article) -> Emergency | None:
        """The one help that belongs to what the search found."""
        own = self._by_article.get(article.id)
        return own and replace(own, why=f"told; search found {article.id}")

    def _after(self, previous: str, text: str, found: Emergency | None) -> Emergency | None:
        """What ``text`` tells of after the message before: that one names the pit, this who lies in it."""
        if found is not None and not (found.is_general or found.is_symptom):
            return found
        before = self._screen.match(previous)
        told_before = before.id if before else ""
        if found is not None:
            both = self._screen.match(f"{previous} {text}")
            if both and both.rank > found.rank and both.id != told_before and not both.is_general:
                return both
            if found.is_symptom:
                return found
        detected = self._heard_after(previous, text, told_before)
        if found is None and detected is None:
            return None
        verdict = self._answerer.consult(text, previous)
        is_answered = verdict.article is not None and verdict.score >= OWN_FROM
        if detected is not None and (found or not is_answered or is_about(detected, verdict)):
            return detected
        if found is None:
            return None
        best = self._best(verdict)
        known = {found.article_id, before.article_id if before else None}
        if best is None or not answers_urgently(verdict) or best.id in known:
            return found
        own = self._by_article.get(best.id)
        return named(own, found, best) if own else followed_by(found, best, best)

    def _heard_after(self, previous: str, text: str, told_before: str) -> Emergency | None:
        """What is detected of both messages together, where the second is told and not asked.

        After a question about something else hardly any event has a share in both. ``told_before`` is the
        event that the first was taken for: who has read how to put out the pan and writes that somebody is
        dying asks about that.
        """
        if self._classifier is None or leans(text) or asks_calmly(text) or self._screen.is_set_aside(text):
            return None
        alone, both = self._classifier.classify(text), self._classifier.classify(f"{previous} {text}")
        if alone is None or both is None or alone.strangeness > TOGETHER_UP_TO:
            return None
        event = self._by_id[both.event]
        if both.share < DETECTED_TOGETHER or event.is_general:
            return None
        likely = [self._by_id[one] for one in alone.likely]
        if event.id == told_before and any(one.is_general or one.is_symptom for one in likely):
            return None
        return replace(event, why=f"{both.share:.0%} of what is told like it and the message before")

    def _told_otherwise(self, text: str) -> Emergency | None:
        """The help for what the table does not know and the search does, where it is told and not asked."""
        if len(text) < SHORTEST_TELLING or cries_for_advice(text):
            # Who asks what to do (台风来了怎么办) reads the article, which begins with just that.
            return None
        if not self._calmness.sounds_like_danger(text, PLAIN_FROM):
            return None
        verdict = self._answerer.consult(text)
        if verdict.article is None or not answers_urgently(verdict) or verdict.score < NAMED_FROM:
            return None
        own = self._own_help(verdict.article)
        detected = self._classifier.classify(text) if own and self._classifier else None
        # 一楼灶台都泡了，我爷腿脚不好 is no earthquake, though the search found nothing nearer.
        if detected is not None and detected.strangeness > FOUND_UP_TO:
            return None
        is_doubted = detected is not None and own is not None and own.id not in detected.likely
        return None if is_doubted and verdict.score < SURE_FROM else own

    def _if_urgent(self, found: Emergency, best: Article | None, verdict: Verdict) -> Emergency | None:
        """A hint counts only where the search finds an urgent article, and nothing is asked."""
        if found.is_trace or best is None or best.urgency is Urgency.NORMAL or verdict.score < HINT_FROM:
            return None
        own = self._by_article.get(best.id)
        if own is not None and verdict.score >= OWN_FROM:
            return named(own, found, best)
        return followed_by(found, best, own or best)

    def _best(self, verdict: Verdict) -> Article | None:
        if verdict.score < NAMED_FROM:
            return None
        if verdict.article is not None:
            return verdict.article
        return self._articles.get(verdict.alternatives[0].article_id) if verdict.alternatives else None
