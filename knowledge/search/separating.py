"""A logistic regression that tells some texts from all others, or several groups each from all the rest."""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from knowledge.search.vectors import Material, Numbers

# Rounds, the first step and how it shrinks, how much more one of the few texts counts, how fast the bias
# learns, and from where more of a sum makes no odds.
_ROUNDS: Final = 3
_STEP: Final = 4.0
_SLOWING: Final = 0.5
_FEW_COUNT: Final = 2.0
_BIAS_STEP: Final = 0.02
_SLIGHT: Final = 0.02
FAR: Final = 30.0


def separated(material: Material, are_few: NDArray[np.bool_]) -> Numbers:
    """The weight of each part for being one of the few texts (log odds), and after them the bias."""
    weights, bias = np.zeros(len(material.vocabulary), dtype=np.float32), 0.0
    step = _STEP
    for turn in range(_ROUNDS):
        order = material.shuffle.order(turn)
        ordered = material.rows.taken(order)
        for one, is_few in zip(ordered.places(), are_few[order].tolist(), strict=True):
            numbers, shares = ordered.numbers[one], ordered.shares[one]
            held = weights.take(numbers)
            odds = float(held.dot(shares)) + bias
            error = 1.0 / (1.0 + math.exp(min(FAR, max(-FAR, -odds)))) - is_few
            if abs(error) < _SLIGHT:
                continue
            if is_few:
                error *= _FEW_COUNT
            held -= np.float32(step * error) * shares
            weights[numbers] = held
            bias -= step * _BIAS_STEP * error
        step *= _SLOWING
    return np.append(weights, np.float32(bias))


def each_separated(material: Material, are_few: NDArray[np.bool_]) -> Numbers:
    """``separated`` of every row of ``are_few``, a row each.

    They are learned side by side in one pass: thirteen take the time of five, but one that of three.
    """
    weights = np.zeros((len(material.vocabulary), len(are_few)), dtype=np.float32)
    bias = np.zeros(len(are_few), dtype=np.float32)
    are_wanted = are_few.T.astype(np.float32)
    counts = 1.0 + (_FEW_COUNT - 1.0) * are_wanted
    step = _STEP
    for turn in range(_ROUNDS):
        order = material.shuffle.order(turn)
        ordered = material.rows.taken(order)
        for one, wanted, count in zip(ordered.places(), are_wanted[order], counts[order], strict=True):
            numbers, shares = ordered.numbers[one], ordered.shares[one]
            held = weights.take(numbers, axis=0)
            error = 1.0 / (1.0 + np.exp(-shares.dot(held) - bias)) - wanted
            error[np.abs(error) < _SLIGHT] = 0.0
            if not error.any():
                continue
            error *= count * np.float32(step)
            held -= np.outer(shares, error)
            weights[numbers] = held
            bias -= np.float32(_BIAS_STEP) * error
        step *= _SLOWING
    return np.vstack([weights, bias]).T
