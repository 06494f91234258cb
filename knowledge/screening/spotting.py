"""Spots the words of a reviewed table in a sentence, also misheard ones and words typed as pinyin.

A table names word classes (``gas: [煤气, 天然气]``). ``Vocabulary.spot`` finds every word of every class in
one pass of dictionary look-ups; the cost does not depend on how many rules read the result. A word of
two or more characters is also found with one character replaced by another of the same sound (触殿, 煤汽味)
or of the same shape (看火, 农要), or typed in Latin letters (zhaohuo), and a long one by its sound alone
(心机更塞). Words marked harmless (火锅, 打不着火) hide the words inside them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, product
from types import MappingProxyType
from typing import Final, NamedTuple

from core.pinyin import characters, readings
from knowledge.normalising import READ_AT_MOST
from knowledge.search.features import folded_syllable, sound

HARMLESS: Final = "harmless"
# Typed syllables are replaced by private characters from this code point on, one a syllable.
_PLACEHOLDER: Final = 0xF0000
_LONGEST_SYLLABLE: Final = 6
# Syllables in the longest word looked for in typed pinyin.
_LONGEST_TYPED: Final = 7
# In a word of this many syllables one must be typed exactly: two folded ones fit too many words.
_FEW: Final = 2
# Words with this many characters are recognised by their sound alone: nothing else sounds like them.
_LONG_BY_SOUND: Final = (4, 5, 6)
# Latin words of our subjects that are not pinyin but appear within it: aed zenme yong.
_LATIN_WORDS: Final = frozenset({"aed", "co", "cpr", "ccc", "ktv"})


class Hit(NamedTuple):
    """One word found in a text: its offsets (``end`` exclusive), and whether it was written right.

    A word typed as pinyin counts as written right.
    """

    start: int
    end: int
    word: str
    exact: bool


Sighting = dict[str, list[Hit]]


def reading(char: str) -> str:
    """The most common sound of a character; the rarer ones would turn ordinary words into misspellings.

    Empty for anything but a Chinese character, and for characters whose sound is not listed.
    """
    return sound(char) if "一" <= char <= "龥" and readings(char) else ""


SYLLABLES: Final = frozenset(one for char in characters() for one in readings(char)) - {
    "",
    "n",
    "m",
    "ng",
    "hm",
    "hng",
    "r",
}


def syllables_of(run: str) -> list[str] | None:
    """The pinyin syllables of a run of Latin letters, the longest first where there is a choice.

    None where the run is not pinyin. It is worked out from the end, so that even a contrived run takes at
    most six steps a letter.
    """
    cuts: list[list[str] | None] = [None] * len(run) + [[]]
    for start in range(len(run) - 1, -1, -1):
        for end in range(min(start + _LONGEST_SYLLABLE, len(run)), start, -1):
            rest = cuts[end]
            if rest is not None and run[start:end] in SYLLABLES:
                cuts[start] = [run[start:end], *rest]
                break
    return cuts[0]


def _with_pinyin_folded(text: str) -> tuple[str, list[str]]:
    """``text`` with one private character for each typed syllable, and the syllables in order.

    ``text`` unchanged and an empty list where a run is not pinyin or has over 60 letters, and where only
    one syllable was typed.
    """
    runs = _latin_runs(text)
    if not runs:
        return text, []
    cut = [syllables_of(text[a:b]) if b - a <= 60 else None for a, b in runs]
    if any(one is None for one in cut) or sum(len(one or ()) for one in cut) < 2:
        return text, []
    typed: list[str] = []
    pieces: list[str] = []
    done = 0
    for (a, b), syllables in zip(runs, cut, strict=True):
        between = text[done:a]
        pieces.append("" if between == " " and pieces else between)
        for syllable in syllables or ():
            pieces.append(chr(_PLACEHOLDER + len(typed)))
            typed.append(syllable)
        done = b
    pieces.append(text[done:])
    return "".join(pieces), typed


def _latin_runs(text: str) -> list[tuple[int, int]]:
    """The offsets (end exclusive) of each run of Latin letters that is not one of ``_LATIN_WORDS``."""
    marks = [i for i, char in enumerate(text) if "a" <= char <= "z"]
    if not marks:
        return []
    starts = [marks[0], *(b for a, b in pairwise(marks) if b != a + 1)]
    ends = [*(a + 1 for a, b in pairwise(marks) if b != a + 1), marks[-1] + 1]
    runs = zip(starts, ends, strict=True)
    return [(start, end) for start, end in runs if text[start:end] not in _LATIN_WORDS]


def _classes_by_word(classes: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """The names of the classes of each word, in their order.

    Thousands of words share the same few combinations of classes, so each combination is stored once.
    """
    found: dict[str, tuple[str, ...]] = {}
    for name, words in classes.items():
        for word in words:
            found[word] = (*found.get(word, ()), name)
    once: dict[tuple[str, ...], tuple[str, ...]] = {}
    return {word: once.setdefault(names, names) for word, names in found.items()}


class Vocabulary:
    """Word classes compiled for spotting."""

    def __init__(
        self,
        classes: Mapping[str, Iterable[str]],
        *,
        strict: Iterable[str] = (),
        by_ear: Iterable[str] = (),
        never_misheard: Iterable[str] = (),
        also_read: Mapping[str, Sequence[str]] = MappingProxyType({}),
        looks_like: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Compile ``classes``: the words of each class, by its name.

        - ``strict``: classes that are never matched by sound
        - ``by_ear``: words of two characters that may have one character misspelt; longer words always may
        - ``never_misheard``: real words that merely sound like one of ours (没气 is not a misspelt 煤气)
        - ``also_read``: further sounds of a character whose sound depends on the word (着: zhao, zhe)
        - ``looks_like``: the characters that are mistaken by eye for a character (着: 看羞)
        """
        self._strict = frozenset({HARMLESS, *strict})
        self._classes_of = _classes_by_word(classes)
        self._never_misheard = frozenset(never_misheard)
        self._looks_like = dict(looks_like)
        self._single = {word: word for word in self._classes_of if len(word) == 1}
        self._lengths = _lengths((word[:2], len(word)) for word in self._classes_of if len(word) > 1)
        # The words by their syllables, which are joined by blanks.
        self._by_sound: dict[str, tuple[str, ...]] = {}
        # Words that may have one character wrong: the sounds of each character, and what leads to them.
        self._sounds_of: dict[str, tuple[tuple[str, ...], ...]] = {}
        self._by_part: dict[str, tuple[tuple[str, int], ...]] = {}
        self._index_sounds(frozenset(by_ear), also_read)

    def _index_sounds(self, by_ear: Collection[str], also_read: Mapping[str, Sequence[str]]) -> None:
        once: dict[tuple[str, ...], tuple[str, ...]] = {}
        for word, names in self._classes_of.items():
            if len(word) < 2 or not all(map(reading, word)):
                continue
            heard = [(sound(char), *map(folded_syllable, also_read.get(char, ()))) for char in word]
            for spoken in map(" ".join, product(*heard)):
                self._by_sound[spoken] = (*self._by_sound.get(spoken, ()), word)
            if (len(word) > 2 or word in by_ear) and not self._strict.issuperset(names):
                self._sounds_of[word] = tuple(once.setdefault(each, each) for each in heard)
                for part, offset in _parts_that_stay(word):
                    self._by_part[part] = (*self._by_part.get(part, ()), (word, offset))

    def spot(self, text: str) -> Sighting:
        """Every word found in ``text`` (already folded: simplified, lower case, no signs), by class."""
        text, typed = _with_pinyin_folded(text[:READ_AT_MOST])
        hits = self._exact(text)
        right = _by_place(hit for hit in hits if hit.end - hit.start > 2 or self._is_telling(hit))
        misspelt = [*self._misspelt(text), *self._wholly_misheard(text)]
        hits += [hit for hit in misspelt if not _is_taken(text, hit, right)]
        if typed:
            hits += self._by_pinyin(text, typed)
        return self._by_class(hits)

    def _exact(self, text: str) -> list[Hit]:
        """Words written as they are in the table."""
        hits: list[Hit] = []
        single, lengths, known = self._single, self._lengths, self._classes_of
        for start, char in enumerate(text):
            if char in single:
                hits.append(Hit(start, start + 1, char, True))
            for length in lengths.get(text[start : start + 2], ()):
                word = text[start : start + length]
                if word in known and len(word) == length:
                    hits.append(Hit(start, start + length, word, True))
        return hits

    def _is_telling(self, hit: Hit) -> bool:
        """Whether a word of two characters belongs to more than the harmless words (as 火了 does not)."""
        return hit.end - hit.start == 2 and self._classes_of[hit.word] != (HARMLESS,)

    def _misspelt(self, text: str) -> list[Hit]:
        """Words with one character replaced by another of the same sound or shape.

        The characters written right lead to the few words worth comparing. To compare every word at every
        place would cost twenty times as much.
        """
        by_part = self._by_part
        if not by_part:
            return []
        found: dict[Hit, None] = {}
        for at, char in enumerate(text):
            pair = text[at : at + 2]
            for part in (char, pair, f"{char}_{text[at + 2 : at + 3]}"):
                for word, offset in by_part.get(part, ()):
                    start = at - offset
                    if start >= 0 and self._is_meant(text[start : start + len(word)], word):
                        found[Hit(start, start + len(word), word, False)] = None
        return list(found)

    def _wholly_misheard(self, text: str) -> Iterator[Hit]:
        """Long words of which only the sound is right, as speech recognition writes them: 心机更塞."""
        heard = [reading(char) for char in text]
        for start, length in product(range(len(text)), _LONG_BY_SOUND):
            written = text[start : start + length]
            for word in self._by_sound.get(" ".join(heard[start : start + length]), ()):
                if len(word) == length and word in self._sounds_of and written != word:
                    yield Hit(start, start + length, word, False)

    def _is_meant(self, written: str, word: str) -> bool:
        """Whether ``written`` is ``word`` with exactly one character mistaken by ear or by eye."""
        if written == word or len(written) != len(word) or written in self._never_misheard:
            return False
        wrong = [at for at, (a, b) in enumerate(zip(written, word, strict=True)) if a != b]
        if len(wrong) != 1:
            return False
        typed, meant = written[wrong[0]], word[wrong[0]]
        return reading(typed) in self._sounds_of[word][wrong[0]] or typed in self._looks_like.get(meant, "")

    def _by_pinyin(self, text: str, typed: list[str]) -> list[Hit]:
        """Words typed in Latin letters, wholly or in part; ``typed`` has the syllables of the placeholders.

        A few syllables fit many words: where two words read the same syllables differently, the longer one
        is meant (yiyanghuatan holds no 遗言).
        """
        hits = self._sounding_like(text, typed)
        places = _by_place(hits)
        return [
            hit
            for hit in hits
            if not any(_is_crossed(hit, longer) for at in range(*hit[:2]) for longer in places.get(at, ()))
        ]

    def _sounding_like(self, text: str, typed: list[str]) -> list[Hit]:
        """The words whose sound stands in ``text``, partly typed, with no written character wrong."""
        hits: list[Hit] = []
        said = [typed[ord(char) - _PLACEHOLDER] if _is_placeholder(char) else "" for char in text]
        heard = [folded_syllable(one) or reading(char) for one, char in zip(said, text, strict=True)]
        for start in range(len(text)):
            for length in range(2, min(_LONGEST_TYPED, len(text) - start) + 1):
                end = start + length
                for word in self._by_sound.get(" ".join(heard[start:end]), ()):
                    if length == _FEW and not _is_half_exact(said[start:end], word):
                        continue
                    if _is_partly_typed(text[start:end], word):
                        hits.append(Hit(start, end, word, True))
        return hits

    def _by_class(self, hits: list[Hit]) -> Sighting:
        """``hits`` by the classes of their words, without those that a harmless word hides."""
        classes_of, strict = self._classes_of, self._strict
        shields = _Shields(hit for hit in hits if HARMLESS in classes_of[hit.word])
        found: defaultdict[str, list[Hit]] = defaultdict(list)
        for hit in hits:
            if shields.hide(hit):
                continue
            names = classes_of[hit.word]
            # A word may belong to a dozen classes: most of the time of ``spot`` is spent in this loop.
            for name in names if hit.exact else [one for one in names if one not in strict]:
                found[name].append(hit)
        found.default_factory = None
        return found


def _is_placeholder(char: str) -> bool:
    """Whether ``char`` stands for a syllable typed in Latin letters."""
    return ord(char) >= _PLACEHOLDER


def _is_partly_typed(written: str, word: str) -> bool:
    """Whether ``written`` is ``word`` with at least one character given as a syllable and the rest right."""
    return written != word and all(
        _is_placeholder(char) or char == own for char, own in zip(written, word, strict=True)
    )


def _is_half_exact(said: Sequence[str], word: str) -> bool:
    """Whether a syllable is typed exactly as its character sounds, or a character is written.

    In zhi chang neither syllable is exact for 自残.
    """
    return any(not one or one in readings(char) for one, char in zip(said, word, strict=True))


def _is_crossed(hit: Hit, longer: Hit) -> bool:
    """Whether ``longer`` is a longer hit that shares syllables with ``hit`` and reads them differently."""
    if longer.end - longer.start <= hit.end - hit.start:
        return False
    if hit.end <= longer.start or longer.end <= hit.start:
        return False
    at = hit.start - longer.start
    return at < 0 or longer.word[at : at + len(hit.word)] != hit.word


def _by_place(hits: Iterable[Hit]) -> dict[int, list[Hit]]:
    """The hits at each offset, so that the hits overlapping a given one are found without a search."""
    places: dict[int, list[Hit]] = defaultdict(list)
    for hit in hits:
        for at in range(hit.start, hit.end):
            places[at].append(hit)
    return places


def _is_taken(text: str, misspelt: Hit, right: Mapping[int, list[Hit]]) -> bool:
    """Whether a word written right overlaps ``misspelt`` and rules it out: 烟着火 holds no 淹着.

    ``right`` has the words written right, by offset. One that is part of the misspelt word confirms it
    instead: 煤气灌 begins with 煤气.
    """
    for place in range(misspelt.start, misspelt.end):
        for hit in right.get(place, ()):
            within = misspelt.start <= hit.start and hit.end <= misspelt.end
            at = hit.start - misspelt.start
            if not within or misspelt.word[at : at + len(hit.word)] != text[hit.start : hit.end]:
                return True
    return False


class _Shields:
    """Harmless words, which hide the shorter words inside them."""

    def __init__(self, shields: Iterable[Hit]) -> None:
        self._ends: dict[int, int] = {}
        for shield in shields:
            self._ends[shield.start] = max(shield.end, self._ends.get(shield.start, 0))
        # For each offset, the furthest end of the harmless words that begin before it. Behind the last
        # beginning it stays ``_furthest``.
        self._reaches: list[int] = []
        self._furthest = 0
        for place in range(max(self._ends, default=-1) + 1):
            self._reaches.append(self._furthest)
            self._furthest = max(self._furthest, self._ends.get(place, 0))

    def hide(self, hit: Hit) -> bool:
        """Whether ``hit`` lies within a longer harmless word."""
        start, end, *_ = hit
        if self._ends.get(start, 0) > end:
            return True
        return (self._reaches[start] if start < len(self._reaches) else self._furthest) >= end


def _parts_that_stay(word: str) -> set[tuple[str, int]]:
    """Parts of ``word`` with their offsets: whichever single character is wrong, one of them is right."""
    if len(word) == 2:
        return {(word[0], 0), (word[1], 1)}
    parts = {(word[:2], 0), (word[-2:], len(word) - 2)}
    return parts | {(f"{word[0]}_{word[2]}", 0)} if len(word) == 3 else parts


def _lengths(pairs: Iterable[tuple[str, int]]) -> dict[str, tuple[int, ...]]:
    """The sorted lengths of the words that begin with each pair of characters; equal tuples are shared."""
    gathered: dict[str, set[int]] = {}
    for char, length in pairs:
        gathered.setdefault(char, set()).add(length)
    once: dict[tuple[int, ...], tuple[int, ...]] = {}
    ordered = ((char, tuple(sorted(lengths))) for char, lengths in gathered.items())
    return {char: once.setdefault(lengths, lengths) for char, lengths in ordered}


def is_pinyin(text: str) -> bool:
    """Whether ``text`` (folded) is Chinese typed in Latin letters, as far as its syllables tell."""
    return bool(_with_pinyin_folded(text)[1])
