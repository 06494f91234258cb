"""How much time is left, as people say it, and how loudly. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.clock import china_date
from places.workdays import Workdays

WEEK = timedelta(days=7)
"""How far ahead the office looks."""

_SOON_WORKDAYS = 3
_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Remaining:
    """``tone`` is late, soon or calm: red, amber, grey."""

    words: str
    tone: str
    due_at: datetime

    @property
    def last_day(self) -> date:
        """The last day on which it is in time."""
        return china_date(self.due_at - _MOMENT)


def remaining(due_at: datetime, now: datetime, workdays: Workdays, *, by_hours: bool = False) -> Remaining:
    """What is left until ``due_at``, the first late moment: in working days, or in hours for short clocks."""
    if by_hours:
        return _hours(due_at, now)
    today, last = china_date(now), china_date(due_at - _MOMENT)
    if now >= due_at:
        late = workdays.between(last, today)
        return Remaining(f"已超期{late}个工作日" if late else "今天已超期", "late", due_at)
    left = workdays.between(today, last)
    if last == today or not left:
        return Remaining("今天到期" if last == today else "到期前没有工作日了", "soon", due_at)
    return Remaining(f"还剩{left}个工作日", "soon" if left <= _SOON_WORKDAYS else "calm", due_at)


def _hours(due_at: datetime, now: datetime) -> Remaining:
    minutes = int(abs(due_at - now).total_seconds() // 60)
    length = f"{minutes // 60}小时" if minutes >= 60 else f"{minutes}分钟"
    if now >= due_at:
        return Remaining(f"已超时{length}", "late", due_at)
    return Remaining(f"还剩{length}", "soon" if minutes < 240 else "calm", due_at)
