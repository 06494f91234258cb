"""How many questions each day had, kept when the questions themselves are deleted: numbers, nobody's words.

A report of a year needs them, and the questions are there for ninety days only.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.clock import china_date
from knowledge.models import LoggedQuestion, QuestionDay

LEFT, REPLIED = "left", "replied"
"""The words of questions left for staff: on the day they came, and on the day they were answered."""


def add_up(session: Session, happened: Iterable[tuple[datetime, str]]) -> None:
    """Add moments, each with its word, to the numbers of their days."""
    counts: Mapping[tuple[date, str], int] = Counter((china_date(at), word) for at, word in happened)
    for (on, word), count in sorted(counts.items()):
        row = session.get(QuestionDay, (on, word), with_for_update=True)
        if row is None:
            session.add(QuestionDay(on=on, word=word, count=count))
        else:
            row.count += count
    session.flush()


def first_day(session: Session) -> date | None:
    """The first day of which there is a question or a number; None where there never was one."""
    told = session.scalar(select(func.min(QuestionDay.on)))
    asked = session.scalar(select(func.min(LoggedQuestion.at)))
    days = [told, asked and china_date(asked)]
    return min((day for day in days if day), default=None)
