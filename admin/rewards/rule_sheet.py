"""A rule set as fields of a form and back: what was typed becomes the tree of a rule file, faults and all.

``reading`` judges the tree, so that a form and a file are held to the same rules; ``Sheet.fields_of`` leads
each of its faults back to the field in which it was typed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from admin.forms import Typed, find_day, whole_number
from tipoffs.rewards.notices import PERIODS
from tipoffs.rewards.own_rules.services import NEW_ID
from tipoffs.rewards.reckoning.entries import Fault
from tipoffs.rewards.reckoning.rulebook import GENERAL, NATIONAL, Standing
from tipoffs.rewards.words import Grade, Relation

Tree = dict[str, Any]
RUNGS = 4
RAISED = [one for one in Relation if one is not Relation.CITIZEN]
ROWS = "rows"
EVERYWHERE = "全国"
HEAD = ("name", "locality", "domain", "from", "to", "basis", "source")
PLAIN_RULE = ("code", "title", "level", "scenario", "clause", "zero_penalty")
_TERMS = {
    "，或者加引号、最多两位小数的文字": "，最多两位小数",
    "最后一级不写up_to": "最后一级的“不超过”空着",
    "要写min和max": "要写最少和最多，中间空一格",
    "小于min": "小于最少",
    "早于from": "早于施行日期",
    "tiers和scores只能写一种": "两种等次只能写一种",
    "amount和count写而且只写一个": "金额和次数只写一个",
}


@dataclass
class Sheet:
    """What a form said: the tree, and which place of the tree came from which field."""

    tree: Tree = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)

    def put(self, tree: Tree, place: str, name: str, source: str, value: object) -> None:
        """One value of the tree; nothing is left out, and its field still answers for the fault."""
        self.places[f"{place}的{name}".removeprefix("的")] = source
        if value not in (None, "", [], {}):
            tree[name] = value

    def fields_of(self, faults: Iterable[str]) -> tuple[dict[str, str], list[str]]:
        """Faults by the field that they belong to, and those of no field."""
        found: dict[str, str] = {}
        others: list[str] = []
        for fault in faults:
            source = self._source(fault.place) if isinstance(fault, Fault) else None
            words = _plain(fault.words if isinstance(fault, Fault) else fault)
            if source is None:
                others.append(words)
            else:
                found.setdefault(source, words)
        return found, others

    def _source(self, place: str) -> str | None:
        words = place.removeprefix(f"{NEW_ID}.yaml").removeprefix("的")
        while words:
            if words in self.places:
                return self.places[words]
            words = words.rpartition("的")[0]
        return None


def _plain(words: str) -> str:
    for term, plain in _TERMS.items():
        words = words.replace(term, plain)
    return words


def sheet_of(typed: Typed) -> Sheet:
    """The tree of what was typed."""
    sheet = Sheet({"id": NEW_ID, "standing": Standing.IN_FORCE.value, "evidence": "本单位"})
    for name in HEAD:
        value: object = typed.text(name)
        if name == "locality" and value == EVERYWHERE:
            value = NATIONAL
        if name in ("from", "to"):
            value = find_day(typed.text(name)) or typed.text(name)
        if value != GENERAL:
            sheet.put(sheet.tree, "", name, name, value)
    for name in ("unknown", "notes"):
        sheet.put(sheet.tree, "", name, name, _lines(typed, name))
    policy = sheet.tree["policy"] = dict[str, Any]()
    _policy(sheet, typed, policy)
    rules: list[Tree] = []
    for row in rows_of(typed):
        if not typed.is_ticked(f"r{row}-gone"):
            rules.append(_rule(sheet, typed, f"r{row}-", f"rules第{len(rules) + 1}条"))
    sheet.tree["rules"] = rules
    return sheet


def rows_of(typed: Typed) -> list[int]:
    """The numbers of the rules on the form."""
    return [int(one) for one in typed.words(ROWS) if one.isascii() and one.isdigit() and len(one) < 4]


def _policy(sheet: Sheet, typed: Typed, policy: Tree) -> None:
    payees = policy["payees"] = dict[str, Any]()
    for name in ("identity", "several", "joint"):
        sheet.put(payees, "policy的payees", name, name, typed.text(name))
    sheet.put(policy, "policy", "uplifts", f"u-{RAISED[0].value}-percent", _uplifts(sheet, typed))
    sheet.put(policy, "policy", "limits", "l-day-amount", _limits(sheet, typed))
    sheet.put(policy, "policy", "exclusions", "exclusions", typed.all("exclusions"))
    sheet.put(policy, "policy", "approval", "a0-up_to", _rungs(sheet, typed))
    claim = policy["claim"] = dict[str, Any]()
    for name in ("days", "kind", "extension_days"):
        text = typed.text(f"claim-{name}")
        sheet.put(claim, "policy的claim", name, f"claim-{name}", text if name == "kind" else _number(text))
    for name in ("notice_days", "appeal_days"):
        sheet.put(policy, "policy", name, name, _number(typed.text(name)))
    for name in ("filing", "budget_line"):
        sheet.put(policy, "policy", name, name, typed.text(name))
    visits = [_number(one) for one in typed.words("revisit_days")]
    sheet.put(policy, "policy", "revisit_days", "revisit_days", visits)


def _uplifts(sheet: Sheet, typed: Typed) -> list[Tree]:
    """How much more whoever stands in one of these relations to the place gets."""
    found: list[Tree] = []
    for relation in RAISED:
        key, place = f"u-{relation.value}-", f"policy的uplifts第{len(found) + 1}条"
        if typed.text(f"{key}percent"):
            one: Tree = {"relation": relation.value}
            sheet.put(one, place, "percent", f"{key}percent", _number(typed.text(f"{key}percent")))
            sheet.put(one, place, "order", f"{key}order", typed.text(f"{key}order"))
            sheet.put(one, place, "cap", f"{key}cap", _number(typed.text(f"{key}cap")))
            sheet.put(one, place, "proof", f"{key}proof", typed.is_ticked(f"{key}proof") or None)
            found.append(one)
    return found


def _limits(sheet: Sheet, typed: Typed) -> list[Tree]:
    """The most that one person gets in a period, in money or in number."""
    found: list[Tree] = []
    for period, name in product(PERIODS, ("amount", "count")):
        source = f"l-{period}-{name}"
        if text := typed.text(source):
            one: Tree = {"period": period}
            sheet.put(one, f"policy的limits第{len(found) + 1}条", name, source, _number(text))
            found.append(one)
    return found


def _rungs(sheet: Sheet, typed: Typed) -> list[Tree]:
    """The ladder of approval: up to which amount who approves."""
    found: list[Tree] = []
    for number in range(RUNGS):
        permissions, up_to = typed.all(f"a{number}-permissions"), typed.text(f"a{number}-up_to")
        if permissions or up_to:
            one: Tree = {}
            place = f"policy的approval第{len(found) + 1}条"
            sheet.put(one, place, "up_to", f"a{number}-up_to", _number(up_to))
            sheet.put(one, place, "permissions", f"a{number}-permissions", permissions)
            found.append(one)
    return found


def _rule(sheet: Sheet, typed: Typed, row: str, place: str) -> Tree:
    rule: Tree = {}
    for name in PLAIN_RULE:
        sheet.put(rule, place, name, row + name, typed.text(row + name))
    for name in ("kinds", "relations"):
        sheet.put(rule, place, name, row + name, typed.all(row + name))
    for name in ("floor", "cap"):
        sheet.put(rule, place, name, row + name, _number(typed.text(row + name)))
    sheet.put(
        rule, place, "cap_breakable_by", f"{row}cap_breakable_by", _lines(typed, f"{row}cap_breakable_by")
    )
    rule["method"] = _method(sheet, typed, row, f"{place}的method")
    sheet.places[place] = f"{row}code"
    return rule


def _method(sheet: Sheet, typed: Typed, row: str, place: str) -> Tree:
    word = typed.text(f"{row}method")
    inside = f"{place}的{word}"
    sheet.places[place] = f"{row}method"
    table: Tree = {}
    match word:
        case "percent_of_penalty":
            sheet.places[inside] = f"{row}percent"
            return {word: _number(typed.text(f"{row}percent"))}
        case "per_death":
            for grade in Grade:
                source = f"{row}{grade.value}"
                sheet.put(table, inside, grade.value, source, _number(typed.text(source)))
            sheet.places[inside] = f"{row}{Grade.GENERAL.value}"
            return {word: table}
        case "fixed":
            sheet.places[inside] = f"{row}fixed"
            return {word: _number(typed.text(f"{row}fixed")) or "unknown"}
        case "range":
            sheet.places[inside] = f"{row}min"
            return {word: _range(sheet, typed, row, inside)}
        case "people_saved":
            sheet.places[inside] = f"{row}people"
            brackets = _table(typed, f"{row}people")
            for number, _ in enumerate(brackets, 1):
                sheet.places[f"{inside}第{number}条"] = f"{row}people"
            return {word: [_bracket(one) for one in brackets]}
        case "two_stage":
            for stage in ("verify", "result"):
                table[stage] = _method(sheet, typed, f"{row}{stage}-", f"{inside}的{stage}")
            return {word: table}
    return {}


def _range(sheet: Sheet, typed: Typed, row: str, inside: str) -> Tree:
    table: Tree = {}
    for name in ("min", "max"):
        sheet.put(table, inside, name, row + name, _number(typed.text(row + name)))
    tiers = {one[0]: _span(one[1:]) for one in _table(typed, f"{row}tiers")}
    scores = {one[0]: _number((one[1:] or [""])[0].rstrip("%")) for one in _table(typed, f"{row}scores")}
    sheet.put(table, inside, "tiers", f"{row}tiers", tiers)
    sheet.put(table, inside, "scores", f"{row}scores", scores)
    return table


def _span(words: Sequence[str]) -> Tree:
    return {name: _number(word) for name, word in zip(("min", "max"), words, strict=False)}


def _bracket(words: Sequence[str]) -> Tree:
    return {name: _number(word) for name, word in zip(("at_least", "amount"), words, strict=False)}


def _table(typed: Typed, name: str) -> list[list[str]]:
    return [line.split() for line in typed.text(name).split("\n") if line.strip()]


def _lines(typed: Typed, name: str) -> list[str]:
    return [line.strip() for line in typed.text(name).split("\n") if line.strip()]


def _number(text: str) -> int | str:
    """A whole number as such; anything else as it was typed, for ``reading`` to judge."""
    number = whole_number(text, 12)
    return text if number is None else number
