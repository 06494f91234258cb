"""The form of an activity before its day: what is typed, and the plan that it makes."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from admin.campaigns.reading import (
    choices_of,
    numbers_of,
    region_choices,
    typed_moment,
    units_of,
)
from admin.forms import Field, Typed
from campaigns.planning.arranging import ActivityPlan
from campaigns.planning.kinds import ActivityKind
from campaigns.planning.models import Campaign
from places.models import Venue, VenueKind
from places.regions import RegionTree

MOST_VENUES = 200
"""How many places can be ticked; others are named by their number."""


def fields(tree: RegionTree, values: Mapping[str, str], venues: Sequence[Venue]) -> tuple[Field, ...]:
    """What is asked for; ``venues`` are offered to be ticked."""

    def made(name: str, label: str, kind: str = "text", **more: Any) -> Field:
        return Field(name, label, kind, value=values.get(name, ""), **more)

    return (
        made("title", "活动名称", most=100),
        made("kind", "形式", "choice", choices=choices_of(ActivityKind)),
        made("audience", "走进哪里", "choice", is_required=False,
             choices=choices_of(VenueKind, ("", "面向所有人")), hint="形式是“走进”的必须选。"),
        made("film", "片名", most=100, is_required=False, hint="警示教育片要写，按不同的片名计数。"),
        made("region", "所在区划", "choice", choices=region_choices(tree)),
        made("place", "地点", most=200, hint="群众找得到的写法，例如：文化广场东门。"),
        made("starts_at", "开始", "moment"),
        made("ends_at", "结束", "moment"),
        made("lead_unit", "牵头单位", most=100),
        made("co_units", "配合单位", "area", rows=2, is_required=False, hint="一行一个，或者用顿号隔开。"),
        made("target", "预计多少人次", "number", is_required=False, most=9),
        made("quota", "签到名额", "number", is_required=False, most=9, hint="报满就不能再签到；不限就空着。"),
        *venue_fields(venues, values.get("venues", "")),
        made("scene", "签到二维码的场景值", is_required=False, most=64,
             hint="一般空着：活动页面上点“生成签到二维码”会自动编。"),
    )  # fmt: skip


def venue_fields(venues: Sequence[Venue], ticked: str = "") -> tuple[Field, ...]:
    """Which places of the register it reaches: those around to be ticked, others by number."""
    near = {str(one.id) for one in venues}
    others = " ".join(one for one in ticked.split() if one not in near)
    choices = [(str(one.id), f"{one.name}（{one.kind.label}）") for one in venues]
    more = Field(
        "other_venues", "其他场所的登记编号", is_required=False, value=others, most=500,
        hint="场所名录里每个场所前面的编号，几个用空格隔开。到过的场所计入覆盖率。",
    )  # fmt: skip
    if not choices:
        return (more,)
    return (Field("venues", "到了哪些场所", "many", choices, value=ticked, is_required=False), more)


def begun(campaign: Campaign, today: date) -> dict[str, str]:
    """A new activity, with what it takes from its campaign; tomorrow where that has begun."""
    following = max(campaign.starts_on, today + timedelta(days=1))
    day = min(following, campaign.ends_on).isoformat()
    return {
        "region": campaign.region,
        "lead_unit": campaign.lead_unit,
        "starts_at": f"{day}T09:00",
        "ends_at": f"{day}T11:00",
    }


def filled(plan: ActivityPlan) -> dict[str, str]:
    """The form with a plan in it."""
    return {
        "kind": plan.kind.value,
        "title": plan.title,
        "region": plan.region,
        "place": plan.place,
        "starts_at": typed_moment(plan.starts_at),
        "ends_at": typed_moment(plan.ends_at),
        "lead_unit": plan.lead_unit,
        "audience": plan.audience.value if plan.audience else "",
        "co_units": "\n".join(plan.co_units),
        "film": plan.film,
        "target": str(plan.target or ""),
        "quota": str(plan.quota or ""),
        "scene": plan.scene or "",
        "venues": " ".join(map(str, plan.venues)),
    }


def venues_of(typed: Typed) -> tuple[int, ...]:
    """The places that were ticked or named."""
    return tuple(dict.fromkeys((*numbers_of(typed, "venues"), *numbers_of(typed, "other_venues"))))


def read(typed: Typed) -> ActivityPlan:
    """The plan that was typed."""
    return ActivityPlan(
        kind=typed.one_of(ActivityKind, "kind", "形式"),
        title=typed.needed("title", "活动名称"),
        region=typed.needed("region", "所在区划"),
        place=typed.needed("place", "地点"),
        starts_at=typed.moment("starts_at", "开始时间"),
        ends_at=typed.moment("ends_at", "结束时间"),
        lead_unit=typed.needed("lead_unit", "牵头单位"),
        audience=typed.one_or_none(VenueKind, "audience"),
        co_units=units_of(typed, "co_units"),
        film=typed.text("film"),
        target=typed.number_or_none("target", "预计人次"),
        quota=typed.number_or_none("quota", "签到名额"),
        scene=typed.text("scene") or None,
        venues=venues_of(typed),
    )
