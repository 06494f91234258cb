"""Fits what the confidence is made of to our own questions: ridge logistic regression, by Newton's steps."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.evaluation.ownset import FOREIGN, OwnQuestion
from knowledge.search.index import Index
from knowledge.search.ranking import BY_WORDS, COEFFICIENTS, WITH_OPINION, coefficients

# The first candidate decides what becomes of a question; the others are there to be told apart from it.
_OTHERS_WEIGH = 0.3
_CANDIDATES = 10
_FOLDS = 10
_RIDGE = 1.0
_STEPS = 40
_OPINION = "opinion"

Rows = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fit:
    """The coefficients, and how they would have done on questions they were not fitted to."""

    coefficients: dict[str, dict[str, float]]
    """By words alone, and with the second opinion where the index has one."""
    right_first: float
    """Of the answerable questions, the share whose first candidate is right."""
    right_at: dict[int, float]
    """The share answered rightly when at most so many foreign questions in a hundred are answered."""


@dataclass(frozen=True, slots=True)
class _Sample:
    features: Rows
    right: Rows
    is_foreign: bool


def fit(index: Index, questions: Sequence[OwnQuestion]) -> Fit:
    """Search for every question that stands by itself, and fit the coefficients to what was found."""
    samples, names = [], list[str]()
    for question in questions:
        if len(question.turns) > 1:
            continue
        matches = index.matches([(question.turns[-1], 1.0)], _CANDIDATES)
        found = [match for match in matches if match.candidate.is_ours]
        found.sort(key=lambda match: -match.rank)
        if found:
            listed = [match.signs.features() for match in found]
            names = list(listed[0])
            right = [float(bool(question.topics.intersection(one.candidate.topics))) for one in found]
            rows = np.asarray([list(features.values()) for features in listed])
            samples.append(_Sample(rows, np.asarray(right), question.kind in FOREIGN))
    folds = np.random.default_rng(0).permutation(len(samples)) % _FOLDS
    chances: list[Rows] = [np.zeros(0)] * len(samples)
    for fold in range(_FOLDS):
        fitted = _fitted([one for one, of in zip(samples, folds, strict=True) if of != fold])
        for number in np.flatnonzero(folds == fold).tolist():
            chances[number] = samples[number].features @ fitted[1:] + fitted[0]
    fitted_to = {BY_WORDS: _named([one for one in names if one != _OPINION], samples)}
    if _OPINION in names:
        fitted_to[WITH_OPINION] = _named(names, samples)
    return Fit(fitted_to, *_judged(samples, chances))


def write(fitted: dict[str, dict[str, float]]) -> None:
    """Keep these, beside those that were fitted to other sets, for every process that starts from now on."""
    COEFFICIENTS.write_text(json.dumps({**coefficients(), **fitted}, indent=2) + "\n", "utf-8")


def _named(names: Sequence[str], samples: Sequence[_Sample]) -> dict[str, float]:
    """The coefficients of the first features, by name; the opinion is the last of all features."""
    first = [_Sample(one.features[:, : len(names)], one.right, one.is_foreign) for one in samples]
    return dict(zip(["constant", *names], (round(float(one), 3) for one in _fitted(first)), strict=True))


def _fitted(samples: Sequence[_Sample]) -> Rows:
    """The constant and a coefficient for each feature; what would count against an entry counts nothing."""
    features = np.concatenate([one.features for one in samples])
    features = np.hstack([np.ones((len(features), 1)), features])
    right = np.concatenate([one.right for one in samples])
    weight = np.concatenate([[1.0] + [_OTHERS_WEIGH] * (len(one.right) - 1) for one in samples])
    used = np.arange(features.shape[1])
    while True:
        found = _regressed(features[:, used], right, weight)
        least = int(np.argmin(found[1:])) + 1
        if found[least] >= 0:
            break
        used = np.delete(used, least)
    every = np.zeros(features.shape[1])
    every[used] = found
    return every


def _regressed(features: Rows, right: Rows, weight: Rows) -> Rows:
    ridge = _RIDGE * np.eye(features.shape[1])
    ridge[0, 0] = 0.0
    found = np.zeros(features.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-features @ found))
        gradient = features.T @ (weight * (right - chance)) - ridge @ found
        curvature = (features * (weight * chance * (1 - chance))[:, None]).T @ features + ridge
        found = found + np.linalg.solve(curvature, gradient)
    return found


def _judged(samples: Sequence[_Sample], chances: Sequence[Rows]) -> tuple[float, dict[int, float]]:
    first = [int(np.argmax(one)) for one in chances]
    sure = np.asarray([one.max() for one in chances])
    right = np.asarray([one.right[place] for one, place in zip(samples, first, strict=True)])
    foreign = np.asarray([one.is_foreign for one in samples])
    answerable = max(1, int((~foreign).sum()))
    right_at = {}
    for allowed in (2, 5, 10):
        line = float(np.quantile(sure[foreign], 1 - allowed / 100)) if foreign.any() else -np.inf
        right_at[allowed] = float(right[sure > line].sum() / answerable)
    return float(right.sum() / answerable), right_at
