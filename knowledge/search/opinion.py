"""A second opinion on which entry is meant: learned from all phrasings at once, mostly by how they sound.

BM25 asks which phrasing is like the question. This asks what tells one entry from all others, so that the
two err on different messages; and going by syllables, it does not mind a wrong character of the right sound.
It is a softmax regression over characters, syllables and pairs of syllables, started from the sum of each
entry's phrasings and improved by stochastic gradient steps. The order looks random and hangs on each text
alone: the same phrasings give the same opinion on every machine, and a few more change it little.

Over the same parts a logistic regression learns to tell all that we are asked from all that is out of scope.
A story touches many themes and is near to none of them; that it is none of ours is said by all of it.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from knowledge.search.artifact_cache import Artifact, Terms
from knowledge.search.features import pieces, sound
from knowledge.search.remembering import Latest
from knowledge.search.streams import counted, distinct, pieces_of

# The logarithm of the chance of an entry that the opinion thinks nothing of.
LEAST: Final = -8.0

# What only one phrasing holds tells nothing about how others will ask.
_FEWEST_PHRASINGS: Final = 2
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
# So many texts make one step together: fewer cost more time, more would not be the same descent any more.
_AT_ONCE: Final = 32
_SHARPNESS: Final = 8.0
# An error and a weight too small to matter.
_SLIGHT: Final = 0.01
_NOTHING: Final = 0.001
# A part that says something for more than this share of the entries is kept with a weight for each of them:
# that takes no more room, and adding rows up takes a tenth of the time.
_COMMON: Final = 0.25

# For telling ours from what is not: rounds, the first step and how it shrinks, how much more a message
# out of scope counts (there are fewer), how fast the bias learns, and from where more of a sum makes no odds.
_SCOPE_ROUNDS: Final = 3
_SCOPE_STEP: Final = 4.0
_SCOPE_SLOWING: Final = 0.5
_FOREIGN_COUNTS: Final = 2.0
_BIAS_STEP: Final = 0.02
_SCOPE_SLIGHT: Final = 0.02
_FAR: Final = 30.0
# The logarithm of the odds of what nothing speaks against.
NOT_STRANGE: Final = -_FAR

Numbers = NDArray[np.float32]
Places = NDArray[np.int64]


def parts(canonical: str) -> list[str]:
    """The characters of a canonical text, their syllables, and the pairs of neighbouring ones, each once."""
    found: dict[str, None] = {}
    for run in canonical.split():
        cut = pieces(run)
        syllables = [piece if piece[0].isascii() else sound(piece) for piece in cut]
        found.update(dict.fromkeys(cut))
        found.update(dict.fromkeys(syllables))
        found.update(dict.fromkeys([f"{one} {two}" for one, two in pairwise(syllables)]))
    return list(found)


class Opinion:
    """How likely each entry is meant by a text; read only."""

    def __init__(self, artifact: Artifact) -> None:
        """``artifact`` is what ``learn`` made."""
        arrays = artifact.arrays
        self._vocabulary = artifact.tries["parts"]
        # What each part of a text tells, and what it says for which entries.
        self._telling, self._bounds = arrays["telling"], arrays["bounds"]
        self._columns, self._weights = arrays["columns"], arrays["weights"]
        # A part that says something for many entries stands in a row for all of them instead.
        self._rows, self._row_of = arrays["rows"], arrays["row_of"]
        self._entries = int(arrays["entries"][0])
        # What each part says for a message being none of ours; the last is the bias. None: all are ours.
        self._strange = arrays.get("strange")
        self._row = Latest(lambda text: _row(parts(text), self._vocabulary, self._telling))
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
        common = self._rows[row_of[is_common]]
        common *= shares[is_common, np.newaxis]
        rest = self._rest(numbers[~is_common], shares[~is_common])
        scores = _SHARPNESS * (common.sum(axis=0, dtype=np.float64) + rest)
        scores -= scores.max()
        found: NDArray[np.float64] = np.maximum(scores - np.log(np.exp(scores).sum()), LEAST)
        return found

    def _rest(self, numbers: NDArray[np.int32], shares: Numbers) -> NDArray[np.float64]:
        """What these parts say, which have no row of their own."""
        begins = self._bounds[numbers]
        sizes = self._bounds[numbers + 1] - begins
        at = _spread(begins, sizes)
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
    names, numbers, of_text = parts_of(texts)
    known, place, held = counted(numbers)
    often = held >= _FEWEST_PHRASINGS
    named = list(map(names, known[often].tolist()))
    vocabulary = Terms(named)
    number_of = np.zeros(len(known), dtype=np.int64)
    number_of[often] = [vocabulary[one] for one in named]
    telling = np.zeros(len(vocabulary), dtype=np.float32)
    telling[number_of[often]] = np.log((1 + len(texts)) / (1 + held[often])) + 1
    kept = often[place]
    told = _Rows.of(number_of[place[kept]], of_text[kept], len(texts), telling)
    owner_of = np.asarray(owners)
    shuffle = _Shuffle(texts)
    weights = _learned(told, owner_of, entries, shuffle, step)
    matters = np.abs(weights) > _NOTHING
    many = np.count_nonzero(matters, axis=1)
    is_common = many > _COMMON * entries
    rows = np.where(matters[is_common], weights[is_common], np.float32(0.0))
    matters[is_common] = False
    at = np.flatnonzero(matters)
    arrays: dict[str, NDArray[Any]] = {
        "telling": telling,
        "rows": rows,
        "row_of": np.where(is_common, np.cumsum(is_common) - 1, -1).astype(np.int32),
        "bounds": np.cumsum([0, *np.where(is_common, 0, many).tolist()], dtype=np.int32),
        "columns": (at % entries).astype(np.int32),
        "weights": weights.reshape(-1)[at],
        "entries": np.asarray([entries], dtype=np.int32),
    }
    if ours < entries:
        arrays["strange"] = _door(told, owner_of >= ours, len(vocabulary), shuffle)
    return Artifact(arrays, {"parts": vocabulary})


def parts_of(texts: Sequence[str]) -> tuple[Callable[[int], str], Places, Places]:
    """The ``parts`` of all texts: the number of each, the text it is a part of, and what a number means."""
    pieces = pieces_of(texts)
    spoken = [name if name[0].isascii() else sound(name) for name in pieces.names]
    # Written in letters a syllable and a foreign word are the same part.
    single = list(dict.fromkeys([*pieces.names, *spoken]))
    number_of = {name: number for number, name in enumerate(single)}
    sounding = np.asarray([number_of[name] for name in spoken], dtype=np.int64)
    one, other, paired = pieces.pairs()
    many = len(single)
    found = [pieces.numbers, sounding[pieces.numbers], many + sounding[one] * many + sounding[other]]
    size = many + many * many
    key = distinct(np.concatenate([pieces.texts, pieces.texts, paired]) * size + np.concatenate(found))

    def name(number: int) -> str:
        if number < many:
            return single[number]
        first, second = divmod(number - many, many)
        return f"{single[first]} {single[second]}"

    return name, key % size, key // size


def _row(
    found: Sequence[str], vocabulary: Mapping[str, int] | Terms, telling: Numbers
) -> tuple[NDArray[np.int32], Numbers]:
    """The numbers of the known parts of a text and the share of each, as a vector of length 1."""
    known = map(vocabulary.get, found)
    numbers = np.asarray([number for number in known if number is not None], dtype=np.int32)
    shares = telling[numbers]
    return numbers, shares / max(float(np.sqrt(shares @ shares)), 1e-9)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Texts as vectors of length 1, one behind the other: of each the numbers of its parts and their shares.

    That of text n is at ``begins[n]`` and the ``sizes[n] - 1`` places behind it.
    """

    numbers: Places
    shares: Numbers
    begins: Places
    sizes: Places

    @classmethod
    def of(cls, numbers: Places, texts: Places, count: int, telling: Numbers) -> "_Rows":
        sizes = np.bincount(texts, minlength=count)
        told = telling[numbers]
        lengths = np.sqrt(np.bincount(texts, np.square(told), minlength=count)).astype(np.float32)
        shares = (told / np.maximum(lengths, 1e-9)[texts]).astype(np.float32)
        return cls(numbers, shares, np.cumsum(sizes) - sizes, sizes)

    def places(self) -> list[slice]:
        """Where each text stands."""
        ends = self.begins + self.sizes
        return list(map(slice, self.begins.tolist(), ends.tolist()))

    def taken(self, texts: Places) -> "_Rows":
        """These texts, in this order."""
        sizes = self.sizes[texts]
        at = _spread(self.begins[texts], sizes)
        return _Rows(self.numbers[at], self.shares[at], np.cumsum(sizes) - sizes, sizes)

    def few(self, texts: slice) -> "_Rows":
        """These texts, without copying them."""
        begins, sizes = self.begins[texts], self.sizes[texts]
        first, last = int(begins[0]), int(begins[-1] + sizes[-1])
        return _Rows(self.numbers[first:last], self.shares[first:last], begins - first, sizes)


def _spread(begins: NDArray[Any], sizes: NDArray[Any]) -> Places:
    """The numbers from each of ``begins`` on, as many as ``sizes`` says, in one row."""
    before = np.cumsum(sizes) - sizes
    return np.repeat(begins - before, sizes) + np.arange(int(sizes.sum()))


class _Shuffle:
    """An order for each round that looks random and hangs on each text alone.

    One phrasing more goes somewhere in between and leaves the others where they were, so that an edit changes
    what it is about and nothing else.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = [text.encode() for text in texts]

    def order(self, turn: int) -> Places:
        """The numbers of the texts in the order of round ``turn``."""
        keys = np.fromiter((crc32(text, turn + 1) for text in self._texts), np.uint32, len(self._texts))
        return np.argsort(keys, kind="stable")


def _learned(rows: _Rows, owners: Places, entries: int, shuffle: _Shuffle, step: float) -> Numbers:
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
        order = shuffle.order(turn)
        ordered = rows.taken(order)
        for first in range(0, len(order), _AT_ONCE):
            some = slice(first, first + _AT_ONCE)
            _improve(weights, ordered.few(some), owners[order[some]], step, held)
        step *= _SLOWING
    return weights


def _improve(weights: Numbers, rows: _Rows, owners: Places, step: float, held: Numbers) -> None:
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
    at = _spread(rows.begins[text], sizes)
    change = rows.shares[at] * np.repeat(np.float32(step) * error.reshape(-1)[wrong], sizes)
    np.subtract.at(weights.reshape(-1), rows.numbers[at] * entries + np.repeat(entry, sizes), change)


def _door(rows: _Rows, are_foreign: NDArray[np.bool_], size: int, shuffle: _Shuffle) -> Numbers:
    """The weights that tell what is none of ours, and after them the bias."""
    weights, bias = np.zeros(size, dtype=np.float32), 0.0
    step = _SCOPE_STEP
    for turn in range(_SCOPE_ROUNDS):
        order = shuffle.order(turn)
        ordered = rows.taken(order)
        for one, is_foreign in zip(ordered.places(), are_foreign[order].tolist(), strict=True):
            numbers, shares = ordered.numbers[one], ordered.shares[one]
            held = weights.take(numbers)
            odds = float(held.dot(shares)) + bias
            error = 1.0 / (1.0 + math.exp(min(_FAR, max(-_FAR, -odds)))) - is_foreign
            if abs(error) < _SCOPE_SLIGHT:
                continue
            if is_foreign:
                error *= _FOREIGN_COUNTS
            held -= np.float32(step * error) * shares
            weights[numbers] = held
            bias -= step * _BIAS_STEP * error
        step *= _SCOPE_SLOWING
    return np.append(weights, np.float32(bias))
