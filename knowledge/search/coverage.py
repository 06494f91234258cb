"""How much of a question another text accounts for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from knowledge.search.features import sounds

# A word that only sounds right was probably mistyped; one of which only some characters are there was
# probably cut elsewhere or says something else.
SAME_SOUND = 0.85
SOME_CHARACTERS = 0.5
# The mistyped word itself is none of ours; the one it was meant to be probably is.
MISTYPED_TOPICAL = 0.6
# In units of one rare word. What a long story tells beyond this is not held against an answer: a person who
# tells how it came about has not asked about each detail.
ENOUGH = 4.0


class Word(NamedTuple):
    """One significant word of a question: its weight, how close it is to our subjects, how it sounds."""

    text: str
    weight: float
    topical: float
    sounds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """The significant words of a question."""

    words: tuple[Word, ...]
    weight: float


def asked(parts: Sequence[tuple[Sequence[str], float]], facts: Callable[[str], tuple[float, float]]) -> Asked:
    """Weigh the words of a question.

    ``parts`` are texts cut into words, each with the weight of all its words. ``facts`` returns for a word
    how much it says and how much it belongs to the subjects of the articles, both from 0 to 1.
    """
    words: dict[str, Word] = {}
    for cut, factor in parts:
        for place, word in enumerate(cut):
            rarity, topical = facts(word)
            weight = rarity * factor
            if weight > 0 and (word not in words or words[word].weight < weight):
                words[word] = Word(word, weight, topical, _sounds(cut, place))
    return Asked(tuple(words.values()), sum(word.weight for word in words.values()))


@dataclass(frozen=True, slots=True)
class Met:
    """How much of a question an entry covers: shares from 0 to 1, in its phrasings and anywhere.

    ``evidence`` is the weight of the covered words that belong to our subjects: a question about lunch may be
    covered completely by an article that mentions lunch, without any evidence.
    """

    asked_for: float
    covered: float
    evidence: float


def met(question: Asked, asks: str, body: str, asks_sounds: str) -> Met:
    """How much of the question an entry covers.

    ``asks``, the phrasings, and ``body``, the answer, are in canonical form without spaces.
    """
    if not question.weight:
        return Met(0.0, 0.0, 0.0)
    in_asks = anywhere = evidence = 0.0
    for text, weight, topical, its_sounds in question.words:
        if text in asks:
            in_asks += weight
            anywhere += weight
            evidence += weight * topical
            continue
        here, there = _nearly(text, its_sounds, asks, body, asks_sounds)
        if text in body:
            there = 1.0
        in_asks += weight * here
        anywhere += weight * there
        evidence += weight * there * (MISTYPED_TOPICAL if there == SAME_SOUND else topical)
    most = min(question.weight, ENOUGH)
    return Met(min(1.0, in_asks / most), min(1.0, anywhere / most), evidence)


def _nearly(
    word: str, its_sounds: tuple[str, ...], asks: str, body: str, asks_sounds: str
) -> tuple[float, float]:
    """How far the phrasings, and the whole entry, cover a word that the phrasings do not contain."""
    for sound in its_sounds:
        if sound in asks_sounds:
            return SAME_SOUND, SAME_SOUND
    size = len(word)
    if size == 1:
        return 0.0, 0.0
    in_asks = in_body = 0
    for char in word:
        if char in asks:
            in_asks += 1
        elif char in body:
            in_body += 1
    return SOME_CHARACTERS * in_asks / size, SOME_CHARACTERS * (in_asks + in_body) / size


def _sounds(cut: Sequence[str], place: int) -> tuple[str, ...]:
    """How a word sounds; a single character only together with a neighbour, for alone it sounds like many."""
    word = cut[place]
    if len(word) > 1:
        return (sounds(word),)
    pairs = [cut[place - 1] + word] if place else []
    if place + 1 < len(cut):
        pairs.append(word + cut[place + 1])
    return tuple(sounds(pair) for pair in pairs)
