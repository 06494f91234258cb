"""Reads what was meant where a message is written by sound: whole pinyin, or the wrong character of a sound.

Both are one problem: a row of syllables, and the likeliest row of words that sounds so. A message is read
through a lattice of words; each costs the more the rarer it is, our own texts' words less than others, a word
least after one that our texts have before it. Keeping a character as it stands is free, another of the same
sound costs ``CHANGED``. What no reading explains stays as it was.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain, islice, pairwise, product
from typing import Any, Final

import numpy as np

from core import sounds
from knowledge.search.dictionary import Dictionary
from knowledge.search.features import folded_syllable, sound
from knowledge.search.workshop import Product, Terms

LONGEST_WORD: Final = 4
# Words of everyday Chinese that are looked for by sound; rarer ones only if our texts hold them.
EVERYDAY: Final = 100
# All costs are natural logarithms of chances. Another character of the same sound than the one written:
CHANGED: Final = 8.0
# Letters that are folded alike (zi for zhi), but not the same syllable:
FUZZY: Final = 2.0
UNKNOWN: Final = 17.0
OWN_SHARE: Final = 0.7
PAIR_SHARE: Final = 0.5
# Our texts lose their particles before they are counted, people's messages keep theirs.
_PARTICLES: Final = {"吗": 0.02, "呢": 0.005, "了": 0.01, "啊": 0.003}
_BEAM: Final = 5
_HOMOPHONES: Final = 8
# A story is found by its many other words.
_LONGEST_CHARACTERS: Final = 40
_LONGEST_PINYIN: Final = 90
# ai and he alone are English.
_FEWEST_LETTERS: Final = 4
_LONGEST_SYLLABLE: Final = 6
_READINGS: Final = 3
_REMEMBERED: Final = 20_000

_HAN_WORD: Final = re.compile(f"[\u3400-\u9fff]{{1,{LONGEST_WORD}}}")
_LETTERS: Final = re.compile("[a-z]+")
_GAP: Final = re.compile("(?<=[a-z]) +(?=[a-z])")
_JOINT: Final = "'"

_NOTHING: Final[Mapping[str, float]] = {}

_Edge = tuple[int, str, float, float]


class Sounds:
    """The words of everyday Chinese by how they sound; the same for every index."""

    def __init__(self, everyday: Dictionary, product: Product) -> None:
        """``product`` is what ``build_sounds`` makes of ``everyday``."""
        self.everyday = everyday
        self._keys = product.tries["keys"]
        self._bounds = product.arrays["bounds"].data
        self._words = product.arrays["words"]

    def words(self, key: str) -> list[str]:
        """The words that sound like ``key``."""
        number = self._keys.get(key)
        if number is None:
            return []
        found = self._words[self._bounds[number] : self._bounds[number + 1]]
        return [self.everyday.words.restore_key(one) for one in found.tolist()]

    def begins(self, key: str) -> bool:
        """Whether some word sounds like ``key`` and goes on."""
        return next(self._keys.iterkeys(f"{key} "), None) is not None


def build_sounds(everyday: Dictionary) -> Product:
    """File the words that are used often enough by how they sound."""
    by_sound: dict[str, list[str]] = {}
    add_by_sound((word for word, count in everyday.items() if count >= EVERYDAY), by_sound, set())
    keys = Terms(by_sound)
    ordered = [by_sound[keys.restore_key(number)] for number in range(len(keys))]
    bounds = np.cumsum([0, *map(len, ordered)], dtype=np.int32)
    words = np.asarray([everyday.words[word] for each in ordered for word in each], dtype=np.int32)
    return Product({"bounds": bounds, "words": words}, {"keys": keys})


def add_by_sound(words: Iterable[str], by_sound: dict[str, list[str]], prefixes: set[str]) -> None:
    """File each word under every way it may sound, and the beginnings of these ways."""
    for word in words:
        if not _HAN_WORD.fullmatch(word):
            continue
        for reading in islice(product(*map(_readings, word)), _READINGS + 1):
            syllables = [folded_syllable(one) for one in reading]
            by_sound.setdefault(" ".join(syllables), []).append(word)
            for length in range(1, len(syllables)):
                prefixes.add(" ".join(syllables[:length]))


class Lexis:
    """The words of our own texts and which follow which, counted while an index is built."""

    def __init__(self) -> None:
        self.words: Counter[str] = Counter()
        self.pairs: Counter[tuple[str, str]] = Counter()

    def add(self, cuts: Sequence[Sequence[str]]) -> None:
        """Count texts, each cut into words, synonyms not yet made one: all at once, which costs less."""
        self.words.update(chain.from_iterable(cuts))
        self.pairs.update(chain.from_iterable(map(pairwise, cuts)))

    def to_tree(self) -> dict[str, Any]:
        """For a workshop to keep; what follows only once is chance."""
        often = [[*pair, count] for pair, count in self.pairs.items() if count > 1]
        return {"words": dict(self.words), "pairs": often}

    @classmethod
    def of(cls, tree: Mapping[str, Any]) -> "Lexis":
        """What ``to_tree`` wrote."""
        found = cls()
        found.words.update(tree["words"])
        found.pairs.update({(before, word): count for before, word, count in tree["pairs"]})
        return found


class Speller:
    """Built from the words of one index; reading is pure."""

    def __init__(self, lexis: Lexis, sounds: Sounds) -> None:
        own, pairs = lexis.words, lexis.pairs
        self._total = max(sum(own.values()), 1)
        own.update({word: round(share * self._total) for word, share in _PARTICLES.items()})
        self._own = own
        self._sounds = sounds
        self._cost = lru_cache(maxsize=_REMEMBERED)(self._cost_of)
        self._words: dict[str, list[str]] = {}
        self._prefixes: set[str] = set()
        strange = (word for word in own if sounds.everyday.get(word, 0) < EVERYDAY)
        add_by_sound(strange, self._words, self._prefixes)
        self._after: defaultdict[str, dict[str, float]] = defaultdict(dict)
        for (before, word), count in pairs.items():
            if count > 1:
                chance = PAIR_SHARE * count / own[before] + (1 - PAIR_SHARE) * math.exp(-self._cost(word))
                self._after[before][word] = -math.log(chance)
        self._homophones = lru_cache(maxsize=_REMEMBERED)(self._find_homophones)
        _syllables()  # now, and not while the first person who writes in pinyin waits

    def read(self, plain: str) -> str:
        """``plain`` (as ``normalise`` gives it) as it was probably meant."""
        text = _GAP.sub(_JOINT, plain)
        spelled = self._spelled(text)
        if not text or len(text) > (_LONGEST_PINYIN if spelled else _LONGEST_CHARACTERS):
            return plain
        lattice = _Lattice(text, spelled)
        # At each place: for each last word its cost, where it begins, and the word before it.
        best: list[dict[str, tuple[float, int, str]]] = [{} for _ in range(len(text) + 1)]
        best[0][""] = (0.0, -1, "")
        for at in range(len(text)):
            if not best[at]:
                continue
            here = sorted(((cost, word) for word, (cost, _, _) in best[at].items()))[:_BEAM]
            after = [(cost, word, self._after.get(word, _NOTHING)) for cost, word in here]
            for end, word, usual, extra in self._edges(lattice, at):
                # A loop, not min(): this is the innermost line of what every unsure question pays for.
                new, before = math.inf, ""
                for cost, last, follows in after:
                    reached = cost + follows.get(word, usual)
                    if reached < new:
                        new, before = reached, last
                known = best[end].get(word)
                if known is None or new + extra < known[0]:
                    best[end][word] = (new + extra, at, before)
        return _traced(best).replace(_JOINT, " ") if best[-1] else plain

    def _spelled(self, text: str) -> dict[int, int]:
        """Where each run of letters that may be Chinese by sound begins and ends."""
        runs = [run for run in _LETTERS.finditer(text) if _can_be_cut(run[0])]
        # you is a word of somebody's message, and 有 among other pinyin.
        is_pinyin = any(run[0] not in self._own for run in runs)
        found = {run.start(): run.end() for run in runs if is_pinyin}
        letters = sum(end - start for start, end in found.items())
        return found if letters >= _FEWEST_LETTERS else {}

    def _cost_of(self, word: str) -> float:
        if not word.strip(_JOINT) or word[0].isascii():
            return 0.0
        share = OWN_SHARE * self._own.get(word, 0) / self._total
        share += (1 - OWN_SHARE) * (self._sounds.everyday.get(word) or 0) / self._sounds.everyday.total
        return -math.log(share) if share > 0 else UNKNOWN

    def _find_homophones(self, key: str) -> tuple[tuple[str, float], ...]:
        """The likeliest words of a sound, and the cost of each."""
        found = {*self._words.get(key, ()), *self._sounds.words(key)}
        priced = sorted((self._cost(word), word) for word in found)
        return tuple((word, cost) for cost, word in priced[:_HOMOPHONES])

    def _edges(self, lattice: "_Lattice", at: int) -> Iterator[_Edge]:
        """The words that may stand at ``at``: the end, the word, its cost, the cost of reading it so."""
        opaque = lattice.opaque_until(at)
        if opaque:
            run = lattice.text[at:opaque]
            # Not remembered: it may be somebody's number.
            yield opaque, run, self._cost_of(run), 0.0
            return
        if not lattice.is_letter(at):
            char = lattice.text[at]
            yield at + 1, char, self._cost(char), 0.0
        stack: list[tuple[int, str, str, tuple[str, ...]]] = [(at, "", "", ())]
        while stack:
            place, key, written, spoken = stack.pop()
            for end, char, syllable in lattice.syllables(place):
                folded = sound(char) if char else folded_syllable(syllable)
                longer = f"{key} {folded}" if key else folded
                here, said = written + (char or "?"), (*spoken, syllable)
                # A character alone stands for no other than itself, and that was said above.
                for word, cost in () if here == char else self._homophones(longer):
                    if here == word:
                        yield end, word, cost, 0.0
                        continue
                    extra = _price(here, word, said)
                    if extra is not None:
                        yield end, word, cost, extra
                if len(here) > 1 and here in self._sounds.everyday and "?" not in here:
                    yield end, here, self._cost(here), 0.0
                if len(here) < LONGEST_WORD and (longer in self._prefixes or self._sounds.begins(longer)):
                    stack.append((end, longer, here, said))


class _Lattice:
    """One text, and which of its letters are syllables."""

    def __init__(self, text: str, spelled: Mapping[int, int]) -> None:
        self.text = text
        self._end_of_run = [0] * (len(text) + 1)
        for start, end in spelled.items():
            self._end_of_run[start:end] = [end] * (end - start)

    def is_letter(self, at: int) -> bool:
        """Whether a syllable in letters begins at ``at``, or after the joint there."""
        return bool(self._end_of_run[at] or (self.text[at] == _JOINT and self._end_of_run[at + 1]))

    def opaque_until(self, at: int) -> int:
        """The end of what is neither a character nor pinyin, or 0."""
        end = at
        while end < len(self.text) and not self.is_letter(end) and not _is_han(self.text[end]):
            end += 1
        return end if end > at else 0

    def syllables(self, at: int) -> Iterator[tuple[int, str, str]]:
        """The syllables that may begin at ``at``: the end of each, its character if any, else its letters."""
        text = self.text
        if at < len(text) and text[at] == _JOINT and self._end_of_run[at + 1]:
            at += 1
        if at >= len(text):
            return
        if self._end_of_run[at]:
            known = _syllables()
            for end in range(at + 1, min(at + _LONGEST_SYLLABLE, self._end_of_run[at]) + 1):
                if text[at:end] in known:
                    yield end, "", text[at:end]
        elif _is_han(text[at]):
            yield at + 1, text[at], ""


def _price(written: str, word: str, spoken: Sequence[str]) -> float | None:
    """What it costs to read ``written`` (with ? for letters, which ``spoken`` tells) as ``word``."""
    price = 0.0
    for one, other, syllable in zip(written, word, spoken, strict=True):
        if one == "?":
            price += 0.0 if syllable in _readings(other) else FUZZY
        elif one != other:
            # A single character of the same sound is hardly ever what was meant.
            if len(word) == 1:
                return None
            price += CHANGED if set(_readings(one)) & set(_readings(other)) else CHANGED + FUZZY
    return price


def _traced(best: Sequence[Mapping[str, tuple[float, int, str]]]) -> str:
    at = len(best) - 1
    word = min(best[at], key=lambda one: best[at][one][0])
    out: list[str] = []
    while at > 0:
        out.append(word)
        _, at, word = best[at][word]
    return "".join(reversed(out))


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


@cache
def _syllables() -> frozenset[str]:
    """Every toneless syllable of Chinese, but not the grunts."""
    found = {syllable for char in sounds.characters() for syllable in _readings(char)}
    return frozenset(one for one in found if one in ("a", "o", "e") or len(one) > 1) - {"hm", "hng", "ng"}


@lru_cache(maxsize=30_000)
def _readings(char: str) -> tuple[str, ...]:
    return sounds.readings(char)[:_READINGS] or (char,)


@lru_cache(maxsize=4096)
def _can_be_cut(run: str) -> bool:
    """Whether a run of letters is nothing but syllables; one letter alone is none."""
    if len(run) < 2:
        return False
    known, reached = _syllables(), {0}
    for end in range(1, len(run) + 1):
        starts = range(max(0, end - _LONGEST_SYLLABLE), end)
        if any(start in reached and run[start:end] in known for start in starts):
            reached.add(end)
    return len(run) in reached
