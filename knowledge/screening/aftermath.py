"""What a short message means in the minutes after somebody was told what to do in a danger.

还是不行 is no small talk then, 没人接 nothing to search for, 呜呜 no mood: the danger goes on until somebody
says that it is over. The table is ``screens/after_alarm.yaml``; the reply also hangs on the event.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from knowledge.normalising import folded
from knowledge.screening.asking import asks_calmly
from knowledge.screening.emergencies import SCREENS, Emergency, read_table
from knowledge.screening.whole_messages import WholeMessage

FILE_NAME: Final = "after_alarm.yaml"
STILL: Final = "still"
"""The danger goes on, and nothing of what was said has helped."""
UNCLEAR: Final = "unclear"
"""What was said was not understood."""
ADDRESS: Final = "address"
"""They say where they are, as one would to the fire brigade."""
NEXT: Final = "next"
"""It was done, and they ask what comes then."""
_LONGEST: Final = 24
# Asking whether it is over does not say so: 没事吧.
_ASKS: Final = re.compile("(?:吧|吗|么|没有|[了的]没|是不是)$")

# What is longer tells more than where one is.
_LONGEST_ADDRESS: Final = 40


@dataclass(frozen=True, slots=True)
class Remark:
    """A kind of message after an alarm, and what is said to it.

    A reply may hold {first} and {help}. ``of_despair`` is said to who was told to call the hotline,
    ``of_hiding`` to whom a voice would give away. ``of_state``: it tells how the one in danger is now, which
    sounds like another event where it stands alone (眼睛闭上了). ``goes_first``: whatever else its words
    sound like, it is about the danger that was told: 肋骨断了还按不按 while somebody is being resuscitated.
    ``yields``: a question that the search answers is answered instead: 我是问平时怎么预防.
    ``rests_on`` is the article that the reply was taken from, where that is not the one of the event.
    ``becomes`` is the event that the talk is about from then on: somebody pulled out of the water who does
    not breathe is drowning no more.
    """

    id: str
    reply: str
    of_despair: str
    of_hiding: str
    gives_article: bool = False
    is_over: bool = False
    of_state: bool = False
    goes_first: bool = False
    yields: bool = False
    rests_on: str | None = None
    becomes: str | None = None


@dataclass(frozen=True, slots=True)
class _Telling:
    """A kind that is told in any words: 我憋口气下去救他 after one about a pit; ``after`` is None for any."""

    remark: Remark
    after: frozenset[str] | None
    tells: re.Pattern[str]
    unless: re.Pattern[str]

    def fits(self, packed: str, event: str) -> bool:
        is_after = self.after is None or event in self.after
        return is_after and bool(self.tells.search(packed)) and not self.unless.search(packed)


class Aftermath:
    """The table, compiled once; matching is pure."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        """``table``: the content of the file. Raises ``KeyError`` where a kind lacks one of its replies."""
        self._despair, self._hiding = frozenset(table["despair"]), frozenset(table["hiding"])
        self._place = re.compile("|".join(table["places"]))
        self._not_so = re.compile("|".join(table["not_so"]))
        self._lasting = re.compile("|".join(table["lasting"]))
        self._comes_back = {who: re.compile("|".join(said)) for who, said in table["comes_back"].items()}
        self._comes_to = re.compile("|".join(table["comes_to"]))
        self._remarks: dict[str, Remark] = {}
        self._words: list[tuple[Remark, WholeMessage]] = []
        self._tellings: list[_Telling] = []
        for entry in table["kinds"]:
            remark = Remark(
                entry["id"],
                entry["reply"],
                entry["of_despair"],
                entry["of_hiding"],
                bool(entry.get("gives_article")),
                bool(entry.get("is_over")),
                bool(entry.get("of_state")),
                bool(entry.get("goes_first")),
                bool(entry.get("yields")),
                entry.get("rests_on"),
                entry.get("becomes"),
            )
            self._remarks[remark.id] = remark
            if "words" in entry:
                self._words.append((remark, WholeMessage(entry["words"], table["padding"])))
            if "tells" in entry:
                tells, unless = (re.compile("|".join(entry[key])) for key in ("tells", "unless"))
                after = frozenset(entry["after"]) if "after" in entry else None
                self._tellings.append(_Telling(remark, after, tells, unless))
        self._small_talk = self._meant(table["small_talk"])
        self._small_talk_of_despair = self._meant(table["small_talk_of_despair"])

    def _meant(self, by_remark: Mapping[str, Iterable[str]]) -> dict[str, Remark]:
        return {kind: self._remarks[remark] for remark, kinds in by_remark.items() for kind in kinds}

    @classmethod
    def load(cls, folder: Path = SCREENS) -> "Aftermath":
        """Read and compile the table of ``folder``."""
        return cls(read_table(folder / FILE_NAME))

    def remark(self, text: str, event: str) -> Remark | None:
        """The kind that a short message after ``event`` belongs to by its words, or None."""
        packed = folded(text).replace(" ", "")
        if len(packed) > _LONGEST:
            return None
        for telling in self._tellings:
            if telling.fits(packed, event):
                return telling.remark
        told = next((remark for remark, words in self._words if words.fits(packed)), None)
        if told and told.is_over and (_ASKS.search(packed) or self._has_come_back(packed, event)):
            return self._remarks[STILL]
        return None if told and told.of_state and self._not_so.search(packed) else told

    def _has_come_back(self, packed: str, event: str) -> bool:
        """Whether what comes is the danger, and not the help: 他又来了 after a beating."""
        whose = ("any", "hiding") if self.is_hiding(event) else ("any",)
        return any(self._comes_back[who].search(packed) for who in whose)

    def is_address(self, text: str) -> bool:
        """Whether ``text`` may say where somebody is; 我们村没有消防栓 names a place as well."""
        if len(text) > _LONGEST_ADDRESS or asks_calmly(text) or self.is_lasting(text):
            return False
        plain = folded(text)
        return self._place.search(plain) is not None and self._comes_to.search(plain) is None

    def is_lasting(self, text: str) -> bool:
        """Whether ``text`` tells of what goes on for days, and so not of this danger."""
        return self._lasting.search(folded(text)) is not None

    def of_small_talk(self, kind: str, event: str) -> Remark | None:
        """What small talk of this kind means after this alarm; None where it means what it says."""
        return (self._small_talk_of_despair if self.is_despair(event) else self._small_talk).get(kind)

    @property
    def named_articles(self) -> frozenset[str]:
        """The articles that replies rest on, as the table names them."""
        return frozenset(remark.rests_on for remark in self._remarks.values() if remark.rests_on)

    @property
    def later_events(self) -> frozenset[str]:
        """The events that an alarm may become, as the table names them."""
        return frozenset(remark.becomes for remark in self._remarks.values() if remark.becomes)

    def of_kind(self, kind: str) -> Remark:
        """The remark of this id; ``KeyError`` where there is none."""
        return self._remarks[kind]

    def is_despair(self, event: str) -> bool:
        """Whether who was told of this event was in despair, and is listened to rather than instructed."""
        return event in self._despair

    def is_hiding(self, event: str) -> bool:
        """Whether who was told of this event may be hiding, and a voice or a ring would give them away."""
        return event in self._hiding

    def reply(self, remark: Remark, event: Emergency) -> str:
        """What is said to ``remark`` after the help for ``event``."""
        if self.is_despair(event.id):
            return remark.of_despair
        reply = remark.of_hiding if self.is_hiding(event.id) else remark.reply
        return reply.replace("{first}", event.first_line).replace("{help}", event.reply)
