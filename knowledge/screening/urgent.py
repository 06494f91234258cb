"""What to tell a person in danger: the reviewed table, and where it is at a loss, the search and tellings.

The emergency screen knows some 280 events by their words. Of the rest it only notices that someone is
in distress (我爸头一歪就不动了). What the distress comes from is then left to the search (``searched``), to
what others wrote in the same danger (``told``) and to the message before (``continued``), but never the
telephone number: that comes from the table whatever they say.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from knowledge.answering import Answerer
from knowledge.articles import Article
from knowledge.normalising import READ_AT_MOST
from knowledge.screening.asking import broken_into, cries_for_advice, turned_to
from knowledge.screening.bare_places import BarePlaces
from knowledge.screening.belonging import Helps
from knowledge.screening.broken_off import BrokenOff
from knowledge.screening.calmness import NEVER_RENAMED_FROM, Calmness
from knowledge.screening.continued import ContinuedHelp
from knowledge.screening.detection import EmergencyDetector
from knowledge.screening.emergencies import Emergency, EmergencyScreen
from knowledge.screening.emoji import Emoji
from knowledge.screening.english import EnglishScreen
from knowledge.screening.searched import SearchedHelp
from knowledge.screening.tellings import EmergencyClassifier
from knowledge.screening.told import ToldHelp
from knowledge.screening.weighing import also_told, followed_by
from knowledge.search.followups import LONGEST_FOLLOWING, corrected, leans
from knowledge.search.remembering import Memo

# From this chance on of being about any danger at all, what is told and not asked gets the numbers beside it.
TOLD_FROM: Final = 0.30
# From here on another article that the search finds stands below the first help. Of 802 alarms of three
# writers 97 get one so, of which 77 are the article that was asked for.
ASKED_TOO_FROM: Final = 0.60
# The event of somebody who cannot telephone, and the number for a text message to the police.
BY_TEXT: Final = "by_text"
_TEXT_NUMBER: Final = "12110"
_LETTER: Final = re.compile("[A-Za-z]")
_WORDS: Final = re.compile("[A-Za-z]{2,}[^A-Za-z]+[A-Za-z]{2}")
# So sure the search must be of what letters were read as for the table to believe that, and not their sound:
# fang ni shui is 防溺水, and nobody is in the water.
READ_FROM: Final = 0.80


class UrgentHelp:
    """Consulted before anything else; every thread may use the same one."""

    def __init__(
        self,
        screen: EmergencyScreen,
        answerer: Answerer,
        articles: Mapping[str, Article],
        classifier: EmergencyClassifier | None = None,
        english: EnglishScreen | None = None,
    ) -> None:
        """Without a ``classifier`` only table and search know an event, without ``english`` only Chinese."""
        self._english = english
        self._emoji = Emoji.load()
        self._broken_off = BrokenOff.load()
        self._screen = screen
        self._answerer = answerer
        self._articles = articles
        self._classifier = classifier
        self._calmness = Calmness(screen, answerer, classifier)
        self._helps = helps = Helps(screen.emergencies())
        self._detector = detector = (
            EmergencyDetector(classifier, screen, answerer, helps.of_article, BarePlaces.load())
            if classifier
            else None
        )
        self._searched = SearchedHelp(helps, answerer, articles, self._calmness, classifier, detector)
        self._told = (
            ToldHelp(helps, screen, answerer, classifier, detector, self._searched)
            if classifier and detector
            else None
        )
        self._continued = ContinuedHelp(helps, screen, answerer, self._searched, classifier, detector)
        self._remembered = Memo(self._with_what_was_asked)

    def match(self, text: str, previous: str | None = None) -> Emergency | None:
        """The help for what ``text`` tells of, or None where nobody is in danger.

        ``previous`` is what the same person wrote before, if it is still fresh: 人晕在里头了 after a question
        about septic tanks.
        """
        return self._remembered(text[:READ_AT_MOST], previous[:READ_AT_MOST] if previous else None)

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
        return self._helps.by_event.get(name)

    def answered(self, text: str, article_id: str) -> Emergency | None:
        """The event of the danger that ``text`` tells of, where this article was the answer to it.

        None where nothing is told, or how something is done was asked or named: 着火怎么办, 心肺复苏步骤. Of
        an article with several events it is the one that others told of in words like these.
        """
        if cries_for_advice(text) or not self.may_be_told(text) or self._calmness.sounds_strange(text):
            return None
        own = self._helps.by_article.get(article_id)
        if own is not None or self._classifier is None:
            return own
        listed, told = self._helps.of_article.get(article_id, ()), self._classifier.classify(text)
        return (
            next((self._helps.by_event[one] for one in told.likely if one in listed), None) if told else None
        )

    def within(self, name: str, told: Emergency) -> Emergency:
        """``told``, after an alarm of the event ``name``; mere distress is about that: 三个没出来 in a mine.

        Its numbers come first then, and below them what to do in that danger.
        """
        event = self._helps.by_event.get(name)
        article = self._articles.get(event.article_id or "") if event else None
        is_mere = told.is_general and told.reply == self._helps.by_event[told.id].reply
        if event is None or article is None or not is_mere or event.is_general:
            return told
        return replace(followed_by(told, article, event), id=event.id)

    def has_words(self, text: str) -> bool:
        """Whether the table itself sees a danger in ``text``, by its words."""
        return self._screen.match(text[:READ_AT_MOST]) is not None

    def tells_danger(self, text: str) -> bool:
        """Whether ``text`` tells something with a word of danger in it."""
        return self._calmness.tells_danger(text)

    def _with_what_was_asked(self, text: str, previous: str | None = None) -> Emergency | None:
        """The first help, and below it the first line of another article that the search finds plainly.

        烟头 起火 may be a fire or a question about cigarette ends; a hissing boiler has its own article.
        """
        if self._is_foreign(text):
            # Tellings and articles are Chinese: in I want to talk to a human they hear somebody buried.
            return (self._english.match(text) if self._english else None) or self._screen.match(text)
        text = self._emoji.spelt_out(text, lambda rest: self._screen.match(rest) is not None)
        told = self._corrected(text, previous, whole=True) or self._matched(text, previous)
        told = told or self._corrected(text, previous) or self._before_question(text) or self._read_on(text)
        if told is not None and self._screen.names(text, BY_TEXT):
            told = self._with_text_first(told)
        if told is None or told.rank >= NEVER_RENAMED_FROM:
            return told
        verdict = self._answerer.consult(text)
        article = verdict.article
        if article is None or verdict.score < ASKED_TOO_FROM or set(article.topics) & set(told.topics):
            return told
        return also_told(told, article)

    def _is_foreign(self, text: str) -> bool:
        """Whether ``text`` is written in Latin letters, most of which are no pinyin."""
        if not text.isascii() or _WORDS.search(text) is None:
            return False
        read = self._answerer.reading(text)
        return 2 * len(_LETTER.findall(read)) > len(_LETTER.findall(text))

    def _with_text_first(self, told: Emergency) -> Emergency:
        """``told``, and before it how to call for help without a voice."""
        line = self._helps.by_event[BY_TEXT].brief
        if told.id == BY_TEXT or _TEXT_NUMBER in told.first_line:
            return told
        return replace(told, first_line=line, reply=f"{line}\n{told.reply}")

    def _matched(self, text: str, previous: str | None = None) -> Emergency | None:
        """The help for ``text`` as it stands: by the table, the search, the message before, the tellings."""
        if self._english is not None and (in_english := self._english.match(text)):
            return in_english
        seen = self._seen_in_letters(text) if text.isascii() else self._screen.match(text)
        if seen is not None and self._calmness.takes_out(text, seen):
            seen = None
        found = alone = self._searched.help(text, seen)
        before = previous if len(text) <= LONGEST_FOLLOWING else None
        if before and self._calmness.puts_another_case(text, before):
            return None
        if before:
            found = self._continued.help(before, text, alone)
        if found is None and previous and leans(text):
            return None
        is_open = found is None or found.is_general or found is not alone
        told = self._by_tellings(text, found, before if is_open else None) or found
        if told is None and (tail := turned_to(text)) is not None:
            return self._matched(tail)
        if told is None and (tail := broken_into(text)) is not None:
            told = self._matched(tail)
            return None if told is not None and told.is_general else told
        return told

    def _seen_in_letters(self, text: str) -> Emergency | None:
        """What the table sees in pinyin by its sound, or in what it is read as.

        Of qi huo le zai 3 lou it knows no word, and one of what that is read as.
        """
        by_sound, as_read = self._screen.match(text), self._screen.match(self._answerer.reading(text))
        is_read_surely = as_read is None and self._answerer.consult(text).score >= READ_FROM
        return None if is_read_surely else by_sound or as_read

    def _by_tellings(self, text: str, found: Emergency | None, previous: str | None) -> Emergency | None:
        if self._told is None:
            return None
        return self._told.graver(text, found) or self._told.help(text, found, previous)

    def _corrected(self, text: str, previous: str | None, *, whole: bool = False) -> Emergency | None:
        """The help for what was said before, with the right thing in it: 漏水了; 哦不对，是煤气管子."""
        correction = corrected(text, previous) if previous else None
        if correction is None or (whole and correction.whole is None):
            return None
        told = self._matched(correction.whole or f"{correction.meant} {previous}")
        return None if told and told.is_general else told

    def _before_question(self, text: str) -> Emergency | None:
        return self._told.before_question(text) if self._told else None

    def _read_on(self, text: str) -> Emergency | None:
        """The help for what a cry was about to say: 火 出不."""
        whole = self._broken_off.read_on(text)
        if whole is None and self._broken_off.may_be_one(text):
            # 喘不上汽: a wrong character of the same sound.
            text = self._answerer.reading(text)
            whole = self._broken_off.read_on(text) if self._broken_off.is_whole(text) else None
        told = self._matched(whole) if whole else None
        is_guess = told is not None and told.is_general and not self._broken_off.is_whole(text)
        return None if told is None or is_guess else replace(told, why=f"read as {whole}; {told.why}")
