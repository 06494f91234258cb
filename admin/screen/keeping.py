"""Something worked out once for everybody who asks within some seconds."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

T = TypeVar("T")


class Kept(Generic[T]):
    """``make`` is asked again when what it gave is older than ``lasting``; one asks, the others wait."""

    def __init__(self, lasting: timedelta, make: Callable[[Session, datetime], T]) -> None:
        self._lasting, self._make = lasting, make
        self._lock = threading.Lock()
        self._held: tuple[datetime, T] | None = None

    def get(self, session: Session, now: datetime) -> T:
        """What is known, or new."""
        with self._lock:
            # A clock that was set back makes everything old.
            if self._held is None or not timedelta(0) <= now - self._held[0] < self._lasting:
                self._held = now, self._make(session, now)
            return self._held[1]
