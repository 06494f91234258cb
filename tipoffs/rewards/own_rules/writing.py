"""Writes a rule set as the tree, and the YAML, from which ``reading`` makes the same set again. Pure."""

from collections.abc import Mapping
from typing import Any

import yaml

from tipoffs.rewards.money import FEN, written_points
from tipoffs.rewards.reckoning.methods import (
    Fixed,
    Method,
    PeopleSaved,
    PercentOfPenalty,
    PerDeath,
    Range,
    Span,
    TwoStage,
)
from tipoffs.rewards.reckoning.rulebook import GENERAL, Policy, Rule, RuleSet

Tree = dict[str, Any]


def tree_of(rules: RuleSet) -> Tree:
    """The whole set, extending nothing."""
    return _without_nothing(
        {
            "id": rules.id,
            "locality": rules.locality,
            "name": rules.name,
            "domain": None if rules.domain == GENERAL else rules.domain,
            "standing": rules.standing.value,
            "from": rules.begins,
            "to": rules.ends,
            "basis": rules.basis,
            "evidence": rules.evidence,
            "source": rules.source,
            "unknown": list(rules.unknown),
            "notes": list(rules.notes),
            "policy": _policy(rules.policy),
            "rules": [_rule(one) for one in rules.rules],
        }
    )


def as_yaml(tree: Mapping[str, Any]) -> str:
    """For keeping, and for another bureau to read."""
    return str(yaml.safe_dump(dict(tree), allow_unicode=True, sort_keys=False, width=100))


def yuan(fen: int | None) -> int | str | None:
    """An amount as a rule file writes it: whole yuan, or a text with two decimals."""
    if fen is None or fen % FEN == 0:
        return None if fen is None else fen // FEN
    return f"{fen // FEN}.{fen % FEN:02}"


def _percent(points: int) -> int | str:
    return points // 100 if points % 100 == 0 else written_points(points).removesuffix("%")


def _policy(policy: Policy) -> Tree:
    return _without_nothing(
        {
            "payees": {
                "identity": policy.payees.identity.value,
                "several": policy.payees.several.value,
                "joint": policy.payees.joint.value,
            },
            "uplifts": [
                _without_nothing(
                    {
                        "relation": one.relation.value,
                        "percent": _percent(one.points),
                        "order": one.order.value,
                        "cap": yuan(one.cap),
                        "proof": one.proof or None,
                    }
                )
                for one in policy.uplifts
            ],
            "limits": [
                _without_nothing({"period": one.period, "amount": yuan(one.fen), "count": one.count})
                for one in policy.limits
            ],
            "exclusions": sorted(one.value for one in policy.exclusions),
            "approval": [
                _without_nothing({"up_to": yuan(one.up_to), "permissions": list(one.permissions)})
                for one in policy.ladder
            ],
            "claim": {
                "days": policy.window.days,
                "kind": policy.window.kind.value,
                "extension_days": policy.window.extension_days,
            },
            "filing": policy.filing,
            "notice_days": policy.notice_days,
            "appeal_days": policy.appeal_days,
            "budget_line": policy.budget_line,
            "revisit_days": list(policy.revisit_days),
        }
    )


def _rule(rule: Rule) -> Tree:
    return _without_nothing(
        {
            "code": rule.code,
            "title": rule.title,
            "kinds": sorted(one.value for one in rule.kinds),
            "level": rule.level,
            "scenario": rule.scenario,
            "relations": sorted(one.value for one in rule.relations),
            "clause": rule.clause,
            "method": _method(rule.method),
            "floor": yuan(rule.floor),
            "cap": yuan(rule.cap),
            "cap_breakable_by": list(rule.cap_breakable_by),
            "zero_penalty": rule.zero_penalty.value,
        }
    )


def _method(method: Method) -> Tree:
    match method:
        case PercentOfPenalty(points):
            return {"percent_of_penalty": _percent(points)}
        case PerDeath(table):
            return {"per_death": {grade.value: yuan(fen) for grade, fen in table.items()}}
        case Fixed(fen):
            return {"fixed": "unknown" if fen is None else yuan(fen)}
        case Range(span, tiers, scores):
            more = {
                "tiers": {name: _span(one) for name, one in tiers.items()},
                "scores": {name: points // 100 for name, points in scores.items()},
            }
            return {"range": _span(span) | _without_nothing(more)}
        case PeopleSaved(brackets):
            return {"people_saved": [{"at_least": least, "amount": yuan(fen)} for least, fen in brackets]}
        case TwoStage(verify, result):
            return {"two_stage": {"verify": _method(verify), "result": _method(result)}}
    raise TypeError(f"a method that no file can hold: {method!r}")


def _span(span: Span) -> Tree:
    return {"min": yuan(span.least), "max": yuan(span.most)}


def _without_nothing(tree: Tree) -> Tree:
    return {name: value for name, value in tree.items() if value not in (None, "", [], {})}
