"""An inverted index in three flat arrays, scored with BM25.

Flat arrays, not lists of objects: web processes share them after a fork, because reading an array touches
no reference count, and one question is a handful of slices and one ``bincount``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.search.artifact_cache import Artifact
from knowledge.search.streams import as_small, counted, distinct, tallied


@dataclass(frozen=True, slots=True)
class Field:
    """How one kind of text is weighed (Robertson & Zaragoza 2009, section 3).

    ``kinds`` gives the weight of each kind of term by its first letter; ``k1`` is how slowly a repeated term
    stops counting; ``b``, from 0 to 1, how much a long document is punished.
    """

    kinds: Mapping[str, float]
    k1: float
    b: float


@dataclass(frozen=True, slots=True)
class Said:
    """What documents say: a number of ``terms`` for each time that one stands somewhere, and its document.

    ``size`` is how many documents there are.
    """

    terms: NDArray[np.int64]
    documents: NDArray[np.int64]
    size: int


@dataclass(frozen=True, slots=True)
class Postings:
    """Which documents hold which term, with the BM25 weight of each pair computed beforehand.

    The term of number n is held by ``documents[offsets[n]:offsets[n + 1]]`` with these ``weights``;
    ``size`` is how many documents there are.
    """

    offsets: NDArray[np.int32]
    documents: NDArray[np.integer[Any]]
    weights: NDArray[np.float32]
    size: int

    @classmethod
    def build(
        cls, field: Field, said: Said, kinds: NDArray[np.uint8], owners: NDArray[np.int64] | None = None
    ) -> "Postings":
        """The index of documents; ``kinds`` gives the first letter of each term by its number.

        A term is rare if few entries hold it, however often one entry repeats it in its phrasings: ``owners``
        gives the entry of each document, where it is not one itself. Each kind of term has lengths of its
        own, so that a text with many characters is not taken for one with many words.
        """
        size, k1, b = max(said.size, 1), field.k1, field.b
        chosen = np.isin(kinds, [ord(kind) for kind in field.kinds])[said.terms]
        key, counts = tallied(said.terms[chosen] * size + said.documents[chosen])
        row, column = key // size, (key % size).astype(np.int32)
        count, kind_of = counts.astype(np.float32), kinds[row]
        of_entry = np.arange(said.size) if owners is None else owners
        rarity = _rarity(row, of_entry[column], int(of_entry.max(initial=-1)) + 1, len(kinds))
        weights = np.zeros(len(row), dtype=np.float32)
        for kind, weight in sorted(field.kinds.items()):
            these = np.flatnonzero(kind_of == ord(kind))
            if not len(these):
                continue
            lengths = np.bincount(column[these], weights=count[these], minlength=said.size)
            usual = lengths[lengths > 0].mean()
            slowing = k1 * (1 - b + b * lengths[column[these]] / usual)
            weights[these] = weight * rarity[row[these]] * count[these] * (k1 + 1) / (count[these] + slowing)
        offsets = np.searchsorted(row, np.arange(len(kinds) + 1)).astype(np.int32)
        return cls(offsets, as_small(column, said.size), weights, said.size)

    @classmethod
    def of(cls, part: Artifact | None) -> "Postings":
        """What ``to_product`` wrote."""
        assert part is not None
        arrays = part.arrays
        return cls(arrays["offsets"], arrays["documents"], arrays["weights"], int(arrays["size"][0]))

    def to_product(self) -> Artifact:
        """For an ``ArtifactCache`` to keep."""
        size = np.asarray([self.size], dtype=np.int32)
        parts = {"offsets": self.offsets, "documents": self.documents, "weights": self.weights, "size": size}
        return Artifact(parts)

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
        key, place, _ = counted(np.concatenate(keys))
        weights = np.bincount(place, np.concatenate(values)).astype(np.float32)
        offsets = np.searchsorted(key, np.arange(terms + 1, dtype=np.int64) * size).astype(np.int32)
        return cls(offsets, as_small(key % max(size, 1), size), weights, size)

    @classmethod
    def beside(cls, one: "Postings", other: "Postings") -> "Postings":
        """One index of the documents of both, those of ``other`` numbered after those of ``one``: what asks
        both for a question's terms looks each term up once.
        """
        size, terms = one.size + other.size, len(one.offsets) - 1
        of_one, of_other = (np.repeat(np.arange(terms), np.diff(part.offsets)) for part in (one, other))
        # For each term first what the one says, then what the other does.
        there = np.arange(len(of_one)) + other.offsets[of_one]
        behind = np.arange(len(of_other)) + one.offsets[of_other + 1]
        documents = np.empty(len(there) + len(behind), dtype=np.int64)
        weights = np.empty(len(documents), dtype=np.float32)
        documents[there], documents[behind] = one.documents, other.documents.astype(np.int64) + one.size
        weights[there], weights[behind] = one.weights, other.weights
        return cls(one.offsets + other.offsets, as_small(documents, size), weights, size)

    def scores(self, query: Iterable[tuple[int, float]]) -> NDArray[np.float64]:
        """The score of every document for the numbers of a query's terms with their weights."""
        documents: list[NDArray[np.integer[Any]]] = []
        weights: list[NDArray[np.float32]] = []
        offsets = self.offsets.data
        for number, factor in query:
            begin, end = offsets[number], offsets[number + 1]
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


def reachable(size: int, held_by: NDArray[np.integer[Any]], weights: Sequence[float]) -> float:
    """What a document of usual length scores, about, that says all of a query once.

    Of each term of the query how many of the ``size`` documents hold it, and its weight, its kind's included.
    """
    return float(np.log1p((size - held_by + 0.5) / (held_by + 0.5)) @ np.asarray(weights))


def _rarity(
    row: NDArray[np.int64], owners: NDArray[np.int64], entries: int, vocabulary: int
) -> NDArray[np.float32]:
    held_by = np.bincount(distinct(row * entries + owners) // max(entries, 1), minlength=vocabulary)
    return np.log1p((entries - held_by + 0.5) / (held_by + 0.5)).astype(np.float32)
