"""What stands in the tree of a rule set, as the fields of its form: the way back from ``rule_sheet``."""

from collections.abc import Mapping
from typing import Any

from admin.forms import Typed
from admin.rewards.rule_sheet import EVERYWHERE, HEAD, PLAIN_RULE, ROWS
from tipoffs.rewards.reckoning.rulebook import GENERAL, NATIONAL

_Fields = dict[str, list[str]]


def typed_of(tree: Mapping[str, Any]) -> Typed:
    """The fields of a form that say what stands in a tree."""
    fields: _Fields = {name: [_text(tree.get(name))] for name in HEAD}
    if tree.get("locality") == NATIONAL:
        fields["locality"] = [EVERYWHERE]
    fields["domain"] = [_text(tree.get("domain")) or GENERAL]
    for name in ("unknown", "notes"):
        fields[name] = ["\n".join(tree.get(name) or ())]
    _fill_policy(fields, tree.get("policy") or {})
    rules = tree.get("rules") or []
    fields[ROWS] = [" ".join(str(number) for number, _ in enumerate(rules))]
    for number, rule in enumerate(rules):
        _fill_rule(fields, rule, f"r{number}-")
    return Typed(fields)


def _fill_policy(fields: _Fields, policy: Mapping[str, Any]) -> None:
    for name, value in (policy.get("payees") or {}).items():
        fields[name] = [_text(value)]
    for one in policy.get("uplifts") or ():
        for name in ("percent", "order", "cap", "proof"):
            fields[f"u-{one.get('relation')}-{name}"] = [_text(one.get(name))]
    for one in policy.get("limits") or ():
        for name in ("amount", "count"):
            if name in one:
                fields[f"l-{one.get('period')}-{name}"] = [_text(one[name])]
    fields["exclusions"] = list(policy.get("exclusions") or ())
    for number, one in enumerate(policy.get("approval") or ()):
        fields[f"a{number}-up_to"] = [_text(one.get("up_to"))]
        fields[f"a{number}-permissions"] = list(one.get("permissions") or ())
    for name, value in (policy.get("claim") or {}).items():
        fields[f"claim-{name}"] = [_text(value)]
    for name in ("notice_days", "appeal_days", "filing", "budget_line"):
        fields[name] = [_text(policy.get(name))]
    fields["revisit_days"] = ["、".join(_text(one) for one in policy.get("revisit_days") or ())]


def _fill_rule(fields: _Fields, rule: Mapping[str, Any], row: str) -> None:
    for name in (*PLAIN_RULE, "floor", "cap"):
        fields[row + name] = [_text(rule.get(name))]
    for name in ("kinds", "relations"):
        fields[row + name] = list(rule.get(name) or ())
    fields[f"{row}cap_breakable_by"] = ["\n".join(rule.get("cap_breakable_by") or ())]
    _fill_method(fields, rule.get("method") or {}, row)


def _fill_method(fields: _Fields, method: Mapping[str, Any], row: str) -> None:
    word = next(iter(method), "")
    fields[f"{row}method"] = [word]
    value: Any = method.get(word)
    match word:
        case "percent_of_penalty":
            fields[f"{row}percent"] = [_text(value)]
        case "fixed":
            fields[f"{row}fixed"] = ["" if value == "unknown" else _text(value)]
        case "per_death":
            for grade, amount in (value or {}).items():
                fields[row + grade] = [_text(amount)]
        case "range":
            _fill_range(fields, value, row)
        case "people_saved":
            lines = (f"{_text(one.get('at_least'))} {_text(one.get('amount'))}" for one in value or ())
            fields[f"{row}people"] = ["\n".join(lines)]
        case "two_stage":
            for stage in ("verify", "result"):
                _fill_method(fields, (value or {}).get(stage) or {}, f"{row}{stage}-")


def _fill_range(fields: _Fields, bounds: Mapping[str, Any], row: str) -> None:
    for name in ("min", "max"):
        fields[row + name] = [_text(bounds.get(name))]
    tiers, scores = bounds.get("tiers") or {}, bounds.get("scores") or {}
    lines = (
        f"{name} {_text(one.get('min'))} {_text(one.get('max'))}".rstrip() for name, one in tiers.items()
    )
    fields[f"{row}tiers"] = ["\n".join(lines)]
    fields[f"{row}scores"] = ["\n".join(f"{name} {one}" for name, one in scores.items())]


def _text(value: object) -> str:
    if value is None or value is False:
        return ""
    return "yes" if value is True else str(value)
