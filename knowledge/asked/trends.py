"""What is suddenly asked about much more than usual at this hour. Pure: no table, no clock.

The last hours are compared with the same hours of the days before: 台风 at eleven at night is compared with
other nights, not with noon. People are counted, not messages, so that one worried person is no trend.
"""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

# Small samples: fewer people than this are never a trend.
FEWEST_PEOPLE = 5
# How many times the usual number it must be at least, however surely it rises.
TIMES_USUAL = 2.0
# How seldom chance alone may bring so many. With a few hundred subjects and a look every hour this is about
# one false alarm in several days at worst, far fewer in practice, because most subjects are hardly asked.
CHANCE = 0.0005
DAYS = 7


@dataclass(frozen=True, slots=True)
class Asking:
    """Somebody asked about something."""

    at: datetime
    subject: str
    asker: str


@dataclass(frozen=True, slots=True)
class Rise:
    """A subject that rises fast.

    ``recent`` people asked in the last hours; ``before`` is the sum over the same hours of ``days`` earlier
    days, ``usual`` what is to be expected from it.
    """

    subject: str
    recent: int
    before: int
    days: int
    usual: float
    chance: float


def rising(
    asked: Iterable[Asking], now: datetime, *, hours: int, since: datetime | None, days: int = DAYS
) -> list[Rise]:
    """The subjects that rise fast, the most surprising first.

    ``since`` is when the account began to keep questions (None: it keeps none): days before it are not
    compared, because their silence means nothing.
    """
    window = timedelta(hours=hours)
    known = (
        0 if since is None else sum(since <= now - timedelta(days=day) - window for day in range(1, days + 1))
    )
    recent: dict[str, set[str]] = defaultdict(set)
    earlier: dict[str, set[tuple[int, str]]] = defaultdict(set)
    for one in asked:
        age = now - one.at
        day = age // timedelta(days=1)
        if age < timedelta(0) or age - timedelta(days=day) >= window or day > known:
            continue
        if day == 0:
            recent[one.subject].add(one.asker)
        else:
            earlier[one.subject].add((day, one.asker))
    found = []
    for subject, people in recent.items():
        rise = judged(subject, len(people), len(earlier[subject]), known)
        if rise is not None:
            found.append(rise)
    return sorted(found, key=lambda rise: (rise.chance, -rise.recent, rise.subject))


def judged(subject: str, recent: int, before: int, days: int) -> Rise | None:
    """Whether ``recent`` people now against ``before`` in all of ``days`` earlier days is a fast rise.

    The usual number is estimated with one person more than were seen, so that never asked before does not
    mean impossible; with fewer days to compare that one weighs more, and more people are needed.
    """
    usual = (before + 1) / max(days, 1)
    chance = at_least(recent, usual)
    if recent < FEWEST_PEOPLE or recent < TIMES_USUAL * usual or chance > CHANCE:
        return None
    return Rise(subject, recent, before, days, usual, chance)


def at_least(count: int, mean: float) -> float:
    """The chance of ``count`` or more in a Poisson distribution with ``mean``."""
    if count <= 0:
        return 1.0
    term = math.exp(-mean + count * math.log(mean) - math.lgamma(count + 1))
    total = 0.0
    # Terms grow up to the mean and then shrink faster than geometrically.
    while term > total * 1e-12 or count < mean:
        total += term
        count += 1
        term *= mean / count
    return min(1.0, total)
