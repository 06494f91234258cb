"""How long each clock runs and whom it reminds: data with sources, read from files. Pure but for reading."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from core.errors import BadContent
from core.types import Labelled
from core.yamls import parsed

DEFAULTS = Path(__file__).with_name("defaults.yaml")


class Unit(Labelled):
    """What a clock counts."""

    NATURAL_DAYS = ("natural_days", "日")
    WORKING_DAYS = ("working_days", "个工作日")
    HOURS = ("hours", "小时")
    MINUTES = ("minutes", "分钟")

    @property
    def is_days(self) -> bool:
        """Whether it ends with a day, not at an hour."""
        return self in (Unit.NATURAL_DAYS, Unit.WORKING_DAYS)


class Whose(StrEnum):
    """Who has to act before the clock ends."""

    BUREAU = "bureau"
    REPORTER = "reporter"


class Rung(Labelled):
    """A step of the ladder that an overdue clock climbs, lowest first."""

    HANDLER = ("overdue_handler", "提醒承办人")
    LEADER = ("overdue_leader", "报告分管领导")
    COMMITTEE = ("overdue_committee", "报告安委办")
    LETTER = ("overdue_letter", "发督办函")
    INTERVIEW = ("overdue_interview", "约谈")


@dataclass(frozen=True, slots=True)
class Reminder:
    """When to remind: at a share of the time, or so many days before the last day; exactly one is set.

    At 0 % whoever has to act hears that the case is theirs.
    """

    percent: int | None = None
    days_left: int | None = None

    @property
    def step(self) -> str:
        """The word under which it is noted that it fired."""
        return f"remind_{self.percent}" if self.percent is not None else f"left_{self.days_left}"


@dataclass(frozen=True, slots=True)
class ExtensionRule:
    """How a clock may be made longer, once."""

    most: int
    approver: str
    """The role whose holder approves."""
    source: str


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One kind of clock."""

    kind: str
    name: str
    length: int
    unit: Unit
    source: str
    needs_confirmation: bool
    whose: Whose
    is_urgent: bool
    reminders: tuple[Reminder, ...]
    ladder: Mapping[Rung, int]
    extension: ExtensionRule | None


ClockRules = Mapping[str, ClockRule]

_FIELDS = {"name", "length", "unit", "source", "confirm", "whose", "urgent", "reminders", "extension"}
_USUAL_REMINDERS = ("50%", "80%", "100%")
_UNITS = {unit.value: unit for unit in Unit}
_RUNGS = {rung.value: rung for rung in Rung}
_LONGEST = {Unit.NATURAL_DAYS: 3660, Unit.WORKING_DAYS: 2500, Unit.HOURS: 8760, Unit.MINUTES: 10_080}


def read_rules(overrides: Path | None = None) -> ClockRules:
    """The default rules, single values replaced by those of the bureau's file; ``BadContent`` if wrong."""
    tree = _read(DEFAULTS)
    ladders = {name: dict(ladder) for name, ladder in tree["ladders"].items()}
    clocks = {kind: dict(clock) for kind, clock in tree["clocks"].items()}
    if overrides is not None:
        theirs = overridden(overrides)
        for name, ladder in _mapping(theirs.get("ladders"), overrides).items():
            ladders.setdefault(name, {}).update(_mapping(ladder, overrides))
        for kind, clock in _mapping(theirs.get("clocks"), overrides).items():
            clocks.setdefault(kind, {}).update(_mapping(clock, overrides))
    if strange := set(ladders) - {"days", "hours"}:
        raise BadContent(f"时限：不认识的督办阶梯{'、'.join(sorted(strange))}")
    return {kind: _rule(kind, clock, ladders) for kind, clock in clocks.items()}


def overridden(overrides: Path | None) -> dict[str, Any]:
    """What the bureau's own file says, as it stands there; nothing without one."""
    return {} if overrides is None else _read(overrides)


def _read(path: Path) -> dict[str, Any]:
    try:
        return _mapping(parsed(path.read_text("utf-8")), path)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadContent(f"{path.name}读不了：{error}") from error


def _mapping(tree: Any, path: Path) -> dict[str, Any]:
    if tree is None:
        return {}
    if not isinstance(tree, dict):
        raise BadContent(f"{path.name}：应当写成“名称: 内容”")
    return tree


def _rule(kind: str, tree: Mapping[str, Any], ladders: Mapping[str, Mapping[str, Any]]) -> ClockRule:
    try:
        if strange := set(tree) - _FIELDS:
            raise ValueError(f"不认识{'、'.join(sorted(strange))}")
        unit = _UNITS[tree["unit"]]
        whose = Whose(tree.get("whose", Whose.BUREAU))
        ladder = ladders["days" if unit.is_days else "hours"] if whose is Whose.BUREAU else {}
        extension = tree.get("extension")
        return ClockRule(
            kind=kind,
            name=str(tree["name"]),
            length=_number(tree["length"], 1, _LONGEST[unit]),
            unit=unit,
            source=str(tree["source"]),
            needs_confirmation=bool(tree["confirm"]),
            whose=whose,
            is_urgent=bool(tree.get("urgent", False)),
            reminders=tuple(_reminder(word, unit) for word in tree.get("reminders", _USUAL_REMINDERS)),
            ladder={_RUNGS[step]: _number(after, 0, 1000) for step, after in ladder.items()},
            extension=extension
            and ExtensionRule(
                _number(extension["most"], 1, 366), str(extension["approver"]), str(extension["source"])
            ),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadContent(f"时限“{kind}”写得不对：{error}") from error


def _reminder(word: object, unit: Unit) -> Reminder:
    text = str(word)
    if text.endswith("%"):
        return Reminder(percent=_number(int(text[:-1]), 0, 100))
    if text.endswith("d") and unit.is_days:
        return Reminder(days_left=_number(int(text[:-1]), 0, 366))
    raise ValueError(f"提醒写成50%或者7d，现在是{text}")


def _number(value: object, least: int, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ValueError(f"应当是{least}到{most}的整数，现在是{value}")
    return value
