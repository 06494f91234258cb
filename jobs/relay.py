"""Finds due rows and hands their keys to the broker, few at a time."""

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from core.clock import Clock
from jobs.ports import Errand
from jobs.runner import Runner

LONGEST_PAUSE_SECONDS = 5.0
_FIRST_PAUSE_SECONDS = 0.5
LONGEST_PARKING_SECONDS = 300.0
_FIRST_PARKING_SECONDS = 2.0
MOST_PARKED = 1000


@dataclass(slots=True)
class _Round:
    """What the relay remembers of one errand; seconds are those of the monotonic clock."""

    errand: Errand
    handed: dict[str, float] = field(default_factory=dict)
    parked: dict[str, tuple[float, float]] = field(default_factory=dict)
    look_again_at: float = 0.0
    pause: float = 0.0


class Relay:
    """Looks for due keys of every errand and hands over those that are not on their way already.

    What was handed over is remembered in memory only. A second relay on another machine hands over the
    same keys, and the claim of the row lets one of them through; a relay that restarts forgets, and hands
    over again. While a source or the broker fails, its errand is tried again after at most five seconds.

    A key whose errand fails in this process is parked, for 2, 4, 8 … 300 seconds, and no longer takes a
    place in the window: rows that nobody can work on must not hold up the others.
    """

    def __init__(
        self,
        errands: Iterable[Errand],
        clock: Clock,
        runner: Runner,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._rounds = {errand.name: _Round(errand) for errand in errands}
        self._clock = clock
        self._runner = runner
        self._monotonic = monotonic
        self._lock = threading.Lock()

    def tick(self, hand_over: Callable[[Errand, str], None]) -> None:
        """Hand over what became due since the last time."""
        for errand_round in self._rounds.values():
            if self._monotonic() < errand_round.look_again_at:
                continue
            name = f"relay {errand_round.errand.name}"
            well = self._runner.attempt(name, partial(self._look, errand_round, hand_over))
            errand_round.pause = 0.0 if well else _longer(errand_round.pause)
            wait = max(errand_round.pause, errand_round.errand.look_every_seconds)
            errand_round.look_again_at = self._monotonic() + wait

    def done(self, errand: Errand, key: str) -> None:
        """``key`` was worked on: should it be due again, it may be handed over at once."""
        with self._lock:
            self._rounds[errand.name].handed.pop(key, None)
            self._rounds[errand.name].parked.pop(key, None)

    def failed(self, errand: Errand, key: str) -> None:
        """The errand of ``key`` broke: leave the key alone for a while."""
        with self._lock:
            errand_round = self._rounds[errand.name]
            errand_round.handed.pop(key, None)
            if key in errand_round.parked or len(errand_round.parked) < MOST_PARKED:
                _, last = errand_round.parked.get(key, (0.0, 0.0))
                pause = min(LONGEST_PARKING_SECONDS, last * 2 or _FIRST_PARKING_SECONDS)
                errand_round.parked[key] = self._monotonic() + pause, pause

    def _look(self, errand_round: _Round, hand_over: Callable[[Errand, str], None]) -> None:
        errand = errand_round.errand
        keys = errand.due(self._clock.now(), errand.window + len(errand_round.parked))
        moment = self._monotonic()
        with self._lock:
            still_due = set(keys)
            errand_round.parked = {
                key: place for key, place in errand_round.parked.items() if key in still_due
            }
            errand_round.handed = {
                key: at
                for key, at in errand_round.handed.items()
                if key in still_due and moment < at + errand.again_after_seconds
            }
            places = errand.window - len(errand_round.handed)
            fresh = [
                key
                for key in keys
                if key not in errand_round.handed and errand_round.parked.get(key, (moment,))[0] <= moment
            ][: max(0, places)]
        for key in fresh:
            with self._lock:
                errand_round.handed[key] = moment
            try:
                hand_over(errand, key)
            except BaseException:
                with self._lock:
                    errand_round.handed.pop(key, None)
                raise


def _longer(pause: float) -> float:
    return min(LONGEST_PAUSE_SECONDS, pause * 2 or _FIRST_PAUSE_SECONDS)
