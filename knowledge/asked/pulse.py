"""What is asked today, by the hour and by subject, for the wall of the duty room: counts, never a wording."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, Text, cast, func, literal, select
from sqlalchemy.orm import Session

from core.expressions import seconds_between
from core.types import UtcDateTime
from knowledge.answering import Decision
from knowledge.asked.querylog import OPINION
from knowledge.models import LoggedQuestion

HOURS = 24
USUAL_DAYS = 7
_HOUR = 3600
# Rounding is the one thing that both engines do alike; a millisecond keeps a full hour on its own side.
_HAIR = 0.001
_ANSWERED = frozenset({Decision.ANSWER.value, Decision.EMERGENCY.value, Decision.REDIRECT.value})


@dataclass(frozen=True, slots=True)
class Pulse:
    """A day so far; ``by_hour`` has a number for each of its hours, ``by_category`` the most asked first.

    A question about two subjects counts in both.
    """

    questions: int
    answered: int
    emergencies: int
    by_hour: Sequence[int]
    by_category: Mapping[str, int]


def pulse(session: Session, midnight: datetime, now: datetime) -> Pulse:
    """The day that began at ``midnight``; one statement."""
    hours, categories, decisions = Counter[int](), Counter[str](), Counter[str]()
    cells = _hourly(midnight, now).add_columns(
        LoggedQuestion.decision.label("decision"), cast(LoggedQuestion.topics, Text).label("topics")
    )
    inner = cells.subquery()
    query = select(inner, func.count()).group_by(*inner.c)
    for hour, decision, topics, count in session.execute(query):
        hours[int(hour)] += count
        decisions[decision] += count
        for category in {slug.partition(".")[0] for slug in json.loads(topics)}:
            categories[category] += count
    ranked = sorted(categories.items(), key=lambda one: (-one[1], one[0]))
    return Pulse(
        decisions.total(),
        sum(decisions[one] for one in _ANSWERED),
        decisions[Decision.EMERGENCY.value],
        [hours[hour] for hour in range(HOURS)],
        dict(ranked),
    )


def usual_hours(session: Session, midnight: datetime, days: int = USUAL_DAYS) -> Sequence[float]:
    """How many questions come in each hour of a day, on average of the days before ``midnight``."""
    inner = _hourly(midnight - timedelta(days=days), midnight).subquery()
    hours = [0] * HOURS
    for hour, count in session.execute(select(inner.c.hour, func.count()).group_by(inner.c.hour)):
        hours[int(hour) % HOURS] += count
    return [count / days for count in hours]


def _hourly(begin: datetime, end: datetime) -> Select[tuple[float]]:
    """The questions from ``begin`` on and before ``end``, each with the hour since then in which it came."""
    since = seconds_between(literal(begin, UtcDateTime), LoggedQuestion.at)
    return select(func.round((since + _HAIR) / _HOUR - 0.5).label("hour")).where(
        LoggedQuestion.at >= begin, LoggedQuestion.at < end, LoggedQuestion.decision != OPINION
    )
