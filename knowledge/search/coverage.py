"""How much of a question another text accounts for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Word:
    """One telling word of a question: what it weighs, how near it is to our subjects, how it sounds."""

    text: str
    weight: float
    topical: float
    sounds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of a question that say something."""

    words: tuple[Word, ...]
    weight: float


def asked(parts: Sequence[tuple[Sequence[str], float]], facts: Callable[[str], tuple[float, float]]) -> Asked:
    """Weigh the words of a question.

    ``parts`` are texts cut into words, each with the weight of all its words; ``facts`` tells of a word how
    much it says and how much it belongs to what the articles are about, both from 0 to 1.
    """
    words: dict[str, Word] = {}
    for cut, factor in parts:
        for place, word in enumerate(cut):
            rarity, topical = facts(word)
            weight = rarity * factor
            if weight > 0 and (word not in words or words[word].weight < weight):
                words[word] = Word(word, weight, topical, _sounds(cut, place))
    return Asked(tuple(words.values()), sum(word.weight for word in words.values()))


def met(question: Asked, text: str, text_sounds: str) -> tuple[float, float]:
    """What ``text`` (canonical, without spaces) also speaks of: a share of the question, and the evidence.

    The share runs from 0 to 1. The evidence is the weight of the words met that belong to our subjects: a
    question about lunch may be met in full by an article that mentions lunch, without any evidence.
    """
    weight = evidence = 0.0
    for word in question.words:
        share = _met(word, text, text_sounds)
        weight += word.weight * share
        evidence += word.weight * share * (MISTYPED_TOPICAL if share == SAME_SOUND else word.topical)
    return min(1.0, weight / min(question.weight, ENOUGH)) if question.weight else 0.0, evidence


def _sounds(cut: Sequence[str], place: int) -> tuple[str, ...]:
    """How a word sounds; a single character only together with a neighbour, for alone it sounds like many."""
    word = cut[place]
    if len(word) > 1:
        return (sounds(word),)
    pairs = [cut[place - 1] + word] if place else []
    if place + 1 < len(cut):
        pairs.append(word + cut[place + 1])
    return tuple(sounds(pair) for pair in pairs)


def _met(word: Word, text: str, text_sounds: str) -> float:
    if word.text in text:
        return 1.0
    if any(sound in text_sounds for sound in word.sounds):
        return SAME_SOUND
    if len(word.text) == 1:
        return 0.0
    return SOME_CHARACTERS * sum(char in text for char in word.text) / len(word.text)
