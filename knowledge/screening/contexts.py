"""Surroundings that take the danger out of a sentence, and what puts it back: a film, a fine, last year.

The table is ``screens/contexts.yaml``.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from knowledge.framing import unframed
from knowledge.screening.asking import cries
from knowledge.screening.spotting import Hit, Sighting
from knowledge.search.parts import is_long

# The class of words that say that it goes on now.
_THIS_MOMENT: Final = "this_moment"


@dataclass(frozen=True)
class Message:
    """One message while it is looked at: as it was written, folded, and the words that were spotted in it."""

    raw: str
    plain: str
    seen: Sighting

    @cached_property
    def readings(self) -> tuple[str, ...]:
        """``raw``, and what is left of it without the words around a question: 农药中毒能催吐吗 在线等.

        Words of haste stay: 急 tells of somebody who waits.
        """
        lean = self.plain if cries(self.plain) else unframed(self.plain)
        return (self.raw,) if lean == self.plain else (self.raw, lean)


@dataclass(frozen=True, slots=True)
class Context:
    """Surroundings that take the danger out of a sentence, unless a lifting class is there too.

    ``nearby``: where a story begins with them, only what stands beside the danger lifts them: 昨天锅里着火，
    叫他别泼水，他现在还嘴硬. ``beside``: in a story they take nothing out of a danger that is said to be at
    this moment, unless they stand beside it: 师傅都检查过了。现在厨房里全是煤气味.
    ``by_chance``: they stand beside a real danger too, 缩在奶茶店柜台下面, and give way to tellings that are
    sure.
    """

    name: str
    patterns: tuple[re.Pattern[str], ...]
    lifted_by: tuple[str, ...]
    nearby: bool
    beside: bool
    by_chance: bool

    @classmethod
    def read(cls, name: str, entry: Mapping[str, Any]) -> "Context":
        """One entry of ``contexts.yaml``."""
        return cls(
            name,
            tuple(map(re.compile, [*entry.get("patterns", ()), *_borrowed(entry)])),
            tuple(entry.get("lifted_by", ())),
            bool(entry.get("nearby")),
            bool(entry.get("beside")),
            bool(entry.get("by_chance")),
        )

    @property
    def word_class(self) -> str:
        """The class of words that tell of these surroundings."""
        return f"context_{self.name}"

    def rules(self, message: Message, hits: tuple[Hit, ...]) -> bool:
        """Whether these surroundings take the danger out of ``hits``, and nothing there lifts them."""
        seen, plain = message.seen, message.plain
        lifting = [hit for name in self.lifted_by for hit in seen.get(name, ())]
        if self.beside and is_long(message.raw):
            first, last = _breath(hits, plain)
            if any(first <= hit.start < _clause_end(hits, plain) for hit in seen.get(_THIS_MOMENT, ())):
                return not lifting and self._is_told(message, first, last)
        if lifting and self.nearby and is_long(message.raw):
            first, last = _breath(hits, plain)
            if self._is_told(message, 0, last):
                lifting = [hit for hit in lifting if first <= hit.start < last]
        return not lifting and (
            self._is_told(message, 0, len(plain))
            or any(p.search(text) for text in message.readings for p in self.patterns)
        )

    def _is_told(self, message: Message, first: int, last: int) -> bool:
        """Whether the surroundings stand between these two places of the message."""
        told = message.seen.get(self.word_class, ())
        return any(first <= hit.start < last for hit in told) or any(
            p.search(message.plain[first:last]) for p in self.patterns
        )


def _borrowed(entry: Mapping[str, Any]) -> Iterable[str]:
    """What a danger is said of that cannot suffer it, a few small words, and the danger: 手感今天着火."""
    between = "|".join(entry.get("between", ()))
    for row in entry.get("borrowed", ()):
        yield f"(?:{'|'.join(row['of'])})(?:{between}){{0,3}}(?:{'|'.join(row['happens'])})"


def _breath(hits: tuple[Hit, ...], plain: str) -> tuple[int, int]:
    """From the clause before these words to the end of the clause after them."""
    first, last = min(hit.start for hit in hits), max(hit.end for hit in hits)
    for _ in range(2):
        first = max(plain.rfind(" ", 0, max(first, 0)), 0)
        last = end if (end := plain.find(" ", min(last + 1, len(plain)))) >= 0 else len(plain)
    return first, last


def _clause_end(hits: tuple[Hit, ...], plain: str) -> int:
    end = plain.find(" ", max(hit.end for hit in hits))
    return end if end >= 0 else len(plain)
