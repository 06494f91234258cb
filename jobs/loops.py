"""A thread that repeats one step until it is told to stop."""

import threading
from collections.abc import Callable

from jobs.runner import Runner

LONGEST_PAUSE_SECONDS = 5.0


class Loop:
    """Repeats ``step`` every ``seconds``; while it fails, after ever longer pauses up to five seconds."""

    def __init__(self, name: str, step: Callable[[], object], seconds: float, runner: Runner) -> None:
        self._name = name
        self._step = step
        self._seconds = seconds
        self._runner = runner
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin, in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """Ask the thread to end after the step it is in; does not wait."""
        self._stopping.set()

    def join(self, seconds: float) -> None:
        """Wait for the thread to end."""
        self._thread.join(seconds)

    def _run(self) -> None:
        pause = self._seconds
        while not self._stopping.is_set():
            well = self._runner.attempt(self._name, self._step)
            pause = self._seconds if well else min(LONGEST_PAUSE_SECONDS, pause * 2)
            self._stopping.wait(pause)
