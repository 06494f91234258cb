"""What to tell a person in danger, by the reviewed table or, where that is at a loss, by search and tellings.

The emergency screen recognises some 280 events by their words. Otherwise it only notices that someone is in
distress (我爸头一歪就不动了). What caused the distress is then decided by the search (``searched``), by what
others wrote in the same danger (``told``) and by the previous message (``continued``). The telephone number
is never left to them: it always comes from the table.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from knowledge.answering import Answerer
from knowledge.articles import Article
from knowledge.normalising import READ_AT_MOST
from knowledge.screening.asking import broken_into, cries_for_advice, told_instead, turned_to
from knowledge.screening.bare_places import BarePlaces
from knowledge.screening.belonging import Helps
from knowledge.screening.broken_off import BrokenOff
from knowledge.screening.calmness import NEVER_RENAMED_FROM, Calmness
from knowledge.screening.continued import ContinuedHelp
from knowledge.screening.detection import EmergencyDetector, is_surely
from knowledge.screening.emergencies import Emergency, EmergencyScreen
from knowledge.screening.emoji import Emoji
from knowledge.screening.english import EnglishScreen
from knowledge.screening.searched import SearchedHelp
from knowledge.screening.tellings import EmergencyClassifier
from knowledge.screening.told import ToldHelp
from knowledge.screening.weighing import also_told, followed_by
from knowledge.search.followups import LONGEST_FOLLOWING, corrected, leans
from knowledge.search.remembering import Memo

# From this chance (0 to 1) of being about any danger, a message that tells rather than asks may be one.
TOLD_FROM: Final = 0.30
# From this score on, another article that the search finds is named below the first help. Of 802 alarms by
# three writers 97 get one, and 77 of those are the article that was asked for.
ASKED_TOO_FROM: Final = 0.60
# The event of somebody who cannot speak on the telephone, and the number for a text message to the police.
BY_TEXT: Final = "by_text"
_TEXT_NUMBER: Final = "12110"
_LETTER: Final = re.compile("[A-Za-z]")
_WORDS: Final = re.compile("[A-Za-z]{2,}[^A-Za-z]+[A-Za-z]{2}")
# From this score on, the table believes what the search reads pinyin as, and no longer how it sounds: fang ni
# shui is read as 防溺水 (preventing drowning), so nobody is in the water.
READ_FROM: Final = 0.80


class UrgentHelp:
    """Consulted before anything else. One instance serves all threads."""

    def __init__(
        self,
        screen: EmergencyScreen,
        answerer: Answerer,
        articles: Mapping[str, Article],
        classifier: EmergencyClassifier | None = None,
        english: EnglishScreen | None = None,
    ) -> None:
        """Put the parts together.

        Without a ``classifier``, only the table and the search recognise an event; without ``english``, only
        Chinese is understood.
        """
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
        """The help for the danger that ``text`` tells of, or None where nobody is in danger.

        ``previous`` is what the same person wrote just before, if it is recent enough to matter: 人晕在里头了
        after a question about septic tanks. Only the first ``READ_AT_MOST`` characters of either are read.
        """
        return self._remembered(text[:READ_AT_MOST], previous[:READ_AT_MOST] if previous else None)

    def may_be_told(self, text: str) -> bool:
        """Whether ``text`` may tell of a danger of any kind, whatever article the search finds.

        It may if it holds a word of danger, if it sounds like the questions about dangers, or if it sounds
        like what people in danger write.
        """
        text = text[:READ_AT_MOST]
        if self._calmness.tells_danger(text) or self._calmness.sounds_like_danger(text, TOLD_FROM):
            return True
        return self._detector is not None and self._detector.is_surely_told(text)

    def event(self, name: str) -> Emergency | None:
        """The help for the event with this id, or None if the table has no such event."""
        return self._helps.by_event.get(name)

    def answered(self, text: str, article_id: str) -> Emergency | None:
        """The event of the danger that ``text`` tells of, if it was answered with this article.

        None where nothing is told, and where ``text`` only asks or names how something is done (着火怎么办,
        心肺复苏步骤). If several events belong to the article, it is the one that others told of in such
        words.
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
        """``told`` as the help after an alarm of the event ``name``.

        Mere distress is taken to be about that event: 三个没出来 after an accident in a mine. The reply
        then begins with the numbers of ``told`` and goes on with what to do in the danger of the event.
        """
        event = self._helps.by_event.get(name)
        article = self._articles.get(event.article_id or "") if event else None
        is_mere = told.is_general and told.reply == self._helps.by_event[told.id].reply
        if event is None or article is None or not is_mere or event.is_general:
            return told
        return replace(followed_by(told, article, event), id=event.id)

    def is_sure(self, text: str) -> bool:
        """Whether a danger is plain: the words of ``text`` name it, or hardly anybody else would write so.

        Only such a danger counts where something else was asked that ``text`` may answer: 工人都住在二楼 of
        somebody who reports a factory.
        """
        text = text[:READ_AT_MOST]
        seen = self._screen.match(text)
        if self._is_foreign(text) or (seen is not None and not (seen.is_hint or seen.is_trace)):
            return True
        heard = self._detector.heard(text) if self._detector else None
        return heard is not None and is_surely(heard)

    def has_words(self, text: str) -> bool:
        """Whether the table by itself sees a danger in the words of ``text``."""
        return self._screen.match(text[:READ_AT_MOST]) is not None

    def tells_danger(self, text: str) -> bool:
        """Whether ``text`` tells, rather than asks, something and holds a word of danger."""
        return self._calmness.tells_danger(text)

    def _with_what_was_asked(self, text: str, previous: str | None = None) -> Emergency | None:
        """The first help and, below it, the first line of another article if the search clearly finds one.

        烟头 起火 may be a fire or a question about cigarette ends; a hissing boiler has its own article.
        The gravest dangers get no second article.
        """
        if self._is_foreign(text):
            # Tellings and articles are Chinese: they take "I want to talk to a human" for somebody buried.
            return (self._english.match(text) if self._english else None) or self._screen.match(text)
        text = self._emoji.spelt_out(text, lambda rest: self._screen.match(rest) is not None)
        told = self._first_help(text, previous)
        if told is not None and self._screen.names(text, BY_TEXT):
            told = self._with_text_first(told)
        if told is None or told.rank >= NEVER_RENAMED_FROM:
            return told
        verdict = self._answerer.consult(text)
        article = verdict.article
        if article is None or verdict.score < ASKED_TOO_FROM or set(article.topics) & set(told.topics):
            return told
        return also_told(told, article)

    def _first_help(self, text: str, previous: str | None) -> Emergency | None:
        """The help by the first of five readings that finds a danger.

        1. ``previous`` with the right thing in the place of the one that ``text`` corrects
        2. ``text`` as it stands
        3. ``previous`` and the right thing, where it names no wrong one
        4. what ``text`` tells before it asks
        5. what a cry that breaks off was about to say
        """
        return (
            self._corrected(text, previous, whole=True)
            or self._matched(text, previous)
            or self._corrected(text, previous)
            or self._before_question(text)
            or self._read_on(text)
        )

    def _is_foreign(self, text: str) -> bool:
        """Whether ``text`` is written in Latin letters only, and most of them are not pinyin."""
        if not text.isascii() or _WORDS.search(text) is None:
            return False
        read = self._answerer.reading(text)
        return 2 * len(_LETTER.findall(read)) > len(_LETTER.findall(text))

    def _with_text_first(self, told: Emergency) -> Emergency:
        """``told``, preceded by how to call for help by text message unless it says so already."""
        line = self._helps.by_event[BY_TEXT].brief
        if told.id == BY_TEXT or _TEXT_NUMBER in told.first_line:
            return told
        return replace(told, first_line=line, reply=f"{line}\n{told.reply}")

    def _matched(self, text: str, previous: str | None = None) -> Emergency | None:
        """The help for ``text`` as it stands.

        The table is asked first, then the search, then the two messages together (if ``text`` is short enough
        to continue ``previous``), then the tellings; each may overrule the one before. Where all of them find
        nothing, the end of a message that turns to a danger is read alone.
        """
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
        return self._by_tellings(text, found, before if is_open else None) or found or self._at_the_end(text)

    def _at_the_end(self, text: str) -> Emergency | None:
        """The help for the last part of ``text``, where that turns to a danger or is broken off by one.

        Or where what stands before it puts something else aside.
        """
        if (tail := turned_to(text)) is not None:
            return self._matched(tail)
        if (tail := broken_into(text)) is not None:
            told = self._matched(tail)
            return None if told is not None and told.is_general else told
        if (tail := told_instead(text)) is not None:
            told = self._matched(tail)
            is_vague = told is not None and (told.is_hint or told.is_trace)
            return None if is_vague else told
        return None

    def _seen_in_letters(self, text: str) -> Emergency | None:
        """What the table sees in pinyin: by its sound, or in the characters that the search reads it as.

        In qi huo le zai 3 lou the table knows no word, but it knows one in the characters.
        """
        by_sound, as_read = self._screen.match(text), self._screen.match(self._answerer.reading(text))
        is_read_surely = as_read is None and self._answerer.consult(text).score >= READ_FROM
        return None if is_read_surely else by_sound or as_read

    def _by_tellings(self, text: str, found: Emergency | None, previous: str | None) -> Emergency | None:
        """What the tellings make of ``text``: a graver danger than ``found``, or another one, or None."""
        if self._told is None:
            return None
        return self._told.graver(text, found) or self._told.help(text, found, previous)

    def _corrected(self, text: str, previous: str | None, *, whole: bool = False) -> Emergency | None:
        """The help for ``previous`` as ``text`` corrects it: 漏水了; 哦不对，是煤气管子.

        With ``whole``, only where the wrong thing stands in ``previous`` and can be replaced.
        """
        correction = corrected(text, previous) if previous else None
        if correction is None or (whole and correction.whole is None):
            return None
        told = self._matched(correction.whole or f"{correction.meant} {previous}")
        return None if told and told.is_general else told

    def _before_question(self, text: str) -> Emergency | None:
        """The help for what ``text`` tells before it asks."""
        return self._told.before_question(text) if self._told else None

    def _read_on(self, text: str) -> Emergency | None:
        """The help for what a cry that breaks off was about to say: 火 出不."""
        whole = self._broken_off.read_on(text)
        if whole is None and self._broken_off.may_be_one(text):
            # 喘不上汽: a wrong character of the same sound.
            text = self._answerer.reading(text)
            whole = self._broken_off.read_on(text) if self._broken_off.is_whole(text) else None
        told = self._matched(whole) if whole else None
        is_guess = told is not None and told.is_general and not self._broken_off.is_whole(text)
        return None if told is None or is_guess else replace(told, why=f"read as {whole}; {told.why}")
