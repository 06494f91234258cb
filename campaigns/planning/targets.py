"""Which goals a bureau sets itself: data, and how each is measured. Pure; ``counters.py`` counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from campaigns.planning.kinds import UNITS, ActivityKind, Measure, Unit
from campaigns.planning.refusals import Incomplete
from core.errors import BadContent, NotFound
from core.types import Labelled
from core.yamls import parsed
from places.models import VenueKind

FILE = Path(__file__).with_name("targets.yaml")
WHOLE = 100
MOST = 100_000_000


class How(Labelled):
    """How a target is measured."""

    COVERAGE = "coverage", "%"
    ACTIVITIES = "activities", "场"
    FILMS = "films", "部"
    HEADCOUNT = "headcount", ""


@dataclass(frozen=True, slots=True)
class Target:
    """One goal; an empty set of kinds, audiences or measures means all of them."""

    code: str
    name: str
    how: How
    goal: int
    source: str
    venues: tuple[VenueKind, ...] = ()
    kinds: frozenset[ActivityKind] = frozenset()
    audiences: frozenset[VenueKind] = frozenset()
    measures: frozenset[Measure] = frozenset()
    of: Unit = Unit.ATTENDANCES

    @property
    def unit(self) -> str:
        """What stands behind the number."""
        return self.of.label if self.how is How.HEADCOUNT else self.how.label


@dataclass(frozen=True)
class Targets:
    """All goals, in the order of the file."""

    by_code: Mapping[str, Target]

    def target(self, code: str) -> Target:
        """The goal; ``NotFound`` names those there are."""
        found = self.by_code.get(code)
        if found is None:
            known = "、".join(f"{one.code}（{one.name}）" for one in self.by_code.values())
            raise NotFound(f"没有“{code}”这个指标。有：{known}。")
        return found

    def require_goal(self, code: str, goal: int) -> None:
        """Go on only if this target can have this goal."""
        most = WHOLE if self.target(code).how is How.COVERAGE else MOST
        if not 0 <= goal <= most:
            raise Incomplete(f"“{self.target(code).name}”的目标请写0到{most}之间的整数。", "goal")


@cache
def load_targets(file: Path = FILE) -> Targets:
    """All goals of ``file``; ``BadContent`` where it is not written as it should be."""
    try:
        found = [_target(row) for row in parsed(file.read_text("utf-8"))["targets"]]
        targets = Targets({one.code: one for one in found})
        for one in found:
            targets.require_goal(one.code, one.goal)
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError, Incomplete) as error:
        raise BadContent(f"{file.name}: {error!r}") from error
    if len(targets.by_code) != len(found):
        raise BadContent(f"{file.name}: a target stands there twice")
    return targets


def _target(row: Mapping[str, Any]) -> Target:
    how = {one.value: one for one in How}[row["measure"]]
    units = {one.value: one for one in Unit}
    measures = _members(Measure, row.get("measures", ()))
    of = units[row.get("of", Unit.ATTENDANCES.value)]
    if how is How.COVERAGE and not row.get("venues"):
        raise ValueError(f"{row['code']}: a coverage is of some kind of venues")
    if how is How.HEADCOUNT and not (measures and all(of in UNITS[one] for one in measures)):
        raise ValueError(f"{row['code']}: a sum is of measures that are counted in one unit")
    return Target(
        code=row["code"],
        name=row["name"],
        how=how,
        goal=int(row["goal"]),
        source=row["source"],
        venues=_members(VenueKind, row.get("venues", ())),
        kinds=frozenset(_members(ActivityKind, row.get("kinds", ()))),
        audiences=frozenset(_members(VenueKind, row.get("audiences", ()))),
        measures=frozenset(measures),
        of=of,
    )


def _members(words: type[Any], values: Any) -> tuple[Any, ...]:
    members = {one.value: one for one in words}
    return tuple(members[value] for value in values)
