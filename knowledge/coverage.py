"""How much of a question another text accounts for."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.features import sounds
from knowledge.tokenizer import Tokenizer

# A word that only sounds right was probably mistyped; one of which only some characters are there was
# probably cut elsewhere or says something else.
SAME_SOUND = 0.85
SOME_CHARACTERS = 0.5


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of a question that say something, each with its weight and its sound."""

    words: tuple[tuple[str, float, str], ...]
    weight: float


def asked(parts: Sequence[tuple[str, float]], tokenizer: Tokenizer) -> Asked:
    """Weigh the words of a question: rare words of everyday Chinese say much, 怎么办 says nothing.

    ``parts`` are canonical texts, each with the weight of all its words.
    """
    weights: dict[str, float] = {}
    for text, factor in parts:
        for word in tokenizer.words(text):
            weight = tokenizer.rarity(word) * factor
            if weight > weights.get(word, 0.0):
                weights[word] = weight
    words = tuple((word, weight, sounds(word)) for word, weight in weights.items())
    return Asked(words, sum(weights.values()))


def covered_share(question: Asked, text: str, text_sounds: str) -> float:
    """The share, from 0 to 1, of what was asked that ``text`` (canonical, without spaces) also speaks of."""
    if not question.weight:
        return 0.0
    return (
        sum(weight * _met(word, sound, text, text_sounds) for word, weight, sound in question.words)
        / question.weight
    )


def uncovered(question: Asked, text: str, text_sounds: str) -> Sequence[str]:
    """The words of the question that ``text`` does not account for, for explaining a decision."""
    return [word for word, _, sound in question.words if _met(word, sound, text, text_sounds) < SAME_SOUND]


def _met(word: str, sound: str, text: str, text_sounds: str) -> float:
    if word in text:
        return 1.0
    if len(word) == 1:
        return 0.0
    if sound in text_sounds:
        return SAME_SOUND
    return SOME_CHARACTERS * sum(char in text for char in word) / len(word)
