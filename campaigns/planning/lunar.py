"""Days that the moon and the sun decide. Pure; the sums are those of the library ``lunar_python``.

It is imported when a day is asked for: its tables take 7 MB, and a web process seldom needs them.
"""

from datetime import date
from functools import cache

from core.errors import BadContent


@cache
def lunar_day(year: int, month: int, day: int) -> date:
    """The day on which the lunar ``month`` and ``day`` fall of the lunar year that begins in ``year``.

    Leap months do not count: a festival is kept in the first of two months of a number.
    """
    from lunar_python import Lunar, LunarMonth

    found = LunarMonth.fromYm(year, month)
    if found is None or not 1 <= day <= found.getDayCount():
        raise BadContent(f"农历{year}年没有{month}月{day}日")
    solar = Lunar.fromYmd(year, month, day).getSolar()
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


@cache
def solar_term(year: int, name: str) -> date:
    """The day of one of the 24 solar terms in ``year``, in China."""
    from lunar_python import Solar

    for around in (year, year + 1):
        found = Solar.fromYmd(around, 6, 15).getLunar().getJieQiTable().get(name)
        if found is not None and found.getYear() == year:
            return date(found.getYear(), found.getMonth(), found.getDay())
    raise BadContent(f"没有“{name}”这个节气")
