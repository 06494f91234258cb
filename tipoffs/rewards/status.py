"""Where a reward stands, and which step may follow. Pure: no table, no clock.

::

    待评定 ─propose─► 拟奖励 ─submit─► 待审批 ─approve─► 已批准 ─notify─► 已通知 ─claim─► 已申领 ─► 发放中
      ▲                 │                │                 │               │  ▲                   │   │
      └────send back────┴────────────────┘                 └─announce─► 公告 ─┘ extend           fail◄┘  ▼
                                                                     lapse ▼                          已发放
                                                                        逾期放弃                  recover ▼
    待评定 ─set aside─► 不适用      未发放的各步 ─deny / revoke─► 不予奖励 ─reopen─► 待评定             已追回

A failed payment is claimed again; a lapsed reward comes back by a reasoned extension; a refusal may be
appealed.
"""

from collections.abc import Mapping

from core.errors import RuleViolation
from core.types import Labelled


class RewardState(Labelled):
    """Where one reward stands; the codes C0 to C13 are those of the design."""

    NOT_APPLICABLE = "not_applicable", "不适用"
    ASSESSING = "assessing", "待评定"
    PROPOSED = "proposed", "拟奖励"
    APPROVING = "approving", "待审批"
    APPROVED = "approved", "已批准"
    NOTIFIED = "notified", "已通知"
    CLAIMED = "claimed", "已申领"
    PAYING = "paying", "发放中"
    PAID = "paid", "已发放"
    FAILED = "failed", "支付失败"
    ANNOUNCED = "announced", "无法通知·公告"
    LAPSED = "lapsed", "逾期放弃"
    DENIED = "denied", "不予奖励"
    RECOVERED = "recovered", "已追回"


CODES: Mapping[RewardState, str] = {
    RewardState.NOT_APPLICABLE: "C0",
    RewardState.ASSESSING: "C1",
    RewardState.PROPOSED: "C2",
    RewardState.APPROVING: "C3",
    RewardState.APPROVED: "C4",
    RewardState.NOTIFIED: "C5",
    RewardState.CLAIMED: "C6",
    RewardState.PAYING: "C7",
    RewardState.PAID: "C8",
    RewardState.FAILED: "C9",
    RewardState.ANNOUNCED: "C10",
    RewardState.LAPSED: "C11",
    RewardState.DENIED: "C12",
    RewardState.RECOVERED: "C13",
}

UNDECIDED = frozenset({RewardState.ASSESSING, RewardState.PROPOSED, RewardState.APPROVING})
"""The amount may still change; from ``APPROVED`` on it is frozen."""

CLAIMABLE = frozenset({RewardState.NOTIFIED, RewardState.ANNOUNCED, RewardState.FAILED})
"""The reporter may come for the money."""

TAKEN = frozenset({RewardState.CLAIMED, RewardState.PAYING, RewardState.PAID})
"""The reporter has come for it already."""

RESERVED = frozenset(
    {
        RewardState.APPROVED,
        RewardState.NOTIFIED,
        RewardState.ANNOUNCED,
        RewardState.CLAIMED,
        RewardState.FAILED,
        RewardState.PAYING,
    }
)
"""Money of the budget is set aside for it."""


class Verb(Labelled):
    """What can be done with a reward."""

    SET_ASIDE = "set_aside", "标为不适用"
    PROPOSE = "propose", "提出拟奖励意见"
    SUBMIT = "submit", "送审批"
    SEND_BACK = "send_back", "退回重新评定"
    ENDORSE = "endorse", "同意并转下一级审批"
    APPROVE = "approve", "批准"
    NOTIFY = "notify", "通知领取"
    ANNOUNCE = "announce", "公告"
    CLAIM = "claim", "申领"
    EXTEND = "extend", "延长领取期限"
    LAPSE = "lapse", "逾期视为放弃"
    SEND = "send", "送交支付"
    CONFIRM = "confirm", "确认已支付"
    FAIL = "fail", "登记支付失败"
    DENY = "deny", "不予奖励"
    REVOKE = "revoke", "撤销奖励"
    APPEAL = "appeal", "提出异议"
    UPHOLD = "uphold", "维持不予奖励"
    REOPEN = "reopen", "重新评定"
    RECOVER = "recover", "追回"


class IllegalMove(RuleViolation):
    """This step does not follow from where the reward stands."""

    def __init__(self, state: RewardState, verb: Verb) -> None:
        if any(one is verb and after is state for (_, one), after in MOVES.items()):
            super().__init__(f"这笔奖励已经是“{state.label}”，这一步不用再办。")
        else:
            super().__init__(f"这笔奖励现在是“{state.label}”，不能{verb.label}。")


MOVES: Mapping[tuple[RewardState, Verb], RewardState] = {
    (RewardState.NOT_APPLICABLE, Verb.REOPEN): RewardState.ASSESSING,
    (RewardState.ASSESSING, Verb.SET_ASIDE): RewardState.NOT_APPLICABLE,
    (RewardState.ASSESSING, Verb.PROPOSE): RewardState.PROPOSED,
    (RewardState.ASSESSING, Verb.DENY): RewardState.DENIED,
    (RewardState.PROPOSED, Verb.SUBMIT): RewardState.APPROVING,
    (RewardState.PROPOSED, Verb.SEND_BACK): RewardState.ASSESSING,
    (RewardState.PROPOSED, Verb.DENY): RewardState.DENIED,
    (RewardState.APPROVING, Verb.ENDORSE): RewardState.APPROVING,
    (RewardState.APPROVING, Verb.APPROVE): RewardState.APPROVED,
    (RewardState.APPROVING, Verb.SEND_BACK): RewardState.ASSESSING,
    (RewardState.APPROVING, Verb.DENY): RewardState.DENIED,
    (RewardState.APPROVED, Verb.NOTIFY): RewardState.NOTIFIED,
    (RewardState.APPROVED, Verb.ANNOUNCE): RewardState.ANNOUNCED,
    (RewardState.APPROVED, Verb.REVOKE): RewardState.DENIED,
    (RewardState.NOTIFIED, Verb.ANNOUNCE): RewardState.ANNOUNCED,
    (RewardState.NOTIFIED, Verb.CLAIM): RewardState.CLAIMED,
    (RewardState.NOTIFIED, Verb.EXTEND): RewardState.NOTIFIED,
    (RewardState.NOTIFIED, Verb.LAPSE): RewardState.LAPSED,
    (RewardState.NOTIFIED, Verb.REVOKE): RewardState.DENIED,
    (RewardState.ANNOUNCED, Verb.CLAIM): RewardState.CLAIMED,
    (RewardState.ANNOUNCED, Verb.EXTEND): RewardState.ANNOUNCED,
    (RewardState.ANNOUNCED, Verb.LAPSE): RewardState.LAPSED,
    (RewardState.ANNOUNCED, Verb.REVOKE): RewardState.DENIED,
    (RewardState.CLAIMED, Verb.SEND): RewardState.PAYING,
    (RewardState.CLAIMED, Verb.REVOKE): RewardState.DENIED,
    (RewardState.PAYING, Verb.CONFIRM): RewardState.PAID,
    (RewardState.PAYING, Verb.FAIL): RewardState.FAILED,
    (RewardState.FAILED, Verb.CLAIM): RewardState.CLAIMED,
    (RewardState.FAILED, Verb.EXTEND): RewardState.FAILED,
    (RewardState.FAILED, Verb.LAPSE): RewardState.LAPSED,
    (RewardState.FAILED, Verb.REVOKE): RewardState.DENIED,
    (RewardState.LAPSED, Verb.EXTEND): RewardState.NOTIFIED,
    (RewardState.DENIED, Verb.APPEAL): RewardState.DENIED,
    (RewardState.DENIED, Verb.UPHOLD): RewardState.DENIED,
    (RewardState.DENIED, Verb.REOPEN): RewardState.ASSESSING,
    (RewardState.PAID, Verb.RECOVER): RewardState.RECOVERED,
}


def moved(state: RewardState, verb: Verb) -> RewardState:
    """Where a reward stands after ``verb``; ``IllegalMove`` where the office has no such step."""
    after = MOVES.get((state, verb))
    if after is None:
        raise IllegalMove(state, verb)
    return after
