"""The platform's own statistics [O], of days that are over: what it saw itself, and readers of articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from simulator.api.call import Api, Call, Json
from simulator.clock import china_day
from simulator.errcodes import ApiError
from simulator.figures import Counts, Figures, first_of_month, monday_of, the_day
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
    """POST /datacube/… {begin_date, end_date}: what was counted; of articles nothing.

    Raises errcode 61500 (no date) or 61501 (not in order, too many days, or a day that is not over).
    """
    begin, end = (_day(call, key) for key in ("begin_date", "end_date"))
    if not 0 <= (end - begin).days < STATISTICS_DAYS[name] or end >= date.fromisoformat(china_day(call.now)):
        raise ApiError(61501)
    rows = ROWS[name](call.world.figures, begin, end) if name in ROWS else []
    return {"list": rows, "is_delay": False} if name in STATISTICS_WITH_DELAY else {"list": rows}


def _followers_changed(figures: Figures, begin: date, end: date) -> list[Json]:
    rows = []
    for day, counts in figures.spans(begin, end, the_day):
        for source in sorted(set(counts.followed) | ({0} if counts.left else set())):
            gone = 0 if source else counts.left  # How somebody had come is not told when they leave [K].
            rows.append(
                {
                    "ref_date": day.isoformat(),
                    "user_source": source,
                    "new_user": counts.followed[source],
                    "cancel_user": gone,
                }
            )
    return rows


def _followers(figures: Figures, begin: date, end: date) -> list[Json]:
    days = [begin + timedelta(number) for number in range((end - begin).days + 1)]
    counted = [(day, figures.followers_at_end(day)) for day in days]
    return [{"ref_date": day.isoformat(), "cumulate_user": n} for day, n in counted if n is not None]


def _messages(first_of: Callable[[date], date], figures: Figures, begin: date, end: date) -> list[Json]:
    return [
        {"ref_date": first.isoformat(), **row}
        for first, counts in figures.spans(begin, end, first_of)
        for row in _by_type(counts)
    ]


def _messages_by_hour(figures: Figures, begin: date, _end: date) -> list[Json]:
    return [
        {"ref_date": begin.isoformat(), "ref_hour": hour * 100, **row}
        for hour, counts in figures.hours(begin)
        for row in _by_type(counts)
    ]


def _by_type(counts: Counts) -> list[Json]:
    return [
        {"msg_type": kind, "msg_user": len(writers), "msg_count": writers.total()}
        for kind, writers in sorted(counts.wrote.items())
    ]


def _writers(first_of: Callable[[date], date], figures: Figures, begin: date, end: date) -> list[Json]:
    rows = []
    for first, counts in figures.spans(begin, end, first_of):
        intervals = Counter(_interval(number) for number in counts.writers.values())
        rows += [
            {"ref_date": first.isoformat(), "count_interval": interval, "msg_user": number}
            for interval, number in sorted(intervals.items())
        ]
    return rows


def _interval(messages: int) -> int:
    """1 to 5 messages, 6 to 10, or more [O]."""
    return 1 if messages <= 5 else 2 if messages <= 10 else 3


def _pushes(figures: Figures, begin: date, end: date) -> list[Json]:
    found = figures.spans(begin, end, the_day)
    return [{"ref_date": day.isoformat(), **_pushed(counts)} for day, counts in found if counts.pushes]


def _pushes_by_hour(figures: Figures, begin: date, _end: date) -> list[Json]:
    found = [(hour, counts) for hour, counts in figures.hours(begin) if counts.pushes]
    return [{"ref_date": begin.isoformat(), "ref_hour": hour * 100, **_pushed(one)} for hour, one in found]


def _pushed(counts: Counts) -> Json:
    return {
        "callback_count": counts.pushes,
        "fail_count": counts.failed,
        "total_time_cost": counts.cost,
        "max_time_cost": counts.slowest,
    }


ROWS: dict[str, Callable[[Figures, date, date], list[Json]]] = {
    "getusersummary": _followers_changed,
    "getusercumulate": _followers,
    "getupstreammsg": partial(_messages, the_day),
    "getupstreammsghour": _messages_by_hour,
    "getupstreammsgweek": partial(_messages, monday_of),
    "getupstreammsgmonth": partial(_messages, first_of_month),
    "getupstreammsgdist": partial(_writers, the_day),
    "getupstreammsgdistweek": partial(_writers, monday_of),
    "getupstreammsgdistmonth": partial(_writers, first_of_month),
    "getinterfacesummary": _pushes,
    "getinterfacesummaryhour": _pushes_by_hour,
}


def _day(call: Call, name: str) -> date:
    try:
        return date.fromisoformat(call.text(name, 61500))
    except ValueError as error:
        raise ApiError(61500) from error


APIS = (
    Api("/datacube/getarticleread", "POST", article_read),
    *(Api(f"/datacube/{name}", "POST", partial(statistics, name)) for name in STATISTICS_DAYS),
)
