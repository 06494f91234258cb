"""Reads the rule sets of ``rulesets/*.yaml`` and tells in Chinese everything that is wrong with them.

A set that ``extends`` another takes over every part of its policy that it does not state itself; amounts are
never taken over. Floats are refused: an amount is a whole number of yuan or a text.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml

from core.errors import BadContent
from core.yamls import parsed, parsed_from_outside
from tipoffs.rewards.reckoning.entries import Entries
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
from tipoffs.rewards.reckoning.policies import read_policy
from tipoffs.rewards.reckoning.rulebook import GENERAL, Rule, RuleBook, RuleSet, Standing, ZeroPenalty
from tipoffs.rewards.words import Grade, MatterKind, Relation

FOLDER = Path(__file__).parent.parent / "rulesets"

DRAFT = "正在写的规则"
LONGEST_DRAFT = 50_000
_METHODS = ("percent_of_penalty", "per_death", "fixed", "range", "people_saved", "two_stage")


def read_rulebook(folder: Path = FOLDER) -> RuleBook:
    """Every set of a folder; ``BadContent`` naming every fault."""
    sets, faults = examine(folder)
    if faults:
        raise BadContent("\n".join(faults))
    return RuleBook(sets)


def examine(folder: Path = FOLDER) -> tuple[list[RuleSet], list[str]]:
    """What could be read, and everything that is wrong, in Chinese."""
    faults: list[str] = []
    trees = _trees(sorted(folder.glob("*.yaml")), faults)
    if not trees:
        faults.append(f"{folder.name}：没有奖励规则文件。")
    sets = [read_set(tree, trees, faults) for tree in trees.values()]
    faults += _overlaps(sets)
    return sets, faults


def read_draft(text: str, folder: Path = FOLDER) -> tuple[RuleSet | None, list[str]]:
    """A rule set that somebody is writing, for trying it before it is a file; None with what is wrong.

    It may extend a set of the folder, and replaces there, for the trial alone, the set of its own id.
    """
    try:
        tree = parsed_from_outside(text[:LONGEST_DRAFT])
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return None, [
            f"{DRAFT}：{f'第{mark.line + 1}行' if mark else ''}不是正确的YAML，请看缩进、冒号和括号。"
        ]
    if not isinstance(tree, Mapping) or not isinstance(tree.get("id"), str):
        return None, [f"{DRAFT}：要从id写起，一行一项。"]
    faults: list[str] = []
    mother = folder / f"{Path(str(tree.get('extends'))).name}.yaml"
    made = read_set(tree, _trees([mother], []) | {tree["id"]: tree}, faults)
    return (None if faults else made), faults


def source_of(set_id: str, folder: Path = FOLDER) -> str:
    """The file of a set as it is written, to begin a draft from; nothing where there is none."""
    known = {path.stem: path for path in folder.glob("*.yaml")}
    return known[set_id].read_text("utf-8") if set_id in known else ""


def _trees(paths: Iterable[Path], faults: list[str]) -> dict[str, Mapping[str, Any]]:
    """What stands in these files, by id."""
    trees: dict[str, Mapping[str, Any]] = {}
    for path in paths:
        try:
            tree = parsed(path.read_text("utf-8"))
        except FileNotFoundError:
            continue
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            faults.append(f"{path.name}：不是正确的YAML文件（{error}）。")
            continue
        if not isinstance(tree, Mapping) or tree.get("id") != path.stem:
            faults.append(f"{path.name}：id应当和文件名一样。")
            continue
        trees[path.stem] = tree
    return trees


def read_set(tree: Mapping[str, Any], trees: Mapping[str, Mapping[str, Any]], faults: list[str]) -> RuleSet:
    """One set; what is wrong is added to ``faults``."""
    entries = Entries(tree, f"{tree.get('id')}.yaml", faults)
    begins, ends = entries.day("from"), entries.day("to")
    if begins is None:
        entries.complain("from", "要写从哪一天起施行")
    if begins and ends and ends < begins:
        entries.complain("to", "早于from")
    rules = tuple(_rule(one) for one in entries.each("rules", needed=True))
    for one, other in combinations(rules, 2):
        if one.code == other.code:
            entries.complain("rules", f"规则编号“{one.code}”用了两次")
        elif _collide(one, other):
            entries.complain("rules", f"“{one.code}”和“{other.code}”管同样的事项，不知道用哪一条")
    read = RuleSet(
        id=entries.text("id"),
        locality=entries.text("locality"),
        name=entries.text("name"),
        domain=entries.text("domain", GENERAL),
        standing=entries.word("standing", Standing),
        begins=begins or date.max,
        ends=ends,
        basis=entries.text("basis"),
        evidence=entries.text("evidence"),
        source=entries.text("source"),
        policy=read_policy(_whole_policy(entries, trees), entries.where, faults),
        rules=rules,
        unknown=entries.texts("unknown"),
        notes=entries.texts("notes"),
    )
    entries.close()
    return read


def _whole_policy(entries: Entries, trees: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    own = entries.raw("policy", {})
    if not isinstance(own, Mapping):
        entries.complain("policy", "这里应当是一组“名称: 值”")
        own = {}
    mother = entries.text("extends", "-")
    if mother == "-":
        return dict(own)
    if mother not in trees or trees[mother].get("extends"):
        entries.complain("extends", f"没有“{mother}”这份可以沿用的规则")
        return dict(own)
    inherited = trees[mother].get("policy")
    return {**(inherited if isinstance(inherited, Mapping) else {}), **own}


def _rule(entries: Entries) -> Rule:
    floor, cap = entries.yuan("floor"), entries.yuan("cap")
    if floor is not None and cap is not None and cap < floor:
        entries.complain("cap", "上限低于下限")
    rule = Rule(
        code=entries.text("code"),
        kinds=frozenset(entries.words("kinds", MatterKind)),
        method=_method(entries.below("method")),
        clause=entries.text("clause", ""),
        level=entries.text("level", "") or None,
        scenario=entries.text("scenario", "") or None,
        title=entries.text("title", ""),
        relations=frozenset(entries.words("relations", Relation)),
        floor=floor,
        cap=cap,
        cap_breakable_by=entries.texts("cap_breakable_by"),
        zero_penalty=entries.word("zero_penalty", ZeroPenalty, ZeroPenalty.MANUAL),
    )
    if not rule.kinds:
        entries.complain("kinds", "至少要写一类事项")
    if rule.zero_penalty is ZeroPenalty.FLOOR and floor is None:
        entries.complain("zero_penalty", "没有下限，不能取下限")
    if rule.cap_breakable_by and cap is None:
        entries.complain("cap_breakable_by", "没有上限，不用写可以超过上限的理由")
    entries.close()
    return rule


def _method(entries: Entries, *, nested: bool = False) -> Method:
    names = [name for name in entries.names() if name in _METHODS]
    if len(names) != 1 or len(entries.names()) != 1:
        entries.complain("", f"要写而且只写一种算法（{'、'.join(_METHODS)}）")
        return Fixed(None)
    match names[0]:
        case "percent_of_penalty":
            return PercentOfPenalty(entries.percent("percent_of_penalty"))
        case "per_death":
            table = entries.below("per_death")
            amounts = {grade: table.yuan(grade.value) for grade in Grade if table.has(grade.value)}
            table.close()
            if not amounts:
                table.complain("", "至少要写一档")
            return PerDeath({grade: fen for grade, fen in amounts.items() if fen is not None})
        case "fixed":
            if entries.raw("fixed", None) == "unknown":
                return Fixed(None)
            return Fixed(entries.yuan("fixed"))
        case "range":
            return _range(entries.below("range"))
        case "people_saved":
            return _people_saved(entries)
    stages = entries.below("two_stage")
    if nested:
        stages.complain("", "分步奖励里不能再分步")
        return Fixed(None)
    made = TwoStage(
        _method(stages.below("verify"), nested=True), _method(stages.below("result"), nested=True)
    )
    stages.close()
    return made


def _range(entries: Entries) -> Range:
    tiers = entries.below("tiers")
    scores = entries.below("scores")
    made = Range(
        _span(entries),
        {str(name): _tier(tiers.below(name)) for name in tiers.names()},
        {str(name): _score(scores, name) for name in scores.names()},
    )
    if made.tiers and made.scores:
        entries.complain("", "tiers和scores只能写一种")
    for name, span in made.tiers.items():
        if span.least < made.span.least or span.most > made.span.most:
            entries.complain(name, "超出了规则的幅度")
    entries.close()
    return made


def _score(entries: Entries, name: str) -> int:
    value = entries.whole(name)
    if value > 100:
        entries.complain(name, "是幅度的百分之几，不超过100")
    return value * 100


def _tier(entries: Entries) -> Span:
    span = _span(entries)
    entries.close()
    return span


def _span(entries: Entries) -> Span:
    least, most = entries.yuan("min"), entries.yuan("max")
    if least is None or most is None:
        entries.complain("", "要写min和max")
    elif most < least:
        entries.complain("max", "小于min")
    return Span(least or 0, most or 0)


def _people_saved(entries: Entries) -> PeopleSaved:
    brackets = []
    for one in entries.each("people_saved", needed=True):
        brackets.append((one.whole("at_least"), one.yuan("amount") or 0))
        one.close()
    rising = [at_least for at_least, _ in brackets]
    if rising != sorted(set(rising)) or 0 in rising:
        entries.complain("people_saved", "人数要从小到大，从1起")
    return PeopleSaved(tuple(brackets))


def _collide(one: Rule, other: Rule) -> bool:
    alike = one.closeness == other.closeness and bool(one.kinds & other.kinds)
    same = one.level == other.level and one.scenario == other.scenario
    return alike and same and (not one.relations or bool(one.relations & other.relations))


def _overlaps(sets: Sequence[RuleSet]) -> list[str]:
    """Two sets of one place and branch that are in force on the same day: nobody could tell which holds."""
    return [
        f"{one.id}.yaml：和{other.id}.yaml同一天都有效，要给先前的一份写上to。"
        for one, other in combinations(sets, 2)
        if (one.locality, one.domain) == (other.locality, other.domain)
        and one.begins <= (other.ends or date.max)
        and other.begins <= (one.ends or date.max)
    ]
