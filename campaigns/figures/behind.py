"""The activities, plans and requests that a figure counts, each with what it gives: clerks read no SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.util import find_tables

from campaigns.figures.figure import Figure, Scope
from campaigns.planning.lecture_models import LectureRequest
from campaigns.planning.models import Activity, Campaign
from core.types import Labelled

MOST: Final = 200
"""How many are listed; the rest is in the file of their own list."""


class Source(Labelled):
    """What is listed."""

    ACTIVITY = "activity", "活动"
    CAMPAIGN = "campaign", "计划"
    LECTURE = "lecture", "宣讲预约"


@dataclass(frozen=True, slots=True)
class Behind:
    """One that was counted, and how much of the numerator it gives."""

    id: int
    title: str
    when: date | datetime
    gives: int


_COLUMNS: Final[Sequence[tuple[Source, Any, InstrumentedAttribute[Any], InstrumentedAttribute[Any]]]] = (
    (Source.ACTIVITY, Activity, Activity.title, Activity.starts_at),
    (Source.CAMPAIGN, Campaign, Campaign.name, Campaign.starts_on),
    (Source.LECTURE, LectureRequest, LectureRequest.unit_name, LectureRequest.asked_at),
)


def rows_behind(session: Session, figure: Figure, scope: Scope) -> tuple[Source, Sequence[Behind]] | None:
    """What the statement of a figure reads, by the very same conditions; None where it reads none of these.

    One more than ``MOST`` says that there are more; what gives nothing is left out. A statement that only
    looks something up in a part of itself reads it for another purpose, and lists nothing.
    """
    statement = figure.select(scope)
    read = {
        table.name
        for origin in statement.get_final_froms()
        for table in find_tables(origin, include_joins=False)
    }
    for source, model, title, when in _COLUMNS:
        if model.__table__.name in read:
            return source, _listed(session, statement, model, title, when)
    return None


def _listed(session: Session, statement: Select[Any], model: Any, title: Any, when: Any) -> list[Behind]:
    gives = statement.selected_columns["numerator"]
    wanted = statement.with_only_columns(model.id, title, when, gives, maintain_column_froms=True)
    wanted = wanted.group_by(model.id, title, when).order_by(when, model.id).limit(MOST + 1)
    return [one for row in session.execute(wanted) if (one := Behind(*row)).gives]
