"""Waiting for the signal to stop."""

import signal
from queue import Empty, SimpleQueue


class StopSignal:
    """Set once one of the signals has arrived; create it and wait for it in the main thread.

    It does not use ``threading.Event``: setting one takes the lock that its ``wait`` holds for a moment, and
    a handler that interrupts the main thread in that moment would deadlock. ``SimpleQueue.put`` may be called
    then (see the documentation of ``queue``).
    """

    def __init__(self, *signals: signal.Signals) -> None:
        self._told: SimpleQueue[int] = SimpleQueue()
        self._is_set = False
        for number in signals:
            signal.signal(number, self._tell)

    def is_set(self) -> bool:
        """Whether a signal has come."""
        return self._is_set

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for a signal for at most ``seconds``; return whether one has come, now or earlier."""
        if not self._is_set:
            try:
                self._told.get(timeout=seconds)
            except Empty:
                return self._is_set
        return True

    def _tell(self, number: int, _frame: object) -> None:
        self._is_set = True
        self._told.put(number)
