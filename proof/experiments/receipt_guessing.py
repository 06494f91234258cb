"""X11, X12: guessing receipt codes, and learning from the time of an answer whether a locator exists."""

import bisect
import math
import random
import statistics
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from app import schema
from core.db import Database
from proof.findings import Finding
from tipoffs.vault.codes import new_code, read_code
from tipoffs.vault.receipts import AllWrong, Cost, Receipts, TryLater
from tipoffs.vault.tries import PER_CALLER

MASTER = "proof" * 8
NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
MEDIANS_APART_MS = 1.0
LEAST_P = 0.01


def time_pairs(n: int, seed: int = 0) -> list[Finding]:
    """Wrong codes at the real cost: of each pair one has a locator that exists, in random order."""
    dice, times = random.Random(seed), {True: list[float](), False: list[float]()}
    answers: set[str | None] = set()
    with TemporaryDirectory(prefix="anwen-proof-") as folder:
        database, receipts, known = _some_receipts(Path(folder), Cost(), tips=20)
        for number in range(n):
            wrong = new_code()
            order = [True, False]
            dice.shuffle(order)
            for exists in order:
                locator = dice.choice(known) if exists else wrong.locator
                begun = time.perf_counter()
                # Each pair in a span of its own, so that no limit answers in its place.
                answers.add(
                    receipts.check(locator + wrong.proof, "one", NOW + number * timedelta(minutes=10))
                )
                times[exists].append(time.perf_counter() - begun)
        database.close()
    apart = abs(statistics.median(times[True]) - statistics.median(times[False])) * 1_000
    return [
        Finding(
            "X12.bodies", "kinds of answers to wrong codes, besides the one", n, len(answers - {None}), 0
        ),
        Finding(
            "X12.medians", "milliseconds between known and unknown", n, apart, MEDIANS_APART_MS, timing=True
        ),
        Finding(
            "X12.ks",
            "p that both times are of one distribution (Kolmogorov-Smirnov)",
            n,
            same_distribution(times[True], times[False]),
            LEAST_P,
            at_least=True,
            timing=True,
        ),
    ]


def guess(n: int, tips: int = 100) -> list[Finding]:
    """Guess with many callers in one span, at locators that exist; count what opens and what is heard."""
    hits = judged = alarms = 0
    with TemporaryDirectory(prefix="anwen-proof-") as folder:
        database, receipts, known = _some_receipts(Path(folder), Cost(memory_kib=64, passes=1), tips)
        for number in range(n):
            written = known[number % tips] + new_code().proof
            # Each caller goes on twice as long as it may.
            caller = f"caller {number // (2 * PER_CALLER)}"
            try:
                hits += receipts.check(written, caller, NOW) is not None
                judged += 1
            except AllWrong:
                alarms += 1
            except TryLater:
                pass
        database.close()
    return [
        Finding("X11.hits", "receipts opened by guessing", n, hits, 0),
        Finding("X11.judged", "guesses that were judged at all", n, judged, min(3_000, math.ceil(n / 2))),
        Finding("X11.alarm", "alarms rung", n, alarms, 1 if n > 6_100 else 0, at_least=True),
    ]


def same_distribution(one: Sequence[float], other: Sequence[float]) -> float:
    """The asymptotic p of the two-sample Kolmogorov-Smirnov test."""
    first, second = sorted(one), sorted(other)
    gap = max(
        abs(bisect.bisect_right(first, value) / len(first) - bisect.bisect_right(second, value) / len(second))
        for value in [*first, *second]
    )
    scale = math.sqrt(len(first) * len(second) / (len(first) + len(second)))
    reach = (scale + 0.12 + 0.11 / scale) * gap
    if reach < 0.2:
        return 1.0  # the series below converges too slowly there, and the answer is 1 to ten digits
    terms = (math.exp(-2 * (k * reach) ** 2) for k in range(1, 101))
    return min(1.0, 2 * sum(term if place % 2 == 0 else -term for place, term in enumerate(terms)))


def _some_receipts(folder: Path, cost: Cost, tips: int) -> tuple[Database, Receipts, list[str]]:
    database = Database(f"sqlite:///{folder / 'receipts.db'}")
    schema.upgrade(database)
    receipts = Receipts(database, MASTER, cost)
    with database.writing() as session:
        codes = [receipts.issue(session, f"R{number:010}", NOW) for number in range(tips)]
    assert all(read_code(str(code)) == code for code in codes)
    return database, receipts, [code.locator for code in codes]
