"""F12: the clock jumps two hours forward and back."""

import random
import time
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from core.clock import SHANGHAI
from core.db import Database
from jobs.clock import ScheduledJob, Timetable
from jobs.models import ClockSlot, SlotState
from jobs.runner import Runner
from proof.estate import Estate
from proof.findings import Finding
from proof.platform import Platform
from proof.receipts import fates

EVERY = timedelta(minutes=10)
GRACE = timedelta(hours=5)
JUMP = timedelta(hours=2)
# The last minutes of a year in China.
START = datetime(2026, 12, 31, 15, 33, tzinfo=UTC)


class JumpingClock:
    """A clock that goes where it is told."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """Where it stands."""
        return self.moment


def jump(database: Database, *, steps: int, seed: int = 1) -> list[Finding]:
    """Two machines keep the same scheduled job while their clock jumps; each occurrence must come once."""
    clock, chance, runs = JumpingClock(START), random.Random(seed), [0]

    def task(_now: datetime) -> None:
        runs[0] += 1

    machines = [
        Timetable([ScheduledJob("proof", "*/10 * * * *", task, grace=GRACE)], database, clock, Runner())
        for _ in range(2)
    ]
    latest = START
    for machine in machines:
        machine.tick()
    for _ in range(steps):
        clock.moment += chance.choice([timedelta(minutes=1), timedelta(minutes=7), timedelta(0), JUMP, -JUMP])
        clock.moment = max(clock.moment, latest - JUMP)
        latest = max(latest, clock.moment)
        for machine in chance.sample(machines, 2):
            machine.tick()
            if chance.random() < 0.7:
                _keep_due(machine, clock)
    clock.moment = latest + timedelta(minutes=1)
    for machine in machines:
        machine.tick()
        _keep_due(machine, clock)
    with database.reading() as session:
        slots = session.scalars(select(ClockSlot).where(ClockSlot.name == "proof")).all()
    found = {slot.slot_at.astimezone(SHANGHAI) for slot in slots}
    expected = _occurrences(START - GRACE, clock.moment)
    # Set back at the very start, the clock shows a time whose grace reaches further back.
    possible = _occurrences(START - JUMP - GRACE, clock.moment)
    return [
        Finding("F12.missed", "occurrences that never came", len(expected), len(expected - found), 0),
        Finding("F12.invented", "occurrences that are in no timetable", len(found), len(found - possible), 0),
        Finding(
            "F12.double", "occurrences carried out more than once", len(found), abs(runs[0] - len(found)), 0
        ),
        Finding(
            "F12.undone",
            "occurrences left undone",
            len(slots),
            sum(slot.state != SlotState.DONE for slot in slots),
            0,
        ),
    ]


def _keep_due(machine: Timetable, clock: JumpingClock) -> None:
    for key in machine.due_keys(clock.now(), 1000):
        machine.keep(key)


def _occurrences(after: datetime, until: datetime) -> set[datetime]:
    first = after.replace(minute=after.minute // 10 * 10, second=0, microsecond=0)
    count = int((until - first) / EVERY) + 1
    moments = (first + EVERY * number for number in range(count))
    return {moment.astimezone(SHANGHAI) for moment in moments if after <= moment <= until}


def speak_out_of_time(estate: Estate, *, n: int) -> list[Finding]:
    """Push messages signed two hours ago and in two hours; then the very same ones in time."""
    platform = Platform(estate.account)
    now = int(time.time())
    pushes = [platform.text(platform.person(number, "LATE"), "你好") for number in range(n)]
    statuses = [
        platform.attempts(push, platform.signed(push, at=now + hours * 3600)).status
        for push in pushes
        for hours in (-2, 2)
    ]
    recorded = {push.key for push in pushes} & set(fates(estate))
    answered = [platform.delivers(push).is_answered for push in pushes]
    where = f"on {estate.engine}"
    return [
        Finding(
            "F12.stale",
            f"messages signed two hours ago or ahead that were not refused, {where}",
            len(statuses),
            sum(status != 403 for status in statuses) + len(recorded),
            0,
        ),
        Finding(
            "F12.in_time",
            f"the same messages in time that were not answered, {where}",
            n,
            answered.count(False),
            0,
        ),
    ]
