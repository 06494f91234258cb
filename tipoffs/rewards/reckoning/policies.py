"""Reads the policy of a rule set: payees, uplifts, limits, exclusions, approval, claiming."""

from collections.abc import Mapping
from typing import Any

from tipoffs.rewards.notices import PERIODS
from tipoffs.rewards.permissions import RewardPermission
from tipoffs.rewards.reckoning.entries import Entries
from tipoffs.rewards.reckoning.rulebook import (
    DayKind,
    Identity,
    Joint,
    Limit,
    Payees,
    Policy,
    Rung,
    Several,
    Uplift,
    UpliftOrder,
    Window,
)
from tipoffs.rewards.words import Exclusion, Relation


def read_policy(tree: Mapping[str, Any], where: str, faults: list[str]) -> Policy:
    """The policy of a set after inheriting; what is wrong is added to ``faults``."""
    entries = Entries(tree, f"{where}的policy", faults)
    policy = Policy(
        payees=_payees(entries.below("payees")),
        uplifts=tuple(_uplift(one) for one in entries.each("uplifts")),
        limits=tuple(_limit(one) for one in entries.each("limits")),
        exclusions=frozenset(entries.words("exclusions", Exclusion)),
        ladder=_ladder(entries),
        window=_window(entries.below("claim")),
        filing=entries.text("filing", "") or None,
        notice_days=entries.whole("notice_days") if entries.has("notice_days") else None,
        appeal_days=entries.whole("appeal_days"),
        budget_line=entries.text("budget_line"),
        revisit_days=_revisits(entries),
    )
    entries.raw("notice_days", None)
    relations = [one.relation for one in policy.uplifts]
    if len(relations) != len(set(relations)):
        entries.complain("uplifts", "同一种关系写了两次")
    entries.close()
    return policy


def _payees(entries: Entries) -> Payees:
    made = Payees(
        entries.word("identity", Identity), entries.word("several", Several), entries.word("joint", Joint)
    )
    entries.close()
    return made


def _uplift(entries: Entries) -> Uplift:
    made = Uplift(
        entries.word("relation", Relation),
        entries.percent("percent"),
        entries.word("order", UpliftOrder),
        entries.yuan("cap"),
        entries.flag("proof"),
    )
    entries.close()
    return made


def _limit(entries: Entries) -> Limit:
    period = entries.text("period")
    if period not in PERIODS:
        entries.complain("period", f"只能是{'、'.join(PERIODS)}，现在是“{period}”")
    count = entries.whole("count") if entries.has("count") else None
    made = Limit(period, entries.yuan("amount"), count)
    if (made.fen is None) == (made.count is None):
        entries.complain("", "amount和count写而且只写一个")
    entries.close()
    return made


def _ladder(entries: Entries) -> tuple[Rung, ...]:
    rungs = []
    for one in entries.each("approval", needed=True):
        granted = one.texts("permissions")
        if not granted:
            one.complain("permissions", "至少要有一人审批")
        for permission in granted:
            if permission not in {one.value for one in RewardPermission}:
                one.complain("permissions", f"没有“{permission}”这项权限")
        rungs.append(Rung(one.yuan("up_to"), granted))
        one.close()
    bounds = [rung.up_to for rung in rungs]
    limited = [bound for bound in bounds if bound is not None]
    if bounds[-1:] != [None] or None in bounds[:-1] or limited != sorted(set(limited)):
        entries.complain("approval", "金额要从小到大，最后一级不写up_to")
        rungs.append(Rung(None, (RewardPermission.APPROVE,)))
    return tuple(rungs)


def _window(entries: Entries) -> Window:
    made = Window(entries.whole("days"), entries.word("kind", DayKind), entries.whole("extension_days"))
    if made.days == 0:
        entries.complain("days", "至少要有一天")
    entries.close()
    return made


def _revisits(entries: Entries) -> tuple[int, ...]:
    days = entries.raw("revisit_days", [])
    if not isinstance(days, list) or not all(type(day) is int and day > 0 for day in days):
        entries.complain("revisit_days", "应当是一列大于零的天数")
        return ()
    return tuple(days)
