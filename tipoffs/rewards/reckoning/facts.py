"""What is known of a matter when its reward is worked out; frozen beside the proposal. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from core.types import member_of
from tipoffs.rewards.words import Exclusion, Grade, MatterKind, Relation, Stage


@dataclass(frozen=True, slots=True)
class Earned:
    """What the same reporter was awarded before: for limits a period and kind."""

    on: date
    fen: int
    kind: MatterKind
    scenario: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """The inputs of a rule. None means "not known (yet)", which is not the same as none.

    ``penalty_fen`` is the sum of the administrative penalties of the matter; ``chosen_fen`` what a person
    decided where a rule leaves room; ``paid_before_fen`` what an earlier stage of the matter paid;
    ``cap_break`` the ground on which the ceiling is to be passed.
    """

    kind: MatterKind
    accepted_on: date
    level: str | None = None
    scenario: str | None = None
    relation: Relation = Relation.CITIZEN
    stage: Stage = Stage.WHOLE
    penalty_fen: int | None = None
    concealed_deaths: int | None = None
    grade: Grade | None = None
    evidence: str | None = None
    people_saved: int | None = None
    chosen_fen: int | None = None
    paid_before_fen: int = 0
    cap_break: str | None = None
    exclusions: frozenset[Exclusion] = frozenset()
    earned: tuple[Earned, ...] = ()

    def __post_init__(self) -> None:
        """Refuse amounts and counts that cannot be."""
        for name in ("penalty_fen", "concealed_deaths", "people_saved", "chosen_fen", "paid_before_fen"):
            value = getattr(self, name)
            if value is not None and (type(value) is not int or value < 0):
                raise ValueError(f"{name} must be a whole number, not below zero: {value!r}")

    def as_tree(self) -> dict[str, Any]:
        """For keeping as JSON."""
        tree: dict[str, Any] = {one.name: getattr(self, one.name) for one in fields(self)}
        tree["accepted_on"] = self.accepted_on.isoformat()
        tree["exclusions"] = sorted(one.value for one in self.exclusions)
        tree["earned"] = [
            {"on": one.on.isoformat(), "fen": one.fen, "kind": one.kind.value, "scenario": one.scenario}
            for one in self.earned
        ]
        for name in ("kind", "relation", "stage", "grade"):
            tree[name] = tree[name] and tree[name].value
        return tree

    @classmethod
    def from_tree(cls, tree: Mapping[str, Any]) -> "Facts":
        """What ``as_tree`` kept."""
        values = dict(tree)
        values["kind"] = member_of(MatterKind, values["kind"])
        values["relation"] = member_of(Relation, values.get("relation") or Relation.CITIZEN)
        values["stage"] = member_of(Stage, values.get("stage") or Stage.WHOLE)
        values["grade"] = member_of(Grade, values["grade"]) if values.get("grade") else None
        values["accepted_on"] = date.fromisoformat(values["accepted_on"])
        values["exclusions"] = frozenset(member_of(Exclusion, one) for one in values.get("exclusions", ()))
        values["earned"] = tuple(
            Earned(
                date.fromisoformat(one["on"]), one["fen"], member_of(MatterKind, one["kind"]), one["scenario"]
            )
            for one in values.get("earned", ())
        )
        return cls(**values)
