"""All phrasings of all entries, and which of them come nearest to a question.

A question passes three sieves here: BM25 over all phrasings and, weighing less, over the entries as a whole;
the fifty best phrasings are compared with the question sign by sign; the best phrasing of each entry stands
for it.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from knowledge.search.artifact_cache import Artifact
from knowledge.search.compiling import HOLDING, IN_ANY_ORDER, PHRASING
from knowledge.search.postings import Postings, reachable

COMPARED = 50
WORTH_COMPARING = 0.25
# How much being alike sign by sign counts beside BM25 (which is 1 for the best phrasing).
LIKENESS_SHARE = 0.8


class Nearest(NamedTuple):
    """The phrasing of one entry that is closest to a question."""

    number: int
    owner: int
    """The number of the entry."""
    rank: float
    """Its score beside that of the best phrasing, and how alike it is sign by sign."""
    likeness: float
    """How alike it is to the question sign by sign, from 0 to 1."""
    met: float
    """The share of it, by BM25 weight, that the question meets, from 0 to 1."""
    held: float | None
    """The share of what the question could score that it and its entry reach; only among few phrasings."""


class Phrasings:
    """What ``compile_entries`` made of all phrasings; any thread may read it."""

    def __init__(self, compiled: Artifact) -> None:
        self.owners: NDArray[np.intp] = compiled.arrays["owners"].astype(np.intp)
        self._vocabulary = compiled.tries["terms"]
        # All phrasings, and numbered after them all entries as a whole.
        self._postings = Postings.of(compiled.part("both"))
        self._own_scores = compiled.arrays["own"]
        # All phrasings in one: for each a text of its own would take three times as much.
        self._texts: str = compiled.texts["phrasings"]
        self._bounds = compiled.arrays["bounds"].data
        # Where entries have one phrasing or two, nobody has put down the other order of its words
        # (怎么做糖醋排骨, 糖醋排骨怎么做): there order counts nothing.
        self._is_in_any_order = IN_ANY_ORDER in compiled.texts
        self._compared: str = compiled.texts.get(IN_ANY_ORDER, self._texts)
        # There also counts how much of a question is met: of each term how many entries hold it.
        self._holding = compiled.arrays.get(HOLDING)

    def text(self, number: int) -> str:
        """The phrasing of this number, in canonical form without blanks."""
        return self._texts[self._bounds[number] : self._bounds[number + 1]]

    def nearest(self, text: str, query: Mapping[str, float], limit: int) -> list[Nearest]:
        """The phrasing nearest to a question of each of the ``limit`` nearest entries, nearest first.

        ``text`` is the question in canonical form without blanks, ``query`` its terms with their weights.
        """
        known = {term: number for term in query if (number := self._vocabulary.get(term)) is not None}
        scores = self._postings.scores([(number, query[term]) for term, number in known.items()])
        many = len(self.owners)
        each, whole = scores[:many], scores[many:]
        total = each + whole.take(self.owners)
        best = _best(total, COMPARED)
        if not len(best):
            return []
        likeness = self._likeness(text, best)
        ranks = total[best] / total[best[0]] + LIKENESS_SHARE * likeness
        most = None if self._holding is None else self._reachable(self._holding, query, known, len(whole))
        return [
            Nearest(
                number,
                owner,
                rank,
                alike,
                met=min(1.0, float(each[number]) / float(self._own_scores[number] or 1.0)),
                held=None if most is None else min(1.0, float(total[number]) / most),
            )
            for owner, (rank, number, alike) in self._best_of_each_entry(best, ranks, likeness)[:limit]
        ]

    def _likeness(self, text: str, numbers: NDArray[np.intp]) -> NDArray[np.float64]:
        """How alike ``text`` is to each of these phrasings, character by character, from 0 to 1."""
        asked = "".join(sorted(text)) if self._is_in_any_order else text
        bounds = self._bounds
        compared = [self._compared[bounds[number] : bounds[number + 1]] for number in numbers.tolist()]
        found: NDArray[np.float64] = process.cdist([asked], compared, scorer=fuzz.ratio, dtype=np.float64)[0]
        found /= 100
        return found

    def _best_of_each_entry(
        self, numbers: NDArray[np.intp], ranks: NDArray[np.float64], likeness: NDArray[np.float64]
    ) -> list[tuple[int, tuple[float, int, float]]]:
        """Each entry once, best first, with rank, number and likeness of its best phrasing."""
        best: dict[int, tuple[float, int, float]] = {}
        for owner, one in zip(
            self.owners[numbers].tolist(),
            zip(ranks.tolist(), numbers.tolist(), likeness.tolist(), strict=True),
            strict=True,
        ):
            if owner not in best or best[owner][0] < one[0]:
                best[owner] = one
        return sorted(best.items(), key=lambda item: -item[1][0])

    @staticmethod
    def _reachable(
        holding: NDArray[np.int32], query: Mapping[str, float], known: Mapping[str, int], entries: int
    ) -> float:
        """The most that the query can score. ``holding`` ends with 0, for a term that no entry holds."""
        weights = [weight * PHRASING.kinds[term[0]] for term, weight in query.items()]
        return reachable(entries, holding.take([known.get(term, -1) for term in query]), weights)


def _best(scores: NDArray[np.float64], count: int) -> NDArray[np.intp]:
    """The numbers of the best documents, best first, at most ``count``; the earlier of two alike.

    What scores less than a quarter of the best is never the best in the end, and looking for it would cost
    as much as scoring.
    """
    chosen = np.flatnonzero(scores > WORTH_COMPARING * scores.max(initial=0.0))
    if len(chosen) > count:
        chosen = chosen[np.argpartition(-scores[chosen], count)[:count]]
        chosen.sort()
    return chosen[np.argsort(-scores[chosen], kind="stable")]
