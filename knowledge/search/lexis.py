"""The words of our own texts, which of them follow which, and words by how they sound.

Reading by sound (``spelling``) goes by both. They lie in arrays and tries that all processes share; of a word
nothing is made before somebody writes it.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice, product
from typing import Final

import numpy as np

from core import pinyin
from knowledge.search.artifact_cache import Artifact, Terms
from knowledge.search.dictionary import Dictionary
from knowledge.search.features import folded_syllable
from knowledge.search.streams import tallied, words_of

# 安全生产月 and 应急管理局 have five characters.
LONGEST_WORD: Final = 5
# Words of everyday Chinese that are looked for by sound; rarer ones only if our texts hold them.
EVERYDAY: Final = 100
_READINGS: Final = 3
_SOUNDS: Final = "sounds"

_HAN_WORD: Final = re.compile(f"[\u3400-\u9fff]{{1,{LONGEST_WORD}}}")


class BySound:
    """Words filed under every way they may sound."""

    def __init__(self, names: Terms, artifact: Artifact) -> None:
        """``artifact`` is what ``filed_by_sound`` made of some of the words of ``names``."""
        self._names = names
        self._keys = artifact.tries["keys"]
        self._bounds = artifact.arrays["bounds"].data
        self._words = artifact.arrays["words"]

    def words(self, key: str) -> list[str]:
        """The words that sound like ``key``."""
        number = self._keys.get(key)
        if number is None:
            return []
        found = self._words[self._bounds[number] : self._bounds[number + 1]]
        return [self._names.restore_key(one) for one in found.tolist()]

    def prefixes(self, key: str) -> list[str]:
        """The sounds of words that ``key`` begins with; the last syllable of some may be cut short."""
        found: list[str] = self._keys.prefixes(key)
        return found

    def begins(self, key: str) -> bool:
        """Whether some word sounds like ``key`` and goes on."""
        return next(self._keys.iterkeys(f"{key} "), None) is not None


class Sounds(BySound):
    """The words of everyday Chinese by how they sound; the same for every index."""

    def __init__(self, everyday: Dictionary, artifact: Artifact) -> None:
        """``artifact`` is what ``build_sounds`` makes of ``everyday``."""
        super().__init__(everyday.words, artifact)
        self.everyday = everyday


def build_sounds(everyday: Dictionary) -> Artifact:
    """File the words that are used often enough by how they sound."""
    return filed_by_sound(everyday.words, (word for word, count in everyday.items() if count >= EVERYDAY))


def filed_by_sound(names: Terms, chosen: Iterable[str]) -> Artifact:
    """The ``chosen`` ones among ``names``, for an ``ArtifactCache`` to keep."""
    by_sound: dict[str, list[int]] = {}
    for word in chosen:
        if not _HAN_WORD.fullmatch(word):
            continue
        for reading in islice(product(*map(readings, word)), _READINGS + 1):
            by_sound.setdefault(" ".join(map(folded_syllable, reading)), []).append(names[word])
    keys = Terms(by_sound)
    ordered = [by_sound[keys.restore_key(number)] for number in range(len(keys))]
    bounds = np.cumsum([0, *map(len, ordered)], dtype=np.int32)
    words = np.asarray([word for each in ordered for word in each], dtype=np.int32)
    return Artifact({"bounds": bounds, "words": words}, {"keys": keys})


class Lexis:
    """The words of our own texts and which follow which, as they were counted when an index was built."""

    def __init__(self, artifact: Artifact) -> None:
        """``artifact`` is what ``build_lexis`` made."""
        arrays = artifact.arrays
        self._words = artifact.tries["words"]
        self._counts, self._bounds = arrays["counts"].data, arrays["bounds"].data
        self._following, self._times = arrays["following"], arrays["times"]
        part = artifact.part(_SOUNDS)
        assert part is not None
        self.rare = BySound(self._words, part)
        """The words that everyday Chinese hardly has, by how they sound."""
        self.total = int(arrays["counts"].sum())

    def count(self, word: str) -> int:
        """How often ``word`` stands in our texts."""
        number = self._words.get(word)
        return 0 if number is None else int(self._counts[number])

    def after(self, word: str) -> Iterator[tuple[str, int]]:
        """The words that follow ``word`` more than once, and how often each does."""
        number = self._words.get(word)
        if number is None:
            return iter(())
        these = slice(self._bounds[number], self._bounds[number + 1])
        names = map(self._words.restore_key, self._following[these].tolist())
        return zip(names, self._times[these].tolist(), strict=True)


def build_lexis(runs: Iterable[str], everyday: Dictionary) -> Artifact:
    """Count the words of ``runs``, a blank between two, synonyms not yet made one."""
    said = words_of(runs)
    words, many = Terms(said.names), len(said.names)
    number_of = np.asarray([words[name] for name in said.names], dtype=np.int64)
    numbers = number_of[said.numbers]
    in_a_row = np.flatnonzero(said.texts[1:] == said.texts[:-1])
    pairs, times = tallied(numbers[in_a_row] * many + numbers[in_a_row + 1])
    # What follows only once is chance.
    often = times > 1
    pairs, times = pairs[often], times[often]
    arrays = {
        "counts": np.bincount(numbers, minlength=many).astype(np.int32),
        "bounds": np.searchsorted(pairs, np.arange(many + 1) * many).astype(np.int32),
        "following": (pairs % max(many, 1)).astype(np.int32),
        "times": times.astype(np.int32),
    }
    rare = (word for word in said.names if everyday.get(word, 0) < EVERYDAY)
    return Artifact(arrays, {"words": words}).joined(_SOUNDS, filed_by_sound(words, rare))


def readings(char: str) -> tuple[str, ...]:
    """The likeliest syllables of a character; what is none stands for itself."""
    return pinyin.readings(char)[:_READINGS] or (char,)
