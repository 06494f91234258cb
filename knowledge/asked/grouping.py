"""Questions that mean the same, put together. Pure: the same questions always make the same groups.

One pass, the most asked first: each question joins the group whose first question is most like it, or begins
one. Only first questions are compared, so that a chain of small steps cannot join what is far apart.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz

from knowledge.normalising import normalise
from knowledge.search.coverage import Asked, asked, met
from knowledge.search.features import sounds
from knowledge.search.tokenizer import Tokenizer

# From this likeness on two questions count as one. Being nearest to the same article speaks for it, to
# different articles a little against it. Chosen on the dev half of the project's messages of citizens; on the
# other half 31 of 33 joined messages share a topic (tests/integration/test_grouping_quality.py).
ALIKE_FROM = 0.65
SAME_ARTICLE = 0.20
OTHER_ARTICLE = 0.07
COVERED_SHARE = 0.7
_KEY_BYTES = 6


@dataclass(frozen=True, slots=True)
class Meaning:
    """What of a question is compared: its telling words, how it is written and sounds, what it is near to."""

    words: Asked
    letters: str
    sounds: str
    near: str | None


class Comparer:
    """Tells how much two questions mean the same."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer

    def meaning(self, text: str, near: str | None = None) -> Meaning:
        """What of ``text`` is compared; ``near`` is the article that the search finds nearest."""
        canonical = self._tokenizer.canonical(normalise(text))
        cut = self._tokenizer.words(canonical)
        words = asked([(cut, 1.0)], lambda word: (self._tokenizer.rarity(word), 1.0))
        telling = {word.text for word in words.words}
        # A question without one telling word is compared whole.
        letters = "".join(word for word in cut if word in telling) or canonical.replace(" ", "")
        return Meaning(words, letters, sounds(letters), near)

    def likeness(self, one: Meaning, other: Meaning, floor: float = 0.0) -> float:
        """How much two questions mean the same, from 0 to about 1; below ``floor`` not to the last digit.

        Each is looked for in the other, because words are cut differently (放鞭炮, 鞭炮哪里能放) and
        mistyped; the harmonic mean keeps a short question from meaning the same as every longer one that
        holds it. Most pairs are far apart, and what lies below the floor whatever the rest says is not
        looked at further.
        """
        spoken_for = 0.0
        if one.near is not None and other.near is not None:
            spoken_for = SAME_ARTICLE if one.near == other.near else -OTHER_ARTICLE
        written = fuzz.ratio(one.letters, other.letters) / 100
        if not one.words.words or not other.words.words:
            return written + spoken_for
        rest = (1 - COVERED_SHARE) * written + spoken_for
        if rest + COVERED_SHARE < floor:
            return rest + COVERED_SHARE
        there = _covered(one, other)
        # The way back gives at most 1.
        most = COVERED_SHARE * 2 * there / (there + 1) + rest
        if most < floor:
            return most
        back = _covered(other, one)
        both = 2 * there * back / (there + back) if there + back else 0.0
        return COVERED_SHARE * both + rest

    def are_alike(self, one: Meaning, other: Meaning) -> bool:
        """Whether two questions count as one."""
        return self.likeness(one, other, ALIKE_FROM) >= ALIKE_FROM


def _covered(one: Meaning, other: Meaning) -> float:
    """The share of what ``one`` says that ``other`` says too, of a long story as well."""
    if not one.words.weight:
        return 0.0
    return met(one.words, other.letters, "", other.sounds).evidence / one.words.weight


@lru_cache(maxsize=32_768)
def plain_key(text: str) -> str:
    """The fingerprint of a question, the same for all that differ in signs and courtesy only.

    The list of what waits asks for those of a month each time that somebody opens it.
    """
    plain = normalise(text).replace(" ", "")
    return hashlib.blake2b(plain.encode(), digest_size=_KEY_BYTES).hexdigest()


def leaders(meanings: Sequence[Meaning], comparer: Comparer) -> list[int]:
    """For each question, in the order given (the most asked first), the place of the first of its group."""
    found: list[int] = []
    holding: dict[str, list[int]] = {}
    for place, meaning in enumerate(meanings):
        best, best_likeness = place, ALIKE_FROM
        traits = _traits(meaning)
        for leader in sorted({one for trait in traits for one in holding.get(trait, ())}):
            likeness = comparer.likeness(meaning, meanings[leader], best_likeness)
            # The earlier of two alike: it was asked more.
            if likeness > best_likeness or (best == place and likeness >= best_likeness):
                best, best_likeness = leader, likeness
        found.append(best)
        if best == place:
            for trait in traits:
                holding.setdefault(trait, []).append(place)
    return found


def _traits(meaning: Meaning) -> set[str]:
    """What two questions must have one of in common to be compared at all: every pair of sounds."""
    syllables = meaning.sounds.split()
    return {f"{one} {two}" for one, two in pairwise(syllables)} or {meaning.sounds}
