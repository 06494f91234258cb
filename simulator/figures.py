"""What the platform counts of the account by the hour: followers, what they write, what is pushed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from simulator.clock import CHINA

# How somebody came [O user_source], by their `subscribe_scene`.
SOURCES = {"ADD_SCENE_SEARCH": 1, "ADD_SCENE_QR_CODE": 30}
# What counts as a message [O msg_type]; a place is none of them.
TYPES = {"text": 1, "image": 2, "voice": 3, "video": 4, "shortvideo": 4, "link": 6}


@dataclass
class Counts:
    """One hour's, or what several hours add up to. `wrote` is by type, then by openid; times in ms."""

    followed: Counter[int] = field(default_factory=Counter)
    left: int = 0
    wrote: dict[int, Counter[str]] = field(default_factory=dict)
    pushes: int = 0
    failed: int = 0
    cost: int = 0
    slowest: int = 0

    def add(self, other: Counts) -> None:
        self.followed.update(other.followed)
        self.left += other.left
        for kind, writers in other.wrote.items():
            self.wrote.setdefault(kind, Counter()).update(writers)
        self.pushes += other.pushes
        self.failed += other.failed
        self.cost += other.cost
        self.slowest = max(self.slowest, other.slowest)

    @property
    def writers(self) -> Counter[str]:
        """How much everybody wrote, of any type."""
        return sum(self.wrote.values(), Counter())


class Figures:
    """All hours in which something was counted, in China's time."""

    def __init__(self) -> None:
        self._hours: dict[datetime, Counts] = {}

    def _at(self, moment: float) -> Counts:
        hour = datetime.fromtimestamp(moment, CHINA).replace(minute=0, second=0, microsecond=0)
        return self._hours.setdefault(hour, Counts())

    def came(self, scene: str, moment: float) -> None:
        self._at(moment).followed[SOURCES.get(scene, 0)] += 1

    def went(self, moment: float) -> None:
        self._at(moment).left += 1

    def wrote(self, kind: object, openid: str, moment: float) -> None:
        if kind in TYPES:
            self._at(moment).wrote.setdefault(TYPES[str(kind)], Counter())[openid] += 1

    def pushed(self, ms: int, moment: float, *, is_answered: bool) -> None:
        self._at(moment).add(Counts(pushes=1, failed=0 if is_answered else 1, cost=ms, slowest=ms))

    def spans(self, begin: date, end: date, first_of: Callable[[date], date]) -> list[tuple[date, Counts]]:
        """Days, weeks or months that begin from `begin` to `end` and in which something was counted.

        `first_of` gives the first day of the span that a day belongs to.
        """
        found: dict[date, Counts] = {}
        for hour in sorted(self._hours):
            if begin <= (first := first_of(hour.date())) <= end:
                found.setdefault(first, Counts()).add(self._hours[hour])
        return list(found.items())

    def hours(self, day: date) -> list[tuple[int, Counts]]:
        """The hours of a day in which something was counted."""
        return [(hour.hour, self._hours[hour]) for hour in sorted(self._hours) if hour.date() == day]

    def followers_at_end(self, day: date) -> int | None:
        """How many there were when a day ended; None before the first thing that was counted."""
        until = [counts for hour, counts in self._hours.items() if hour.date() <= day]
        return sum(one.followed.total() - one.left for one in until) if until else None


def the_day(day: date) -> date:
    return day


def monday_of(day: date) -> date:
    return day - timedelta(day.weekday())


def first_of_month(day: date) -> date:
    return day.replace(day=1)
