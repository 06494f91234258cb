"""Where campaigns, activities and requests for a lecture stand, and which step may follow. Pure.

::

    campaign   planned ⇄ approved → closed                         planned, approved → cancelled
    activity   planned → held ⇄ verified                           planned → cancelled
    lecture    asked ⇄ scheduled → held            asked → declined      asked, scheduled → withdrawn

Whoever entered anything about an activity does not verify it, and whoever made a plan does not approve it.
``CAMPAIGN_MOVES``, ``ACTIVITY_MOVES`` and ``LECTURE_MOVES`` are the whole truth.
"""

from collections.abc import Mapping
from enum import StrEnum

from campaigns.planning.permissions import Permission as May
from core.types import Labelled
from staff.moves import Move


class CampaignState(Labelled):
    """Where a campaign stands."""

    PLANNED = "planned", "拟定"
    APPROVED = "approved", "已审定"
    CLOSED = "closed", "已结束"
    CANCELLED = "cancelled", "已取消"


class CampaignAction(Labelled):
    """What can be done with a campaign."""

    CHANGE = "change", "修改计划"
    APPROVE = "approve", "审定"
    REVISE = "revise", "退回修改"
    CLOSE = "close", "结束"
    CANCEL = "cancel", "取消"


class ActivityState(Labelled):
    """Where an activity stands."""

    PLANNED = "planned", "待开展"
    HELD = "held", "已开展"
    VERIFIED = "verified", "已核实"
    CANCELLED = "cancelled", "已取消"


class ActivityAction(Labelled):
    """What can be done with an activity."""

    CHANGE = "change", "修改安排"
    ISSUE = "issue", "领出、退回物料"
    PHOTOGRAPH = "photograph", "添加照片"
    HOLD = "hold", "登记已开展"
    COUNT = "count", "登记人数"
    VERIFY = "verify", "核实"
    SEND_BACK = "send_back", "退回补正"
    REOPEN = "reopen", "重新核实"
    CANCEL = "cancel", "取消"


class LectureState(Labelled):
    """Where a request for a lecture stands."""

    ASKED = "asked", "待安排"
    SCHEDULED = "scheduled", "已安排"
    HELD = "held", "已开展"
    DECLINED = "declined", "未能安排"
    WITHDRAWN = "withdrawn", "已撤回"


class LectureAction(Labelled):
    """What can be done with a request for a lecture."""

    SCHEDULE = "schedule", "安排"
    RESCHEDULE = "reschedule", "改期"
    CALL_OFF = "call_off", "取消安排"
    DECLINE = "decline", "答复不能安排"
    WITHDRAW = "withdraw", "撤回"
    HOLD = "hold", "登记已开展"
    RATE = "rate", "评价"


class Guard(StrEnum):
    """What must hold beyond the state; each is checked by the service and refused by its own error."""

    REASON = "reason"
    """A reason is written down."""
    NOT_THE_PLANNER = "not_the_planner"
    """Whoever planned or changed it does not approve it."""
    THEME_VERIFIED = "theme_verified"
    """A campaign of a themed occasion has the theme of its year, checked by two people."""
    ALL_SETTLED = "all_settled"
    """No activity waits to be held or verified."""
    NOTHING_HELD = "nothing_held"
    """No activity was held."""
    CAMPAIGN_APPROVED = "campaign_approved"
    """The plan was approved."""
    NOBODY_WAITS = "nobody_waits"
    """Nobody who asked for it was told the day: such a lecture is called off at the request."""
    HAS_BEGUN = "has_begun"
    """Its time has come."""
    COUNTED = "counted"
    """At least one number was entered."""
    PROVEN = "proven"
    """A photo, or numbers by sign-in or by the system; what a clerk only estimates proves nothing."""
    NOT_ENTERED_BY = "not_entered_by"
    """Whoever entered anything about it does not verify it."""
    ATTENDED = "attended"
    """Only who could have been there rates it: from its beginning until thirty days after."""


C, D = CampaignState, CampaignAction
A, B = ActivityState, ActivityAction
L, M = LectureState, LectureAction
G = Guard

CampaignMove = Move[CampaignState, Guard]
ActivityMove = Move[ActivityState, Guard]
LectureMove = Move[LectureState, Guard]

CAMPAIGN_MOVES: Mapping[tuple[CampaignState, CampaignAction], CampaignMove] = {
    (C.PLANNED, D.CHANGE): Move(C.PLANNED, May.PLAN),
    (C.PLANNED, D.APPROVE): Move(C.APPROVED, May.APPROVE, (G.NOT_THE_PLANNER, G.THEME_VERIFIED)),
    (C.PLANNED, D.CANCEL): Move(C.CANCELLED, May.PLAN, (G.REASON, G.NOTHING_HELD, G.NOBODY_WAITS)),
    (C.APPROVED, D.REVISE): Move(C.PLANNED, May.PLAN, (G.REASON,)),
    (C.APPROVED, D.CLOSE): Move(C.CLOSED, May.PLAN, (G.ALL_SETTLED,)),
    (C.APPROVED, D.CANCEL): Move(C.CANCELLED, May.APPROVE, (G.REASON, G.NOTHING_HELD, G.NOBODY_WAITS)),
}

ACTIVITY_MOVES: Mapping[tuple[ActivityState, ActivityAction], ActivityMove] = {
    (A.PLANNED, B.CHANGE): Move(A.PLANNED, May.PLAN),
    (A.PLANNED, B.ISSUE): Move(A.PLANNED, May.RECORD),
    (A.PLANNED, B.PHOTOGRAPH): Move(A.PLANNED, May.RECORD),
    (A.PLANNED, B.HOLD): Move(A.HELD, May.RECORD, (G.CAMPAIGN_APPROVED, G.HAS_BEGUN)),
    # By the system: who asked for a lecture withdrew it.
    (A.PLANNED, B.CANCEL): Move(A.CANCELLED, May.PLAN, (G.REASON, G.NOBODY_WAITS), by_system=True),
    (A.HELD, B.ISSUE): Move(A.HELD, May.RECORD),
    (A.HELD, B.PHOTOGRAPH): Move(A.HELD, May.RECORD),
    # By the system: sign-ins and what happens online.
    (A.HELD, B.COUNT): Move(A.HELD, May.RECORD, by_system=True),
    (A.HELD, B.SEND_BACK): Move(A.HELD, May.VERIFY, (G.REASON,)),
    (A.HELD, B.VERIFY): Move(A.VERIFIED, May.VERIFY, (G.NOT_ENTERED_BY, G.COUNTED, G.PROVEN)),
    (A.VERIFIED, B.REOPEN): Move(A.HELD, May.VERIFY, (G.REASON,)),
}

LECTURE_MOVES: Mapping[tuple[LectureState, LectureAction], LectureMove] = {
    (L.ASKED, M.SCHEDULE): Move(L.SCHEDULED, May.LECTURES),
    (L.ASKED, M.DECLINE): Move(L.DECLINED, May.LECTURES, (G.REASON,)),
    (L.ASKED, M.WITHDRAW): Move(L.WITHDRAWN, May.LECTURES, by_reporter=True),
    (L.SCHEDULED, M.RESCHEDULE): Move(L.SCHEDULED, May.LECTURES, (G.REASON,)),
    (L.SCHEDULED, M.CALL_OFF): Move(L.ASKED, May.LECTURES, (G.REASON,)),
    (L.SCHEDULED, M.WITHDRAW): Move(L.WITHDRAWN, May.LECTURES, by_reporter=True),
    (L.SCHEDULED, M.HOLD): Move(L.HELD, May.LECTURES, (G.HAS_BEGUN, G.CAMPAIGN_APPROVED)),
    (L.SCHEDULED, M.RATE): Move(L.SCHEDULED, guards=(G.ATTENDED,), by_reporter=True),
    (L.HELD, M.RATE): Move(L.HELD, guards=(G.ATTENDED,), by_reporter=True),
}

ENTERED = frozenset({B.CHANGE, B.ISSUE, B.PHOTOGRAPH, B.HOLD, B.COUNT})
"""Steps after which somebody counts as one who entered something."""

UNSETTLED = frozenset({A.PLANNED, A.HELD})
"""Activities of which somebody still has to say something."""

HAPPENED = frozenset({A.HELD, A.VERIFIED})
"""Activities that were held, counted or not."""
