"""What the search says of wordings that wait, kept while the same index answers.

A clerk opens the list, a group of it, the list again: the same thousand questions each time. Searching for
them and comparing them takes seconds, and comes to the same until the articles change.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock
from weakref import WeakKeyDictionary

from knowledge.asked.grouping import Comparer, Meaning, leaders
from knowledge.search.index import Candidate, Index
from knowledge.search.ranking import MENTION_FROM

NEAREST = 3
MOST_KEPT = 4_000
"""For how many wordings the results are kept, some kilobytes each; at one more all are looked up anew."""


@dataclass(slots=True)
class _Kept:
    found: dict[str, tuple[tuple[Candidate, ...], Meaning]] = field(default_factory=dict)
    grouped: tuple[Sequence[str], Sequence[int]] = ((), ())
    """The wordings that were compared last, and the leaders that were found."""


# Goes with its index, which is large; so nothing that is kept may lead back to the index.
_KEPT: WeakKeyDictionary[Index, _Kept] = WeakKeyDictionary()
_LOCK = Lock()


class LookedUp:
    """Wordings as one index sees them; any thread may ask, and at worst two look the same thing up."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.comparer = Comparer(index.tokenizer)
        with _LOCK:
            self._kept = _KEPT.setdefault(index, _Kept())

    def nearest(self, text: str) -> tuple[Candidate, ...]:
        """The articles that are at least worth a mention, the nearest first."""
        return self._of(text)[0]

    def meaning(self, text: str) -> Meaning:
        """What of a wording is compared."""
        return self._of(text)[1]

    def leaders(self, texts: Sequence[str]) -> Sequence[int]:
        """For each wording the place of the first of its group; see ``knowledge.asked.grouping``."""
        compared, found = self._kept.grouped
        if list(compared) != list(texts):
            found = leaders([self.meaning(text) for text in texts], self.comparer)
            self._kept.grouped = tuple(texts), found
        return found

    def _of(self, text: str) -> tuple[tuple[Candidate, ...], Meaning]:
        found = self._kept.found.get(text)
        if found is None:
            near = tuple(one for one in self._index.search(text, NEAREST) if one.score >= MENTION_FROM)
            found = near, self.comparer.meaning(text, near[0].article_id if near else None)
            if len(self._kept.found) >= MOST_KEPT:
                self._kept.found = {}
            self._kept.found[text] = found
        return found
