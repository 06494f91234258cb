"""What two texts are compared by: words, characters, pairs of characters, and how they sound."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from core.pinyin import syllable

# Southern speakers and hurried typists do not tell these apart; both sides are folded, so nothing is lost
# but the difference.
_FOLDED_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_FOLDED_FINALS = (("ing", "in"), ("eng", "en"), ("ang", "an"))

_ASCII = re.compile("[\0-\x7f]")


@lru_cache(maxsize=30_000)
def sound(char: str) -> str:
    """The syllable of a character without tone, with initials and finals folded that people confuse."""
    return folded_syllable(syllable(char))


def sounds(text: str) -> str:
    """The sounds of a text, each between two spaces, so that a part of it can be looked for."""
    return f" {' '.join(map(sound, text))} "


@lru_cache(maxsize=2_000)
def folded_syllable(syllable: str) -> str:
    """A toneless syllable with zh/z, ch/c, sh/s and the nasal endings made one."""
    for plain, folded in _FOLDED_INITIALS:
        if syllable.startswith(plain):
            syllable = folded + syllable[len(plain) :]
            break
    for plain, folded in _FOLDED_FINALS:
        if syllable.endswith(plain):
            return syllable[: -len(plain)] + folded
    return syllable


def terms(canonical: str, words: Sequence[str]) -> Counter[str]:
    """The terms of a canonical text, cut into ``words``, with their counts.

    The first letter of a term names its kind: w a word, c a character, b two adjacent characters.
    """
    # Counted once at the end: to add to a Counter costs more than to count.
    found = ["w" + word for word in words]
    for run in canonical.split():
        cut = pieces(run)
        found += ["c" + piece for piece in cut]
        found += [f"b{one} {two}" for one, two in pairwise(cut)]
    return Counter(found)


def pieces(run: str) -> list[str]:
    """The characters of a run, but a number or a foreign word in one piece: 119 is not 1, 1 and 9."""
    if _ASCII.search(run) is None:
        return list(run)
    found: list[str] = []
    joining = False
    for char in run:
        if char.isascii() and joining:
            found[-1] += char
        else:
            found.append(char)
        joining = char.isascii()
    return found


def weighed(texts: Iterable[tuple[Counter[str], float]]) -> dict[str, float]:
    """One query from the terms of several texts: a term weighs as much as in the text that weighs it most."""
    query: dict[str, float] = {}
    for counts, weight in texts:
        if not query:
            query = dict.fromkeys(counts, weight)
            continue
        for term in counts:
            if weight > query.get(term, 0.0):
                query[term] = weight
    return query
