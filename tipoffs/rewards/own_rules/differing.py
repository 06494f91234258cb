"""A rule set in lines that can be compared one by one, and what is other between two sets. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.clock import date_words
from tipoffs.rewards.money import written, written_points
from tipoffs.rewards.notices import BRANCHES, PERIODS
from tipoffs.rewards.permissions import RewardPermission
from tipoffs.rewards.reckoning.rulebook import NATIONAL, Limit, Policy, Rule, RuleSet, Rung, Uplift
from tipoffs.rewards.reckoning.wording import method_words

NOTHING = "没有"


@dataclass(frozen=True, slots=True)
class Difference:
    """One line that is not the same in both."""

    what: str
    old: str
    new: str


def differences(old: RuleSet, new: RuleSet) -> list[Difference]:
    """Every line in which they differ, in the order in which a set is read."""
    before, after = dict(lines_of(old)), dict(lines_of(new))
    names = [*before, *(name for name in after if name not in before)]
    return [
        Difference(name, before.get(name, NOTHING), after.get(name, NOTHING))
        for name in names
        if before.get(name, NOTHING) != after.get(name, NOTHING)
    ]


def lines_of(rules: RuleSet) -> Iterator[tuple[str, str]]:
    """What a set says, line by line; names are unique within it."""
    yield "名称", rules.name
    yield "适用地方", "全国" if rules.locality == NATIONAL else rules.locality
    yield "行业", BRANCHES.get(rules.domain, rules.domain)
    yield "依据", rules.basis
    yield "施行", _days(rules)
    yield from _policy(rules.policy)
    for one in rules.rules:
        yield from _rule(one)


def _days(rules: RuleSet) -> str:
    if rules.begins == date.max:
        return "没有查到"
    until = f"，到{date_words(rules.ends)}为止" if rules.ends else ""
    return f"{date_words(rules.begins)}起{until}"


def _policy(policy: Policy) -> Iterator[tuple[str, str]]:
    yield "领奖人的身份", policy.payees.identity.label
    yield "先后几人举报", policy.payees.several.label
    yield "联名举报", policy.payees.joint.label
    for one in policy.uplifts:
        yield f"{one.relation.label}提高", _uplift(one)
    for limit in policy.limits:
        kind = "次数" if limit.fen is None else "金额"
        yield f"同一举报人{PERIODS[limit.period]}同类{kind}", _limit(limit)
    yield "不予奖励的情形", "、".join(sorted(one.label for one in policy.exclusions)) or NOTHING
    for number, rung in enumerate(policy.ladder, 1):
        yield f"审批第{number}级", _rung(rung)
    yield "领取期限", f"{policy.window.days}个{policy.window.kind.label}"
    yield "领取最多延长", f"{policy.window.extension_days}天"
    yield "备案", policy.filing or NOTHING
    yield "通知期限", NOTHING if policy.notice_days is None else f"{policy.notice_days}天"
    yield "异议期", f"{policy.appeal_days}天"
    yield "经费科目", policy.budget_line
    yield "回访", "、".join(f"{days}天" for days in policy.revisit_days) or NOTHING


def _rule(rule: Rule) -> Iterator[tuple[str, str]]:
    name = f"规则{rule.code}"
    yield f"{name}的名称", rule.title or NOTHING
    yield f"{name}的事项", "、".join(sorted(one.label for one in rule.kinds))
    for word, value in (("等级", rule.level), ("情形", rule.scenario)):
        if value:
            yield f"{name}的{word}", value
    if rule.relations:
        yield f"{name}只对", "、".join(sorted(one.label for one in rule.relations))
    yield f"{name}的算法", method_words(rule.method)
    yield f"{name}的下限", NOTHING if rule.floor is None else written(rule.floor)
    yield f"{name}的上限", NOTHING if rule.cap is None else written(rule.cap)
    yield f"{name}可以超过上限的理由", "、".join(rule.cap_breakable_by) or NOTHING
    yield f"{name}没有罚款时", rule.zero_penalty.label
    yield f"{name}的条款", rule.clause or NOTHING


def _uplift(one: Uplift) -> str:
    cap = "" if one.cap is None else f"，最高{written(one.cap)}"
    return f"{written_points(one.points)}，{one.order.label}{cap}{'，要有从业证明' if one.proof else ''}"


def _limit(limit: Limit) -> str:
    return f"最多{limit.count}次" if limit.fen is None else f"最多{written(limit.fen)}"


def _rung(rung: Rung) -> str:
    labels = {one.value: one.label for one in RewardPermission}
    bound = "不限金额" if rung.up_to is None else f"不超过{written(rung.up_to)}"
    return f"{bound}：{'，再'.join(labels.get(one, one) for one in rung.permissions)}"
