"""A few passwords at a time: each costs 64 MB and a fifth of a second, on threads that citizens need too."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from core.errors import RuleViolation

_AT_ONCE, _IN_LINE = 1, 4


class Crowded(RuleViolation):
    """So many passwords are being compared that one more would keep messages of citizens waiting."""

    sentence = "现在登录的人较多，请过几秒钟再试一次。"


class Comparing:
    """The place in a web process where passwords are compared."""

    def __init__(self, at_once: int = _AT_ONCE, in_line: int = _IN_LINE) -> None:
        self._at_once = threading.BoundedSemaphore(at_once)
        self._room = threading.BoundedSemaphore(at_once + in_line)

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold a place while an attempt is counted and compared; ``Crowded`` at once where none is free."""
        if not self._room.acquire(blocking=False):
            raise Crowded
        try:
            yield
        finally:
            self._room.release()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Compare; whoever has a place waits here until it is their turn."""
        with self._at_once:
            yield
