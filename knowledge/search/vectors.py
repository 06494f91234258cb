"""Texts as vectors: their characters, their syllables and the pairs of neighbouring syllables.

What is learned of texts (``opinion.py``, ``separating.py``) goes by these parts. By syllables, it does not
mind a wrong character of the right sound. The order of learning looks random and hangs on each text alone:
the same texts teach the same on every machine, and a few more change it little.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from knowledge.search.artifact_cache import Terms
from knowledge.search.features import pieces, sound
from knowledge.search.streams import counted, distinct, pieces_of

# What only one text holds tells nothing about others.
_FEWEST_TEXTS: Final = 2

Numbers = NDArray[np.float32]
Places = NDArray[np.int64]


def parts(canonical: str) -> list[str]:
    """The characters of a canonical text, their syllables, and the pairs of neighbouring ones, each once."""
    found: list[str] = []
    for run in canonical.split():
        cut = pieces(run)
        syllables = [piece if piece[0].isascii() else sound(piece) for piece in cut]
        found += cut
        found += syllables
        found += [f"{one} {two}" for one, two in pairwise(syllables)]
    return list(dict.fromkeys(found))


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


def as_row(
    found: Sequence[str], vocabulary: Mapping[str, int] | Terms, telling: Numbers
) -> tuple[NDArray[np.int32], Numbers]:
    """The numbers of the known parts of a text and the share of each, as a vector of length 1."""
    known = map(vocabulary.get, found)
    numbers = np.asarray([number for number in known if number is not None], dtype=np.int32)
    shares = telling[numbers]
    return numbers, shares / max(float(np.sqrt(shares @ shares)), 1e-9)


@dataclass(frozen=True, slots=True)
class Rows:
    """Texts as vectors of length 1, one behind the other: of each the numbers of its parts and their shares.

    That of text n is at ``begins[n]`` and the ``sizes[n] - 1`` places behind it.
    """

    numbers: Places
    shares: Numbers
    begins: Places
    sizes: Places

    @classmethod
    def of(cls, numbers: Places, texts: Places, count: int, telling: Numbers) -> "Rows":
        sizes = np.bincount(texts, minlength=count)
        told = telling[numbers]
        lengths = np.sqrt(np.bincount(texts, np.square(told), minlength=count)).astype(np.float32)
        shares = (told / np.maximum(lengths, 1e-9)[texts]).astype(np.float32)
        return cls(numbers, shares, np.cumsum(sizes) - sizes, sizes)

    def places(self) -> list[slice]:
        """Where each text stands."""
        ends = self.begins + self.sizes
        return list(map(slice, self.begins.tolist(), ends.tolist()))

    def taken(self, texts: Places) -> "Rows":
        """These texts, in this order."""
        sizes = self.sizes[texts]
        at = spread(self.begins[texts], sizes)
        return Rows(self.numbers[at], self.shares[at], np.cumsum(sizes) - sizes, sizes)

    def few(self, texts: slice) -> "Rows":
        """These texts, without copying them."""
        begins, sizes = self.begins[texts], self.sizes[texts]
        first, last = int(begins[0]), int(begins[-1] + sizes[-1])
        return Rows(self.numbers[first:last], self.shares[first:last], begins - first, sizes)


def spread(begins: NDArray[Any], sizes: NDArray[Any]) -> Places:
    """The numbers from each of ``begins`` on, as many as ``sizes`` says, in one row."""
    before = np.cumsum(sizes) - sizes
    return np.repeat(begins - before, sizes) + np.arange(int(sizes.sum()))


class Shuffle:
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


@dataclass(frozen=True, slots=True)
class Material:
    """Texts to learn from: ``rows`` in their order, the parts they are made of, how much each part tells."""

    rows: Rows
    vocabulary: Terms
    telling: Numbers
    shuffle: Shuffle

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Material":
        """What vectors are learned from, counted in canonical texts."""
        names, numbers, of_text = parts_of(texts)
        known, place, held = counted(numbers)
        often = held >= _FEWEST_TEXTS
        named = list(map(names, known[often].tolist()))
        vocabulary = Terms(named)
        number_of = np.zeros(len(known), dtype=np.int64)
        number_of[often] = [vocabulary[one] for one in named]
        telling = np.zeros(len(vocabulary), dtype=np.float32)
        telling[number_of[often]] = np.log((1 + len(texts)) / (1 + held[often])) + 1
        kept = often[place]
        rows = Rows.of(number_of[place[kept]], of_text[kept], len(texts), telling)
        return cls(rows, vocabulary, telling, Shuffle(texts))
