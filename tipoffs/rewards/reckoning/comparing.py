"""What one case earns under two rule sets, step by step side by side. Pure: nothing is kept."""

from dataclasses import dataclass

from tipoffs.rewards.reckoning.facts import Facts
from tipoffs.rewards.reckoning.rulebook import NOT_IN_SET, Found, RuleSet
from tipoffs.rewards.reckoning.rules import Decision, work_out


@dataclass(frozen=True, slots=True)
class Trial:
    """One set tried on the case: what it decides, or why it says nothing about it."""

    rules: RuleSet
    decision: Decision | None
    refusal: str = ""

    @property
    def fen(self) -> int | None:
        """The amount; None where there is no decision or a person has to choose."""
        return self.decision.fen if self.decision else None

    @property
    def signatures(self) -> int:
        """How many people would have to sign."""
        return len(self.rules.policy.rung_for(self.fen).permissions) if self.fen else 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """The case under the old and under the new rules."""

    old: Trial
    new: Trial

    @property
    def difference(self) -> int | None:
        """New less old; None where one of them has no amount."""
        if self.old.fen is None or self.new.fen is None:
            return None
        return self.new.fen - self.old.fen


def compare(old: RuleSet, new: RuleSet, facts: Facts) -> Comparison:
    """Try both sets on the same facts, whatever days they are in force on."""
    return Comparison(try_on(old, facts), try_on(new, facts))


def try_on(rules: RuleSet, facts: Facts) -> Trial:
    """What one set says to these facts."""
    rule = rules.rule_for(facts)
    if rule is None:
        return Trial(rules, None, NOT_IN_SET.format(name=rules.name))
    return Trial(rules, work_out(Found(rules, rule), facts))
