"""What the setting-up stands on; handed in by the wiring."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.orm import Session

from knowledge.localfacts import LocalFact
from tipoffs.rewards.reckoning.rulebook import RuleSet


@dataclass(frozen=True, slots=True)
class SettingLine:
    """One setting of the environment: what it is, and the line to write; ``is_set`` without its value."""

    label: str
    line: str
    is_set: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """What one question to the platform brought: well or not, and in words what it means and what to do."""

    what: str
    is_well: bool
    words: str


class Platform(Protocol):
    """The account at WeChat, as far as it can be looked at from here."""

    def lines(self) -> Sequence[SettingLine]:
        """The settings of the account, each with the line to write."""
        ...

    def meet(self) -> Sequence[Answered]:
        """Ask the platform now, on the network; outside any transaction."""
        ...


class SampleCounty(Protocol):
    """The made-up county to try the system on."""

    @property
    def is_offered(self) -> bool:
        """Not where citizens depend on the system."""
        ...

    @property
    def way_out(self) -> str:
        """How to be rid of it again, in words."""
        ...

    def is_loaded(self, session: Session) -> bool:
        """Whether it is there."""
        ...

    def load(self) -> None:
        """Load it, some seconds; ``RuleViolation`` where real things are there already."""
        ...


@dataclass(frozen=True, slots=True)
class SetupServices:
    """Everything from outside; ``facts_in_file`` is what the file of the environment says."""

    declared: Mapping[str, LocalFact]
    facts: Callable[[], Mapping[str, str]]
    facts_in_file: Mapping[str, str]
    rule_sets: Callable[[Session], Sequence[RuleSet]]
    platform: Platform
    sample: SampleCounty
