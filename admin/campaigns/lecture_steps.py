"""What each step of a request for a lecture asks for, and how what was typed reaches its verb."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from admin.campaigns.activity_plan import venue_fields, venues_of
from admin.campaigns.reading import (
    choices_of,
    region_choices,
    typed_moment,
)
from admin.forms import REASON, Choices, Field, StepForm, Typed
from campaigns.planning.lecture_models import LectureRequest
from campaigns.planning.lecture_verbs import Asking, Slot
from campaigns.planning.lectures import LectureService
from campaigns.planning.models import Activity
from campaigns.planning.status import ActivityState
from campaigns.planning.status import LectureAction as A
from places.models import Venue, VenueKind
from places.regions import RegionTree
from staff.actors import Actor


@dataclass(frozen=True, slots=True)
class Doing:
    """One step being taken: with which request, by whom, when, and what was typed."""

    service: LectureService
    session: Session
    lecture_id: int
    typed: Typed
    actor: Actor
    now: datetime


@dataclass(frozen=True, slots=True)
class Offered:
    """What there is to choose from: plans, and places of the register; ``reached`` are ticked already."""

    plans: Choices
    near: Sequence[Venue]
    reached: Sequence[int]


def form_of(
    action: A,
    lecture: LectureRequest,
    activity: Activity | None,
    offered: Offered,
    address: str,
) -> StepForm:
    """A step as a form."""
    fields = _fields(action, lecture, activity, offered)
    is_main = action in (A.SCHEDULE, A.HOLD)
    return StepForm(action.value, action.label, address, fields, _WARNINGS.get(action, ""), is_main)


def asking_fields(tree: RegionTree) -> tuple[Field, ...]:
    """What somebody who telephones is asked."""
    return (
        Field("unit_name", "单位、村或者社区", most=100),
        Field("audience", "类别", "choice", choices_of(VenueKind, ("", "不清楚")), is_required=False),
        Field("contact", "联系人", most=30),
        Field("telephone", "联系电话", most=20),
        Field("region", "区划", "choice", region_choices(tree)),
        Field("place", "地点", most=200),
        Field("topic", "想听什么", "area", rows=2, most=500),
        Field("wished", "希望什么时间", most=100),
        Field("expected", "多少人听", "number", is_required=False, most=9),
    )


def new_asking(typed: Typed) -> Asking:
    """The request for a lecture that was typed."""
    return Asking(
        unit_name=typed.needed("unit_name", "单位、村或者社区"),
        contact=typed.needed("contact", "联系人"),
        telephone=typed.needed("telephone", "联系电话"),
        region=typed.needed("region", "区划"),
        place=typed.needed("place", "地点"),
        topic=typed.needed("topic", "想听什么"),
        wished=typed.needed("wished", "希望什么时间"),
        audience=typed.one_or_none(VenueKind, "audience"),
        expected=typed.number_or_none("expected", "多少人听"),
    )


def _fields(
    action: A, lecture: LectureRequest, activity: Activity | None, offered: Offered
) -> Sequence[Field]:
    slot = (
        Field("starts_at", "开始", "moment", value=typed_moment(activity.starts_at) if activity else ""),
        Field("ends_at", "结束", "moment", value=typed_moment(activity.ends_at) if activity else ""),
        Field("speaker", "宣讲人", most=64, value=lecture.speaker),
        Field("speaker_unit", "宣讲人单位", most=100, value=lecture.speaker_unit),
        Field(
            "place", "地点", most=200, value=activity.place if activity else lecture.place, is_required=False
        ),
    )
    match action:
        case A.SCHEDULE:
            plan = Field("campaign", "归入哪个宣传计划", "choice", offered.plans)
            return (plan, *slot)
        case A.RESCHEDULE:
            return (*slot, REASON)
        case A.CALL_OFF | A.DECLINE:
            return (REASON,)
        case A.HOLD:
            summary = Field("summary", "开展情况", "area", most=2000)
            if activity is not None and activity.state is not ActivityState.PLANNED:
                # Entered at the activity already, with its places.
                return (summary,)
            return (summary, *venue_fields(offered.near, " ".join(map(str, offered.reached))))
        case _:
            return ()


_WARNINGS: Mapping[A, str] = {
    A.SCHEDULE: "安排以后会告诉预约的人，并成为这个计划的一项活动。",
    A.RESCHEDULE: "改期会告诉预约的人。",
    A.CALL_OFF: "取消会告诉预约的人，预约回到待安排。",
    A.DECLINE: "理由会告诉预约的人。",
    A.WITHDRAW: "预约的人来电不要了，才办这一步。",
    A.HOLD: "人数、照片登记在活动里。",
}


def _slot(typed: Typed, campaign_id: int) -> Slot:
    return Slot(
        campaign_id=campaign_id,
        starts_at=typed.moment("starts_at", "开始时间"),
        ends_at=typed.moment("ends_at", "结束时间"),
        speaker=typed.needed("speaker", "宣讲人"),
        speaker_unit=typed.needed("speaker_unit", "宣讲人单位"),
        place=typed.text("place"),
    )


def _schedule(doing: Doing) -> object:
    doing.typed.needed("campaign", "归入哪个宣传计划")
    slot = _slot(doing.typed, doing.typed.number("campaign", "宣传计划"))
    return doing.service.schedule(doing.session, doing.lecture_id, slot, doing.actor, doing.now)


def _reschedule(doing: Doing) -> object:
    # The campaign stays the same.
    slot, reason = _slot(doing.typed, 0), doing.typed.text("reason")
    return doing.service.reschedule(doing.session, doing.lecture_id, slot, reason, doing.actor, doing.now)


def _hold(doing: Doing) -> object:
    return doing.service.hold(
        doing.session,
        doing.lecture_id,
        doing.typed.needed("summary", "开展情况"),
        doing.actor,
        doing.now,
        venues_of(doing.typed),
    )


def _with(verb: Callable[..., object], doing: Doing, name: str) -> object:
    return verb(doing.session, doing.lecture_id, doing.typed.text(name), doing.actor, doing.now)


VERBS: Mapping[A, Callable[[Doing], object]] = {
    A.SCHEDULE: _schedule,
    A.RESCHEDULE: _reschedule,
    A.CALL_OFF: lambda doing: _with(doing.service.call_off, doing, "reason"),
    A.DECLINE: lambda doing: _with(doing.service.decline, doing, "reason"),
    A.WITHDRAW: lambda doing: doing.service.withdraw_for(
        doing.session, doing.lecture_id, doing.actor, doing.now
    ),
    A.HOLD: _hold,
}
"""Every step of staff; the stars are given by who listened."""
