"""An inverted index in three flat arrays, scored with BM25.

Flat arrays, not lists of objects: web processes share them after a fork, because reading an array touches
no reference count, and one question is a handful of slices and one ``bincount``.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.search.workshop import Product, Terms


@dataclass(frozen=True, slots=True)
class Field:
    """How one kind of text is weighed (Robertson & Zaragoza 2009, section 3).

    ``kinds`` gives the weight of each kind of term by its first letter; ``k1`` is how slowly a repeated term
    stops counting; ``b``, from 0 to 1, how much a long document is punished.
    """

    kinds: Mapping[str, float]
    k1: float
    b: float


class Numbering(defaultdict[str, int]):
    """Numbers terms as they come, for several builders alike, and in the end as a trie numbers them."""

    def __init__(self) -> None:
        super().__init__(self.__len__)

    def sealed(self) -> tuple[Terms, NDArray[np.int64]]:
        """The trie of all terms, and for each number given so far the one that the trie gives."""
        terms = Terms(self)
        return terms, np.asarray([terms[term] for term in self], dtype=np.int64)


class PostingsBuilder:
    """Takes documents one by one, so that no more than one of them is ever held as a dictionary of words."""

    def __init__(self, field: Field, numbers: Numbering) -> None:
        self._field = field
        self._numbers = numbers
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

    def build(self, renumbered: NDArray[np.int64]) -> "Postings":
        """The index of the documents taken so far; ``renumbered`` as ``Numbering.sealed`` gives it.

        A term is rare if few entries hold it, however often one entry repeats it in its phrasings. Each kind
        of term has lengths of its own, so that a text with many characters is not taken for one with many
        words.
        """
        kinds, k1, b = self._field.kinds, self._field.k1, self._field.b
        terms, size = len(renumbered), len(self._sizes)
        names = sorted(kinds)
        kind_of = np.full(terms, -1, dtype=np.int8)
        for number, term in enumerate(self._numbers):
            if term[0] in kinds:
                kind_of[renumbered[number]] = names.index(term[0])
        row = renumbered[np.asarray(self._rows, dtype=np.int64)]
        column = np.repeat(np.arange(size, dtype=np.int32), np.asarray(self._sizes, dtype=np.int32))
        count = np.asarray(self._counts, dtype=np.float32)
        rarity = _rarity(row, np.asarray(self._owners, dtype=np.int64), column, terms)
        kind = kind_of[row]
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
        offsets = np.zeros(terms + 1, dtype=np.int32)
        np.cumsum(np.bincount(row, minlength=terms), out=offsets[1:])
        return Postings(offsets, column[order], weights[order], size)


@dataclass(frozen=True, slots=True)
class Postings:
    """Which documents hold which term, with the BM25 weight of each pair computed beforehand.

    The term of number n is held by ``documents[offsets[n]:offsets[n + 1]]`` with these ``weights``;
    ``size`` is how many documents there are.
    """

    offsets: NDArray[np.int32]
    documents: NDArray[np.int32]
    weights: NDArray[np.float32]
    size: int

    @classmethod
    def of(cls, part: Product | None) -> "Postings":
        """What ``to_product`` wrote."""
        assert part is not None
        arrays = part.arrays
        return cls(arrays["offsets"], arrays["documents"], arrays["weights"], int(arrays["size"][0]))

    def to_product(self) -> Product:
        """For a workshop to keep."""
        size = np.asarray([self.size], dtype=np.int32)
        parts = {"offsets": self.offsets, "documents": self.documents, "weights": self.weights, "size": size}
        return Product(parts)

    @classmethod
    def sum_of(cls, parts: Sequence[tuple["Postings", float]]) -> "Postings":
        """One index that scores a document as all ``parts`` together do, each with its share."""
        size = max(part.size for part, _ in parts)
        terms = max(len(part.offsets) for part, _ in parts) - 1
        keys, values = [], []
        for part, share in parts:
            row = np.repeat(np.arange(terms, dtype=np.int64), np.diff(part.offsets))
            keys.append(row * size + part.documents)
            values.append(part.weights * np.float32(share))
        key, place = np.unique(np.concatenate(keys), return_inverse=True)
        weights = np.bincount(place, np.concatenate(values)).astype(np.float32)
        offsets = np.searchsorted(key, np.arange(terms + 1, dtype=np.int64) * size).astype(np.int32)
        return cls(offsets, (key % max(size, 1)).astype(np.int32), weights, size)

    def scores(self, query: Iterable[tuple[int, float]]) -> NDArray[np.float64]:
        """The score of every document for the numbers of a query's terms with their weights."""
        documents: list[NDArray[np.int32]] = []
        weights: list[NDArray[np.float32]] = []
        for number, factor in query:
            begin, end = self.offsets[number : number + 2].tolist()
            if begin == end:
                continue
            documents.append(self.documents[begin:end])
            part = self.weights[begin:end]
            weights.append(part if factor == 1.0 else part * np.float32(factor))
        if not documents:
            return np.zeros(self.size)
        found = np.bincount(np.concatenate(documents), np.concatenate(weights), minlength=self.size)
        return found.astype(np.float64, copy=False)

    def own_scores(self) -> NDArray[np.float64]:
        """For every document, its score for itself: the most that any question can reach with it."""
        found = np.bincount(self.documents, self.weights, minlength=self.size)
        return found.astype(np.float64, copy=False)

    def share_holding(self, number: int | None, first: int) -> float:
        """The share of the ``first`` documents that hold the term of that number, None for an unknown one."""
        if number is None or not first:
            return 0.0
        held = self.documents[self.offsets[number] : self.offsets[number + 1]]
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
