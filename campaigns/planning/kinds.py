"""The words of plans: kinds of campaigns and activities, what is counted, in which unit, on what basis. Pure.

A lecture of 300 people is 300 人次; the same 300 who come to a second one are 600 人次 and still 300 人. The
two units are never added up; a number says how it came about (basis), so an estimate is shown as one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from core.types import Labelled


class CampaignKind(Labelled):
    """What sort of campaign it is; the day behind it is a code of ``calendar.yaml``."""

    SAFETY_MONTH = "safety_month", "安全生产月"
    DISASTER_REDUCTION = "disaster_reduction", "防灾减灾"
    FIRE_MONTH = "fire_month", "消防宣传月"
    FIVE_SETTINGS = "five_settings", "安全宣传五进"
    SEASONAL = "seasonal", "季节性提示"
    OTHER_DAY = "other_day", "其他宣传日"
    OWN = "own", "自定"


class ActivityKind(Labelled):
    """What is done on the ground."""

    CONSULTATION = "consultation", "咨询日"
    LECTURE = "lecture", "宣讲"
    FILM = "film", "警示教育片"
    DRILL = "drill", "演练"
    CONTEST = "contest", "竞赛"
    SCREENS = "screens", "亮屏"
    OPEN_DAY = "open_day", "开放日"
    SNAPSHOT = "snapshot", "随手拍"
    TRAINING = "training", "培训"
    VISIT = "visit", "走进"


class Basis(Labelled):
    """How a number came about."""

    COUNTED = "counted", "实数"
    SIGNED_IN = "signed_in", "签到"
    ESTIMATED = "estimated", "估算"
    SYSTEM = "system", "系统"


class Unit(Labelled):
    """In what a number is counted."""

    PEOPLE = "people", "人"
    ATTENDANCES = "attendances", "人次"
    PIECES = "pieces", "件"
    SCREENS = "screens", "块"


class Measure(Labelled):
    """What was counted at an activity."""

    ATTENDED = "attended", "到场"
    CONSULTED = "consulted", "咨询"
    TRAINED = "trained", "培训"
    DRILLED = "drilled", "参加演练"
    WATCHED = "watched", "观看"
    ONLINE = "online", "线上参与"
    SCREENS = "screens", "亮屏"
    FOUND = "found", "发现隐患"


_SOULS = frozenset({Unit.PEOPLE, Unit.ATTENDANCES})

UNITS: Mapping[Measure, frozenset[Unit]] = {
    Measure.ATTENDED: _SOULS,
    Measure.CONSULTED: _SOULS,
    Measure.TRAINED: _SOULS,
    Measure.DRILLED: _SOULS,
    Measure.WATCHED: _SOULS,
    Measure.ONLINE: _SOULS,
    Measure.SCREENS: frozenset({Unit.SCREENS}),
    Measure.FOUND: frozenset({Unit.PIECES}),
}
"""In which units a measure may be given."""

ONLINE = frozenset({Measure.ONLINE})
"""Counted apart from what happened on the ground."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One number of an activity; ``source`` is the list, photo or system it was read from."""

    measure: Measure
    value: int
    unit: Unit
    basis: Basis
    source: str


@dataclass(frozen=True, slots=True)
class HandedOut:
    """How much of one material was taken out for an activity, and how much came back."""

    name: str
    unit: str
    taken: int
    returned: int
    material_id: int | None = None
