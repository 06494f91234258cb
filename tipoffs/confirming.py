"""Everything that rests on no law read in full: the bureau's 法规科 confirms or changes it before use.

Values are taken from where they are in force, never repeated here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from core.yamls import parsed
from staff.roles import Roles
from tipoffs import figures_guard
from tipoffs.clocks.rules import DEFAULTS, ClockRule, ClockRules, overridden
from tipoffs.hazards import guards as hazard_guards
from tipoffs.hazards import queries as hazard_queries
from tipoffs.internal import services as internal
from tipoffs.rewards.money import written
from tipoffs.rewards.payment import claiming
from tipoffs.rewards.reckoning.rulebook import RuleBook, RuleSet, Standing
from tipoffs.routing.categories import FILE as CATEGORIES
from tipoffs.tips import guards as tip_guards
from tipoffs.tips.declines import DECLINES
from tipoffs.tips.declines import FILE as DECLINE_FILE
from tipoffs.vault import notices as vault_notices
from tipoffs.vault.contents import SecretClass
from tipoffs.vault.retention import FILE as RETENTION_FILE
from tipoffs.vault.retention import load_periods

PROJECT = Path(__file__).parent.parent
OURS = "本系统约定，没有见到规定"


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """One value: what it is, what it is now, where it is set, and why somebody has to confirm it."""

    what: str
    value: str
    where: str
    why: str


def unconfirmed(rules: ClockRules, overrides: Path | None, book: RuleBook) -> list[Unconfirmed]:
    """All of them: clocks, ladders, retention, declines, reward rules, and what stands in the code."""
    theirs = overridden(overrides)
    return [
        *_clocks(rules, overrides, theirs.get("clocks", {})),
        *_ladders(rules, overrides, theirs.get("ladders", {})),
        *_retention(),
        *_declines(),
        *_rewards(book),
        *_in_the_code(),
        *_texts(),
    ]


def _clocks(rules: ClockRules, overrides: Path | None, theirs: Mapping[str, object]) -> Iterator[Unconfirmed]:
    roles = Roles.load().roles
    for kind, rule in rules.items():
        if not rule.needs_confirmation:
            continue
        where = f"{overrides if kind in theirs else _named(DEFAULTS)} clocks.{kind}"
        yield Unconfirmed(f"时限：{rule.name}", f"{rule.length}{rule.unit.label}", where, rule.source)
        if rule.extension is not None:
            role = roles.get(rule.extension.approver)
            approver = role.label if role is not None else rule.extension.approver
            most = f"最多{rule.extension.most}{rule.unit.label}，{approver}批准"
            yield Unconfirmed(f"延期：{rule.name}", most, f"{where}.extension", rule.extension.source)


def _ladders(
    rules: ClockRules, overrides: Path | None, theirs: Mapping[str, object]
) -> Iterator[Unconfirmed]:
    for name, unit, days in (("days", "个工作日", True), ("hours", "小时", False)):
        one = next((rule for rule in rules.values() if _climbs(rule, days=days)), None)
        if one is not None:
            value = "，".join(f"{rung.label}：逾期{after}{unit}" for rung, after in one.ladder.items())
            where = f"{overrides if name in theirs else _named(DEFAULTS)} ladders.{name}"
            yield Unconfirmed("逾期督办阶梯", value, where, f"各级是设计时定的，间隔是{OURS}")


def _climbs(rule: ClockRule, *, days: bool) -> bool:
    return bool(rule.ladder) and rule.unit.is_days is days


def _retention() -> Iterator[Unconfirmed]:
    for each, period in load_periods().items():
        why = "个人信息保护法第十九条要求最短，没有法律写明天数；" + _REASONS[each]
        where = f"{_named(RETENTION_FILE)} {each.value}.days"
        yield Unconfirmed(f"保存期限：{each.label}", f"结案后{period.days}日", where, why)


_REASONS = {
    SecretClass.IDENTITY: "按异议、复查、领奖和第一年防打击报复计算",
    SecretClass.PAYEE: "财务、审计凭证保存期限由财务部门确认",
    SecretClass.WORDS: "为复发和后续处理保留",
}


def _declines() -> Iterator[Unconfirmed]:
    for code, one in DECLINES.items():
        if one.checked != "confirmed":
            why = f"依据“{one.clause}”只读到摘录"
            yield Unconfirmed(f"不予受理理由：{one.label}", one.told, f"{_named(DECLINE_FILE)} {code}", why)


def _rewards(book: RuleBook) -> Iterator[Unconfirmed]:
    for one in book.sets:
        if one.standing is Standing.IN_FORCE:
            for words in one.unknown:
                yield Unconfirmed(f"奖励规则：{one.name}", one.basis, _rule_file(one), words)
            yield from _policy(one)


def _policy(one: RuleSet) -> Iterator[Unconfirmed]:
    """What every set needs and hardly any document says; not what it has from the set that it extends."""
    own = parsed((PROJECT / _rule_file(one)).read_text("utf-8")).get("policy", {})
    policy, why = one.policy, "文件没有写或者没有读到，现在的是默认"
    rungs = "；".join(
        f"{'超过的' if rung.up_to is None else written(rung.up_to) + '以内'}{len(rung.permissions)}人签批"
        for rung in policy.ladder
    )
    visits = "、".join(map(str, policy.revisit_days))
    for what, value, place in (
        ("审批级别", rungs, "approval"),
        ("领取延期", f"最多{policy.window.extension_days}日", "claim.extension_days"),
        ("不予奖励的异议期", f"{policy.appeal_days}日", "appeal_days"),
        ("回访间隔", f"发放后{visits}日", "revisit_days"),
    ):
        if place.partition(".")[0] in own:
            yield Unconfirmed(f"奖励{what}：{one.name}", value, f"{_rule_file(one)} policy.{place}", why)


def _rule_file(one: RuleSet) -> str:
    return f"tipoffs/rewards/rulesets/{one.id}.yaml"


def _in_the_code() -> Iterator[Unconfirmed]:
    """Values that are no data yet; ``where`` names file and constant."""
    qingdao = "青岛“3+X”挂牌督办规定（2012），只读到摘录"
    cangnan = "苍南县“3030”（2024），地方做法"
    reminders = "、".join(map(str, claiming.REMIND_DAYS_LEFT))
    for what, value, module, name, why in (
        ("挂牌隐患申请延期", f"提前{hazard_guards.EXTENSION_ASKED_WORKDAYS}个工作日", hazard_guards,
         "EXTENSION_ASKED_WORKDAYS", qingdao),
        ("“3030”整改天数", f"{hazard_queries.FIX_DAYS}日", hazard_queries, "FIX_DAYS", cangnan),
        ("“3030”每月目标", f"{hazard_queries.TARGET}个", hazard_queries, "TARGET", cangnan),
        ("可能复发的期限", f"销号后{hazard_queries.RECURRENCE_DAYS}日内", hazard_queries,
         "RECURRENCE_DAYS", OURS),
        ("举报核查延期上限", f"{tip_guards.EXTENSION_DAYS}日", tip_guards, "EXTENSION_DAYS",
         "安监总财〔2018〕19号第十条，读到的是转述"),
        ("退回几次由分管领导指定", f"{tip_guards.RETURNS_BEFORE_LEADER}次", tip_guards,
         "RETURNS_BEFORE_LEADER", OURS),
        ("企业内部报告整改", f"{internal.FIX_DAYS}日", internal, "FIX_DAYS", OURS),
        ("领奖提醒", f"剩{reminders}日时", claiming, "REMIND_DAYS_LEFT", OURS),
        ("统计不显示的小数", f"少于{figures_guard.LEAST}", figures_guard, "LEAST", OURS),
    ):  # fmt: skip
        yield Unconfirmed(what, value, f"{_named(Path(str(module.__file__)))} {name}", why)


def _texts() -> Iterator[Unconfirmed]:
    """Whole files of words."""
    why = "按个人信息保护法第十七条、第二十九条起草，法规科没有看过"
    for notice in vault_notices.NOTICES.values():
        where = f"tipoffs/vault/notices.yaml {notice.name}"
        yield Unconfirmed("个人信息告知书", f"{notice.name}（{notice.version}）", where, why)
    yield Unconfirmed(
        "行业牵头部门",
        "未导入分工表的行业按常见分工",
        _named(CATEGORIES),
        "各地分工不同，以本县三定和安委会分工为准",
    )
    yield Unconfirmed("岗位权限", "各岗位的权限和不相容岗位", "staff/roles.yaml", OURS)


def _named(file: Path) -> str:
    return file.relative_to(PROJECT).as_posix()
