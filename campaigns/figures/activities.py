"""Campaigns, and what was held on the ground: how many, of which kinds, where. Verified ones only."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Select, select, true

from campaigns.figures.columns import different, numerator, rows
from campaigns.figures.figure import Chapter, Figure, Reach, Scope
from campaigns.planning.kinds import ActivityKind, Basis
from campaigns.planning.models import Activity, Campaign
from campaigns.planning.status import ActivityState, CampaignState
from places.models import VenueKind

COUNTED = frozenset({Basis.COUNTED})
EVERYBODY = "everybody"
SETTINGS: tuple[VenueKind | None, ...] = (*VenueKind, None)
"""The settings, and None for what is for everybody: together they are all there is."""

_BEGUN = "期内开始、已由他人核实的活动"


def held(scope: Scope, *, state: ActivityState = ActivityState.VERIFIED) -> ColumnElement[bool]:
    """The activities that began in the scope and stand so."""
    return scope.span.activities() & (Activity.state == state)


def code_of(setting: VenueKind | None) -> str:
    """How a setting is called in a key."""
    return EVERYBODY if setting is None else setting.value


def name_of(setting: VenueKind | None) -> str:
    """How a setting is called in a report."""
    return "不限场所" if setting is None else f"进{setting.label}"


def is_for(setting: VenueKind | None) -> ColumnElement[bool]:
    """The activity goes to this setting."""
    return Activity.audience.is_(None) if setting is None else Activity.audience == setting


def _campaigns(scope: Scope) -> Select[Any]:
    under_way = (Campaign.starts_on <= scope.period.last) & (Campaign.ends_on >= scope.period.first)
    return select(numerator(rows())).where(
        under_way,
        Campaign.state.in_((CampaignState.APPROVED, CampaignState.CLOSED)),
        scope.here(Campaign.region),
    )


def _activities(
    scope: Scope,
    which: ColumnElement[bool] | None = None,
    state: ActivityState = ActivityState.VERIFIED,
) -> Select[Any]:
    wanted = true() if which is None else which
    return select(numerator(rows())).select_from(Activity).where(held(scope, state=state), wanted)


def _films(scope: Scope) -> Select[Any]:
    return select(numerator(different(Activity.film))).where(held(scope), Activity.film != "")


def _of_activities(key: str, name: str, definition: str, select_: Any, **more: Any) -> Figure:
    given = {"unit": "场", "numerator": "活动场次", **more}
    return Figure(
        key=key,
        name=name,
        chapter=Chapter.GROUND,
        definition=definition,
        select=select_,
        bases=COUNTED,
        reach=Reach.OFFLINE,
        by_region=True,
        **given,
    )


def figures() -> Iterator[Figure]:
    """The figures of activities."""
    yield Figure(
        key="campaigns",
        name="宣传活动计划",
        chapter=Chapter.GROUND,
        unit="个",
        definition="期内正在实施、已经审定（含已结束）的宣传活动计划",
        select=_campaigns,
        numerator="计划数",
        bases=COUNTED,
        by_region=True,
    )
    yield _of_activities("activities", "宣传活动", f"{_BEGUN}，线上线下形式都算场次", _activities)
    for kind in ActivityKind:
        yield _of_activities(
            f"activities.kind.{kind}",
            f"其中：{kind.label}",
            f"{_BEGUN}中，形式登记为“{kind.label}”的",
            partial(_activities, which=Activity.kind == kind),
            of="activities",
            split="kind",
        )
    for setting in SETTINGS:
        yield _of_activities(
            f"activities.setting.{code_of(setting)}",
            f"其中：{name_of(setting)}",
            f"{_BEGUN}中，登记的面向场所是{setting.label if setting else '不限'}的",
            partial(_activities, which=is_for(setting)),
            of="activities",
            split="setting",
        )
    yield _of_activities(
        "activities.waiting",
        "另有：已开展、还没有核实",
        "期内开始、登记为已开展而还没有核实的活动；不计入其他任何数字",
        partial(_activities, state=ActivityState.HELD),
    )
    yield _of_activities(
        "films",
        "放映的警示教育片",
        f"{_BEGUN}放映的不同片名，同一部放几场算一部",
        _films,
        unit="部",
        numerator="不同片名数",
    )
