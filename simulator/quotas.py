"""How often each API may be called: per day (45009) and per minute (45011)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from simulator.clock import china_day, china_month
from simulator.errcodes import ApiError
from simulator.limits import (
    CLEAR_API_QUOTA_PER_MONTH,
    CLEAR_QUOTA_PER_MONTH,
    DAILY_QUOTAS,
    MINUTE,
    MINUTE_QUOTAS,
)


@dataclass
class Quotas:
    """Counts calls in virtual time. `daily` and `per_minute` hold limits by API name; no entry, no limit."""

    daily: dict[str, int] = field(default_factory=lambda: dict(DAILY_QUOTAS))
    per_minute: dict[str, int] = field(default_factory=lambda: dict(MINUTE_QUOTAS))
    _days: Counter[tuple[str, str]] = field(default_factory=Counter)
    _minutes: Counter[tuple[str, int]] = field(default_factory=Counter)
    _clears: Counter[str] = field(default_factory=Counter)
    _single_clears: Counter[str] = field(default_factory=Counter)

    def take(self, api: str, now: float) -> None:
        """Count one call; raises errcode 45009 or 45011 instead when there is none left."""
        day, minute = (api, china_day(now)), (api, int(now // MINUTE))
        if self._days[day] >= self.daily.get(api, self._days[day] + 1):
            raise ApiError(45009)
        if self._minutes[minute] >= self.per_minute.get(api, self._minutes[minute] + 1):
            raise ApiError(45011)
        self._days[day] += 1
        self._minutes[minute] += 1
        if len(self._minutes) > 10_000:
            self._minutes = Counter({key: n for key, n in self._minutes.items() if key[1] == minute[1]})

    def used(self, api: str, now: float) -> int:
        """Calls counted today."""
        return self._days[(api, china_day(now))]

    def clear(self, now: float) -> None:
        """Start today's counts again, ten times a month; raises errcode 48006 after that."""
        month = china_month(now)
        if self._clears[month] >= CLEAR_QUOTA_PER_MONTH:
            raise ApiError(48006)
        self._clears[month] += 1
        self._days.clear()
        self._minutes.clear()

    def clear_one(self, api: str, now: float) -> None:
        """Start one API's count again, fifty times a month; raises errcode 48006 after that."""
        month = china_month(now)
        if self._single_clears[month] >= CLEAR_API_QUOTA_PER_MONTH:
            raise ApiError(48006)
        self._single_clears[month] += 1
        self._days.pop((api, china_day(now)), None)
