"""REWARD: random rule sets and matters, worked out by the engine and again by plain fractions of a yuan.

The second calculation knows nothing of the first: it reads the text of the rule file, counts in
``fractions.Fraction`` and rounds by its own definition (the nearest fen, the higher of two equally near).
"""

import random
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor
from typing import Any

from proof.findings import Finding
from tipoffs.rewards.payees import Teller, choose
from tipoffs.rewards.reckoning.facts import Earned, Facts
from tipoffs.rewards.reckoning.reading import read_set
from tipoffs.rewards.reckoning.rulebook import Found, RuleSet
from tipoffs.rewards.reckoning.rules import work_out
from tipoffs.rewards.words import Grade, MatterKind, Relation, Stage

A_SET = 500
"""How many matters are put to each rule set."""

DAY = date(2026, 11, 22)
GRADES = [grade.value for grade in Grade]
Tree = dict[str, Any]


def _yuan(chance: random.Random, most: int) -> int | str:
    """An amount as a clerk may write it, round ones as often as odd ones."""
    whole = chance.choice([chance.randrange(1, most), chance.randrange(1, 1 + most // 1000) * 1000])
    return whole if chance.random() < 0.6 else f"{whole}.{chance.randrange(100):02}"


def _percent(chance: random.Random) -> int | str:
    return (
        chance.randrange(1, 100)
        if chance.random() < 0.6
        else f"{chance.randrange(1, 100)}.{chance.randrange(100):02}"
    )


def _method(chance: random.Random, *, stages: bool = True) -> Tree:
    kind = chance.choice(
        ["percent_of_penalty"] * 3
        + ["per_death", "fixed", "range", "scored", "people_saved"]
        + ["two_stage"] * stages
    )
    if kind == "percent_of_penalty":
        return {kind: _percent(chance)}
    if kind == "per_death":
        return {kind: {grade: _yuan(chance, 90_000) for grade in GRADES}}
    if kind == "fixed":
        return {kind: _yuan(chance, 9_000)}
    if kind == "people_saved":
        steps = sorted(chance.sample(range(1, 40), 3))
        return {kind: [{"at_least": step, "amount": _yuan(chance, 9_000)} for step in steps]}
    if kind == "two_stage":
        return {kind: {"verify": _method(chance, stages=False), "result": _method(chance, stages=False)}}
    least = chance.randrange(0, 3000)
    made: Tree = {"min": least, "max": least + chance.randrange(0, 9000)}
    if kind == "scored":
        made["scores"] = {"甲": 100, "乙": chance.randrange(0, 101)}
    return {"range": made}


def random_set(chance: random.Random, policy: Mapping[str, Any]) -> Tree:
    """The text of a rule set with one rule."""
    rule: Tree = {"code": "R", "kinds": ["violation"], "method": _method(chance)}
    if chance.random() < 0.7:
        rule["floor"] = _yuan(chance, 5_000)
        rule["zero_penalty"] = chance.choice(["floor", "manual"])
    if chance.random() < 0.7:
        rule["cap"] = chance.randrange(5_001, 400_000)
        rule["cap_breakable_by"] = chance.choice([[], ["理由"]])
    own: Tree = {**policy, "uplifts": [], "limits": []}
    if chance.random() < 0.5:
        uplift: Tree = {
            "relation": "employee",
            "percent": _percent(chance),
            "order": chance.choice(["before_cap", "after_cap"]),
        }
        own["uplifts"] = [uplift | ({"cap": _yuan(chance, 500_000)} if chance.random() < 0.5 else {})]
    if chance.random() < 0.3:
        period = chance.choice(["day", "month", "year"])
        limit = (
            {"amount": _yuan(chance, 50_000)} if chance.random() < 0.7 else {"count": chance.randrange(1, 4)}
        )
        own["limits"] = [{"period": period, **limit}]
    return {
        "id": "random",
        "locality": "任何地方",
        "name": "随机",
        "standing": "in_force",
        "from": date(2018, 1, 4),
        "basis": "-",
        "evidence": "-",
        "source": "-",
        "policy": own,
        "rules": [rule],
    }


def random_facts(chance: random.Random, tree: Tree) -> Facts:
    """A matter of which everything the rule may ask is known."""
    method = tree["rules"][0]["method"]
    is_staged = "two_stage" in method
    earned = tuple(
        Earned(
            DAY - timedelta(days=chance.choice([0, 1, 20, 300, 400])),
            chance.randrange(100_000),
            chance.choice([MatterKind.VIOLATION, MatterKind.GENERAL_HAZARD]),
        )
        for _ in range(chance.randrange(4))
    )
    paid_before = chance.randrange(1_000_000) if is_staged and chance.random() < 0.5 else 0
    return Facts(
        kind=MatterKind.VIOLATION,
        accepted_on=DAY,
        relation=chance.choice([Relation.CITIZEN, Relation.EMPLOYEE]),
        stage=chance.choice([Stage.VERIFY, Stage.RESULT]) if is_staged else Stage.WHOLE,
        penalty_fen=chance.choice([0, chance.randrange(1, 10_000), chance.randrange(1, 500_000_000)]),
        concealed_deaths=chance.randrange(0, 40),
        grade=chance.choice(list(Grade)),
        evidence=chance.choice(["甲", "乙"]),
        people_saved=chance.randrange(0, 60),
        chosen_fen=chance.choice([None, chance.randrange(2_000_000)]),
        paid_before_fen=paid_before,
        cap_break=chance.choice([None, None, "理由", "别的理由"]),
        earned=earned,
    )


def oracle(tree: Tree, facts: Facts) -> Fraction | None:
    """The reward in yuan, in whole fen; None where a person must decide."""
    rule, policy = tree["rules"][0], tree["policy"]
    low = _money(rule.get("floor"))
    high = _money(rule.get("cap"))
    amount = _base(rule["method"], facts, rule, low, high)
    if amount is None:
        return None
    if low is not None and amount < low:
        amount = low
    before = Fraction(facts.paid_before_fen, 100)
    lifted = [one for one in policy["uplifts"] if one["relation"] == facts.relation.value]

    def lift(value: Fraction, order: str) -> Fraction:
        for one in lifted:
            if one["order"] == order:
                value += value * Fraction(str(one["percent"])) / 100
                if (most := _money(one.get("cap"))) is not None:
                    value = min(value, max(Fraction(0), most - before))
        return value

    amount = lift(amount, "before_cap")
    if high is not None and facts.cap_break not in rule["cap_breakable_by"]:
        amount = min(amount, max(Fraction(0), high - before))
    amount = _nearest(lift(amount, "after_cap"))
    for limit in policy["limits"]:
        alike = [one for one in facts.earned if one.kind is facts.kind and _together(one.on, limit["period"])]
        if "count" in limit:
            amount = amount if len(alike) < limit["count"] else Fraction(0)
        else:
            spent = sum((Fraction(one.fen, 100) for one in alike), Fraction(0))
            amount = min(amount, max(Fraction(0), Fraction(str(limit["amount"])) - spent))
    return amount


def _money(value: object) -> Fraction | None:
    return None if value is None else Fraction(str(value))


def _base(
    method: Tree, facts: Facts, rule: Tree, low: Fraction | None, high: Fraction | None
) -> Fraction | None:
    ((kind, value),) = method.items()
    match kind:
        case "two_stage":
            stage = "verify" if facts.stage is Stage.VERIFY else "result"
            return _base(value[stage], facts, rule, low, high)
        case "fixed":
            return Fraction(str(value))
        case "percent_of_penalty" if facts.penalty_fen:
            return Fraction(facts.penalty_fen, 100) * Fraction(str(value)) / 100
        case "percent_of_penalty" if rule.get("zero_penalty") == "floor":
            return low
        case "per_death" if facts.concealed_deaths:
            return Fraction(str(value[(facts.grade or Grade.GENERAL).value])) * facts.concealed_deaths
        case "people_saved":
            reached = [one for one in value if one["at_least"] <= (facts.people_saved or 0)]
            best = max(reached, key=lambda one: one["at_least"], default={"amount": 0})
            return Fraction(str(best["amount"]))
        case "range":
            return _of_range(value, facts)
    return _chosen(facts, low, high)


def _of_range(value: Tree, facts: Facts) -> Fraction | None:
    least, most = Fraction(value["min"]), Fraction(value["max"])
    if "scores" in value:
        return least + (most - least) * Fraction(value["scores"][facts.evidence], 100)
    return least if least == most else _chosen(facts, least, most)


def _chosen(facts: Facts, least: Fraction | None, most: Fraction | None) -> Fraction | None:
    """What a person decided, as far as it lies within the bounds."""
    if facts.chosen_fen is None:
        return None
    chosen = Fraction(facts.chosen_fen, 100)
    return chosen if _within(chosen, least, most) else None


def _within(value: Fraction, least: Fraction | None, most: Fraction | None) -> bool:
    return (least is None or value >= least) and (most is None or value <= most)


def _nearest(yuan: Fraction) -> Fraction:
    fen = yuan * 100
    below, above = floor(fen), ceil(fen)
    return Fraction(above if above - fen <= fen - below else below, 100)


def _together(on: date, period: str) -> bool:
    return {
        "day": on == DAY,
        "month": (on.year, on.month) == (DAY.year, DAY.month),
        "year": on.year == DAY.year,
    }[period]


def differs(tree: Tree, rules: RuleSet, facts: Facts) -> bool:
    """Whether the engine says anything else than the fractions."""
    decision = work_out(Found(rules, rules.rules[0]), facts)
    expected = oracle(tree, facts)
    if expected is None:
        return decision.fen is not None
    return decision.fen is None or Fraction(decision.fen, 100) != expected


def loses_a_fen(rules: RuleSet, chance: random.Random, fen: int) -> bool:
    """Whether parts for several reporters do not add up to the whole, or are more than a fen apart."""
    tellers = [
        Teller(f"T{number}", real_name=True, decisive=True, signatories=chance.randrange(1, 5))
        for number in range(chance.randrange(1, 5))
    ]
    parts = [share.fen for share in choose(rules.policy.payees, tellers, fen).shares]
    return sum(parts) != fen or min(parts) < 0


def compare(*, n: int, policy: Mapping[str, Any], seed: int = 1) -> list[Finding]:
    """REWARD: put ``n`` matters to random rule sets that inherit ``policy``, a tree as in a rule file."""
    chance = random.Random(seed)
    wrong = lost = done = awarded = 0
    while done < n:
        payees = {
            "identity": "real_name_only",
            "several": chance.choice(["first_effective", "decisive_second"]),
            "joint": chance.choice(["first_signatory", "split_equally"]),
        }
        tree = random_set(chance, {**policy, "payees": payees})
        faults: list[str] = []
        rules = read_set(tree, {}, faults)
        if faults:
            raise AssertionError(faults)
        tree["rules"][0].setdefault("cap_breakable_by", [])
        for _ in range(min(A_SET, n - done)):
            facts = random_facts(chance, tree)
            wrong += differs(tree, rules, facts)
            lost += loses_a_fen(rules, chance, facts.penalty_fen or 0)
            awarded += oracle(tree, facts) is not None
            done += 1
    return [
        Finding("REWARD", "amounts that differ from exact fractions", n, wrong, 0),
        Finding("REWARD.split", "rewards whose parts do not add up to them", n, lost, 0),
        Finding("REWARD.share", "matters of which an amount came out", n, awarded, n // 2, at_least=True),
    ]
