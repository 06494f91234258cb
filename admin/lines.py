"""What takes the processor for long, one at a time with a few in line, on threads that citizens need too."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from core.errors import AnwenError


class Line:
    """Where such work is done in a web process; ``refusal`` is raised for whoever finds no place in it."""

    def __init__(self, refusal: Callable[[], AnwenError], *, in_line: int) -> None:
        self._refusal = refusal
        self._turn = threading.Lock()
        self._section = threading.BoundedSemaphore(1 + in_line)

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold a place; refused at once where none is free."""
        if not self._section.acquire(blocking=False):
            raise self._refusal()
        try:
            yield
        finally:
            self._section.release()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Do the work; whoever has a place waits here until it is their turn."""
        with self._turn:
            yield
