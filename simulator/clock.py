"""The virtual clock: real time plus an offset that tests move forward."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")  # No daylight saving since 1991, so no zone database.


class VirtualClock:
    """Tells the platform's time. It runs like a real clock and jumps when somebody advances it.

    Everything that expires on the platform (tokens, media, windows, quotas, codes) and every CreateTime
    follows this clock. What is measured between two machines does not: see `Settings.push_timestamp`.
    """

    def __init__(self) -> None:
        self._offset = 0.0

    @property
    def offset_seconds(self) -> float:
        return self._offset

    def now(self) -> float:
        """Seconds since 1970, virtual."""
        return time.time() + self._offset

    def advance(self, seconds: float) -> float:
        """Jump forward, never back (`ValueError`), as time on the platform. Returns the new time."""
        if seconds < 0:
            raise ValueError("The clock only moves forward.")
        self._offset += seconds
        return self.now()

    def rewind_to_real_time(self) -> None:
        """Forget all jumps; only a reset of the whole world may do this."""
        self._offset = 0.0


def iso(moment: float) -> str:
    """ISO 8601 in UTC to the millisecond, e.g. `2025-06-01T00:00:00.000Z`, which browsers parse too."""
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def china_day(moment: float) -> str:
    """The day quotas are counted by: the platform resets them at midnight in China."""
    return datetime.fromtimestamp(moment, CHINA).strftime("%Y-%m-%d")


def china_month(moment: float) -> str:
    return china_day(moment)[:7]
