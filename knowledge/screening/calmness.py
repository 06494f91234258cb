"""Whether words of danger stand in a message of somebody who is in none: 老鼠药怎么放小孩够不着.

The table knows words; whether anybody in danger would write so is told by what others wrote (``tellings``),
and whether anybody asks us so by what we are asked (``search.opinion``).
"""

from typing import Final

from knowledge.answering import Answerer
from knowledge.normalising import READ_AT_MOST
from knowledge.screening.asking import (
    asks_calmly,
    asks_for_money_afterwards,
    called_about,
    cries,
    supposes_on,
)
from knowledge.screening.emergencies import Emergency, EmergencyScreen
from knowledge.screening.tellings import EmergencyClassifier
from knowledge.search.opinion import NOT_STRANGE
from knowledge.search.parts import is_long

# Poison, the wish to die, an assault and a ransom are never taken for something else.
NEVER_RENAMED_FROM: Final = 95
# What is asked calmly and would be so strange from somebody in danger raises no alarm, whatever its words;
# less is enough for mere signs of distress, and for what is told without a word of fear or haste.
STRANGE_FROM: Final = 4.0
STRANGELY_TOLD_FROM: Final = 2.0
# What only puts another case to a question is stranger than this from somebody in danger.
STRANGE_CASE_FROM: Final = -2.0
# From here on not even an event with its signs counts in a question, unless the search finds just its
# article: 爆米花爆炸了怎么清洗微波炉. Of 15,000 messages of all hands four are turned back, all of them calm.
TOO_STRANGE_FROM: Final = 4.8
# Where both models find it strange, that of danger and that of all we are asked, words of danger stand in it
# by chance: 我的车被拖走了去哪取. Of 2,243 alarms for tellings that nothing was learned from 2 are lost so,
# of 19 for messages out of scope 9, of 93 for calm ones 13.
STRANGE_TO_DANGER_FROM: Final = 1.0
STRANGE_TO_US_FROM: Final = -1.0
# A call for help that says for what says it in two characters or more; nobody asks us for what is so strange.
CALL_FOR_HELP: Final = "help"
SHORTEST_CAUSE: Final = 2
STRANGE_CAUSE_FROM: Final = 0.5


class Calmness:
    """Judges what the table saw; every thread may use the same one."""

    def __init__(
        self, screen: EmergencyScreen, answerer: Answerer, classifier: EmergencyClassifier | None
    ) -> None:
        """Without a ``classifier`` nothing is strange from somebody in danger."""
        self._screen = screen
        self._answerer = answerer
        self._classifier = classifier

    def takes_out(self, text: str, found: Emergency) -> bool:
        """Whether nobody is in danger, though the words of ``text`` tell of ``found``."""
        if found.id == CALL_FOR_HELP:
            return self._exclaims(text)
        if found.rank < NEVER_RENAMED_FROM and asks_for_money_afterwards(text):
            return True
        return self._is_calm(text, found) or self._is_strange(text, found)

    def tells_danger(self, text: str) -> bool:
        """Whether ``text`` tells something with a word of danger in it."""
        seen = self._screen.match(text)
        if seen is None or asks_calmly(text[:READ_AT_MOST]):
            return False
        # 火锅店火得很: one such word says nothing where nobody in danger would write so.
        return not seen.is_hint or self._strangeness(text) <= STRANGELY_TOLD_FROM

    def sounds_like_danger(self, text: str, enough: float) -> bool:
        """Whether ``text`` is told, not set aside, and sounds like any danger with a chance of ``enough``."""
        if asks_calmly(text) or self._answerer.chance_of_danger(text) < enough:
            return False
        return not self._screen.is_set_aside(text)

    def puts_another_case(self, text: str, previous: str) -> bool:
        """Whether ``text`` only puts another case to what ``previous`` asked of a fine: 烧到别人山上呢."""
        if not supposes_on(text) or not self._screen.is_set_aside(previous):
            return False
        return self._strangeness(text) > STRANGE_CASE_FROM

    def sounds_strange(self, text: str) -> bool:
        """Whether ``text`` would be strange from somebody in danger, though all of it is about one."""
        return self._strangeness(text) > STRANGELY_TOLD_FROM

    def _is_calm(self, text: str, found: Emergency) -> bool:
        """Whether ``text`` would be strange from somebody in danger."""
        if found.rank >= NEVER_RENAMED_FROM or is_long(text):
            return False
        is_asked = asks_calmly(text)
        if is_asked and found.signs and not found.is_general:
            return self._strangeness(text) > TOO_STRANGE_FROM and not self._is_found(text, found)
        if not is_asked and cries(text):
            return False
        enough = STRANGELY_TOLD_FROM if found.is_general or not is_asked else STRANGE_FROM
        # A wrong character makes nothing calm, if what was probably meant is none the stranger for it.
        return self._strangeness(text) > enough and self._strangeness(self._answerer.reading(text)) > enough

    def _exclaims(self, text: str) -> bool:
        """Whether a cry for help is all the danger there is, and what it is about is none: 救命 我又胖了."""
        about = called_about(text)
        if len(about) < SHORTEST_CAUSE or is_long(text):
            return False
        is_strange_to_us = self._answerer.strangeness(about) > STRANGE_CAUSE_FROM
        return is_strange_to_us and self._strangeness(about) > 0 and self._screen.match(about) is None

    def _is_found(self, text: str, found: Emergency) -> bool:
        article = self._answerer.consult(text).article
        return article is not None and article.id == found.article_id

    def _strangeness(self, text: str) -> float:
        detected = self._classifier.classify(text) if self._classifier else None
        return detected.strangeness if detected else NOT_STRANGE

    def _is_strange(self, text: str, found: Emergency) -> bool:
        """Whether nobody in danger would write ``text``, nor anybody who asks us, whatever words it holds."""
        if found.rank >= NEVER_RENAMED_FROM or found.signs > 1 or is_long(text):
            return False
        if self._strangeness(text) <= STRANGE_TO_DANGER_FROM:
            return False
        return self._answerer.strangeness(text) > STRANGE_TO_US_FROM
