"""Printed matter and goods: taken out = handed out + brought back, each unit by itself."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Select, select, true

from campaigns.figures.activities import COUNTED, SETTINGS, code_of, held, is_for, name_of
from campaigns.figures.columns import Number, numerator, rows, total
from campaigns.figures.figure import Chapter, Figure, Reach, Scope
from campaigns.planning.models import Activity, ActivityMaterial

UNITS = {"copies": "份", "pieces": "件", "sheets": "张"}
"""What clerks enter, by the word in the key. 份 and 件 are never added up."""

_TAKEN: Number = total(ActivityMaterial.taken)
_RETURNED: Number = total(ActivityMaterial.returned)
_HANDED_OUT: Number = total(ActivityMaterial.taken - ActivityMaterial.returned)


def _supplies(
    scope: Scope, unit: str, count: Number, which: ColumnElement[bool] | None = None
) -> Select[Any]:
    return (
        select(numerator(count))
        .select_from(ActivityMaterial)
        .join(Activity, Activity.id == ActivityMaterial.activity_id)
        .where(held(scope), ActivityMaterial.unit == unit, true() if which is None else which)
    )


def _others(scope: Scope) -> Select[Any]:
    return (
        select(numerator(rows()))
        .select_from(ActivityMaterial)
        .join(Activity, Activity.id == ActivityMaterial.activity_id)
        .where(held(scope), ActivityMaterial.unit.not_in(sorted(UNITS.values())))
    )


def figures() -> Iterator[Figure]:
    """The figures of printed matter and goods."""
    for code, unit in UNITS.items():
        about = f"期内开始、已核实的活动，单位登记为“{unit}”的资料和物品"
        yield _figure(f"supplies.{code}.taken", f"领出（{unit}）", unit, f"{about}领出数", _TAKEN)
        parts: dict[str, Any] = {"of": f"supplies.{code}.taken", "split": "fate"}
        handed, back = f"supplies.{code}.handed_out", f"supplies.{code}.returned"
        yield _figure(handed, f"其中：发放（{unit}）", unit, f"{about}领出减退回", _HANDED_OUT, **parts)
        yield _figure(back, f"其中：退回（{unit}）", unit, f"{about}退回数", _RETURNED, **parts)
    yield Figure(
        key="supplies.other_units",
        name="另有：用其他单位登记的品种",
        chapter=Chapter.MATERIALS,
        unit="项",
        definition=f"期内开始、已核实的活动，单位不是{'、'.join(UNITS.values())}的资料和物品，只数项数，不相加数量",
        select=_others,
        numerator="登记的项数",
        bases=COUNTED,
        reach=Reach.OFFLINE,
        by_region=True,
    )


def by_setting() -> Iterator[Figure]:
    """Copies handed out, setting by setting."""
    whole = "supplies.copies.handed_out"
    for setting in SETTINGS:
        yield _figure(
            f"{whole}.{code_of(setting)}",
            f"{name_of(setting)}：发放资料",
            UNITS["copies"],
            f"期内开始、已核实的{name_of(setting)}活动，按份登记的资料领出减退回",
            _HANDED_OUT,
            which=is_for(setting),
            chapter=Chapter.SETTINGS,
            of=whole,
            split="setting",
        )


def _figure(
    key: str,
    name: str,
    unit: str,
    definition: str,
    count: Number,
    *,
    which: ColumnElement[bool] | None = None,
    chapter: Chapter = Chapter.MATERIALS,
    **more: Any,
) -> Figure:
    return Figure(
        key=key,
        name=name,
        chapter=chapter,
        unit=unit,
        definition=definition,
        select=partial(_supplies, unit=unit, count=count, which=which),
        numerator=name.removeprefix("其中："),
        bases=COUNTED,
        reach=Reach.OFFLINE,
        by_region=True,
        **more,
    )
