"""What the platform has still to do, at moments of the virtual clock."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable
from threading import Condition, Thread

from simulator.clock import VirtualClock

Work = Callable[[], None]


class Agenda:
    """Tasks by due time. A thread of its own does them as time goes by and ends when there are none left.

    Whoever moves the clock forward calls `run_due` and has everything done on return, so that a script that
    advances by an hour sees at once what that hour brought.
    """

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock
        self._tasks: list[tuple[float, int, Work]] = []
        self._order = itertools.count()
        self._changed = Condition()
        self._has_worker = False

    def add(self, due: float, work: Work) -> None:
        """Do `work` when the virtual clock has reached `due`."""
        with self._changed:
            heapq.heappush(self._tasks, (due, next(self._order), work))
            if not self._has_worker:
                self._has_worker = True
                Thread(target=self._keep_up, daemon=True).start()
            self._changed.notify()

    def run_due(self) -> None:
        """Do everything that is due, in this thread."""
        while (work := self._next_due()) is not None:
            work()

    def clear(self) -> None:
        """Forget everything: the world was reset."""
        with self._changed:
            self._tasks.clear()
            self._changed.notify()

    def _next_due(self) -> Work | None:
        with self._changed:
            if not self._tasks or self._tasks[0][0] > self._clock.now():
                return None
            return heapq.heappop(self._tasks)[2]

    def _keep_up(self) -> None:
        while True:
            with self._changed:
                if not self._tasks:
                    self._has_worker = False
                    return
                wait = self._tasks[0][0] - self._clock.now()
                if wait > 0:
                    self._changed.wait(wait)
                    continue
            self.run_due()
