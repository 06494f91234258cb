"""When what was told counts as a danger: told and not asked, likely enough, and nothing that sets it aside.

``tellings`` knows what others wrote; here stands how much of that is enough to speak up. A short message is
judged as a whole, a story by what it comes to. The numbers were chosen on the tellings of two hands, each
judged by what the others wrote (docs/search-record.md).
"""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Final

from knowledge.answering import Answerer
from knowledge.screening.asking import asks_calmly, told_before_asking, told_beside_advice
from knowledge.screening.bare_places import BarePlaces
from knowledge.screening.emergencies import Emergency, EmergencyScreen
from knowledge.screening.tellings import Classification, EmergencyClassifier
from knowledge.search.parts import clauses_of, is_long
from knowledge.search.remembering import Memo

SHORTEST_DETECTED: Final = 3
# What is shorter counts only where hardly another event is thought of (爸打妈), or it is surely told and
# something has come about: 水到脖子, not 离岸流.
SHORT: Final = 5
SHORT_UP_TO: Final = -1.0
_HAS_COME_ABOUT: Final = re.compile("[了咯啦哒到里着在走倒]")
# What has come out or gone down is not said: 出来了 is a birth to who gives birth, and nothing by itself.
_SAYS_NOT_WHAT: Final = re.compile(
    "(?:又|都|已经|终于|好像|刚刚?|全|也|就)*[出下进上过回][来去](?:了|啦|咯)+"
)
# An event is detected where it has such a share of the chances of all, and somebody in danger may well have
# written it. Letters only leave much open, so that more is needed.
ENOUGH: Final = 0.30
SURELY: Final = 0.60
# With less than this it is danger, but which is a guess: of fourteen named so six were right.
NAMED: Final = 0.40
# Nobody likes to be taken for weary of life: of short tellings named so from less than this, none was.
DESPAIR: Final = "suicide"
DESPAIR_NAMED: Final = 0.50
UP_TO: Final = -1.0
UP_TO_IN_A_STORY: Final = -2.0
# Where only one event is thought of, less must speak for its being told: 条过山风入咗厅.
ALONE_FROM: Final = 0.90
ALONE_UP_TO: Final = 0.0
# What the search finds first, as surely as can be, speaks for its event twenty times as much as for another.
SAID_BY_THE_SEARCH: Final = 3.0
# A story is calm where these last clauses are.
LAST_CLAUSES: Final = 2
# From here down nobody would write so who is in no danger, though the search knows good advice: 被子在冒烟.
SURELY_TOLD: Final = -4.0
BEYOND_DOUBT_UP_TO: Final = -5.0
# So too where hardly another event is thought of.
ONE_EVENT_FROM: Final = 0.85
ONE_EVENT_UP_TO: Final = -3.0
# What did it is named before who lies there from this share on.
LIKELY_CAUSE_FROM: Final = 0.50
# What is told so surely is no calm message for a word that may stand in it by chance: 缩在奶茶店柜台下面.
BY_CHANCE_FROM: Final = 0.55
BY_CHANCE_UP_TO: Final = -3.0
# So surely it is told although the search has an article: 充电宝鼓包烫手.
PLAINLY_UP_TO: Final = -2.0
ONE_EVENT_PLAINLY_UP_TO: Final = -1.0
# A telling and a question are no shorter together: 潜水泵漏电了怎么处理 only asks.
SHORTEST_OF_BOTH: Final = 14
# Before a calm question somebody in danger tells as much: 手绞进机器里了，能不能倒转出来.
BEFORE_UP_TO: Final = -1.5
# Beside what others advise the words say what has happened; nobody in danger would find it strange.
UP_TO_BESIDE_ADVICE: Final = 0.0
# From this share on it is also known better than by the table's words, where these name what is not thought
# of: a wall that crackles behind the plug of the air conditioning.
AGAINST_WORDS: Final = 0.75
AGAINST_WORDS_UP_TO: Final = -2.0


class EmergencyDetector:
    """Judges single messages; every thread may use the same one."""

    def __init__(
        self,
        tellings: EmergencyClassifier,
        screen: EmergencyScreen,
        answerer: Answerer,
        of_article: Mapping[str, Sequence[str]],
        bare_places: BarePlaces,
    ) -> None:
        """``of_article``: the events that each article is the help for. ``bare_places`` tell of none."""
        self._classifier = tellings
        self._screen = screen
        self._answerer = answerer
        self._of_article = of_article
        self._bare_places = bare_places
        self._told = Memo(self._detected)

    def detect(self, text: str) -> Classification | None:
        """What ``text`` tells of, if it tells; None where it asks, or something sets it aside."""
        return self._told(text)

    def _detected(self, text: str) -> Classification | None:
        if len(text) < SHORTEST_DETECTED or _SAYS_NOT_WHAT.fullmatch(text):
            return None
        said = self._answerer.reading(text) if text.isascii() else text
        if said.isascii():
            return None
        detected = self.heard(said)
        if detected is None or (len(text) < SHORT and not _is_short_cry(text, detected)):
            return None
        return None if self._is_calm(said, firmly=is_by_chance(detected)) else detected

    def heard(self, text: str) -> Classification | None:
        """What ``text`` would tell of if it were told in danger; a place alone tells of nothing.

        It says where, and not what: after a telling it is answered as an address (``aftermath``).
        """
        return None if self._bare_places.is_one(text) else self._classify(text)

    def weighed(
        self, text: str, detected: Classification, before: str | None = None
    ) -> Classification | None:
        """The same with what the search finds, or None where that is not enough to name an event.

        ``before`` is the event that the message before tells of. Where this one goes on about it, the search,
        which hears this one alone, says nothing against that: 喝了一口 after 误喝了洗衣液.
        """
        nearest = self._answerer.nearest(text) if detected.event != before else None
        if nearest is not None:
            weight = math.exp(SAID_BY_THE_SEARCH * nearest.score)
            detected = detected.weighed(dict.fromkeys(self._of_article.get(nearest.article_id, ()), weight))
        enough = SURELY if text.isascii() else ENOUGH
        up_to = UP_TO_IN_A_STORY if is_long(text) else UP_TO
        if detected.share >= ALONE_FROM and not is_long(text):
            up_to = ALONE_UP_TO
        return detected if detected.share >= enough and detected.strangeness <= up_to else None

    def detect_before_question(self, text: str) -> tuple[Classification, Emergency | None] | None:
        """What ``text`` tells of before it asks calmly, and the same event by its words where they know it.

        Where they do not, hardly another event may be thought of, and of a story none.
        """
        advised = self._told_beside_advice(text)
        if advised is not None:
            return advised
        told = told_before_asking(text)
        if told is None:
            return self._told_and_asked(text)
        detected = self.detect(told)
        if detected is None or detected.share < SURELY or detected.strangeness > BEFORE_UP_TO:
            return None
        seen = self._screen.match(told)
        if seen is not None and seen.id in detected.likely:
            return detected, seen
        is_one_event = detected.share >= ONE_EVENT_FROM
        if is_long(text) and not is_one_event:
            return None
        up_to = SURELY_TOLD if is_one_event else BEYOND_DOUBT_UP_TO
        return (detected, None) if detected.strangeness <= up_to else None

    def _told_beside_advice(self, text: str) -> tuple[Classification, Emergency] | None:
        """The event that words and tellings know, beside advice: 触电了，老人讲埋土里，靠谱吗."""
        told = told_beside_advice(text)
        seen = self._screen.match(told) if told else None
        detected = self._classify(told) if told and seen else None
        if seen is None or detected is None or detected.strangeness > UP_TO_BESIDE_ADVICE:
            return None
        return None if seen.is_general else (detected, seen)

    def _told_and_asked(self, text: str) -> tuple[Classification, Emergency | None] | None:
        """The same where no stop parts the two: 屋后头的山在响石头往下滚今晚还睡得不."""
        detected = self._classify(text) if len(text) >= SHORTEST_OF_BOTH else None
        is_told = detected is not None and detected.strangeness <= BEYOND_DOUBT_UP_TO
        if detected is None or not is_told or detected.share < ONE_EVENT_FROM:
            return None
        return None if self._screen.is_set_aside(text, but="asking") else (detected, None)

    def is_surely_told(self, text: str) -> bool:
        """Whether nobody would write so, or end a story so, who is in no danger, whichever it be."""
        detected = self._classify(text)
        return detected is not None and detected.strangeness <= SURELY_TOLD and not self._is_calm(text)

    def _classify(self, text: str) -> Classification | None:
        return self._classifier.classify_ending(text) if is_long(text) else self._classifier.classify(text)

    def _is_calm(self, text: str, *, firmly: bool = False) -> bool:
        last = clauses_of(text)[-LAST_CLAUSES:] if is_long(text) else [text]
        return asks_calmly(last[-1]) or self._screen.is_set_aside(" ".join(last), firmly=firmly)


def _is_short_cry(text: str, detected: Classification) -> bool:
    if detected.share >= ONE_EVENT_FROM and detected.strangeness <= SHORT_UP_TO:
        return True
    return is_surely(detected) and _HAS_COME_ABOUT.search(text) is not None


def is_surely(detected: Classification) -> bool:
    """Whether the event counts although the search knows good advice about something else."""
    if detected.share >= ONE_EVENT_FROM:
        return detected.strangeness <= ONE_EVENT_UP_TO
    return detected.share >= SURELY and detected.strangeness <= SURELY_TOLD


def names_its_event(detected: Classification, text: str) -> bool:
    """Whether the likeliest event is likely enough to be named, and not only the numbers."""
    enough = DESPAIR_NAMED if detected.event == DESPAIR and not is_long(text) else NAMED
    return detected.share >= enough


def is_by_chance(detected: Classification) -> bool:
    """Whether it is told so surely that a word of another world only stands beside it."""
    return detected.share >= BY_CHANCE_FROM and detected.strangeness <= BY_CHANCE_UP_TO


def is_plainly(detected: Classification) -> bool:
    """Whether the event counts although the search answers: what is answered stands below the help."""
    if detected.share >= ONE_EVENT_FROM:
        return detected.strangeness <= ONE_EVENT_PLAINLY_UP_TO
    return detected.share >= NAMED and detected.strangeness <= PLAINLY_UP_TO


def is_against_words(detected: Classification, found: Emergency) -> bool:
    """Whether this is so sure that the event which the table's words name was surely not meant."""
    is_sure = detected.share >= AGAINST_WORDS and detected.strangeness <= AGAINST_WORDS_UP_TO
    return is_sure and found.id not in detected.likely


def is_likely_cause(detected: Classification, found: Emergency) -> bool:
    """Whether this did what ``found`` only sees of somebody: 冷库漏氨工人晕倒.

    Whoever helps must not be the next, so that it is named first.
    """
    is_told = detected.share >= LIKELY_CAUSE_FROM and detected.strangeness <= SURELY_TOLD
    return found.is_symptom and is_told


def reason_of(detected: Classification, found: Emergency | None = None) -> str:
    """Why an event was named, for who reads the trace."""
    why = f"{detected.share:.0%} of what is told like it"
    return f"{found.why}; {why}" if found else why
