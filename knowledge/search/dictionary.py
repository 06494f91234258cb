"""The words of everyday Chinese with their counts, and the likeliest way to cut a text into them.

The words are those of jieba 0.42.1, and so is the way of cutting (without guessing unknown words), but jieba
itself is not imported: its dictionary takes 56 MB of every process, the tables of its guesses 3 MB. Here the
words lie in a trie, 4 MB of a file that all processes share.
"""

import math
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final, overload

import numpy as np

from knowledge.search.artifact_cache import Artifact, Terms

# What the editors' synonyms stand for is one word, however it would be cut.
SYNONYM_COUNT = 1000
_REMEMBERED = 20_000
# What jieba looks words up in; anything between is cut into its signs, the two of a line's end in one piece.
_RUNS: Final = re.compile(r"([\u4e00-\u9fd5a-zA-Z0-9+#&._%-]+)")
_SIGNS: Final = re.compile(r"\r\n|[\s\S]")


class Dictionary:
    """Counts of words; the words that begin a text are one look."""

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


class Cutter:
    """Cuts as jieba does where it does not guess unknown words (``HMM=False``)."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary
        usual = math.log(dictionary.total)
        # Only ever of words of the dictionary, or of single characters: nobody's message is remembered.
        self._chance = lru_cache(maxsize=_REMEMBERED)(
            lambda word: math.log(dictionary.get(word) or 1) - usual
        )

    def cut(self, text: str) -> list[str]:
        """The words of ``text`` and the signs between them, in order."""
        found: list[str] = []
        # Every other one is a run, the first is what stands before it.
        for place, part in enumerate(_RUNS.split(text)):
            found += self._words(part) if place % 2 else _SIGNS.findall(part)
        return found

    def _words(self, run: str) -> list[str]:
        """The likeliest words of a run; letters and digits that are none of them stay together."""
        ends = self._ends(run)
        found: list[str] = []
        at, joined_to = 0, -1
        while at < len(run):
            word = run[at : ends[at]]
            at = ends[at]
            if len(word) > 1 or not word.isalnum() or not word.isascii():
                found.append(word)
            elif joined_to == len(found):
                found[-1] += word
            else:
                found.append(word)
                joined_to = len(found)
        return found

    def _ends(self, run: str) -> list[int]:
        """For each place the end of the likeliest word that begins there; the longer one of two alike.

        Worked out from the end: a text is the likelier, the likelier its first word and all behind it.
        """
        prefixes, longest, chance = self._dictionary.words.prefixes, self._dictionary.longest, self._chance
        ends = list(range(1, len(run) + 1))
        chances = [0.0] * (len(run) + 1)
        for at in range(len(run) - 1, -1, -1):
            best = -math.inf
            for word in prefixes(run[at : at + longest]) or (run[at],):
                end = at + len(word)
                found = chance(word) + chances[end]
                if found >= best:
                    best, ends[at] = found, end
            chances[at] = best
        return ends


def general_words() -> bytes:
    """jieba's own dictionary: a word, its count and its kind in each line."""
    found = find_spec("jieba")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).with_name("dict.txt").read_bytes()


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
