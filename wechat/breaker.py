"""A circuit breaker for each interface: after many failures in a row, stop calling it for a while."""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from core.clock import Clock
from deliveries.ports import FailureClass, GatewayRefusal

_COUNTED = frozenset({FailureClass.BUSY, FailureClass.CONFIG, FailureClass.TOKEN, FailureClass.LOST})
"""What the next call would meet too; trouble with one person or one text says nothing of the rest."""


TRIAL_SECONDS: Final = 5.0
"""So soon a call is made again that met an interface just being tried: the trial tells whether it works."""


class CircuitOpen(GatewayRefusal):
    """Nothing was sent: this interface failed so often that it is not called before ``until``."""

    def __init__(self, failure: FailureClass, api: str, until: datetime) -> None:
        self.until = until
        super().__init__(failure, f"{api}: resting after repeated failures")


@dataclass(slots=True)
class _Fuse:
    failures: int = 0
    failure: FailureClass = FailureClass.BUSY
    until: datetime | None = None
    is_tried: bool = False


class Breaker:
    """Counts consecutive failures of each interface in one process.

    After ``threshold`` failures the interface rests for ``rest_seconds``; then one call is let through. Its
    success closes the circuit, its failure starts another rest.
    """

    def __init__(self, clock: Clock, *, threshold: int = 10, rest_seconds: float = 60.0) -> None:
        self._clock = clock
        self._threshold = threshold
        self._rest = timedelta(seconds=rest_seconds)
        self._fuses: dict[str, _Fuse] = {}
        self._lock = threading.Lock()

    def check(self, api: str) -> None:
        """Let a call through or raise ``CircuitOpen``; report the outcome of every call let through."""
        now = self._clock.now()
        with self._lock:
            fuse = self._fuses.get(api)
            if fuse is None or fuse.until is None:
                return
            if now < fuse.until:
                soon = now + timedelta(seconds=TRIAL_SECONDS)
                raise CircuitOpen(fuse.failure, api, min(soon, fuse.until) if fuse.is_tried else fuse.until)
            # This call is the trial; the others keep resting until it is over, or lost with its thread.
            fuse.until, fuse.is_tried = now + self._rest, True

    def succeeded(self, api: str) -> None:
        """The interface answered properly, or refused for a reason that concerns the call alone."""
        with self._lock:
            self._fuses.pop(api, None)

    def failed(self, api: str, failure: FailureClass) -> None:
        """The interface failed; a failure that only concerns one call counts as an answer."""
        if failure not in _COUNTED:
            self.succeeded(api)
            return
        with self._lock:
            fuse = self._fuses.setdefault(api, _Fuse())
            fuse.failures += 1
            fuse.failure = failure
            if fuse.failures >= self._threshold:
                fuse.until, fuse.is_tried = self._clock.now() + self._rest, False
