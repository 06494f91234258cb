"""Periods as those who plan campaigns name them: 安全生产月 is the June of a year. Pure."""

import re
from dataclasses import replace

from core.periods import FORMS, BadPeriod, Period, month_of, period_of

JUNE = 6
SAFETY_MONTH = "安全生产月"
_SAFETY_MONTH = re.compile(rf"(20\d\d)[年-]?(?:{SAFETY_MONTH}|安全月|safety-month)")


def campaign_period(words: str) -> Period:
    """What ``core.periods`` knows, and 安全生产月 (since 2002 the month of June); ``BadPeriod`` otherwise."""
    if found := _SAFETY_MONTH.fullmatch(words.strip()):
        year = int(found[1])
        return replace(month_of(year, JUNE), name=f"{year}年{SAFETY_MONTH}")
    try:
        return period_of(words)
    except BadPeriod as bad:
        if bad.sentence != BadPeriod.sentence:
            raise
        raise BadPeriod(f"时间段要写成{FORMS}，安全生产月写成2026年安全生产月。") from bad
