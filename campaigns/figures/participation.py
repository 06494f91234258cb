"""Numbers counted at activities, each measure and each unit by itself, split by how they came about.

Measures are not added up: who came (到场) is also among those who asked (咨询). Numbers of people (人) of
several activities are attendances once they are added, since who comes twice is in them twice; they stand
apart from what was entered as 人次, because one activity may have both. True people are counted by sign-in
(``signing``).
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Select, case, select, true

from campaigns.figures.activities import SETTINGS, code_of, held, is_for, name_of
from campaigns.figures.columns import estimated, numerator, total
from campaigns.figures.figure import Chapter, Figure, Reach, Scope
from campaigns.planning.kinds import ONLINE, UNITS, Basis, Measure, Unit
from campaigns.planning.models import Activity, Headcount

ALL_BASES = frozenset(Basis)


def _heads(
    scope: Scope, measure: Measure, unit: Unit, which: ColumnElement[bool] | None = None
) -> Select[Any]:
    guessed = case((Headcount.basis == Basis.ESTIMATED, Headcount.value), else_=0)
    return (
        select(numerator(total(Headcount.value)), estimated(total(guessed)))
        .join(Activity, Activity.id == Headcount.activity_id)
        .where(
            held(scope),
            Headcount.measure == measure,
            Headcount.unit == unit,
            true() if which is None else which,
        )
    )


def key_of(measure: Measure, unit: Unit) -> str:
    """The key of a measure in a unit."""
    return f"heads.{measure}.{unit}"


def figures() -> Iterator[Figure]:
    """Every measure in every unit in which it may be given, with its parts by basis."""
    for measure in Measure:
        # 人次 first: what was entered as people is the exception.
        for unit in sorted(UNITS[measure], reverse=True, key=list(Unit).index):
            yield from _of(measure, unit)


def by_setting() -> Iterator[Figure]:
    """Attendances of those who came, setting by setting."""
    measure, unit = Measure.ATTENDED, Unit.ATTENDANCES
    for setting in SETTINGS:
        yield _figure(
            measure,
            unit,
            f"{key_of(measure, unit)}.{code_of(setting)}",
            f"{name_of(setting)}：到场",
            f"{_told(measure, unit)}，限{name_of(setting)}的活动",
            is_for(setting),
            chapter=Chapter.SETTINGS,
            of=key_of(measure, unit),
            split="setting",
        )


def _of(measure: Measure, unit: Unit) -> Iterator[Figure]:
    name = f"{measure.label}（按人登记的各场之和）" if unit is Unit.PEOPLE else measure.label
    yield _figure(measure, unit, key_of(measure, unit), name, _told(measure, unit), None)
    for basis in Basis:
        yield _figure(
            measure,
            unit,
            f"{key_of(measure, unit)}.{basis}",
            f"其中：{basis.label}",
            f"{_told(measure, unit)}，依据是“{basis.label}”的",
            Headcount.basis == basis,
            bases=frozenset({basis}),
            of=key_of(measure, unit),
            split="basis",
        )


def _told(measure: Measure, unit: Unit) -> str:
    words = f"期内开始、已核实的活动登记的“{measure.label}”，单位是{unit.label}"
    if unit is Unit.PEOPLE:
        return f"{words}；同一人参加两场算两次，所以合计是人次，不和按人次登记的相加"
    return words


def _figure(
    measure: Measure,
    unit: Unit,
    key: str,
    name: str,
    definition: str,
    which: ColumnElement[bool] | None,
    **more: Any,
) -> Figure:
    given = {"chapter": Chapter.HEADS, "bases": ALL_BASES, **more}
    return Figure(
        key=key,
        name=name,
        unit=(Unit.ATTENDANCES if unit is Unit.PEOPLE else unit).label,
        definition=definition,
        select=partial(_heads, measure=measure, unit=unit, which=which),
        numerator=f"登记数（{unit.label}）之和",
        reach=Reach.ONLINE if measure in ONLINE else Reach.OFFLINE,
        by_region=True,
        **given,
    )
