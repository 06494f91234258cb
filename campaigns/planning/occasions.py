"""Reads the calendar of occasions from its file."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from campaigns.planning.calendar import (
    Calendar,
    MonthDay,
    Occasion,
    OnDate,
    OnLunarDay,
    OnSolarTerm,
    OnWeekday,
    Rule,
    Season,
)
from campaigns.planning.kinds import ActivityKind, CampaignKind
from core.errors import BadContent
from core.yamls import parsed

FILE = Path(__file__).with_name("calendar.yaml")
SAFETY_MONTH = "safety_month"

_KINDS = {one.value: one for one in CampaignKind}
_ACTIVITIES = {one.value: one for one in ActivityKind}


@cache
def load_calendar(file: Path = FILE) -> Calendar:
    """All occasions of ``file``; ``BadContent`` where it is not written as it should be."""
    try:
        rows = parsed(file.read_text("utf-8"))["occasions"]
        occasions = [_occasion(row) for row in rows]
        # Our own is tried out by the tests: every process would load the moon's tables for it (``lunar.py``).
        for one in occasions if file != FILE else ():
            one.in_year(2026)
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise BadContent(f"{file.name}: {error!r}") from error
    codes = [one.code for one in occasions]
    if len(set(codes)) != len(codes):
        raise BadContent(f"{file.name}: an occasion stands there twice")
    if strange := {one.theme_of for one in occasions if one.theme_of} - set(codes):
        raise BadContent(f"{file.name}: the theme of {strange} is no occasion")
    return Calendar({one.code: one for one in occasions})


def _occasion(row: Mapping[str, Any]) -> Occasion:
    when = dict(row["when"])
    before, after = int(when.pop("before", 0)), int(when.pop("after", 0))
    return Occasion(
        code=row["code"],
        name=row["name"],
        kind=_KINDS[row["kind"]],
        rule=_rule(when),
        before=before,
        after=after,
        prepare=int(row["prepare"]),
        activities=tuple(_ACTIVITIES[word] for word in row["activities"]),
        topics=tuple(row["topics"]),
        theme_of=row["code"] if row.get("themed") else row.get("theme_of"),
        is_local=bool(row.get("local", False)),
        source=row["source"],
    )


def _rule(when: Mapping[str, Any]) -> Rule:
    match when:
        case {"date": str(on), **rest} if not rest:
            return OnDate(*_month_day(on))
        case {"from": str(first), "to": str(last), **rest} if not rest:
            return Season(_month_day(first), _month_day(last))
        case {"lunar": str(on), **rest} if not rest:
            return OnLunarDay(*_month_day(on))
        case {"term": str(name), **rest} if not rest:
            return OnSolarTerm(name)
        case {"weekday": int(weekday), "nth": int(nth), "month": int(month), **rest} if not rest:
            return OnWeekday(month, weekday, nth)
        case _:
            raise ValueError(f"no rule for dates is written like {dict(when)}")


def _month_day(text: str) -> MonthDay:
    month, _, day = text.partition("-")
    return int(month), int(day)
