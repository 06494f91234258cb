"""The holidays that the State Council has published, as the library ``chinesecalendar`` carries them.

A new year comes with a new version of the library, or by importing the notice (``flask places workdays
import``), whichever is sooner; the notice usually appears in November.
"""

from datetime import date
from functools import cache

import chinese_calendar

_NAMES = {holiday.value: holiday.chinese for holiday in chinese_calendar.Holiday}


@cache
def library_days() -> dict[date, tuple[bool, str]]:
    """Every day that the library knows to differ: whether it is worked, and the name of the holiday."""
    constants = chinese_calendar.constants
    days = {day: (False, _NAMES.get(name, name)) for day, name in constants.holidays.items()}
    days |= {day: (True, f"{_NAMES.get(name, name)}调休上班") for day, name in constants.workdays.items()}
    return days
