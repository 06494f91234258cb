"""Every figure there is, by key, in the order of a report. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from campaigns.figures import (
    activities,
    coverage,
    participation,
    people,
    publicity,
    quizzes,
    reading,
    scans,
    supplies,
    tips,
    training,
)
from campaigns.figures.figure import Chapter, Figure
from core.errors import NotFound

_DECLARED = (
    activities.figures,
    participation.figures,
    coverage.figures,
    participation.by_setting,
    supplies.by_setting,
    supplies.figures,
    scans.figures,
    quizzes.figures,
    training.figures,
    publicity.figures,
    reading.figures,
    people.figures,
    tips.figures,
)


@cache
def register() -> Mapping[str, Figure]:
    """All figures; chapters in their order, and within one as they are declared."""
    every = [figure for declared in _DECLARED for figure in declared()]
    order = list(Chapter)
    every.sort(key=lambda one: order.index(one.chapter))
    return {one.key: one for one in every}


def get_figure(key: str) -> Figure:
    """The figure of this key; ``NotFound`` names those that begin alike."""
    found = register().get(key)
    if found is None:
        alike = [one for one in register() if one.split(".")[0] == key.split(".")[0]]
        hint = "、".join(alike or [one for one in register() if "." not in one])
        raise NotFound(f"没有“{key}”这个指标。有：{hint}。")
    return found


def sums(figures: Iterable[Figure]) -> Mapping[tuple[str, str], Sequence[str]]:
    """Which parts make which whole along which split; they add up, whatever is in the database."""
    found: dict[tuple[str, str], list[str]] = {}
    for one in figures:
        if one.of:
            found.setdefault((one.of, one.split), []).append(one.key)
    return found
