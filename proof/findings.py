"""What an experiment found: a figure, the limit it must keep, and out of how many."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report.

    ``figure`` must be at most ``limit``, or at least ``limit`` where ``at_least`` says so. ``n`` is how many
    cases it was found in. A ``timing`` depends on the machine and is judged by ``make proof`` only.
    """

    id: str
    what: str
    n: int
    figure: float
    limit: float
    at_least: bool = False
    timing: bool = False

    @property
    def passed(self) -> bool:
        """Whether the figure keeps its limit; what was found in no case at all proves nothing."""
        if self.n == 0:
            return False
        return self.figure >= self.limit if self.at_least else self.figure <= self.limit

    def as_row(self) -> dict[str, Any]:
        """For the report."""
        return {**asdict(self), "passed": self.passed}

    def __str__(self) -> str:
        sign = ">=" if self.at_least else "<="
        return f"{self.id} {self.what}: {self.figure:g}, must be {sign} {self.limit:g} (n = {self.n})"


def broken(findings: Iterable[Finding]) -> list[str]:
    """The findings that contradict what must hold, timings left out, as sentences."""
    return [str(finding) for finding in findings if not finding.timing and not finding.passed]


def share(values: Iterable[float], part: float) -> float:
    """The value that ``part`` of ``values`` do not exceed; 0 when there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else 0.0
