"""Machine A: where a tip stands and which step may follow. Pure: no table, no clock.

::

    A0 draft → A1 submitted ⇄ A2 need info      A1 → A3 not accepted | A4 transferred | A19 emergency
    A1, A4, A19 → A5 accepted → A7 dispatched → A9 verifying ⇄ A10 extended      A1, A5 ⇄ A6 merged
                                A7 → A8 returned → A7          A5, A7–A10 → A21 government-led → A9
    A9 → A11 unfounded ──────────────────────────► A15 answered → A17 closed → A18 archived
    A9 → A12 verified | A13 partly → A14 in remedy ─┘  A3, A15 → A16 under review → A9 | A5 | A17
    until A15: A20 withdrawn

The numbers are those of the bureau's process; ``MOVES`` is the whole truth.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from core.types import Labelled, Numbered
from staff.moves import Move
from tipoffs.permissions import Permission as May


class TipState(Numbered):
    """Where a tip stands; ``number`` is that of the bureau's process."""

    DRAFT = "draft", "草稿", "A0"
    SUBMITTED = "submitted", "已提交", "A1"
    NEED_INFO = "need_info", "待补充", "A2"
    NOT_ACCEPTED = "not_accepted", "不予受理", "A3"
    TRANSFERRED = "transferred", "已移送", "A4"
    ACCEPTED = "accepted", "已受理", "A5"
    MERGED = "merged", "已并案", "A6"
    DISPATCHED = "dispatched", "已交办", "A7"
    RETURNED = "returned", "退回重派", "A8"
    VERIFYING = "verifying", "核查中", "A9"
    EXTENDED = "extended", "延期核查", "A10"
    UNFOUNDED = "unfounded", "不属实", "A11"
    VERIFIED = "verified", "属实", "A12"
    PARTLY_VERIFIED = "partly_verified", "部分属实", "A13"
    IN_REMEDY = "in_remedy", "整改跟踪", "A14"
    ANSWERED = "answered", "已答复", "A15"
    UNDER_REVIEW = "under_review", "异议复查", "A16"
    CLOSED = "closed", "已办结", "A17"
    ARCHIVED = "archived", "已归档", "A18"
    EMERGENCY = "emergency", "紧急联动", "A19"
    WITHDRAWN = "withdrawn", "已撤回", "A20"
    GOVERNMENT_LED = "government_led", "涉死亡提级", "A21"


class TipAction(Labelled):
    """What can be done with a tip; also the name of the event it leaves."""

    SUBMIT = "submit", "提交"
    FLAG_EMERGENCY = "flag_emergency", "转紧急联动"
    ASK_MORE = "ask_more", "请补充材料"
    SUPPLY = "supply", "补充材料"
    STOP_WAITING = "stop_waiting", "不再等待补充"
    ACCEPT = "accept", "受理"
    DECLINE = "decline", "不予受理"
    TRANSFER = "transfer", "移送"
    COME_BACK = "come_back", "移送退回后受理"
    MERGE = "merge", "并案"
    UNMERGE = "unmerge", "拆分并案"
    SUMMARISE = "summarise", "写转办摘要"
    EXCLUDE = "exclude", "登记回避"
    ALLEGE_DEATH = "allege_death", "标记涉及死亡"
    DISPATCH = "dispatch", "交办"
    RECEIVE = "receive", "签收"
    RETURN = "return", "退回"
    LEAD = "lead", "提请政府组织核查"
    DOWNGRADE = "downgrade", "取消涉死亡提级"
    BEGIN_VERIFYING = "begin_verifying", "政府组织核查"
    VERIFY = "verify", "形成核查材料"
    CO_SIGN = "co_sign", "第二核查人确认"
    SEND_BACK = "send_back", "核查材料退回"
    EXTEND = "extend", "延期"
    SIGN_UNFOUNDED = "sign_unfounded", "签批：不属实"
    SIGN_VERIFIED = "sign_verified", "签批：属实"
    SIGN_PARTLY = "sign_partly", "签批：部分属实"
    TRACK = "track", "转整改跟踪"
    ANSWER = "answer", "答复"
    OBJECT = "object", "提出异议"
    UPHOLD = "uphold", "复查维持"
    REDO = "redo", "复查重新核查"
    ADMIT = "admit", "复查改为受理"
    CLOSE = "close", "办结"
    REOPEN = "reopen", "重新打开"
    ARCHIVE = "archive", "归档"
    WITHDRAW = "withdraw", "撤回"
    WRITE = "write", "举报人留言"
    REPLY = "reply", "回复举报人"
    RATE = "rate", "评价"
    REPORT_AGAIN = "report_again", "反映复发"
    DISCLOSE = "disclose", "说明身份"


class TipGuard(StrEnum):
    """What must hold beyond the state; each is checked by the service and refused by its own error."""

    REASON = "reason"
    """A reason is written down."""
    REASON_CODE = "reason_code"
    """One of the reasons of ``declines.yaml``."""
    SAME_CASE = "same_case"
    """A reporter acts on their own tip only."""
    NOT_EXCLUDED = "not_excluded"
    """Neither the unit nor the second verifier is named in the tip; the actor never is, whatever the step."""
    HAS_SUMMARY = "has_summary"
    """Intake has rewritten the matter for the unit."""
    LEADER_DECIDES = "leader_decides"
    """After the second return only a leader chooses the unit."""
    DEATH_ALLEGED = "death_alleged"
    """The tip says that somebody died."""
    GOVERNMENT_LEADS = "government_leads"
    """A tip about a death is verified by the county's government or above (安全生产法 第七十三条)."""
    WRITTEN_RECORD = "written_record"
    """Written material of two verifiers exists (安全生产法 第七十三条)."""
    CO_SIGNED = "co_signed"
    """The second verifier has confirmed the record."""
    FRESH_VERIFIERS = "fresh_verifiers"
    """After a review nobody verifies who did so before (应急〔2023〕106号)."""
    NOT_A_VERIFIER = "not_a_verifier"
    """Whoever signs did not verify."""
    SECOND_VERIFIER = "second_verifier"
    """The one named in the record as second verifier."""
    ONCE = "once"
    """Not more than one extension, of 30 days at most."""
    HAZARDS_SETTLED = "hazards_settled"
    """Every linked hazard is delisted or has a signed plan."""
    FOUR_PARTS = "four_parts"
    """The answer has its four parts (应急〔2023〕106号)."""
    WITHIN_WINDOW = "within_window"
    """Ten days for an objection have not passed (应急〔2023〕106号)."""
    WINDOW_OVER = "window_over"
    """The time for an objection is over, or the reporter is content."""
    FRESH_EYES = "fresh_eyes"
    """Nobody who verified, signed or declined it."""
    LEVEL_ABOVE = "level_above"
    """Somebody above the unit that verified, where our data knows who that is (应急〔2023〕106号)."""
    WAS_ANSWERED = "was_answered"
    """The objection is against an answer."""
    WAS_DECLINED = "was_declined"
    """The objection is against a refusal to accept."""
    OPEN_MASTER = "open_master"
    """The other tip is open and not merged itself."""
    WITH_MASTER = "with_master"
    """The tip it is merged into takes the same step."""


S, A, G = TipState, TipAction, TipGuard
TipMove = Move[TipState, TipGuard]

UNTIL_ANSWERED = frozenset(
    {
        S.SUBMITTED, S.NEED_INFO, S.TRANSFERRED, S.ACCEPTED, S.MERGED, S.DISPATCHED, S.RETURNED, S.VERIFYING,
        S.EXTENDED, S.UNFOUNDED, S.VERIFIED, S.PARTLY_VERIFIED, S.IN_REMEDY, S.EMERGENCY, S.GOVERNMENT_LED,
    }
)  # fmt: skip
"""The reporter may still withdraw, and no answer has been given."""

OPEN = UNTIL_ANSWERED | {S.ANSWERED, S.UNDER_REVIEW}
"""Somebody still owes something."""

FINISHED = frozenset({S.CLOSED, S.ARCHIVED, S.WITHDRAWN})
"""Nothing more is owed unless it is opened again."""

BEFORE_FINDING = frozenset(
    {S.SUBMITTED, S.ACCEPTED, S.DISPATCHED, S.RETURNED, S.VERIFYING, S.EXTENDED, S.EMERGENCY}
)
"""The matter is still being found out."""

CAN_BE_TALKED_ABOUT = OPEN | {S.NOT_ACCEPTED, S.CLOSED}
"""Reporter and office may still write to each other about it."""

CAN_LEAD_OTHERS = frozenset(
    {
        S.ACCEPTED, S.DISPATCHED, S.RETURNED, S.VERIFYING, S.EXTENDED, S.UNFOUNDED, S.VERIFIED,
        S.PARTLY_VERIFIED, S.IN_REMEDY, S.GOVERNMENT_LED,
    }
)  # fmt: skip
"""Other tips may be merged into one that stands here: accepted, so that it ends in an answer."""


def _staying(
    states: Iterable[TipState], action: TipAction, move: TipMove
) -> dict[tuple[TipState, TipAction], TipMove]:
    """Steps that are kept but leave the tip where it stands."""
    return {
        (state, action): Move(state, move.permission, move.guards, move.by_reporter, move.by_system)
        for state in states
    }


MOVES: Mapping[tuple[TipState, TipAction], TipMove] = {
    (S.DRAFT, A.SUBMIT): Move(S.SUBMITTED, May.TIPS_SUBMIT, by_reporter=True),
    (S.SUBMITTED, A.FLAG_EMERGENCY): Move(S.EMERGENCY, May.TIPS_EMERGENCY, (G.REASON,), by_system=True),
    (S.SUBMITTED, A.ASK_MORE): Move(S.NEED_INFO, May.TIPS_ACCEPT, (G.REASON,)),
    (S.SUBMITTED, A.ACCEPT): Move(S.ACCEPTED, May.TIPS_ACCEPT),
    (S.SUBMITTED, A.DECLINE): Move(S.NOT_ACCEPTED, May.TIPS_ACCEPT, (G.REASON_CODE,)),
    (S.SUBMITTED, A.TRANSFER): Move(S.TRANSFERRED, May.TIPS_TRANSFER, (G.REASON,)),
    (S.SUBMITTED, A.MERGE): Move(S.MERGED, May.TIPS_MERGE, (G.OPEN_MASTER,)),
    (S.NEED_INFO, A.SUPPLY): Move(S.SUBMITTED, May.TIPS_SUBMIT, (G.SAME_CASE,), by_reporter=True),
    (S.NEED_INFO, A.STOP_WAITING): Move(S.SUBMITTED, May.TIPS_ACCEPT, (G.REASON,), by_system=True),
    (S.NEED_INFO, A.DECLINE): Move(S.NOT_ACCEPTED, May.TIPS_ACCEPT, (G.REASON_CODE,)),
    (S.EMERGENCY, A.ACCEPT): Move(S.ACCEPTED, May.TIPS_ACCEPT),
    (S.TRANSFERRED, A.COME_BACK): Move(S.ACCEPTED, May.TIPS_ACCEPT, (G.REASON,)),
    (S.TRANSFERRED, A.CLOSE): Move(S.CLOSED, May.TIPS_CLOSE, by_system=True),
    (S.ACCEPTED, A.MERGE): Move(S.MERGED, May.TIPS_MERGE, (G.OPEN_MASTER,)),
    (S.ACCEPTED, A.DISPATCH): Move(
        S.DISPATCHED, May.TIPS_DISPATCH, (G.HAS_SUMMARY, G.NOT_EXCLUDED, G.GOVERNMENT_LEADS)
    ),
    (S.MERGED, A.UNMERGE): Move(S.ACCEPTED, May.TIPS_MERGE, (G.REASON,), by_system=True),
    (S.MERGED, A.ANSWER): Move(S.ANSWERED, May.TIPS_ANSWER, (G.WITH_MASTER, G.FOUR_PARTS)),
    # Its master goes into another one: all of them go along.
    (S.MERGED, A.MERGE): Move(S.MERGED, May.TIPS_MERGE, (G.OPEN_MASTER,), by_system=True),
    (S.DISPATCHED, A.RECEIVE): Move(S.VERIFYING, May.TIPS_HANDLE),
    (S.DISPATCHED, A.RETURN): Move(S.RETURNED, May.TIPS_HANDLE, (G.REASON,)),
    (S.RETURNED, A.DISPATCH): Move(
        S.DISPATCHED,
        May.TIPS_DISPATCH,
        (G.HAS_SUMMARY, G.NOT_EXCLUDED, G.GOVERNMENT_LEADS, G.LEADER_DECIDES),
    ),
    (S.GOVERNMENT_LED, A.BEGIN_VERIFYING): Move(S.VERIFYING, May.TIPS_LEAD),
    (S.GOVERNMENT_LED, A.DOWNGRADE): Move(S.ACCEPTED, May.TIPS_LEAD, (G.REASON, G.DEATH_ALLEGED)),
    (S.ACCEPTED, A.DOWNGRADE): Move(S.ACCEPTED, May.TIPS_LEAD, (G.REASON, G.DEATH_ALLEGED)),
    (S.VERIFYING, A.VERIFY): Move(
        S.VERIFYING, May.TIPS_VERIFY, (G.WRITTEN_RECORD, G.FRESH_VERIFIERS, G.NOT_EXCLUDED)
    ),
    (S.EXTENDED, A.VERIFY): Move(
        S.VERIFYING, May.TIPS_VERIFY, (G.WRITTEN_RECORD, G.FRESH_VERIFIERS, G.NOT_EXCLUDED)
    ),
    (S.VERIFYING, A.CO_SIGN): Move(S.VERIFYING, May.TIPS_VERIFY, (G.WRITTEN_RECORD, G.SECOND_VERIFIER)),
    (S.VERIFYING, A.SEND_BACK): Move(S.VERIFYING, May.TIPS_SIGN, (G.REASON, G.WRITTEN_RECORD)),
    (S.VERIFYING, A.EXTEND): Move(S.EXTENDED, May.TIPS_EXTEND, (G.REASON, G.ONCE)),
    **{
        (S.VERIFYING, action): Move(
            to,
            May.TIPS_SIGN,
            (G.WRITTEN_RECORD, G.CO_SIGNED, G.NOT_A_VERIFIER, G.GOVERNMENT_LEADS),
        )
        for action, to in (
            (A.SIGN_UNFOUNDED, S.UNFOUNDED),
            (A.SIGN_VERIFIED, S.VERIFIED),
            (A.SIGN_PARTLY, S.PARTLY_VERIFIED),
        )
    },
    (S.VERIFIED, A.TRACK): Move(S.IN_REMEDY, by_system=True),
    (S.PARTLY_VERIFIED, A.TRACK): Move(S.IN_REMEDY, by_system=True),
    (S.UNFOUNDED, A.ANSWER): Move(S.ANSWERED, May.TIPS_ANSWER, (G.FOUR_PARTS,)),
    (S.IN_REMEDY, A.ANSWER): Move(S.ANSWERED, May.TIPS_ANSWER, (G.FOUR_PARTS, G.HAZARDS_SETTLED)),
    (S.ANSWERED, A.OBJECT): Move(S.UNDER_REVIEW, None, (G.SAME_CASE, G.WITHIN_WINDOW), by_reporter=True),
    (S.NOT_ACCEPTED, A.OBJECT): Move(S.UNDER_REVIEW, None, (G.SAME_CASE, G.WITHIN_WINDOW), by_reporter=True),
    (S.UNDER_REVIEW, A.UPHOLD): Move(S.CLOSED, May.TIPS_REVIEW, (G.REASON, G.FRESH_EYES, G.LEVEL_ABOVE)),
    (S.UNDER_REVIEW, A.REDO): Move(
        S.VERIFYING, May.TIPS_REVIEW, (G.REASON, G.FRESH_EYES, G.LEVEL_ABOVE, G.WAS_ANSWERED)
    ),
    (S.UNDER_REVIEW, A.ADMIT): Move(
        S.ACCEPTED, May.TIPS_REVIEW, (G.REASON, G.FRESH_EYES, G.LEVEL_ABOVE, G.WAS_DECLINED)
    ),
    (S.ANSWERED, A.CLOSE): Move(S.CLOSED, May.TIPS_CLOSE, (G.WINDOW_OVER,), by_reporter=True, by_system=True),
    # The process names only the objection after a refusal; without this step none could ever be archived.
    (S.NOT_ACCEPTED, A.CLOSE): Move(S.CLOSED, May.TIPS_CLOSE, (G.WINDOW_OVER,), by_system=True),
    (S.CLOSED, A.REOPEN): Move(S.VERIFYING, May.TIPS_REOPEN, (G.REASON, G.WAS_ANSWERED)),
    (S.CLOSED, A.ARCHIVE): Move(S.ARCHIVED, May.TIPS_CLOSE, by_system=True),
    (S.WITHDRAWN, A.ARCHIVE): Move(S.ARCHIVED, May.TIPS_CLOSE, by_system=True),
    **{
        (state, A.LEAD): Move(S.GOVERNMENT_LED, May.TIPS_LEAD, (G.DEATH_ALLEGED,))
        for state in (S.ACCEPTED, S.DISPATCHED, S.RETURNED, S.VERIFYING, S.EXTENDED)
    },
    **{
        (state, A.WITHDRAW): Move(S.WITHDRAWN, None, (G.SAME_CASE,), by_reporter=True)
        for state in UNTIL_ANSWERED
    },
    **_staying(BEFORE_FINDING, A.ALLEGE_DEATH, Move(S.DRAFT, May.TIPS_ACCEPT, (G.REASON,))),
    **_staying(BEFORE_FINDING, A.EXCLUDE, Move(S.DRAFT, May.TIPS_ACCEPT)),
    **_staying({S.SUBMITTED, S.ACCEPTED, S.RETURNED}, A.SUMMARISE, Move(S.DRAFT, May.TIPS_ACCEPT)),
    **_staying(CAN_BE_TALKED_ABOUT, A.WRITE, Move(S.DRAFT, None, (G.SAME_CASE,), by_reporter=True)),
    **_staying(CAN_BE_TALKED_ABOUT, A.REPLY, Move(S.DRAFT, May.TIPS_ACCEPT)),
    **_staying(CAN_BE_TALKED_ABOUT, A.DISCLOSE, Move(S.DRAFT, None, (G.SAME_CASE,), by_reporter=True)),
    **_staying({S.ANSWERED, S.CLOSED}, A.RATE, Move(S.DRAFT, None, (G.SAME_CASE,), by_reporter=True)),
    **_staying({S.CLOSED}, A.REPORT_AGAIN, Move(S.DRAFT, None, (G.SAME_CASE,), by_reporter=True)),
}
"""Every step the office knows; whatever is not here is refused."""
