"""A second opinion on which entry is meant: learned from all phrasings at once, mostly by how they sound.

BM25 asks which phrasing is like the question. This asks what tells one entry from all others, so that the
two err on different messages; and going by syllables, it does not mind a wrong character of the right sound.
It is a softmax regression over characters, syllables and pairs of syllables, started from the sum of each
entry's phrasings and improved by stochastic gradient steps.

Over the same parts a logistic regression (``separating.py``) learns to tell all that we are asked from all
that is out of scope. A story touches many themes and is near to none of them; that it is none of ours is
said by all of it.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from knowledge.search import features, separating, streams, vectors
from knowledge.search.artifact_cache import Artifact
from knowledge.search.remembering import Latest
from knowledge.search.separating import FAR, separated
from knowledge.search.streams import as_small, distinct
from knowledge.search.vectors import Material, Numbers, Places, Rows, as_row, parts, spread

# The modules that make it, beside this one: what was learned by other code is learned anew.
MAKERS: Final = (features, separating, streams, vectors)

# The logarithm of the chance of an entry that the opinion thinks nothing of.
LEAST: Final = -8.0

# Among few entries an opinion is sure too easily, from a phrasing or two of each it is worth nothing, and for
# very many the learning takes too long and too much memory: a number for each entry and each part.
_FEWEST_ENTRIES: Final = 100
_MOST_ENTRIES: Final = 1500
_PHRASINGS_EACH: Final = 4
# Rounds through all phrasings, how long the steps of the first are unless told, and by how much those of the
# second are shorter. A third round takes half as long again and gains nothing on our questions.
_ROUNDS: Final = 2
STEP: Final = 0.3
_SLOWING: Final = 0.7
# How many texts make one step together: fewer cost more time, more would change the descent.
_AT_ONCE: Final = 32
_SHARPNESS: Final = 8.0
# An error and a weight too small to matter.
_SLIGHT: Final = 0.01
_NOTHING: Final = 0.001
# A part that says something for more than this share of the entries is kept with a weight for each of them:
# that takes no more room, and adding rows up takes a tenth of the time.
_COMMON: Final = 0.25

# Weights are kept as whole numbers of two bytes, the greatest as this: every process has all of them in
# memory, and the last decimals of what was learned say nothing.
_FINEST: Final = 32_767

# The logarithm of the odds of what nothing speaks against.
NOT_STRANGE: Final = -FAR


class Opinion:
    """How likely each entry is meant by a text; read only."""

    def __init__(self, artifact: Artifact) -> None:
        """``artifact`` is what ``learn`` made."""
        arrays = artifact.arrays
        self._vocabulary = artifact.tries["parts"]
        # What each part of a text tells, and what it says for which entries.
        self._telling, self._bounds = arrays["telling"], arrays["bounds"]
        self._columns, self._weights = arrays["columns"], arrays["weights"]
        # A weight of so many stands for this.
        self._unit = float(arrays["unit"][0])
        # A part that says something for many entries stands in a row for all of them instead.
        self._rows, self._row_of = arrays["rows"], arrays["row_of"]
        self._entries = int(arrays["entries"][0])
        # What each part says for a message being none of ours; the last is the bias. None: all are ours.
        self._strange = arrays.get("strange")
        self._row = Latest(lambda text: as_row(parts(text), self._vocabulary, self._telling))
        self._chances = Latest(self._weighed)

    def chances(self, canonical: str) -> NDArray[np.float64]:
        """The logarithm of the chance of each entry to be meant by ``canonical``, at least ``LEAST``."""
        return self._chances(canonical)

    def _weighed(self, canonical: str) -> NDArray[np.float64]:
        numbers, shares = self._row(canonical)
        if not len(numbers):
            return np.full(self._entries, max(LEAST, -float(np.log(self._entries))))
        # All that is added up is exact, in this order as in any other.
        row_of = self._row_of[numbers]
        is_common = row_of >= 0
        common = self._rows[row_of[is_common]] * shares[is_common, np.newaxis]
        rest = self._rest(numbers[~is_common], shares[~is_common])
        scores = _SHARPNESS * self._unit * (common.sum(axis=0, dtype=np.float64) + rest)
        scores -= scores.max()
        found: NDArray[np.float64] = np.maximum(scores - np.log(np.exp(scores).sum()), LEAST)
        return found

    def _rest(self, numbers: NDArray[np.int32], shares: Numbers) -> NDArray[np.float64]:
        """What these parts say, which have no row of their own."""
        begins = self._bounds[numbers]
        sizes = self._bounds[numbers + 1] - begins
        at = spread(begins, sizes)
        said = self._weights[at] * np.repeat(shares, sizes)
        return np.bincount(self._columns[at], said, minlength=self._entries).astype(np.float64, copy=False)

    def strangeness(self, canonical: str) -> float:
        """The logarithm of the odds that ``canonical`` is no business of ours; far below 0 if all are."""
        if self._strange is None:
            return NOT_STRANGE
        numbers, shares = self._row(canonical)
        return float(self._strange[numbers] @ shares + self._strange[-1])


def learn(texts: Sequence[str], owners: Sequence[int], ours: int, step: float = STEP) -> Artifact:
    """Learn from canonical phrasings and their entries; nothing where they are too few or too many.

    The first ``ours`` entries are ours. The longer the ``step``, the more sure of itself is what was learned.
    """
    entries = max(owners, default=-1) + 1
    if not _FEWEST_ENTRIES <= entries <= _MOST_ENTRIES or len(texts) < _PHRASINGS_EACH * entries:
        return Artifact()
    material = Material.of(texts)
    owner_of = np.asarray(owners)
    weights = _learned(material, owner_of, entries, step)
    matters = np.abs(weights) > _NOTHING
    many = np.count_nonzero(matters, axis=1)
    is_common = many > _COMMON * entries
    unit = float(np.abs(weights).max(initial=_NOTHING)) / _FINEST
    rows = np.where(matters[is_common], weights[is_common], np.float32(0.0))
    matters[is_common] = False
    at = np.flatnonzero(matters)
    arrays: dict[str, NDArray[Any]] = {
        "telling": material.telling,
        "rows": _in_units(rows, unit),
        "row_of": np.where(is_common, np.cumsum(is_common) - 1, -1).astype(np.int32),
        "bounds": np.cumsum([0, *np.where(is_common, 0, many).tolist()], dtype=np.int32),
        "columns": as_small(at % entries, entries),
        "weights": _in_units(weights.reshape(-1)[at], unit),
        "unit": np.asarray([unit]),
        "entries": np.asarray([entries], dtype=np.int32),
    }
    if ours < entries:
        arrays["strange"] = separated(material, owner_of >= ours)
    return Artifact(arrays, {"parts": material.vocabulary})


def _in_units(weights: Numbers, unit: float) -> NDArray[np.int16]:
    found: NDArray[np.int16] = np.rint(weights / np.float32(unit)).astype(np.int16)
    return found


def _learned(material: Material, owners: Places, entries: int, step: float) -> Numbers:
    rows = material.rows
    size = int(rows.numbers.max(initial=-1)) + 1
    weights = np.zeros((size, entries), dtype=np.float32)
    all_weights = weights.reshape(-1)
    at = rows.numbers * entries + np.repeat(owners, rows.sizes)
    np.add.at(all_weights, at, rows.shares)
    # Nearly all are 0 yet, and need not be looked at.
    at = distinct(at)
    said, of_entry = all_weights[at], at % entries
    lengths = np.zeros(entries, dtype=np.float32)
    np.add.at(lengths, of_entry, said * said)
    all_weights[at] = said / np.maximum(np.sqrt(lengths), 1e-9)[of_entry]
    # One place for the weights of a text's parts, again and again: what was just used is still at hand.
    held = np.empty((int(rows.sizes.max(initial=0)), entries), dtype=np.float32)
    for turn in range(_ROUNDS):
        order = material.shuffle.order(turn)
        ordered = rows.taken(order)
        for first in range(0, len(order), _AT_ONCE):
            some = slice(first, first + _AT_ONCE)
            _improve(weights, ordered.few(some), owners[order[some]], step, held)
        step *= _SLOWING
    return weights


def _improve(weights: Numbers, rows: Rows, owners: Places, step: float, held: Numbers) -> None:
    """One step for a few texts together: towards the entry of each, away from those it is mistaken for."""
    count, entries = len(owners), weights.shape[1]
    shares = rows.shares * np.float32(_SHARPNESS)
    error = np.empty((count, entries), dtype=np.float32)
    for one, row in zip(rows.places(), error, strict=True):
        # No number is out of bounds; only when it need not look for one does numpy write in place.
        of_text = weights.take(rows.numbers[one], axis=0, out=held[: one.stop - one.start], mode="clip")
        np.dot(shares[one], of_text, out=row)
    error -= error.max(axis=1, keepdims=True)
    np.exp(error, out=error)
    error /= error.sum(axis=1, keepdims=True)
    error[np.arange(count), owners] -= 1.0
    wrong = np.flatnonzero(np.abs(error) > _SLIGHT)
    text, entry = np.divmod(wrong, entries)
    sizes = rows.sizes[text]
    at = spread(rows.begins[text], sizes)
    change = rows.shares[at] * np.repeat(np.float32(step) * error.reshape(-1)[wrong], sizes)
    np.subtract.at(weights.reshape(-1), rows.numbers[at] * entries + np.repeat(entry, sizes), change)
