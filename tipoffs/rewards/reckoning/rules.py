"""The reward that a rule gives for the facts, with every step told. Pure: integer fen, no clock, no table.

The order is part of the rule and always this:

1. who is excluded gets nothing;
2. the method gives an amount, or a person chooses one within the bounds the rule names;
3. the floor;
4. an uplift that counts before the ceiling;
5. the ceiling, less what an earlier stage of the matter paid, unless a ground of the rule lifts it;
6. an uplift that counts after the ceiling, and its own ceiling;
7. rounding to the fen, once (``money``);
8. the limits of one reporter in a period.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from core.clock import date_words
from tipoffs.rewards import notices
from tipoffs.rewards.money import (
    WHOLE,
    grains_of,
    rounded,
    share_of,
    written,
    written_grains,
    written_points,
)
from tipoffs.rewards.reckoning.facts import Earned, Facts
from tipoffs.rewards.reckoning.methods import TwoStage, Undecided, Worked
from tipoffs.rewards.reckoning.rulebook import Found, Limit, Uplift, UpliftOrder, ZeroPenalty
from tipoffs.rewards.words import Outcome, Stage, Why


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the calculation: what was done, told in Chinese, and the amount after it."""

    name: str
    sentence: str
    amount: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What the rule says, and how it came to say so.

    ``least`` and ``most`` bound what a person may choose when ``outcome`` is MANUAL; None: not bounded.
    """

    outcome: Outcome
    fen: int | None
    why: Why | None
    set_id: str
    rule_code: str
    trace: tuple[Step, ...]
    least: int | None = None
    most: int | None = None

    def as_tree(self) -> dict[str, Any]:
        """For keeping as JSON and for machines."""
        return {
            "outcome": self.outcome.value,
            "amount_fen": self.fen,
            "why": self.why and self.why.value,
            "rule_set": self.set_id,
            "rule": self.rule_code,
            "least_fen": self.least,
            "most_fen": self.most,
            "trace": [{"step": s.name, "text": s.sentence, "amount": s.amount} for s in self.trace],
        }


def work_out(found: Found, facts: Facts) -> Decision:
    """Apply the rule to the facts."""
    return _Sheet(found, facts).decide()


class _Sheet:
    """The sheet of paper on which one reward is worked out."""

    def __init__(self, found: Found, facts: Facts) -> None:
        self._rules, self._rule, self._policy = found.rules, found.rule, found.rules.policy
        self._facts = facts
        self._steps: list[Step] = []
        self._grains = 0
        self._is_chosen = False

    def decide(self) -> Decision:
        rules, rule, facts = self._rules, self._rule, self._facts
        self._tell(
            "rule",
            notices.RULE.format(
                name=rules.name,
                rule=rule.code,
                day=date_words(facts.accepted_on),
                basis=rules.basis,
                clause=rule.clause,
            ),
        )
        barred = sorted(facts.exclusions & self._policy.exclusions)
        if barred:
            self._tell("exclusion", notices.EXCLUDED.format(why="、".join(one.label for one in barred)))
            return self._end(Outcome.NOTHING, 0, Why.EXCLUDED)
        if facts.stage is not Stage.WHOLE and not isinstance(rule.method, TwoStage):
            self._tell("method", notices.STAGE_UNKNOWN.format(stage=facts.stage.label))
            return self._end(Outcome.NOTHING, 0, Why.STAGE_UNKNOWN)
        undecided = self._take_amount()
        if undecided is not None:
            return undecided
        if self._grains == 0 and not rule.floor:
            return self._end(Outcome.NOTHING, 0, Why.CHOSEN_NOTHING if self._is_chosen else Why.NOBODY_SAVED)
        self._bound()
        fen = rounded(self._grains)
        self._tell("rounding", notices.ROUNDED.format(amount=written(fen)), written(fen))
        limited = self._limited(fen)
        if limited == 0:
            return self._end(Outcome.NOTHING, 0, Why.LIMIT_REACHED)
        return self._end(Outcome.AWARD, limited, None)

    def _take_amount(self) -> Decision | None:
        """Steps 2 and 3: the amount of the method, or of the person who decides, and the floor."""
        rule, facts = self._rule, self._facts
        worked = rule.method.work(facts)
        if isinstance(worked, Undecided):
            if worked.why is Why.ZERO_PENALTY and rule.zero_penalty is ZeroPenalty.FLOOR and rule.floor:
                sentence = notices.ZERO_PENALTY_FLOOR.format(floor=written(rule.floor))
                worked = Worked(grains_of(rule.floor), sentence)
            else:
                chosen = self._chosen(worked)
                if isinstance(chosen, Decision):
                    return chosen
                worked, self._is_chosen = chosen, True
        self._grains = worked.grains
        self._tell("method", worked.sentence, written_grains(self._grains))
        if rule.floor is not None:
            raised = max(self._grains, grains_of(rule.floor))
            words = notices.FLOOR if raised > self._grains else notices.FLOOR_PASSED
            self._set("floor", raised, words.format(floor=written(rule.floor)))
        return None

    def _chosen(self, undecided: Undecided) -> Worked | Decision:
        """The amount a person chose, if it keeps within the bounds of the rule."""
        least = self._rule.floor if undecided.least is None else undecided.least
        most = self._rule.cap if undecided.most is None else undecided.most
        self._tell("method", undecided.sentence)
        amount = self._facts.chosen_fen
        is_open = undecided.why not in (Why.PENALTY_UNKNOWN, Why.DEATHS_UNKNOWN)
        if amount is not None and is_open:
            if (least or 0) <= amount and (most is None or amount <= most):
                return Worked(grains_of(amount), notices.CHOSEN.format(amount=written(amount)))
            bounds = {
                "least": written(least or 0),
                "most": "不限" if most is None else written(most),
            }
            self._tell("method", notices.CHOSEN_BOUNDS.format(amount=written(amount), **bounds))
        self._tell("manual", notices.MANUAL)
        return self._end(Outcome.MANUAL, None, undecided.why, least, most)

    def _bound(self) -> None:
        """Steps 4 to 6: uplift and ceiling, in the order of the rule set."""
        uplift = self._policy.uplift_for(self._facts.relation)
        if uplift is not None and uplift.order is UpliftOrder.BEFORE_CAP:
            self._raise(uplift)
        self._cap()
        if uplift is not None and uplift.order is UpliftOrder.AFTER_CAP:
            self._raise(uplift)

    def _raise(self, uplift: Uplift) -> None:
        raised = share_of(self._grains, WHOLE + uplift.points)
        self._set(
            "uplift",
            raised,
            notices.UPLIFT.format(
                relation=self._facts.relation.label,
                percent=written_points(uplift.points),
                amount=written_grains(raised),
            ),
        )
        if uplift.cap is not None and self._grains > grains_of(self._room(uplift.cap)):
            room = self._room(uplift.cap)
            self._set("uplift_cap", grains_of(room), notices.UPLIFT_CAP.format(cap=written(room)))

    def _cap(self) -> None:
        cap, ground = self._rule.cap, self._facts.cap_break
        if cap is None:
            return
        if ground is not None:
            allowed = ground in self._rule.cap_breakable_by
            words = notices.CAP_BROKEN if allowed else notices.CAP_HOLDS
            self._set("cap", self._grains, words.format(ground=ground, cap=written(cap)))
            if allowed:
                return
        room = self._room(cap)
        if self._facts.paid_before_fen:
            paid = written(self._facts.paid_before_fen)
            self._tell("cap", notices.PAID_BEFORE.format(paid=paid, room=written(room)))
        bounded = min(self._grains, grains_of(room))
        words = notices.CAP if bounded < self._grains else notices.CAP_PASSED
        self._set("cap", bounded, words.format(cap=written(room)))

    def _room(self, cap: int) -> int:
        return max(0, cap - self._facts.paid_before_fen)

    def _limited(self, fen: int) -> int:
        """Step 8: what the limits of the set leave."""
        for limit in self._policy.limits:
            used = [one for one in self._facts.earned if self._counts(one, limit)]
            period = notices.PERIODS[limit.period]
            if limit.fen is not None:
                spent = sum(one.fen for one in used)
                fen = min(fen, max(0, limit.fen - spent))
                words = notices.LIMIT.format(
                    period=period, limit=written(limit.fen), used=written(spent), amount=written(fen)
                )
                self._tell("limit", words, written(fen))
            if limit.count is not None and len(used) >= limit.count:
                fen = 0
                words = notices.LIMIT_COUNT.format(period=period, limit=limit.count, used=len(used))
                self._tell("limit", words, written(0))
        return fen

    def _counts(self, earned: Earned, limit: Limit) -> bool:
        """Whether an earlier award is of the same sort and falls into the period of the limit."""
        facts = self._facts
        is_alike = earned.kind is facts.kind and earned.scenario == facts.scenario
        return is_alike and in_period(earned.on, facts.accepted_on, limit.period)

    def _set(self, name: str, grains: int, sentence: str) -> None:
        self._grains = grains
        self._tell(name, sentence, written_grains(grains))

    def _tell(self, name: str, sentence: str, amount: str | None = None) -> None:
        self._steps.append(Step(name, sentence, amount))

    def _end(
        self,
        outcome: Outcome,
        fen: int | None,
        why: Why | None,
        least: int | None = None,
        most: int | None = None,
    ) -> Decision:
        amount = written(fen) if fen is not None else "金额待定"
        said = outcome.label + (f"（{why.label}）" if why else "")
        self._tell("result", notices.RESULT.format(outcome=said, amount=amount), amount)
        return Decision(outcome, fen, why, self._rules.id, self._rule.code, tuple(self._steps), least, most)


def in_period(on: date, day: date, period: str) -> bool:
    """Whether two days fall into the same day, month or year."""
    parts = {"year": 1, "month": 2, "day": 3}[period]
    return on.timetuple()[:parts] == day.timetuple()[:parts]
