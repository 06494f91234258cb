"""When what was told counts as a danger: told and not asked, likely enough, and nothing that sets it aside.

``tellings`` says which events others told of in such words, and how strange a message would be from somebody
in danger. How much of that is enough to speak up stands here, a ``Bar`` for each case. A short message is
judged as a whole, a story by what it comes to. The numbers were chosen on the tellings of two hands, each
judged by what the others wrote (docs/search-record.md).
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.answering import Answerer
from knowledge.screening.asking import asks_calmly, told_before_asking, told_beside_advice
from knowledge.screening.bare_places import BarePlaces
from knowledge.screening.emergencies import Emergency, EmergencyScreen
from knowledge.screening.tellings import Classification, EmergencyClassifier
from knowledge.search.parts import clauses_of, is_long
from knowledge.search.remembering import Memo


@dataclass(frozen=True, slots=True)
class Bar:
    """What a telling must come up to: at least this share, and at most this strangeness.

    Both as a ``Classification`` has them: the share of the article of its likeliest event, from 0 to 1, and
    the logarithm of the odds that nobody in danger wrote it.
    """

    share: float = 0.0
    strangeness: float = math.inf

    def is_met_by(self, told: Classification) -> bool:
        """Whether ``told`` comes up to it."""
        return told.article_share >= self.share and told.strangeness <= self.strangeness


# Lengths in characters. What is shorter than the first tells of nothing.
SHORTEST_DETECTED: Final = 3
# What is shorter than this counts only where it is plain: see ``_is_short_cry``.
SHORT: Final = 5
# A telling and a question are no shorter together: 潜水泵漏电了怎么处理 only asks.
SHORTEST_OF_BOTH: Final = 14
# A story is calm where so many of its last clauses are.
LAST_CLAUSES: Final = 2

# With such a share there is little doubt which event it is.
SURELY: Final = 0.60
# With such a one hardly another event is thought of.
ONE_EVENT: Final = 0.85
# With less than this it is danger, but which is a guess: of fourteen named so six were right.
NAMED: Final = 0.40
# Nobody likes to be taken for weary of life: of short tellings named so from less than this, none was.
DESPAIR: Final = "suicide"
DESPAIR_NAMED: Final = 0.50
# What the search finds first, as surely as can be, speaks for its event twenty times as much as for another.
SAID_BY_THE_SEARCH: Final = 3.0

# From here on a telling counts at all: somebody in danger may well have written it.
TOLD: Final = Bar(0.30, -1.0)
TOLD_IN_A_STORY: Final = Bar(0.30, -2.0)
# Where only one event is thought of, less must speak for its being told: 条过山风入咗厅.
TOLD_OF_ONE: Final = Bar(0.90, 0.0)
# A few characters at which hardly another event is thought of: 爸打妈.
SHORT_CRY: Final = Bar(ONE_EVENT, -1.0)
_HAS_COME_ABOUT: Final = re.compile("[了咯啦哒到里着在走倒]")
# What has come out or gone down is not said: 出来了 is a birth to who gives birth, and nothing by itself.
_SAYS_NOT_WHAT: Final = re.compile(
    "(?:又|都|已经|终于|好像|刚刚?|全|也|就)*[出下进上过回][来去](?:了|啦|咯)+"
)
# Nor is anybody lost of whom only the age is told: 我家娃三岁.
_SAYS_ONLY_AN_AGE: Final = re.compile(
    "(?:我|俺|咱|他|她|们|家|里|的|有|个|大|小|老)*(?:娃|孩子|小孩|宝宝|儿子|女儿|闺女|孙子|孙女|老人|妈|爸|奶奶|爷爷)?"
    "(?:今年|才|刚|都|快|已经)*[0-9一二三四五六七八九十两半几百]+(?:周?岁|个月|多岁|来岁)(?:半|多|大|了|啦)*"
)

# It counts although the search knows good advice about something else: 被子在冒烟.
SURE: Final = (Bar(ONE_EVENT, -3.0), Bar(SURELY, -4.0))
# It counts although the search answers, and the answer stands below the help: 充电宝鼓包烫手.
PLAIN: Final = (Bar(ONE_EVENT, -1.0), Bar(NAMED, -2.0))
# Nobody would write so who is in no danger, whichever it be.
SURELY_TOLD: Final = Bar(strangeness=-4.0)
# A word that may stand in it by chance makes no calm message of it: 缩在奶茶店柜台下面.
BY_CHANCE: Final = Bar(0.55, -3.0)
# It is known better than by the table's words, where these name what is not thought of: a wall that crackles
# behind the plug of the air conditioning.
AGAINST_WORDS: Final = Bar(0.75, -2.0)
# What did it is named before who lies there.
LIKELY_CAUSE: Final = Bar(0.50, -4.0)

# Before a calm question somebody in danger tells as much: 手绞进机器里了，能不能倒转出来.
BEFORE_A_QUESTION: Final = Bar(SURELY, -1.5)
# So much more where the table's words do not name the same event; of a story only the first will do.
BEFORE_A_QUESTION_WITHOUT_WORDS: Final = (Bar(ONE_EVENT, -4.0), Bar(SURELY, -5.0))
# Where no stop parts what is told from what is asked.
RUNNING_INTO_A_QUESTION: Final = Bar(ONE_EVENT, -5.0)
# Beside what others advise the words say what has happened; nobody in danger would find it strange.
BESIDE_ADVICE: Final = Bar(strangeness=0.0)


class EmergencyDetector:
    """Judges single messages; every thread may use the same one."""

    def __init__(
        self,
        classifier: EmergencyClassifier,
        screen: EmergencyScreen,
        answerer: Answerer,
        of_article: Mapping[str, Sequence[str]],
        bare_places: BarePlaces,
    ) -> None:
        """``of_article``: the events that each article is the help for. ``bare_places`` tell of none."""
        self._classifier = classifier
        self._screen = screen
        self._answerer = answerer
        self._of_article = of_article
        self._bare_places = bare_places
        self._told = Memo(self._detected)

    def detect(self, text: str) -> Classification | None:
        """What ``text`` tells of, if it tells; None where it asks, or something sets it aside."""
        return self._told(text)

    def _detected(self, text: str) -> Classification | None:
        if (
            len(text) < SHORTEST_DETECTED
            or _SAYS_NOT_WHAT.fullmatch(text)
            or _SAYS_ONLY_AN_AGE.fullmatch(text)
        ):
            return None
        said = self._answerer.reading(text) if text.isascii() else text
        if said.isascii():
            return None
        detected = self.heard(said)
        if detected is None or not self._classifier.may_be(detected.event, said):
            return None
        if len(text) < SHORT and not _is_short_cry(text, detected):
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
        if text.isascii() and detected.share < SURELY:
            # Letters only leave much open.
            return None
        bars = (TOLD_IN_A_STORY,) if is_long(text) else (TOLD, TOLD_OF_ONE)
        return detected if _comes_up_to(bars, detected) else None

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
        if detected is None or not BEFORE_A_QUESTION.is_met_by(detected):
            return None
        seen = self._screen.match(told)
        if seen is not None and seen.id in detected.likely:
            return detected, seen
        bars = BEFORE_A_QUESTION_WITHOUT_WORDS
        return (detected, None) if _comes_up_to(bars[:1] if is_long(text) else bars, detected) else None

    def _told_beside_advice(self, text: str) -> tuple[Classification, Emergency] | None:
        """The event that words and tellings know, beside advice: 触电了，老人讲埋土里，靠谱吗."""
        told = told_beside_advice(text)
        seen = self._screen.match(told) if told else None
        detected = self._classify(told) if told and seen else None
        if seen is None or detected is None or not BESIDE_ADVICE.is_met_by(detected):
            return None
        return None if seen.is_general else (detected, seen)

    def _told_and_asked(self, text: str) -> tuple[Classification, Emergency | None] | None:
        """The same where no stop parts the two: 屋后头的山在响石头往下滚今晚还睡得不."""
        detected = self._classify(text) if len(text) >= SHORTEST_OF_BOTH else None
        if detected is None or not RUNNING_INTO_A_QUESTION.is_met_by(detected):
            return None
        return None if self._screen.is_set_aside(text, but="asking") else (detected, None)

    def is_surely_told(self, text: str) -> bool:
        """Whether only somebody in danger, whichever it be, would write so or end a story so."""
        detected = self._classify(text)
        return detected is not None and SURELY_TOLD.is_met_by(detected) and not self._is_calm(text)

    def _classify(self, text: str) -> Classification | None:
        return self._classifier.classify_ending(text) if is_long(text) else self._classifier.classify(text)

    def _is_calm(self, text: str, *, firmly: bool = False) -> bool:
        last = clauses_of(text)[-LAST_CLAUSES:] if is_long(text) else [text]
        return asks_calmly(last[-1]) or self._screen.is_set_aside(" ".join(last), firmly=firmly)


def _comes_up_to(bars: Sequence[Bar], told: Classification) -> bool:
    return any(bar.is_met_by(told) for bar in bars)


def _is_short_cry(text: str, detected: Classification) -> bool:
    """Whether so few characters tell of one event, or surely of something that has come about.

    水到脖子 does, 离岸流 only names it.
    """
    return SHORT_CRY.is_met_by(detected) or (is_surely(detected) and bool(_HAS_COME_ABOUT.search(text)))


def is_surely(detected: Classification) -> bool:
    """Whether the event counts although the search knows good advice about something else."""
    return _comes_up_to(SURE, detected)


def is_plainly(detected: Classification) -> bool:
    """Whether the event counts although the search answers: what is answered stands below the help."""
    return _comes_up_to(PLAIN, detected)


def names_its_event(detected: Classification, text: str) -> bool:
    """Whether the likeliest event is likely enough to be named, and not only the numbers."""
    enough = DESPAIR_NAMED if detected.event == DESPAIR and not is_long(text) else NAMED
    return detected.article_share >= enough


def is_by_chance(detected: Classification) -> bool:
    """Whether it is told so surely that a word of another world only stands beside it."""
    return BY_CHANCE.is_met_by(detected)


def is_against_words(detected: Classification, found: Emergency) -> bool:
    """Whether this is so sure that the event which the table's words name was surely not meant."""
    is_one = detected.share >= AGAINST_WORDS.share and AGAINST_WORDS.is_met_by(detected)
    return is_one and found.id not in detected.likely


def is_likely_cause(detected: Classification, found: Emergency) -> bool:
    """Whether this did what ``found`` only sees of somebody: 冷库漏氨工人晕倒.

    Whoever helps must not be the next, so that it is named first.
    """
    return found.is_symptom and LIKELY_CAUSE.is_met_by(detected)


def reason_of(detected: Classification, found: Emergency | None = None) -> str:
    """Why an event was named, for who reads the trace."""
    why = f"{detected.share:.0%} of what is told like it"
    return f"{found.why}; {why}" if found else why
