"""Many texts at once, as rows of numbers: what an index is built of.

A question is taken apart by ``features.pieces``, one text at a time. Twenty-five thousand phrasings are taken
apart here, all together, ten times as fast; the pieces are the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_SPACE: Final = 32
_LINE: Final = 10
_ASCII: Final = 128

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Stream:
    """What stands in many texts, one after the other.

    The thing at place n has the name ``names[numbers[n]]`` and stands in the text of number ``texts[n]``.
    """

    names: Sequence[str]
    numbers: Numbers
    texts: Numbers


@dataclass(frozen=True, slots=True)
class Pieces(Stream):
    """``follows`` tells of each piece but the last whether the next one stands right behind it in its run."""

    follows: NDArray[np.bool_]

    def pairs(self) -> tuple[Numbers, Numbers, Numbers]:
        """For every two neighbours in a run: the numbers of both, and their text."""
        at = np.flatnonzero(self.follows)
        return self.numbers[at], self.numbers[at + 1], self.texts[at]


def as_small(numbers: NDArray[np.integer[Any]], below: int) -> NDArray[np.integer[Any]]:
    """``numbers`` from 0 to ``below`` in the smallest type that holds them: every process reads them all."""
    return numbers.astype(np.min_scalar_type(max(below - 1, 0)))


def pieces_of(texts: Sequence[str]) -> Pieces:
    """The pieces of canonical texts, in order."""
    # A line break ends each text, as a space ends a run: neither is part of a piece.
    letters = "".join(f"{text}\n" for text in texts)
    codes = np.frombuffer(letters.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    is_gap = (codes == _SPACE) | (codes == _LINE)
    goes_on = (codes < _ASCII) & ~is_gap
    goes_on[1:] &= goes_on[:-1]
    goes_on[:1] = False
    at = np.flatnonzero(~is_gap & ~goes_on)
    sizes = np.diff(np.cumsum(goes_on)[at], append=np.count_nonzero(goes_on)) + 1
    # A character that stands alone has its number by its code, a number or a foreign word by its letters.
    alone, long = np.flatnonzero(sizes == 1), np.flatnonzero(sizes > 1)
    numbers = np.empty(len(at), dtype=np.int64)
    present, numbers[alone] = _numbered(codes[at[alone]])
    known = {chr(code): number for number, code in enumerate(present)}
    for place, begin, size in zip(long.tolist(), at[long].tolist(), sizes[long].tolist(), strict=True):
        numbers[place] = known.setdefault(letters[begin : begin + size], len(known))
    ends = np.cumsum([len(text) + 1 for text in texts])
    return Pieces(
        names=list(known),
        numbers=numbers,
        texts=np.searchsorted(ends, at, side="right"),
        follows=at[1:] == at[:-1] + sizes[:-1],
    )


def words_of(texts: Iterable[str]) -> Stream:
    """The words of texts that are cut already, a blank between two, in order."""
    listed = list(texts)
    said = " ".join(listed).split()
    known = {word: number for number, word in enumerate(dict.fromkeys(said))}
    numbers = np.fromiter(map(known.__getitem__, said), dtype=np.int64, count=len(said))
    sizes = np.asarray([text.count(" ") + 1 if text else 0 for text in listed], dtype=np.int64)
    return Stream(list(known), numbers, np.repeat(np.arange(len(listed)), sizes))


def distinct(keys: Numbers) -> Numbers:
    """The different ones among ``keys``, rising. ``np.unique`` looks for them by hashing: much slower."""
    ordered = np.sort(keys)
    return ordered[_begins(ordered)]


def tallied(keys: Numbers) -> tuple[Numbers, Numbers]:
    """The different ones among ``keys``, rising, and how many there are of each."""
    ordered = np.sort(keys)
    begins = _begins(ordered)
    return ordered[begins], np.diff(begins, append=len(keys))


def counted(keys: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """The different ones among ``keys``, rising; the place of each key among these; how many of each.

    ``np.unique`` tells the same, but sorts places by their keys, which takes several times as long as sorting
    keys that hold their places. No key is below 0 or has more than ``63 - log2(len(keys))`` bits.
    """
    bits = len(keys).bit_length()
    packed = np.sort(keys << bits | np.arange(len(keys)))
    ordered = packed >> bits
    begins = _begins(ordered)
    counts = np.diff(begins, append=len(keys))
    places = np.empty(len(keys), dtype=np.int64)
    places[packed & ((1 << bits) - 1)] = np.repeat(np.arange(len(begins)), counts)
    return ordered[begins], places, counts


def _begins(ordered: Numbers) -> Numbers:
    """Where each of the different ones among rising keys begins."""
    return np.flatnonzero(np.diff(ordered, prepend=ordered[:1] - 1))


def _numbered(codes: NDArray[np.uint32]) -> tuple[list[int], Numbers]:
    """The different ones among ``codes``, rising, and the number of each by its place among these."""
    present = np.flatnonzero(np.bincount(codes))
    number_of = np.zeros(int(codes.max(initial=0)) + 1, dtype=np.int64)
    number_of[present] = np.arange(len(present))
    return present.tolist(), number_of[codes]
