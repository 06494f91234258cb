"""Machine B: where a hazard stands on its way to 销号, and which step may follow. Pure.

::

    B1 registered → B2 graded → B3 ordered → B4 fixing → B5 listed (重大) → B6 extended
    B4–B6, B10 → B7 claimed fixed → B8 re-inspected → B9 delisted → B11 recurred
                    └── fails: back to B4, counted          B3–B6 → B10 enforcement → B4

Listing for supervision and an enforcement case go on beside the repair: their rows stay open whatever the
state is; the states say who moves next.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from core.types import Labelled, Numbered
from staff.moves import Move
from tipoffs.permissions import Permission as May


class HazardState(Numbered):
    """Where a hazard stands; ``number`` is that of the bureau's process."""

    REGISTERED = "registered", "已登记", "B1"
    GRADED = "graded", "已定级", "B2"
    ORDERED = "ordered", "已交办", "B3"
    FIXING = "fixing", "整改中", "B4"
    LISTED = "listed", "挂牌督办", "B5"
    EXTENDED = "extended", "延期整改", "B6"
    CLAIMED_FIXED = "claimed_fixed", "申请验收", "B7"
    REINSPECTED = "reinspected", "复查通过", "B8"
    DELISTED = "delisted", "已销号", "B9"
    ENFORCEMENT = "enforcement", "移送执法", "B10"
    RECURRED = "recurred", "已复发", "B11"


class HazardAction(Labelled):
    """What can be done with a hazard; also the name of the event it leaves."""

    REGISTER = "register", "登记"
    GRADE = "grade", "定级"
    REGRADE = "regrade", "调整等级"
    ORDER = "order", "责令限期整改"
    SIGN_ORDER = "sign_order", "整改措施签批"
    LIST = "list_for_supervision", "挂牌督办"
    PUBLISH_LISTING = "publish_listing", "公示挂牌"
    ASK_EXTENSION = "ask_extension", "申请延期"
    EXTEND = "extend", "批准延期"
    REFUSE_EXTENSION = "refuse_extension", "不同意延期"
    CLAIM_FIXED = "claim_fixed", "申请验收"
    PASS = "pass_reinspection", "复查通过"
    FAIL = "fail_reinspection", "复查不通过"
    DELIST = "delist", "销号"
    PUBLISH_DELISTING = "publish_delisting", "公示销号"
    ENFORCE = "enforce", "移送执法"
    RESUME = "resume", "执法后继续整改"
    PENALISE = "penalise", "登记处罚"
    RECUR = "recur", "登记复发"


class HazardGuard(StrEnum):
    """What must hold beyond the state."""

    REASON = "reason"
    CLAUSE = "clause"
    """The clause of the criteria that the level rests on is named."""
    FIVE_PARTS = "five_parts"
    """五落实: who, what, money, until when, and what if (安委〔2024〕7号)."""
    NOT_EXCLUDED = "not_excluded"
    """Neither the unit nor the people who repair are named in a tip about it."""
    IS_MAJOR = "is_major"
    """Only a 重大 hazard is listed."""
    NAMED_LEADER = "named_leader"
    """A listing names the leader who answers for it."""
    IS_LISTED = "is_listed"
    """The listing exists and is not published yet."""
    IN_TIME = "in_time"
    """At least twenty working days before the order runs out."""
    ASKED = "asked"
    """An extension has been asked for and not answered."""
    NONE_ASKED = "none_asked"
    """No other request is waiting."""
    AFTER_EVIDENCE = "after_evidence"
    """Pictures or papers show the repair."""
    NOT_FIXER = "not_fixer"
    """Whoever found it or looks again did not repair it (排改分离)."""
    NOT_FINDER = "not_finder"
    """Whoever repairs or looks again is not the one who found it."""
    HAS_CASE = "has_case"
    """An enforcement case is open."""
    NO_CASE = "no_case"
    """No enforcement case is open."""
    SAME_PLACE_AND_KIND = "same_place_and_kind"
    """The new hazard has the same category and place."""


S, A, G = HazardState, HazardAction, HazardGuard
HazardMove = Move[HazardState, HazardGuard]

UNDER_REPAIR = frozenset({S.FIXING, S.LISTED, S.EXTENDED})
"""The fixer moves next."""

OPEN = frozenset(HazardState) - {S.DELISTED, S.RECURRED}
"""Not yet 销号."""


def _from(
    states: Iterable[HazardState],
    action: HazardAction,
    to: HazardState | None,
    permission: May,
    guards: tuple[HazardGuard, ...] = (),
) -> dict[tuple[HazardState, HazardAction], HazardMove]:
    """The same step from several states; ``to`` None stays."""
    return {(state, action): Move(to or state, permission, guards) for state in states}


MOVES: Mapping[tuple[HazardState, HazardAction], HazardMove] = {
    (S.REGISTERED, A.GRADE): Move(S.GRADED, May.HAZARDS_GRADE, (G.CLAUSE,)),
    **_from(
        {S.GRADED, S.ORDERED} | UNDER_REPAIR | {S.ENFORCEMENT},
        A.REGRADE, None, May.HAZARDS_GRADE, (G.CLAUSE, G.REASON),
    ),
    (S.GRADED, A.ORDER): Move(S.ORDERED, May.HAZARDS_ORDER, (G.FIVE_PARTS, G.NOT_FINDER, G.NOT_EXCLUDED)),
    (S.ORDERED, A.ORDER): Move(S.ORDERED, May.HAZARDS_ORDER, (G.FIVE_PARTS, G.NOT_FINDER, G.NOT_EXCLUDED)),
    (S.ORDERED, A.SIGN_ORDER): Move(S.FIXING, May.HAZARDS_SIGN),
    (S.FIXING, A.LIST): Move(S.LISTED, May.HAZARDS_LIST, (G.IS_MAJOR, G.NAMED_LEADER)),
    (S.EXTENDED, A.LIST): Move(S.LISTED, May.HAZARDS_LIST, (G.IS_MAJOR, G.NAMED_LEADER)),
    **_from(
        UNDER_REPAIR | {S.CLAIMED_FIXED, S.REINSPECTED, S.ENFORCEMENT},
        A.PUBLISH_LISTING, None, May.HAZARDS_LIST, (G.IS_LISTED,),
    ),
    **_from(UNDER_REPAIR, A.ASK_EXTENSION, None, May.HAZARDS_FIX, (G.REASON, G.IN_TIME, G.NONE_ASKED)),
    **_from(UNDER_REPAIR, A.EXTEND, S.EXTENDED, May.HAZARDS_EXTEND, (G.ASKED, G.REASON)),
    **_from(UNDER_REPAIR, A.REFUSE_EXTENSION, None, May.HAZARDS_EXTEND, (G.ASKED, G.REASON)),
    **_from(
        UNDER_REPAIR | {S.ENFORCEMENT},
        A.CLAIM_FIXED, S.CLAIMED_FIXED, May.HAZARDS_FIX, (G.AFTER_EVIDENCE, G.NOT_FINDER),
    ),
    (S.CLAIMED_FIXED, A.PASS): Move(S.REINSPECTED, May.HAZARDS_REINSPECT, (G.NOT_FIXER, G.NOT_FINDER)),
    (S.CLAIMED_FIXED, A.FAIL): Move(S.FIXING, May.HAZARDS_REINSPECT, (G.NOT_FIXER, G.NOT_FINDER, G.REASON)),
    (S.REINSPECTED, A.DELIST): Move(S.DELISTED, May.HAZARDS_DELIST, (G.NOT_FIXER,)),
    (S.DELISTED, A.PUBLISH_DELISTING): Move(S.DELISTED, May.HAZARDS_LIST, (G.IS_LISTED,)),
    **_from({S.ORDERED} | UNDER_REPAIR, A.ENFORCE, S.ENFORCEMENT, May.HAZARDS_ENFORCE, (G.REASON, G.NO_CASE)),
    (S.ENFORCEMENT, A.RESUME): Move(S.FIXING, May.HAZARDS_ENFORCE, (G.REASON,)),
    # A penalty is often decided after the repair is finished.
    **_from(
        UNDER_REPAIR | {S.ENFORCEMENT, S.CLAIMED_FIXED, S.REINSPECTED, S.DELISTED},
        A.PENALISE, None, May.HAZARDS_ENFORCE, (G.HAS_CASE,),
    ),
    (S.DELISTED, A.RECUR): Move(S.RECURRED, May.HAZARDS_REGISTER, (G.SAME_PLACE_AND_KIND,)),
}  # fmt: skip
"""Every step the office knows; whatever is not here is refused."""
