"""Reads what was meant where a message is written by sound: whole pinyin, or the wrong character of a sound.

Both are one problem: a row of syllables, and the likeliest row of words that sounds so. A message is read
through a lattice of words; each costs the more the rarer it is, our own texts' words less than others, a word
least after one that our texts have before it. Keeping a character as it stands is free, another of the same
sound costs ``CHANGED``. What no reading explains stays as it was.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from sys import intern
from typing import Final

from core import pinyin
from knowledge.search.features import folded_syllable, sound
from knowledge.search.lexis import LONGEST_WORD, Lexis, Sounds, readings

# All costs are natural logarithms of chances. Another character of the same sound than the one written:
CHANGED: Final = 8.0
# How much less it costs where a longer word is right but for one character: 安全马. Of 4,000 messages of
# other people's sets and of ours it changes two (是否是, 抚起来); of 493 with one wrong character it mends
# three more.
BUT_FOR_ONE: Final = 2.0
_LONGER_WORD: Final = 3
# What is typed for another word of its sound much oftener than it is meant, and costs no more than this:
# who asks us 家里怎么放火 wants no fire. Where a crime is meant, the rest says so, and the guard hears it.
MISTYPED: Final = 4.0
_TYPED_FOR: Final[Mapping[str, str]] = {"放火": "防火"}
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
_REMEMBERED: Final = 20_000

_LETTERS: Final = re.compile("[a-z]+")
_GAP: Final = re.compile("(?<=[a-z]) +(?=[a-z])")
_JOINT: Final = "'"

_NOTHING: Final[Mapping[str, float]] = {}

_Edge = tuple[int, str, float, float]


class Speller:
    """Built from the words of one index; reading is pure."""

    def __init__(self, lexis: Lexis, sounds: Sounds) -> None:
        self._lexis = lexis
        self._sounds = sounds
        self._total = max(lexis.total, 1)
        self._particles = {word: round(share * self._total) for word, share in _PARTICLES.items()}
        self._cost = lru_cache(maxsize=_REMEMBERED)(self._cost_of)
        self._homophones = lru_cache(maxsize=_REMEMBERED)(self._find_homophones)
        self._goes_on = lru_cache(maxsize=_REMEMBERED)(
            lambda key: lexis.rare.begins(key) or sounds.begins(key)
        )
        # For each word of ours that was met in a message.
        self._after: dict[str, dict[str, float]] = {}
        pinyin.syllables()  # now, and not while the first person who writes in pinyin waits

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
            here = sorted([(cost, word) for word, (cost, _, _) in best[at].items()])[:_BEAM]
            # The cheapest of those that nothing follows oftener than usual stands for all of them.
            after, is_any = [], False
            for cost, last in here:
                follows = self._following(last)
                if follows or not is_any:
                    after.append((cost, last, follows))
                    is_any = is_any or not follows
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
        runs = [run for run in _LETTERS.finditer(text) if pinyin.is_spelt(run[0])]
        # you is a word of somebody's message, and 有 among other pinyin.
        is_pinyin = any(not self._own(run[0]) for run in runs)
        found = {run.start(): run.end() for run in runs if is_pinyin}
        letters = sum(end - start for start, end in found.items())
        return found if letters >= _FEWEST_LETTERS else {}

    def _own(self, word: str) -> int:
        """How often ``word`` stands in our texts, or would if they had kept their particles."""
        return self._lexis.count(word) + self._particles.get(word, 0)

    def _following(self, word: str) -> Mapping[str, float]:
        """What the words cost that stand behind ``word`` in our texts."""
        known = self._after.get(word)
        if known is not None:
            return known
        found = {}
        for follower, times in self._lexis.after(word):
            chance = PAIR_SHARE * times / self._own(word)
            # One text for each word, however many others it follows.
            found[intern(follower)] = -math.log(chance + (1 - PAIR_SHARE) * math.exp(-self._cost(follower)))
        # What is none of our words may be somebody's number, and is not remembered.
        return self._after.setdefault(word, found) if self._lexis.count(word) else _NOTHING

    def _cost_of(self, word: str) -> float:
        if not word.strip(_JOINT) or word[0].isascii():
            return 0.0
        share = OWN_SHARE * self._own(word) / self._total
        share += (1 - OWN_SHARE) * (self._sounds.everyday.get(word) or 0) / self._sounds.everyday.total
        return -math.log(share) if share > 0 else UNKNOWN

    def _find_homophones(self, key: str) -> tuple[tuple[str, float], ...]:
        """The likeliest words of a sound, and the cost of each."""
        found = {*self._lexis.rare.words(key), *self._sounds.words(key)}
        priced = sorted((self._cost(word), intern(word)) for word in found)
        return tuple((word, cost) for cost, word in priced[:_HOMOPHONES])

    def _edges(self, lattice: "_Lattice", at: int) -> list[_Edge]:
        """The words that may stand at ``at``: the end, the word, its cost, the cost of reading it so."""
        opaque = lattice.end_of_opaque[at]
        if opaque:
            run = lattice.text[at:opaque]
            # Not remembered: it may be somebody's number.
            return [(opaque, run, self._cost_of(run), 0.0)]
        char = lattice.text[at]
        alone = [] if lattice.is_letter(at) else [(at + 1, char, self._cost(char), 0.0)]
        written = lattice.written(at)
        return [*alone, *(self._among_letters(lattice, at) if written is None else self._like(written, at))]

    def _like(self, written: str, at: int) -> list[_Edge]:
        """The words of two characters and more that begin ``written``, or what sounds like its beginning.

        Nearly all the time of reading by sound is spent here, so it makes no object that it can do without.
        """
        found: list[_Edge] = []
        syllables = list(map(sound, written))
        key = " ".join(syllables)
        spoken = self._lexis.rare.prefixes(key) + self._sounds.prefixes(key)
        usual = self._sounds.everyday.words.prefixes(written)
        part = syllables[0]
        for size in range(2, len(written) + 1):
            here = written[:size]
            as_written = here in usual
            part = f"{part} {syllables[size - 1]}"
            for word, cost in self._homophones(part) if part in spoken else ():
                if here == word:
                    as_written = False
                    found.append((at + size, word, cost, 0.0))
                else:
                    found.append((at + size, word, cost, _exchanged(here, word)))
            if as_written:
                found.append((at + size, here, self._cost(here), 0.0))
        return found

    def _among_letters(self, lattice: "_Lattice", at: int) -> Iterator[_Edge]:
        """As ``_like``, where some is written in letters, which may be cut into syllables in many ways."""
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
                if len(here) < LONGEST_WORD and self._goes_on(longer):
                    stack.append((end, longer, here, said))


class _Lattice:
    """One text, and which of its letters are syllables."""

    def __init__(self, text: str, spelled: Mapping[int, int]) -> None:
        self.text = text
        self._end_of_run = [0] * (len(text) + 1)
        for start, end in spelled.items():
            self._end_of_run[start:end] = [end] * (end - start)
        # For each place the end of the characters that stand there without a gap.
        self._end_of_characters = list(range(len(text) + 1))
        self.end_of_opaque = [0] * (len(text) + 1)
        """For each place the end of what is neither a character nor pinyin, 0 where something else stands."""
        for at in range(len(text) - 1, -1, -1):
            if _is_han(text[at]):
                self._end_of_characters[at] = self._end_of_characters[at + 1]
            elif not self.is_letter(at):
                self.end_of_opaque[at] = self.end_of_opaque[at + 1] or at + 1

    def is_letter(self, at: int) -> bool:
        """Whether a syllable in letters begins at ``at``, or after the joint there."""
        return bool(self._end_of_run[at] or (self.text[at] == _JOINT and self._end_of_run[at + 1]))

    def written(self, at: int) -> str | None:
        """The characters that a word from ``at`` on may hold; None if letters may be part of it too."""
        end = min(self._end_of_characters[at], at + LONGEST_WORD)
        goes_on = end < at + LONGEST_WORD and end < len(self.text) and self.is_letter(end)
        return None if end == at or goes_on else self.text[at:end]

    def syllables(self, at: int) -> Iterator[tuple[int, str, str]]:
        """The syllables that may begin at ``at``: the end of each, its character if any, else its letters."""
        text = self.text
        if at < len(text) and text[at] == _JOINT and self._end_of_run[at + 1]:
            at += 1
        if at >= len(text):
            return
        if self._end_of_run[at]:
            known = pinyin.syllables()
            for end in range(at + 1, min(at + pinyin.LONGEST_SYLLABLE, self._end_of_run[at]) + 1):
                if text[at:end] in known:
                    yield end, "", text[at:end]
        elif _is_han(text[at]):
            yield at + 1, text[at], ""


def _price(written: str, word: str, spoken: Sequence[str]) -> float | None:
    """What it costs to read ``written`` (with ? for letters, which ``spoken`` tells) as ``word``."""
    price = 0.0
    for one, other, syllable in zip(written, word, spoken, strict=True):
        if one == "?":
            price += 0.0 if syllable in readings(other) else FUZZY
        elif one != other:
            # A single character of the same sound is hardly ever what was meant.
            if len(word) == 1:
                return None
            price += _exchange(one, other)
    return price


@lru_cache(maxsize=_REMEMBERED)
def _exchanged(written: str, word: str) -> float:
    """What it costs to read characters as another word of their sound."""
    if _TYPED_FOR.get(written) == word:
        return MISTYPED
    wrong = sum(one != other for one, other in zip(written, word, strict=True))
    less = BUT_FOR_ONE if wrong == 1 and len(word) >= _LONGER_WORD else 0.0
    return sum(map(_exchange, written, word)) - less


@lru_cache(maxsize=_REMEMBERED)
def _exchange(one: str, other: str) -> float:
    """What it costs to read a character as another that sounds like it."""
    if one == other:
        return 0.0
    return CHANGED if set(readings(one)) & set(readings(other)) else CHANGED + FUZZY


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
