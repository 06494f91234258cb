"""What each step of an activity asks for, and how what was typed reaches its verb."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from admin.campaigns.activity_plan import venue_fields, venues_of
from admin.campaigns.reading import choices_of
from admin.forms import REASON, Field, StepForm, Typed
from campaigns.planning.activities import ActivityService
from campaigns.planning.album import KeptPhoto
from campaigns.planning.kinds import Basis, Counted, HandedOut, Measure, Unit
from campaigns.planning.models import Activity
from campaigns.planning.queries import ActivityFile, entered_of
from campaigns.planning.refusals import NotAPhoto
from campaigns.planning.status import ActivityAction as A
from core.optimistic_locking import fingerprint_of
from places.models import Venue
from staff.actors import Actor


@dataclass(frozen=True, slots=True)
class Doing:
    """One step being taken: with which activity, by whom, when, and what was typed."""

    service: ActivityService
    session: Session
    activity_id: int
    typed: Typed
    actor: Actor
    now: datetime
    kept: KeptPhoto | None = None


def form_of(action: A, file: ActivityFile, near: Sequence[Venue], address: str) -> StepForm:
    """A step as a form."""
    return StepForm(
        action.value,
        _LABELS.get(action, action.label),
        address,
        _fields(action, file.activity, near, " ".join(str(venue.id) for venue in file.venues)),
        _WARNINGS.get(action, ""),
        is_main=action in (A.HOLD, A.COUNT, A.PHOTOGRAPH, A.VERIFY),
        seen=fingerprint_of(entered_of(file)) if action is A.VERIFY else "",
    )


def _fields(action: A, activity: Activity, near: Sequence[Venue], reached: str) -> Sequence[Field]:
    match action:
        case A.HOLD:
            return (
                Field(
                    "summary", "开展情况", "area", rows=4, most=2000, hint="做了什么、效果怎样，几句话就行。"
                ),
                *venue_fields(near, reached),
            )
        case A.COUNT:
            return (
                Field("measure", "统计什么", "choice", choices_of(Measure, None)),
                Field("value", "数量", "number", most=9),
                Field("unit", "单位", "choice", choices_of(Unit, None), value=Unit.ATTENDANCES.value,
                      hint="同一个人来两次是2人次、1人；人和人次不能相加。"),
                Field("basis", "依据", "choice", choices_of(Basis, None), hint="“系统”只用于线上参与。"),
                Field("source", "数是从哪里来的", most=200, is_required=False,
                      hint="签到表、照片清点、系统名称；估算的可以不写。"),
            )  # fmt: skip
        case A.PHOTOGRAPH:
            return (
                Field("photo", "照片", "file", value="image/*", hint="拍照或者从相册选；位置等信息会去掉。"),
                Field("caption", "照片说明", most=200, value=f"{activity.title}现场"[:200]),
            )
        case A.ISSUE:
            return (
                Field("name", "物料名称", most=100, hint="同一种再登记一次，以最后一次的数量为准。"),
                Field("unit", "单位", value="份", most=8),
                Field("taken", "领出", "number", most=9),
                Field("returned", "退回", "number", value="0", most=9),
            )
        case A.SEND_BACK | A.REOPEN | A.CANCEL:
            return (REASON,)
        case _:
            return ()


_LABELS: Mapping[A, str] = {A.HOLD: "登记已开展（结束活动）"}
_WARNINGS: Mapping[A, str] = {
    A.VERIFY: "核实以后，人数、场所计入指标和覆盖率，不能再改。",
    A.REOPEN: "重新核实以前，这项活动不计入指标。",
    A.CANCEL: "取消以后不能恢复。",
}


def _hold(doing: Doing) -> None:
    summary = doing.typed.needed("summary", "开展情况")
    doing.service.hold(
        doing.session, doing.activity_id, summary, doing.actor, doing.now, venues_of(doing.typed)
    )


def _count(doing: Doing) -> None:
    typed = doing.typed
    counted = Counted(
        measure=typed.one_of(Measure, "measure", "统计什么"),
        value=typed.number("value", "数量"),
        unit=typed.one_of(Unit, "unit", "单位"),
        basis=typed.one_of(Basis, "basis", "依据"),
        source=typed.text("source"),
    )
    doing.service.count(doing.session, doing.activity_id, counted, doing.actor, doing.now)


def _photograph(doing: Doing) -> None:
    if doing.kept is None:
        raise NotAPhoto
    caption = doing.typed.needed("caption", "照片说明")
    doing.service.photograph(doing.session, doing.activity_id, doing.kept, caption, doing.actor, doing.now)


def _issue(doing: Doing) -> None:
    typed = doing.typed
    handed_out = HandedOut(
        name=typed.needed("name", "物料名称"),
        unit=typed.needed("unit", "单位"),
        taken=typed.number("taken", "领出"),
        returned=typed.number("returned", "退回"),
    )
    doing.service.issue(doing.session, doing.activity_id, handed_out, doing.actor, doing.now)


def _with_reason(verb: Callable[..., object], doing: Doing) -> None:
    verb(doing.session, doing.activity_id, doing.typed.text("reason"), doing.actor, doing.now)


VERBS: Mapping[A, Callable[[Doing], object]] = {
    A.HOLD: _hold,
    A.COUNT: _count,
    A.PHOTOGRAPH: _photograph,
    A.ISSUE: _issue,
    A.VERIFY: lambda doing: doing.service.verify(
        doing.session, doing.activity_id, doing.actor, doing.now, doing.typed.seen
    ),
    A.SEND_BACK: lambda doing: _with_reason(doing.service.send_back, doing),
    A.REOPEN: lambda doing: _with_reason(doing.service.reopen, doing),
    A.CANCEL: lambda doing: _with_reason(doing.service.cancel, doing),
}
STEPS = tuple(VERBS)
"""Every step that stands on the page; changing the plan has a page of its own."""
