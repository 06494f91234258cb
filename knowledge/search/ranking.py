"""From signs of likeness to one number that means confidence, and what it means wherever it is asked.

Thresholds that only one step of the decision needs stand at its head (``knowledge.finding`` and so on).
"""

import json
import math
from collections.abc import Mapping
from functools import cache
from operator import mul
from pathlib import Path
from typing import NamedTuple

# From this confidence on a question is answered,
ANSWER_FROM = 0.40
# from this on choices are offered,
SUGGEST_FROM = 0.15
# and below this a candidate is not even mentioned beside others.
MENTION_FROM = 0.08
# What is found so surely is answered, whatever speaks against it.
BEYOND_DOUBT = 0.95
# A question that finds an answer with this confidence needs no other, unless it begins or ends like one that
# leans on the one before (那软管呢).
SURE_ALONE = 0.85
# Above these odds (a logarithm) of its being none of ours a message is left alone.
STRANGE_FROM = 0.3
# Above these an answer that is not very sure is doubtful.
DOUBTFUL_FROM = -1.0

COEFFICIENTS = Path(__file__).parent.with_name("lexicon") / "confidence.json"
# For an index that has a second opinion; for one that has none; and for one of few phrasings (``compiling``),
# an entry that has one and an entry that is only an answer. The last two are fitted to public sets of other
# people's (docs/search-record.md), for ours has many phrasings.
WITH_OPINION, BY_WORDS, BY_FEW, BY_ANSWER = "with_opinion", "by_words", "by_few", "by_answer"
FEATURES = (
    "phrasing_met",
    "covered",
    "asked_for",
    "likeness",
    "evidence",
    "ahead",
    "behind",
    "said",
)
_LAST = {WITH_OPINION: ("opinion",), BY_WORDS: (), BY_FEW: ("held",), BY_ANSWER: ("held",)}
# What a question says beyond this makes it no clearer; in units of one rare word.
_ENOUGH = 4.0


class Signs(NamedTuple):
    """What speaks for an entry being what was asked."""

    phrasing_met: float
    """The share of the best phrasing, by BM25 weight, that the question meets; 0 to 1."""
    covered: float
    """The share of the question's telling words that the entry holds anywhere; 0 to 1."""
    asked_for: float
    """The share of the question's telling words that the entry's phrasings hold; 0 to 1."""
    likeness: float
    """How alike question and best phrasing are sign by sign, among few phrasings in any order; 0 to 1."""
    lead: float
    """How far the entry is ahead of the best other one; -1 to 1, below 0 for those behind."""
    evidence: float
    """How much of what is covered belongs to the subjects of the articles at all; 0 to 1."""
    said: float
    """How much the question says, in units of one rare word."""
    opinion: float | None = None
    """The logarithm of the entry's chance by the second opinion; None where the index has none."""
    held: float | None = None
    """The share of what the question could score that phrasing and entry reach; only among few phrasings."""
    has_phrasing: bool = True
    """Whether anybody wrote down how the entry is asked for."""

    @property
    def judged(self) -> str:
        """The name of the coefficients for this entry."""
        if self.opinion is not None:
            return WITH_OPINION
        if self.held is None:
            return BY_WORDS
        return BY_FEW if self.has_phrasing else BY_ANSWER

    def values(self) -> tuple[float, ...]:
        """What the confidence is a weighted sum of: ``FEATURES``, then the opinion or what is held if any.

        Being far ahead counts only as far as the question is covered, and with words of our subjects: any
        question is nearest to something.
        """
        found = (
            self.phrasing_met,
            self.covered,
            self.asked_for,
            self.likeness,
            self.evidence,
            max(self.lead, 0.0) * self.covered * self.evidence,
            min(self.lead, 0.0),
            min(self.said, _ENOUGH),
        )
        last = self.held if self.opinion is None else self.opinion
        return found if last is None else (*found, last)

    def features(self) -> dict[str, float]:
        """``values`` by their names."""
        return dict(zip((*FEATURES, *_LAST[self.judged]), self.values(), strict=True))


@cache
def coefficients() -> Mapping[str, Mapping[str, float]]:
    """The weights of the features and the ``constant``; ``flask knowledge fit`` fits the first two."""
    found: dict[str, dict[str, float]] = json.loads(COEFFICIENTS.read_text("utf-8"))
    return found


@cache
def _weights(name: str) -> tuple[float, tuple[float, ...]]:
    """The constant, and what each of ``Signs.values`` weighs."""
    found = coefficients()[name]
    return found["constant"], tuple(found[feature] for feature in (*FEATURES, *_LAST[name]))


def confidence(signs: Signs) -> float:
    """The chance, from 0 to 1, that the entry is what was asked: a logistic regression."""
    constant, weights = _weights(signs.judged)
    z = constant + sum(map(mul, weights, signs.values()))
    return 1.0 / (1.0 + math.exp(-z))
