"""From signs of likeness to one number that means confidence, and from there to a decision's thresholds."""

import math
from dataclasses import dataclass

# From this confidence on a question is answered; from the second one on choices are offered; a candidate
# below the third is not even mentioned beside others.
ANSWER_FROM = 0.60
SUGGEST_FROM = 0.35
MENTION_FROM = 0.10


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for an entry being what was asked; every sign runs from 0 to 1."""

    question_met: float
    """The share of the question, by BM25 weight, that the best phrasing meets."""
    phrasing_met: float
    """The share of the best phrasing that the question meets."""
    likeness: float
    """How alike the two are sign by sign."""
    covered: float
    """The share of the question's telling words that the best phrasing holds."""
    covered_by_entry: float
    """The share of the question's telling words that the entry holds anywhere."""
    lead: float
    """How far the entry is ahead of the next one."""


def confidence(signs: Signs) -> float:
    """The chance, from 0 to 1, that the entry is what was asked."""
    z = (
        -6.0
        + 1.5 * signs.question_met
        + 1.5 * signs.phrasing_met
        + 2.0 * signs.likeness
        + 2.5 * signs.covered
        + 3.0 * signs.covered_by_entry
        + 3.0 * signs.lead
    )
    return 1.0 / (1.0 + math.exp(-z))
