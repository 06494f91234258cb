"""Spots the words of a reviewed table in a sentence, also misheard ones and words typed as pinyin.

A table names word classes (``gas: [煤气, 天然气]``). ``Vocabulary.spot`` finds every word of every class in
one pass of dictionary look-ups, which costs the same however many rules later read the result. A word of
two or more characters is also found with one character replaced by another of the same sound (触殿, 煤汽味)
or typed in Latin letters (zhaohuo). Words marked harmless (火锅, 打不着火) hide the words inside them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import pypinyin
from pypinyin.constants import PINYIN_DICT
from pypinyin.contrib.tone_convert import to_normal

# Long letters hold at most a story; the danger stands in its first sentences, and time must stay bounded.
READ_AT_MOST: Final = 600
HARMLESS: Final = "harmless"
_PLACEHOLDER: Final = 0xF0000
_LONGEST_SYLLABLE: Final = 6


@dataclass(frozen=True, slots=True)
class Hit:
    """One word found: where it stands and whether it was written right."""

    start: int
    end: int
    word: str
    exact: bool


Sighting = dict[str, list[Hit]]


def blurred(syllable: str) -> str:
    """``syllable`` without the differences that many speakers do not hear: zh/z, ch/c, sh/s, ng/n."""
    if syllable[:2] in ("zh", "ch", "sh"):
        syllable = syllable[0] + syllable[2:]
    return syllable[:-1] if syllable.endswith("ng") and syllable[-3:-2] in ("e", "i", "a") else syllable


def _readings() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for code, spoken in PINYIN_DICT.items():
        if 0x4E00 <= code <= 0x9FA5:
            table[chr(code)] = tuple({blurred(to_normal(one)): None for one in spoken.split(",")[:1]})
    return table


READINGS: Final = _readings()
SYLLABLES: Final = frozenset(
    to_normal(one) for spoken in PINYIN_DICT.values() for one in spoken.split(",")
) - {"", "n", "m", "ng", "hm", "hng", "r"}


def syllables_of(run: str) -> list[str] | None:
    """Cut a run of Latin letters into pinyin syllables, longest first, or say that it is not pinyin."""
    if not run:
        return []
    for length in range(min(_LONGEST_SYLLABLE, len(run)), 0, -1):
        if run[:length] in SYLLABLES:
            rest = syllables_of(run[length:])
            if rest is not None:
                return [run[:length], *rest]
    return None


def _with_pinyin_folded(text: str) -> tuple[str, list[str]]:
    """Replace typed pinyin by one private character a syllable; the list holds their sounds in order."""
    runs = _latin_runs(text)
    if not runs:
        return text, []
    cut = [syllables_of(text[a:b]) if b - a <= 60 else None for a, b in runs]
    if any(one is None for one in cut) or sum(len(one or ()) for one in cut) < 2:
        return text, []
    sounds: list[str] = []
    pieces: list[str] = []
    done = 0
    for (a, b), syllables in zip(runs, cut, strict=True):
        between = text[done:a]
        pieces.append("" if between == " " and pieces else between)
        for syllable in syllables or ():
            pieces.append(chr(_PLACEHOLDER + len(sounds)))
            sounds.append(blurred(syllable))
        done = b
    pieces.append(text[done:])
    return "".join(pieces), sounds


def _latin_runs(text: str) -> list[tuple[int, int]]:
    marks = [i for i, char in enumerate(text) if "a" <= char <= "z"]
    if not marks:
        return []
    starts = [marks[0], *(b for a, b in pairwise(marks) if b != a + 1)]
    ends = [*(a + 1 for a, b in pairwise(marks) if b != a + 1), marks[-1] + 1]
    return list(zip(starts, ends, strict=True))


class Vocabulary:
    """Word classes compiled for spotting."""

    def __init__(
        self,
        classes: Mapping[str, Iterable[str]],
        *,
        strict: Iterable[str] = (),
        by_ear: Iterable[str] = (),
        never_misheard: Iterable[str] = (),
    ) -> None:
        """``strict`` classes are never matched by sound, nor words of two characters outside ``by_ear``.

        ``never_misheard`` are real words that merely sound like one of ours (没气 is not a misspelt 煤气).
        """
        self._classes_of: dict[str, list[str]] = {}
        strict_classes = frozenset({HARMLESS, *strict})
        self._strict = strict_classes
        tolerant: set[str] = set()
        short = frozenset(by_ear)
        for name, words in classes.items():
            for word in words:
                self._classes_of.setdefault(word, []).append(name)
                if name not in strict_classes and (len(word) > 2 or word in short):
                    tolerant.add(word)
        self._never_misheard = frozenset(never_misheard)
        self._lengths = _lengths((word[0], len(word)) for word in self._classes_of)
        self._lengths_after_first = _lengths((word[0], len(word)) for word in tolerant)
        self._lengths_before_second = _lengths((word[1], len(word)) for word in tolerant)
        self._misheard: dict[str, str] = {}
        self._by_sound: dict[tuple[str, ...], list[str]] = {}
        for word in self._classes_of:
            if not all(char in READINGS for char in word):
                continue
            sounds = [blurred(one) for one in pypinyin.lazy_pinyin(word)]
            if len(word) > 1:
                self._by_sound.setdefault(tuple(sounds), []).append(word)
            if word in tolerant:
                for at, sound in enumerate(sounds):
                    self._misheard.setdefault(f"{word[:at]}<{sound}>{word[at + 1 :]}", word)

    def spot(self, text: str) -> Sighting:
        """Every word found in ``text`` (already folded: simplified, lower case, no signs), by class."""
        text, sounds = _with_pinyin_folded(text[:READ_AT_MOST])
        hits = self._exact(text)
        # A character that belongs to a word written right is no misspelling: 烟着火 holds no 淹着.
        taken = {at for hit in hits if hit.end - hit.start > 1 for at in range(hit.start, hit.end)}
        hits += [hit for hit in self._by_ear(text) if taken.isdisjoint(range(hit.start, hit.end))]
        if sounds:
            hits += self._by_pinyin(text, sounds)
        return self._by_class(hits)

    def _exact(self, text: str) -> list[Hit]:
        hits: list[Hit] = []
        lengths, known = self._lengths, self._classes_of
        for start, char in enumerate(text):
            for length in lengths.get(char, ()):
                word = text[start : start + length]
                if word in known and len(word) == length:
                    hits.append(Hit(start, start + length, word, True))
        return hits

    def _by_ear(self, text: str) -> list[Hit]:
        hits: list[Hit] = []
        misheard = self._misheard
        for start, char in enumerate(text):
            for length in self._lengths_before_second.get(text[start + 1 : start + 2], ()):
                tail = text[start + 1 : start + length]
                for sound in READINGS.get(char, ()):
                    word = misheard.get(f"<{sound}>{tail}")
                    if word is not None and len(tail) == length - 1:
                        self._keep(hits, text, start, word)
            for length in self._lengths_after_first.get(char, ()):
                for at in range(start + 1, min(start + length, len(text))):
                    head, tail = text[start:at], text[at + 1 : start + length]
                    for sound in READINGS.get(text[at], ()):
                        word = misheard.get(f"{head}<{sound}>{tail}")
                        if word is not None:
                            self._keep(hits, text, start, word)
        return hits

    def _keep(self, hits: list[Hit], text: str, start: int, word: str) -> None:
        end = start + len(word)
        written = text[start:end]
        if len(written) == len(word) and written != word and written not in self._never_misheard:
            hits.append(Hit(start, end, word, False))

    def _by_pinyin(self, text: str, sounds: list[str]) -> list[Hit]:
        hits: list[Hit] = []
        heard = [sounds[ord(char) - _PLACEHOLDER] if ord(char) >= _PLACEHOLDER else "" for char in text]
        heard = [sound or (READINGS.get(char) or ("",))[0] for sound, char in zip(heard, text, strict=True)]
        for start in range(len(text)):
            for length in range(2, 8):
                for word in self._by_sound.get(tuple(heard[start : start + length]), ()):
                    written = text[start : start + length]
                    if written != word and all(
                        ord(a) >= _PLACEHOLDER or a == b for a, b in zip(written, word, strict=True)
                    ):
                        hits.append(Hit(start, start + length, word, True))
        return hits

    def _by_class(self, hits: list[Hit]) -> Sighting:
        shields = [hit for hit in hits if HARMLESS in self._classes_of[hit.word]]
        found: Sighting = {}
        for hit in hits:
            if any(
                shield.start <= hit.start
                and hit.end <= shield.end
                and shield.end - shield.start > hit.end - hit.start
                for shield in shields
            ):
                continue
            for name in self._classes_of[hit.word]:
                if hit.exact or name not in self._strict:
                    found.setdefault(name, []).append(hit)
        return found


def _lengths(pairs: Iterable[tuple[str, int]]) -> dict[str, tuple[int, ...]]:
    gathered: dict[str, set[int]] = {}
    for char, length in pairs:
        gathered.setdefault(char, set()).add(length)
    return {char: tuple(sorted(lengths)) for char, lengths in gathered.items()}


def is_pinyin(text: str) -> bool:
    """Whether ``text`` (folded) is Chinese typed in Latin letters, as far as its syllables tell."""
    return bool(_with_pinyin_folded(text)[1])
