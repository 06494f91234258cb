"""Cases that may be the same matter: suggested to staff by number, never joined by themselves. Pure.

Place, category, words and time each give a part of the score; closed cases count like open ones, because what
comes back is worth knowing. What is handed out holds a number and figures: no word of another person's tip.
For citizens there is only whether there is a similar case at all, and that with the place and category that
they gave themselves. Even this answers somebody who wants to know whether they were reported: the way in must
limit how often one person may ask.

Words are cut by a function handed in, so that this package need not know the dictionary.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rapidfuzz import fuzz

from core.text import width_folded

Spot = tuple[float, float]
"""Longitude and latitude, both sides in the same system."""

Measure = Callable[[Spot, Spot], float]
Cut = Callable[[str], Iterable[str]]

RADIUS_METRES = 250.0
"""Within it two reports of one category are taken for the same place; FixMyStreet's figure, facts row 11."""

HALF_LIFE_DAYS = 180.0
SUGGESTED = 0.6
MOST_SUGGESTED = 5

_SIGNS = re.compile(r"[^\w]+")
_EMPTY = frozenset("的了在是有和就都也还把被没不人一个着过到去来很大好多这那我们里上下边")
_HOUSE = re.compile(r"(\d+)\s*(?:号楼|幢|栋|座)")


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """What is compared of one case. ``words`` are the reporter's own and go no further than this module."""

    number: str
    category: str
    address: str
    words: str
    spot: Spot | None
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two cases are: each part from 0 to 1, ``metres`` where both have coordinates."""

    number: str
    score: float
    place: float
    words: float
    same_category: bool
    metres: int | None
    days: int


class Comparing:
    """Compares cases; ``radii`` are metres by category, where a category has its own."""

    def __init__(self, cut: Cut, measure: Measure, radii: Mapping[str, float] | None = None) -> None:
        self._cut = cut
        self._measure = measure
        self._radii = radii or {}

    def suggest(
        self, asked: Report, others: Iterable[Report], *, most: int = MOST_SUGGESTED
    ) -> Sequence[Likeness]:
        """The cases that may be the same matter as ``asked``, the most alike first."""
        found = [self.likeness(asked, other) for other in others if other.number != asked.number]
        likely = [likeness for likeness in found if likeness.score >= SUGGESTED]
        return sorted(likely, key=lambda likeness: (-likeness.score, likeness.number))[:most]

    def reach(self, category: str) -> float:
        """From how many metres on a case of this category need not be looked at."""
        return 3 * self._radii.get(category, RADIUS_METRES)

    def likeness(self, asked: Report, other: Report) -> Likeness:
        """Compare two cases, in either order."""
        metres = None
        if asked.spot is not None and other.spot is not None:
            metres = self._measure(asked.spot, other.spot)
        same_category = asked.category == other.category
        days = abs((asked.received_at - other.received_at).total_seconds()) / 86_400
        address = self._alike(asked.address, other.address)
        place = address if metres is None else self._nearness(metres, asked.category) * (0.7 + 0.3 * address)
        words = self._same_fact(asked, other)
        score = 0.42 * place + 0.46 * words + (0.12 if same_category else -0.1)
        score *= 0.85 + 0.15 * 0.5 ** (days / HALF_LIFE_DAYS)
        if place < 0.2:
            score *= 0.5
        if _other_house(asked, other):
            score *= 0.75
        return Likeness(
            number=other.number,
            score=round(max(0.0, min(1.0, score)), 3),
            place=round(place, 3),
            words=round(words, 3),
            same_category=same_category,
            metres=None if metres is None else round(metres),
            days=round(days),
        )

    def _nearness(self, metres: float, category: str) -> float:
        radius = self._radii.get(category, RADIUS_METRES)
        if metres <= radius:
            return 1 - 0.2 * metres / radius
        return max(0.0, 0.8 * (1 - (metres - radius) / (2 * radius)))

    def _alike(self, one: str, other: str) -> float:
        """From 0 to 1: how much of the shorter name of a place the longer one has."""
        left, right = self._tokens(one), self._tokens(other)
        if not left or not right:
            return 0.0
        tokens = fuzz.token_set_ratio(" ".join(sorted(left)), " ".join(sorted(right))) / 100
        return 0.2 * tokens + 0.4 * _share(left, right) + 0.4 * _share(_pairs(one), _pairs(other))

    def _same_fact(self, asked: Report, other: Report) -> float:
        """From 0 to 1: how much they say in common besides where it is.

        The name of the place stands in both whatever happened there, so it is taken out first. People tell
        one thing in other words; single characters (裂, 渗, 堵) survive that best.
        """
        names = _characters(asked.address) | _characters(other.address)
        left, right = _characters(asked.words) - names, _characters(other.words) - names
        tokens = _share(
            {token for token in self._tokens(asked.words) if not set(token) <= names},
            {token for token in self._tokens(other.words) if not set(token) <= names},
        )
        return 0.5 * min(1.0, 1.4 * _share(left, right)) + 0.5 * min(1.0, 1.4 * tokens)

    def _tokens(self, text: str) -> set[str]:
        plain = _SIGNS.sub(" ", width_folded(text).lower())
        return {token for token in self._cut(plain) if token.strip() and token not in _EMPTY}


def _share(left: set[str], right: set[str]) -> float:
    """How much of the smaller set the larger one has."""
    return len(left & right) / min(len(left), len(right)) if left and right else 0.0


def _characters(text: str) -> set[str]:
    return set(_SIGNS.sub("", width_folded(text).lower())) - _EMPTY


def _pairs(text: str) -> set[str]:
    plain = _SIGNS.sub("", width_folded(text).lower())
    return {plain[place : place + 2] for place in range(len(plain) - 1)}


def _other_house(asked: Report, other: Report) -> bool:
    """Whether both name a building by number and no number is the same."""
    left = set(_HOUSE.findall(f"{asked.address} {asked.words}"))
    right = set(_HOUSE.findall(f"{other.address} {other.words}"))
    return bool(left and right and not left & right)
