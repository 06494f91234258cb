"""How good the search is on any corpus with queries, in numbers."""

import os
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.evaluation.rowsets import entries_of_texts, read_corpus, read_queries, right_entries
from knowledge.search.index import Index
from knowledge.search.meaning import VectorCache
from knowledge.search.tokenizer import Tokenizer

_LOOKED_AT = 10
_KEPT = 0.90


@dataclass(frozen=True, slots=True)
class Figures:
    """What one corpus with queries gives. Shares run from 0 to 1; times are wall-clock."""

    queries: int
    r_at_1: float
    r_at_3: float
    mrr_at_10: float
    far_answered: float
    """Of the questions from another field, the share answered when 90 % of the right answers are kept."""
    near_answered: float
    """The same for questions of this field whose entry was taken out."""
    right_at_p90: float
    """The share of questions answered rightly when nine answers in ten given are right."""
    qps: float
    p50_ms: float
    p99_ms: float
    build_s: float
    rss_mb: float
    """What the process weighs in the end, the dictionary included."""

    def to_tree(self) -> dict[str, float]:
        """As one line of JSON, with the names that other tools read."""
        names = {"r_at_1": "r@1", "r_at_3": "r@3", "mrr_at_10": "mrr@10"}
        return {names.get(name, name): round(getattr(self, name), 4) for name in self.__slots__[1:]}


def measure(
    corpus: Path,
    queries: Path,
    tokenizer: Tokenizer,
    split: str = "all",
    vectors: VectorCache | None = None,
) -> Figures:
    """Index the rows of ``corpus`` and ask ``queries``; ``rowsets`` reads both, ``BadContent`` as there."""
    rows = read_corpus(corpus)
    asked = read_queries(queries, rows, split)
    begun = time.perf_counter()
    index = Index(entries_of_texts((str(row["g"]), row["text"]) for row in rows), tokenizer, vectors)
    build_s = time.perf_counter() - begun
    places: list[int | None] = []
    scores: dict[str, list[float]] = {"in": [], "near": [], "far": []}
    times: list[float] = []
    for query, wanted in zip(asked, right_entries(rows, asked), strict=True):
        begun = time.perf_counter()
        found = index.search(query["text"], _LOOKED_AT)
        times.append(time.perf_counter() - begun)
        scores[query["kind"]].append(found[0].score if found else 0.0)
        if query["kind"] == "in":
            places.append(_place([one.article_id for one in found], wanted))
    right = np.asarray([place == 0 for place in places], dtype=bool)
    sure = np.asarray(scores["in"])
    line = float(np.quantile(sure[right], 1 - _KEPT)) if right.any() else 1.0
    wall = np.asarray(times) * 1000
    return Figures(
        queries=len(places),
        r_at_1=float(right.mean()),
        r_at_3=_share(place is not None and place < 3 for place in places),
        mrr_at_10=_share(0.0 if place is None else 1 / (place + 1) for place in places),
        far_answered=_share(score >= line for score in scores["far"]),
        near_answered=_share(score >= line for score in scores["near"]),
        right_at_p90=_right_at(0.90, sure, right, scores["far"]),
        qps=1000 / float(wall.mean()),
        p50_ms=float(np.quantile(wall, 0.5)),
        p99_ms=float(np.quantile(wall, 0.99)),
        build_s=build_s,
        rss_mb=_resident_mb(),
    )


def _place(found: Sequence[str], wanted: frozenset[str]) -> int | None:
    return next((place for place, one in enumerate(found) if one in wanted), None)


def _share(values: Iterable[float]) -> float:
    listed = list(values)
    return float(sum(listed) / len(listed)) if listed else 0.0


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _right_at(precision: float, sure: Any, right: Any, far: Sequence[float]) -> float:
    """The largest share of questions answered rightly at a threshold that keeps ``precision``."""
    foreign = np.asarray(far)
    best = 0.0
    for line in np.unique(sure):
        given = int((sure >= line).sum() + (foreign >= line).sum())
        correct = int((right & (sure >= line)).sum())
        if correct >= precision * given:
            best = max(best, correct / len(sure))
    return best
