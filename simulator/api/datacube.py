"""The platform's own statistics of articles [O]: readers of each article on a day that is over."""

from __future__ import annotations

from datetime import date
from functools import partial

from simulator.api.call import Api, Call, Json
from simulator.clock import china_day
from simulator.errcodes import ApiError
from simulator.limits import STATISTICS_DAYS, STATISTICS_WITH_DELAY

HOURS_UNTIL_COUNTED = 8
"""The page of the older interfaces: the day before may be asked for from 8 o'clock on."""


def article_read(call: Call) -> Json:
    """POST /datacube/getarticleread {begin_date, end_date}: one day, yesterday at the latest.

    Until 8 o'clock yesterday is ``is_delay``. Raises errcode 61500 (no date) or 61501 (not one past day).
    """
    begin, end = (_day(call, name) for name in ("begin_date", "end_date"))
    if begin != end or begin >= date.fromisoformat(china_day(call.now)):
        raise ApiError(61501)
    counted = china_day(call.now - (24 + HOURS_UNTIL_COUNTED) * 3600)
    is_late = begin.isoformat() > counted
    found = call.world.readers.get(begin.isoformat(), {})
    rows = [
        {"ref_date": begin.isoformat(), "msgid": article, "detail": {"read_user": readers}}
        for article, readers in sorted(found.items())
    ]
    return {"list": rows, "is_delay": is_late}


def statistics(name: str, call: Call) -> Json:
    """POST /datacube/… {begin_date, end_date}: an empty list, as of an account nobody was counted for.

    Raises errcode 61500 (no date) or 61501 (not in order, too many days, or a day that is not over).
    """
    begin, end = (_day(call, key) for key in ("begin_date", "end_date"))
    if not 0 <= (end - begin).days < STATISTICS_DAYS[name] or end >= date.fromisoformat(china_day(call.now)):
        raise ApiError(61501)
    return {"list": [], "is_delay": False} if name in STATISTICS_WITH_DELAY else {"list": []}


def _day(call: Call, name: str) -> date:
    try:
        return date.fromisoformat(call.text(name, 61500))
    except ValueError as error:
        raise ApiError(61500) from error


APIS = (
    Api("/datacube/getarticleread", "POST", article_read),
    *(Api(f"/datacube/{name}", "POST", partial(statistics, name)) for name in STATISTICS_DAYS),
)
