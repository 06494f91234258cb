"""What a kind of work must bring along to be found, carried and done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from sqlalchemy import ColumnElement


class Queue(StrEnum):
    """The queues of the broker, the most urgent first."""

    ALERT = "alert"
    REPLY = "reply"
    CAMPAIGN = "campaign"
    UPKEEP = "upkeep"

    @property
    def priority(self) -> int:
        """Its place in the order in which a worker takes work; a lower number goes first."""
        return list(Queue).index(self)


class DueSource(Protocol):
    """Finds the rows whose time has come."""

    def __call__(self, now: datetime, limit: int, /) -> Sequence[str]:
        """The keys of at most ``limit`` due rows, the most urgent first; opens its own reading session.

        A key leaves the answer as soon as its row is claimed, settled or put off.
        """
        ...


@dataclass(frozen=True, slots=True)
class Job:
    """One kind of work: how due keys are found, and what to do with one key.

    ``do`` may be called twice with the same key, at the same time, on two machines: it claims its row
    first and returns quietly when there is nothing to claim. ``window`` is how many keys may be on their
    way at once, so that a campaign of 600,000 rows never floods the broker. A key still due after
    ``again_after_seconds`` is handed over once more: the broker may have lost it.

    ``is_any`` is a condition of SQL that holds whenever ``due`` would find a key at ``core.statements.NOW``;
    ``core.due_rows`` makes it of what makes a row due.
    Those of all jobs are asked in one statement, and ``due`` only where its own holds (``jobs.lookout``);
    without it ``due`` is asked each time.
    """

    name: str
    queue: Queue
    due: DueSource
    do: Callable[[str], None]
    window: int = 100
    again_after_seconds: float = 8.0
    look_every_seconds: float = 0.0
    time_limit_seconds: float = 50.0
    is_any: ColumnElement[bool] | None = None


class Pump(Protocol):
    """Work that a worker keeps going in threads of its own, beside its jobs."""

    def start(self) -> None:
        """Begin; returns at once."""
        ...

    def stop(self) -> None:
        """Begin nothing new; returns at once."""
        ...

    def join(self, seconds: float) -> None:
        """Wait for what was begun."""
        ...
