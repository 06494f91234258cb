"""What the tip office needs of others, kept in memory so that a test can look at it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from core.crypto import new_key, seal, unseal
from staff.actors import Actor
from tipoffs.ports import ClockKind, Extension

DAYS = {
    ClockKind.ACCEPT: 7,
    ClockKind.SUPPLY: 7,
    ClockKind.ANSWER: 60,
    ClockKind.OBJECT: 10,
    ClockKind.REVIEW: 30,
    ClockKind.PUBLISH: 7,
    ClockKind.ANSWER_EXTENSION: 14,
}


class FakeClocks:
    """Counts natural days and remembers what runs."""

    def __init__(self) -> None:
        self.running: dict[tuple[str, ClockKind], datetime] = {}
        self.paused: set[tuple[str, ClockKind]] = set()

    def start(
        self,
        session: Session,
        case: str,
        kind: ClockKind,
        now: datetime,
        *,
        category: str | None = None,
        until: datetime | None = None,
    ) -> datetime:
        """Begin a clock."""
        end = until or now + timedelta(days=DAYS.get(kind, 15))
        self.running[case, kind] = end
        return end

    def stop(self, session: Session, case: str, kind: ClockKind, now: datetime) -> None:
        """End a clock."""
        self.running.pop((case, kind), None)

    def stop_all(self, session: Session, case: str, now: datetime) -> None:
        """End all clocks of a case."""
        for key in [key for key in self.running if key[0] == case]:
            del self.running[key]

    def pause(self, session: Session, case: str, kind: ClockKind, now: datetime) -> None:
        """Hold a clock."""
        self.paused.add((case, kind))

    def resume(self, session: Session, case: str, kind: ClockKind, now: datetime) -> None:
        """Let a clock go on."""
        self.paused.discard((case, kind))

    def extend(
        self, session: Session, case: str, kind: ClockKind, extension: Extension, now: datetime
    ) -> datetime:
        """Give a clock more days."""
        self.running[case, kind] += timedelta(days=extension.length)
        return self.running[case, kind]

    def workdays_between(self, session: Session, start: datetime, end: datetime) -> int:
        """Five of seven days."""
        return (end - start).days * 5 // 7

    def of(self, case: str) -> set[ClockKind]:
        """What runs for a case."""
        return {kind for number, kind in self.running if number == case}


@dataclass
class FakeNotices:
    """Keeps what reporters were told."""

    told: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)

    def tell(
        self, session: Session, case: str, template: str, fields: Mapping[str, str], now: datetime
    ) -> None:
        """Keep it."""
        self.told.append((case, template, dict(fields)))

    def to(self, case: str) -> list[str]:
        """The keys of what one reporter was told."""
        return [template for number, template, _ in self.told if number == case]


class FakeSafe:
    """Seals for real, under a key of its own for each case."""

    def __init__(self) -> None:
        self.keys: dict[str, bytes] = {}
        self.sealed: dict[tuple[str, str], bytes] = {}
        self.closed: dict[str, datetime] = {}

    def open_case(self, session: Session, case: str, mode: Any, now: datetime) -> None:
        """Make a key."""
        self.keys.setdefault(case, new_key())

    def seal_field(self, session: Session, case: str, field: str, plaintext: str, now: datetime) -> None:
        """Seal one field."""
        self.sealed[case, field] = seal(plaintext.encode(), self.keys[case], f"{case}/{field}")

    def close_case(self, session: Session, case: str, now: datetime) -> None:
        """Note when it was over."""
        self.closed.setdefault(case, now)

    def reopen_case(self, session: Session, case: str) -> None:
        """It is not over."""
        self.closed.pop(case, None)

    def open_field(self, session: Session, case: str, field: str, actor: Actor) -> str:
        """Open one field for who may."""
        actor.require("vault.words")
        return unseal(self.sealed[case, field], self.keys[case], f"{case}/{field}").decode()


class FakeRegions:
    """A region lies in another whose code begins its own."""

    def covers(self, outer: str, inner: str) -> bool:
        """Whether ``inner`` is ``outer`` or lies below it."""
        return inner.startswith(outer)
