"""The words of everyday Chinese with their counts, for jieba, in a trie.

A dictionary of 500,000 strings takes 56 MB of every process, the trie 4 MB of a file that all share.
"""

import logging
import math
import warnings
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import overload

import numpy as np

from core.imports import without_module
from knowledge.search.artifact_cache import Artifact, Terms

# Where there is pkg_resources, jieba 0.42.1 asks it for its own files, which takes half a second and warns of
# its age; where there is none, it opens them itself.
with warnings.catch_warnings(), without_module("pkg_resources"):
    # It also writes regular expressions without raw strings; on a first import, before Python has kept the
    # compiled file, each is a warning, and under -W error the import would fail.
    warnings.simplefilter("ignore")
    import jieba

# jieba hangs a handler of its own on the root of the tree and tells there how long loading took.
jieba.setLogLevel(logging.WARNING)

# What the editors' synonyms stand for is one word, however it would be cut.
SYNONYM_COUNT = 1000
_REMEMBERED = 20_000


class Dictionary:
    """Counts of words, read as jieba reads its own dictionary; the words that begin a text are one look."""

    def __init__(self, artifact: Artifact) -> None:
        self.words = artifact.tries["words"]
        self._counts = artifact.arrays["counts"].data
        total, longest = artifact.arrays["sizes"].tolist()
        self.total, self.longest = int(total), int(longest)

    def __contains__(self, word: str) -> bool:
        return word in self.words

    @overload
    def get(self, word: str) -> int | None: ...
    @overload
    def get(self, word: str, default: int) -> int: ...
    def get(self, word: str, default: int | None = None) -> int | None:
        """How often ``word`` was counted."""
        number = self.words.get(word)
        return default if number is None else self._counts[number]

    def items(self) -> Iterator[tuple[str, int]]:
        """Every word with its count."""
        return ((word, self._counts[number]) for word, number in self.words.items())


class Cutter(jieba.Tokenizer):  # type: ignore[misc]  # jieba has no types
    """jieba, reading from a ``Dictionary``; it cuts without guessing unknown words (``HMM=False``) only."""

    def __init__(self, dictionary: Dictionary) -> None:
        super().__init__()
        self.FREQ = dictionary
        self.total = dictionary.total
        self.initialized = True
        usual = math.log(dictionary.total)
        # Only ever of words of the dictionary, or of single characters: nobody's message is remembered.
        self._chance = lru_cache(maxsize=_REMEMBERED)(
            lambda word: math.log(dictionary.get(word) or 1) - usual
        )

    def get_DAG(self, sentence: str) -> list[list[str]]:  # noqa: N802  jieba's own name
        """For each place the words that begin there, the shortest first; only ``calc`` reads it."""
        prefixes, longest = self.FREQ.words.prefixes, self.FREQ.longest
        return [prefixes(sentence[at : at + longest]) or [sentence[at]] for at in range(len(sentence))]

    def calc(
        self,
        sentence: str,
        DAG: Sequence[Sequence[str]],  # noqa: N803  jieba's own name
        route: dict[int, tuple[float, int]],
    ) -> None:
        """Find the likeliest words, from the end: for each place the chance from there on, and where its word
        ends; the longer one of two alike. jieba looks every word up and takes its logarithm again each time.
        """
        chance = self._chance
        route[len(sentence)] = (0, 0)
        for at in range(len(sentence) - 1, -1, -1):
            best, next_word = -math.inf, at + 1
            for word in DAG[at]:
                after = at + len(word)
                found = chance(word) + route[after][0]
                if found >= best:
                    best, next_word = found, after
            route[at] = (best, next_word - 1)


def general_words() -> bytes:
    """jieba's own dictionary: a word, its count and its kind in each line."""
    with jieba.Tokenizer().get_dict_file() as file:
        return bytes(file.read())


def build_dictionary(words: Path, synonyms: Iterable[str]) -> Artifact:
    """Everyday words, then those of the file ``words`` (a word, its count and its kind in each line)."""
    counts: dict[str, int] = {}
    total = 0
    for text in (general_words().decode(), words.read_text("utf-8")):
        for line in text.splitlines():
            if line.strip():
                word, told = line.split()[:2]
                counts[word] = int(told)
                total += int(told)
    for word in synonyms:
        if not counts.get(word):
            counts[word] = SYNONYM_COUNT
            total += SYNONYM_COUNT
    known = {word: count for word, count in counts.items() if count}
    trie = Terms(known)
    table = np.zeros(len(trie), dtype=np.int32)
    for word, count in known.items():
        table[trie[word]] = count
    sizes = np.asarray([total, max(map(len, known))], dtype=np.int64)
    return Artifact({"counts": table, "sizes": sizes}, {"words": trie})
