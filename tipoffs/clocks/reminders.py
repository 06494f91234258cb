"""Which steps of a clock are due, and when. Pure.

A clock counted in days has run its full time when its last day begins: whoever must act is told in the
morning of that day, not when it is over. Nobody is told anything between 22:00 and 7:00 of China, unless the
clock is urgent; what falls into the night comes at seven.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from core.clock import SHANGHAI, beginning_of
from places.workdays import Workdays, moment_after, running_between
from tipoffs.clocks.deadlines import Deadline, Term
from tipoffs.clocks.rules import ClockRule, Reminder, Rung, Whose

NIGHT_BEGINS, NIGHT_ENDS = time(22), time(7)
COME = Reminder(percent=0).step
"""The step with which a clock begins: the case has come to whoever has to act."""
EXPIRED = "expired"
"""The one step after the end of a clock that ran for the reporter: the right has lapsed."""


class Recipient(StrEnum):
    """Whom a step concerns."""

    HANDLER = "handler"
    LEADER = "leader"
    COMMITTEE = "committee"
    REPORTER = "reporter"


_RUNGS = {rung.value: rung for rung in Rung}
_RECIPIENTS = {Rung.HANDLER: Recipient.HANDLER, Rung.LEADER: Recipient.LEADER}


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """Something to say about a clock, and from when on; already moved out of the night."""

    at: datetime
    name: str


@dataclass(frozen=True, slots=True)
class DueSteps:
    """What has come due: to be said, and what a later word has made pointless."""

    told: Sequence[Step]
    passed_over: Sequence[Step]


def steps(
    rule: ClockRule,
    term: Term,
    end: Deadline,
    workdays: Workdays,
    *,
    measured_from: datetime,
    is_urgent: bool,
) -> list[Step]:
    """Every step of the clock in order of time; none while it has no end.

    ``measured_from`` is where the shares of the time begin: the start, or the extension.
    """
    if end.due_at is None or end.last_day is None:
        return []
    found = [*_reminders(rule.reminders, term, end, measured_from), *_after_end(rule, end, workdays)]
    return sorted(Step(at if is_urgent else out_of_night(at), name) for at, name in found)


def due(all_steps: Sequence[Step], fired: Collection[str], now: datetime) -> DueSteps:
    """Those of the steps that are due at ``now`` and did not fire yet.

    After a standstill of the machines nobody is told three times at once that a time runs out: only the
    last reminder is, and none where the clock has ended meanwhile. Each rung speaks to somebody else, so
    none is passed over.
    """
    waiting = [step for step in all_steps if step.at <= now and step.name not in fired]
    reminders = [step for step in waiting if _is_reminder(step.name)]
    ended = [step for step in waiting if not _is_reminder(step.name)]
    told = ended or reminders[-1:]
    return DueSteps(told, [step for step in waiting if step not in told])


def next_at(all_steps: Sequence[Step], fired: Collection[str]) -> datetime | None:
    """When the clock wants to be looked at again."""
    return min((step.at for step in all_steps if step.name not in fired), default=None)


def recipient_of(step: str, whose: Whose) -> Recipient:
    """Whom a step concerns."""
    if whose is Whose.REPORTER:
        return Recipient.REPORTER
    rung = _RUNGS.get(step)
    return Recipient.HANDLER if rung is None else _RECIPIENTS.get(rung, Recipient.COMMITTEE)


def rung_of(step: str) -> Rung | None:
    """The rung of the ladder that a step is, if it is one."""
    return _RUNGS.get(step)


def is_night(moment: datetime) -> bool:
    """Whether people in China are to be left in peace."""
    hour = moment.astimezone(SHANGHAI).time()
    return hour >= NIGHT_BEGINS or hour < NIGHT_ENDS


def out_of_night(moment: datetime) -> datetime:
    """The moment itself by day, else seven in the morning that follows."""
    if not is_night(moment):
        return moment
    here = moment.astimezone(SHANGHAI)
    day = here.date() + timedelta(days=1) if here.time() >= NIGHT_BEGINS else here.date()
    return datetime.combine(day, NIGHT_ENDS, SHANGHAI).astimezone(UTC)


def _reminders(
    reminders: Sequence[Reminder], term: Term, end: Deadline, measured_from: datetime
) -> Iterator[tuple[datetime, str]]:
    assert end.due_at is not None
    assert end.last_day is not None
    full = beginning_of(end.last_day) if term.unit.is_days else end.due_at
    running = running_between(measured_from, full, term.pauses)
    for reminder in reminders:
        if reminder.step == COME:
            if measured_from == term.started_at:
                yield measured_from, COME
        elif reminder.percent is not None:
            at = moment_after(measured_from, running * reminder.percent / 100, term.pauses)
            if at is not None:
                yield at, reminder.step
        elif reminder.days_left is not None:
            at = beginning_of(end.last_day - timedelta(days=reminder.days_left))
            if at >= measured_from:
                yield at, reminder.step


def _after_end(rule: ClockRule, end: Deadline, workdays: Workdays) -> Iterator[tuple[datetime, str]]:
    assert end.due_at is not None
    assert end.last_day is not None
    if rule.whose is Whose.REPORTER:
        yield end.due_at, EXPIRED
    for rung, after in rule.ladder.items():
        if not rule.unit.is_days:
            yield end.due_at + timedelta(hours=after), rung.value
        elif after == 0:
            yield end.due_at, rung.value
        else:
            yield beginning_of(workdays.after_workdays(end.last_day, after)), rung.value


def _is_reminder(name: str) -> bool:
    return name not in _RUNGS and name != EXPIRED
