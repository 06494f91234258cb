"""From signs of likeness to one number that means confidence, and from there to a decision's thresholds."""

import math
from dataclasses import dataclass

# From this confidence on a question is answered; from the second one on choices are offered; a candidate
# below the third is not even mentioned beside others.
ANSWER_FROM = 0.47
SUGGEST_FROM = 0.40
# Two entries nearer to each other than this are both offered: the wrong one of them would be given as often.
MARGIN = 0.06
# Of a question that leans on the one before it we know what it is about; its words and the older ones pull
# towards different articles, which keeps its confidence low.
ANSWER_LEANING_FROM = 0.33
MENTION_FROM = 0.12


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for an entry being what was asked."""

    phrasing_met: float
    """The share of the best phrasing, by BM25 weight, that the question meets; 0 to 1."""
    covered: float
    """The share of the question's telling words that the entry holds anywhere; 0 to 1."""
    lead: float
    """How far the entry is ahead of the best other one; -1 to 1, below 0 for those behind."""
    evidence: float
    """How much of what is covered belongs to the subjects of the articles at all; 0 to 1."""


def confidence(signs: Signs) -> float:
    """The chance, from 0 to 1, that the entry is what was asked.

    A logistic regression over stored phrasings asked with themselves hidden, plain, mistyped and buried in
    a story, and over questions from other fields. Being far ahead counts only as far as the question is
    covered, and with words of our subjects: any question is nearest to something. The constant is 0.5 above
    the fitted one: a hidden phrasing is harder than what people ask, because editors chose it to differ.
    """
    ahead, behind = max(signs.lead, 0.0), min(signs.lead, 0.0)
    z = (
        -3.6
        + 0.7 * signs.phrasing_met
        + 2.9 * signs.covered
        + 1.0 * signs.evidence
        + 5.0 * ahead * signs.covered * signs.evidence
        + 4.6 * behind
    )
    return 1.0 / (1.0 + math.exp(-z))
