"""Finds due rows and hands their keys to the broker, few at a time."""

import threading
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from core.clock import Clock
from jobs.ports import Job
from jobs.runner import Runner

LONGEST_PAUSE_SECONDS = 5.0
_FIRST_PAUSE_SECONDS = 0.5
LONGEST_PARKING_SECONDS = 300.0
_FIRST_PARKING_SECONDS = 2.0
MOST_PARKED = 1000


@dataclass(slots=True)
class _Pace:
    """When to look again: while looking fails, after ever longer pauses."""

    look_again_at: float = 0.0
    pause: float = 0.0

    def looked(self, moment: float, *, well: bool, every_seconds: float = 0.0) -> None:
        """Note how a look ended that was taken at ``moment``."""
        self.pause = 0.0 if well else min(LONGEST_PAUSE_SECONDS, self.pause * 2 or _FIRST_PAUSE_SECONDS)
        self.look_again_at = moment + max(self.pause, every_seconds)


@dataclass(slots=True)
class _Round:
    """What the relay remembers of one job; seconds are those of the monotonic clock."""

    job: Job
    handed: dict[str, float] = field(default_factory=dict)
    parked: dict[str, tuple[float, float]] = field(default_factory=dict)
    pace: _Pace = field(default_factory=_Pace)


def _nobody(_now: datetime) -> Collection[str]:
    return ()


class Relay:
    """Looks for due keys of every job and hands over those that are not on their way already.

    What was handed over is remembered in memory only. A second relay on another machine hands over the
    same keys, and the claim of the row lets one of them through; a relay that restarts forgets, and hands
    over again. While a source or the broker fails, its job is tried again after at most five seconds.

    ``idle`` names the jobs that have nothing due at a moment, and these are not asked. Where that look fails,
    each job is asked by itself, so that one table that is away hides no other.

    A key whose job fails in this process is parked, for 2, 4, 8 … 300 seconds, and no longer takes a
    place in the window: rows that nobody can work on must not hold up the others.
    """

    def __init__(
        self,
        jobs: Iterable[Job],
        clock: Clock,
        runner: Runner,
        *,
        idle: Callable[[datetime], Collection[str]] = _nobody,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._idle = idle
        self._look_all = _Pace()
        self._rounds = {job.name: _Round(job) for job in jobs}
        self._clock = clock
        self._runner = runner
        self._monotonic = monotonic
        self._lock = threading.Lock()

    def tick(self, hand_over: Callable[[Job, str], None]) -> None:
        """Hand over what became due since the last time."""
        idle = self._idle_jobs()
        for job_round in self._rounds.values():
            if self._monotonic() < job_round.pace.look_again_at:
                continue
            is_idle = job_round.job.name in idle
            name = f"relay {job_round.job.name}"
            well = self._runner.attempt(name, partial(self._look, job_round, hand_over, is_idle=is_idle))
            every = job_round.job.look_every_seconds
            job_round.pace.looked(self._monotonic(), well=well, every_seconds=every)

    def done(self, job: Job, key: str) -> None:
        """``key`` was worked on: should it be due again, it may be handed over at once."""
        with self._lock:
            self._rounds[job.name].handed.pop(key, None)
            self._rounds[job.name].parked.pop(key, None)

    def failed(self, job: Job, key: str) -> None:
        """The job of ``key`` broke: leave the key alone for a while."""
        with self._lock:
            job_round = self._rounds[job.name]
            job_round.handed.pop(key, None)
            if key in job_round.parked or len(job_round.parked) < MOST_PARKED:
                _, last = job_round.parked.get(key, (0.0, 0.0))
                pause = min(LONGEST_PARKING_SECONDS, last * 2 or _FIRST_PARKING_SECONDS)
                job_round.parked[key] = self._monotonic() + pause, pause

    def _idle_jobs(self) -> Collection[str]:
        """The jobs that need not be asked; none while the look at all of them fails."""
        found: set[str] = set()
        if self._monotonic() >= self._look_all.look_again_at:
            well = self._runner.attempt("relay", lambda: found.update(self._idle(self._clock.now())))
            self._look_all.looked(self._monotonic(), well=well)
        return found

    def _look(self, job_round: _Round, hand_over: Callable[[Job, str], None], *, is_idle: bool) -> None:
        job = job_round.job
        keys = () if is_idle else job.due(self._clock.now(), job.window + len(job_round.parked))
        moment = self._monotonic()
        with self._lock:
            still_due = set(keys)
            job_round.parked = {key: place for key, place in job_round.parked.items() if key in still_due}
            job_round.handed = {
                key: at
                for key, at in job_round.handed.items()
                if key in still_due and moment < at + job.again_after_seconds
            }
            places = job.window - len(job_round.handed)
            fresh = [
                key
                for key in keys
                if key not in job_round.handed and job_round.parked.get(key, (moment,))[0] <= moment
            ][: max(0, places)]
        for key in fresh:
            with self._lock:
                job_round.handed[key] = moment
            try:
                hand_over(job, key)
            except BaseException:
                with self._lock:
                    job_round.handed.pop(key, None)
                raise
