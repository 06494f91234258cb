"""An inverted index in three flat arrays, scored with BM25.

Flat arrays, not lists of objects: web processes share them after a fork, because reading an array touches
no reference count, and one question is a handful of slices and one ``bincount``.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Field:
    """How one kind of text is weighed (Robertson & Zaragoza 2009, section 3).

    ``kinds`` gives the weight of each kind of term by its first letter; ``k1`` is how slowly a repeated term
    stops counting; ``b``, from 0 to 1, how much a long document is punished.
    """

    kinds: Mapping[str, float]
    k1: float
    b: float


class PostingsBuilder:
    """Takes documents one by one, so that no more than one of them is ever held as a dictionary of words."""

    def __init__(self, field: Field) -> None:
        self._field = field
        self._numbers: defaultdict[str, int] = defaultdict()
        self._numbers.default_factory = self._numbers.__len__
        self._rows = array("i")
        self._counts = array("i")
        self._sizes = array("i")
        self._owners = array("i")

    def add(self, document: Counter[str], owner: int) -> None:
        """Take the next document; ``owner`` is the number of the entry it belongs to."""
        numbers, kinds = self._numbers, self._field.kinds
        kept = [term for term in document if term[0] in kinds]
        self._rows.extend([numbers[term] for term in kept])
        self._counts.extend([document[term] for term in kept])
        self._sizes.append(len(kept))
        self._owners.append(owner)

    def build(self) -> "Postings":
        """The index of the documents taken so far.

        A term is rare if few entries hold it, however often one entry repeats it in its phrasings. Each kind
        of term has lengths of its own, so that a text with many characters is not taken for one with many
        words.
        """
        kinds, k1, b = self._field.kinds, self._field.k1, self._field.b
        # An ordinary dictionary from here on: looking for an unknown term must not add it.
        vocabulary = dict(self._numbers)
        size = len(self._sizes)
        row = np.asarray(self._rows, dtype=np.int64)
        column = np.repeat(np.arange(size, dtype=np.int32), np.asarray(self._sizes, dtype=np.int32))
        count = np.asarray(self._counts, dtype=np.float32)
        rarity = _rarity(row, np.asarray(self._owners, dtype=np.int64), column, len(vocabulary))
        names = sorted(kinds)
        kind = np.asarray([names.index(term[0]) for term in vocabulary], dtype=np.int8)[row]
        weights = np.zeros(len(row), dtype=np.float32)
        for number, name in enumerate(names):
            chosen = kind == number
            if not chosen.any():
                continue
            lengths = np.bincount(column[chosen], weights=count[chosen], minlength=size)
            usual = lengths[lengths > 0].mean()
            slowing = k1 * (1 - b + b * lengths[column[chosen]] / usual)
            weights[chosen] = (
                kinds[name] * rarity[row[chosen]] * count[chosen] * (k1 + 1) / (count[chosen] + slowing)
            )
        order = np.argsort(row, kind="stable")
        offsets = np.zeros(len(vocabulary) + 1, dtype=np.int64)
        np.cumsum(np.bincount(row, minlength=len(vocabulary)), out=offsets[1:])
        return Postings(vocabulary, offsets, column[order], weights[order], size)


class Postings:
    """Which documents hold which term, with the BM25 weight of each pair computed beforehand."""

    def __init__(
        self,
        vocabulary: dict[str, int],
        offsets: NDArray[np.int64],
        documents: NDArray[np.int32],
        weights: NDArray[np.float32],
        size: int,
    ) -> None:
        self.size = size
        self._vocabulary = vocabulary
        self._offsets = offsets
        # Python reads its own integers much faster than those of an array, one at a time.
        self._bounds: list[int] = offsets.tolist()
        self._documents = documents
        self._weights = weights

    @classmethod
    def sum_of(cls, parts: Sequence[tuple["Postings", float]]) -> "Postings":
        """One index that scores a document as all ``parts`` together do, each with its share."""
        vocabulary: dict[str, int] = {}
        size = max(part.size for part, _ in parts)
        keys, values = [], []
        for part, share in parts:
            numbers = [vocabulary.setdefault(term, len(vocabulary)) for term in part._vocabulary]
            row = np.repeat(np.asarray(numbers, dtype=np.int64), np.diff(part._offsets))
            keys.append(row * size + part._documents)
            values.append(part._weights * np.float32(share))
        key, place = np.unique(np.concatenate(keys), return_inverse=True)
        weights = np.bincount(place, np.concatenate(values)).astype(np.float32)
        offsets = np.searchsorted(key, np.arange(len(vocabulary) + 1, dtype=np.int64) * size)
        return cls(vocabulary, offsets, (key % size).astype(np.int32), weights, size)

    def scores(self, query: Mapping[str, float]) -> NDArray[np.float64]:
        """The score of every document for the weighted terms of a query."""
        documents: list[NDArray[np.int32]] = []
        weights: list[NDArray[np.float32]] = []
        find, bounds = self._vocabulary.get, self._bounds
        for term, factor in query.items():
            number = find(term)
            if number is None:
                continue
            held = slice(bounds[number], bounds[number + 1])
            documents.append(self._documents[held])
            part = self._weights[held]
            weights.append(part if factor == 1.0 else part * np.float32(factor))
        if not documents:
            return np.zeros(self.size)
        found = np.bincount(np.concatenate(documents), np.concatenate(weights), minlength=self.size)
        return found.astype(np.float64, copy=False)

    def own_scores(self) -> NDArray[np.float64]:
        """For every document, its score for itself: the most that any question can reach with it."""
        found = np.bincount(self._documents, self._weights, minlength=self.size)
        return found.astype(np.float64, copy=False)

    def share_holding(self, term: str, first: int) -> float:
        """The share of the ``first`` documents that hold a term."""
        number = self._vocabulary.get(term)
        if number is None or not first:
            return 0.0
        held = self._documents[self._bounds[number] : self._bounds[number + 1]]
        return int(np.count_nonzero(held < first)) / first


def _rarity(
    row: NDArray[np.int64], owners: NDArray[np.int64], column: NDArray[np.int32], vocabulary: int
) -> NDArray[np.float32]:
    entries = int(owners.max()) + 1 if len(owners) else 0
    if len(owners) == entries:
        held_by = np.bincount(row, minlength=vocabulary)
    else:
        held_by = np.bincount(np.unique(row * entries + owners[column]) // entries, minlength=vocabulary)
    return np.log1p((entries - held_by + 0.5) / (held_by + 0.5)).astype(np.float32)
