"""The ways in which a rule arrives at an amount before floor, cap and uplift. Pure, in grains."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from tipoffs.rewards import notices
from tipoffs.rewards.money import grains_of, share_of, written, written_grains, written_points
from tipoffs.rewards.reckoning.facts import Facts
from tipoffs.rewards.words import Grade, Stage, Why, grade_of


@dataclass(frozen=True, slots=True)
class Worked:
    """An amount in grains and the sentence that tells how it came about."""

    grains: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Undecided:
    """The rule leaves this to a person, within bounds where it names any (in fen)."""

    why: Why
    sentence: str
    least: int | None = None
    most: int | None = None


class Method(Protocol):
    """One way of working out an amount."""

    def work(self, facts: Facts) -> Worked | Undecided:
        """The amount that the facts earn, or why a person must decide."""
        ...


@dataclass(frozen=True, slots=True)
class PercentOfPenalty:
    """A share of the administrative penalty; nothing of nothing is for the zero-penalty rule to settle."""

    points: int

    def work(self, facts: Facts) -> Worked | Undecided:
        """The share of the penalty; undecided where there is no penalty to take it of."""
        if facts.penalty_fen is None:
            return Undecided(Why.PENALTY_UNKNOWN, notices.PENALTY_UNKNOWN)
        if facts.penalty_fen == 0:
            return Undecided(Why.ZERO_PENALTY, notices.ZERO_PENALTY)
        grains = share_of(grains_of(facts.penalty_fen), self.points)
        return Worked(
            grains,
            notices.PERCENT.format(
                penalty=written(facts.penalty_fen),
                percent=written_points(self.points),
                amount=written_grains(grains),
            ),
        )


@dataclass(frozen=True, slots=True)
class PerDeath:
    """An amount for each verified concealed death, by the grade of the accident."""

    fen_by_grade: Mapping[Grade, int]

    def work(self, facts: Facts) -> Worked | Undecided:
        """Deaths times the amount of the grade; the grade follows from the deaths where nobody named it."""
        deaths = facts.concealed_deaths
        if deaths is None:
            return Undecided(Why.DEATHS_UNKNOWN, notices.DEATHS_UNKNOWN)
        if deaths == 0:
            return Undecided(Why.NO_DEATHS, notices.NO_DEATHS)
        grade = facts.grade or grade_of(deaths)
        if grade not in self.fen_by_grade:
            return Undecided(Why.TIER_MISSING, notices.TIER_MISSING.format(tier=grade.label))
        each = self.fen_by_grade[grade]
        sentence = notices.PER_DEATH.format(
            grade=grade.label, deaths=deaths, each=written(each), amount=written(each * deaths)
        )
        return Worked(grains_of(each * deaths), sentence)


@dataclass(frozen=True, slots=True)
class Fixed:
    """One amount; None where the text that was read is cut off before it."""

    fen: int | None

    def work(self, facts: Facts) -> Worked | Undecided:
        """The amount of the table."""
        if self.fen is None:
            return Undecided(Why.AMOUNT_UNKNOWN, notices.AMOUNT_UNKNOWN)
        return Worked(grains_of(self.fen), notices.FIXED.format(amount=written(self.fen)))


@dataclass(frozen=True, slots=True)
class Span:
    """From one amount to another, both included, in fen."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Range:
    """An amount within bounds.

    ``tiers`` gives each grade of evidence its own bounds; ``scores`` gives each a share of the way from least
    to most, in basis points. Where neither settles the amount, a person chooses it.
    """

    span: Span
    tiers: Mapping[str, Span]
    scores: Mapping[str, int]

    def work(self, facts: Facts) -> Worked | Undecided:
        """The amount of the tier, or the bounds in which it must be chosen."""
        tier = facts.evidence or ""
        if (self.tiers or self.scores) and tier not in {*self.tiers, *self.scores}:
            return Undecided(Why.TIER_MISSING, notices.TIER_MISSING.format(tier=tier or "证据等次"))
        if tier in self.scores:
            spread = share_of(grains_of(self.span.most - self.span.least), self.scores[tier])
            grains = grains_of(self.span.least) + spread
            return Worked(grains, notices.SCORED.format(tier=tier, amount=written_grains(grains)))
        span = self.tiers.get(tier, self.span)
        bounds = {"least": written(span.least), "most": written(span.most)}
        if span.least == span.most:
            return Worked(grains_of(span.least), notices.FIXED.format(amount=written(span.least)))
        return Undecided(Why.CHOICE_NEEDED, notices.CHOICE_NEEDED.format(**bounds), span.least, span.most)


@dataclass(frozen=True, slots=True)
class PeopleSaved:
    """An amount by how many people got out of danger; ``brackets`` are (at least, fen), rising."""

    brackets: tuple[tuple[int, int], ...]

    def work(self, facts: Facts) -> Worked | Undecided:
        """The amount of the highest bracket reached."""
        saved = facts.people_saved
        if saved is None:
            return Undecided(Why.CHOICE_NEEDED, notices.SAVED_UNKNOWN)
        reached = [fen for at_least, fen in self.brackets if saved >= at_least]
        if not reached:
            return Worked(0, notices.NOBODY_SAVED)
        sentence = notices.PEOPLE_SAVED.format(saved=saved, amount=written(reached[-1]))
        return Worked(grains_of(reached[-1]), sentence)


@dataclass(frozen=True, slots=True)
class TwoStage:
    """One amount when the tip is verified, another by its result."""

    verify: Method
    result: Method

    def work(self, facts: Facts) -> Worked | Undecided:
        """The amount of the stage that the facts name."""
        if facts.stage is Stage.WHOLE:
            return Undecided(Why.STAGE_UNKNOWN, notices.STAGE_NEEDED)
        return (self.verify if facts.stage is Stage.VERIFY else self.result).work(facts)
