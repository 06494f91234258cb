"""A token store in memory, for one process; the contract of the real ones holds for it too."""

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core.errors import Unavailable
from wechat.tokens import Kept


@dataclass
class MemoryTokenStore:
    """Keeps tokens for one process; ``is_gone`` makes it fail like a store whose server is away."""

    is_gone: bool = False
    kept: dict[str, Kept] = field(default_factory=dict)
    _leases: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def read(self, name: str) -> Kept | None:
        """What is kept under ``name``."""
        self._answer()
        return self.kept.get(name)

    def try_lock(self, name: str, owner: str, now: datetime, seconds: int) -> bool:
        """Take the lease of ``name``."""
        self._answer()
        with self._guard:
            held = self._leases.get(name)
            if held is not None and held[1] >= now:
                return False
            self._leases[name] = owner, now + timedelta(seconds=seconds)
            return True

    def write(self, name: str, owner: str, kept: Kept) -> bool:
        """Keep it, if ``owner`` still holds the lease."""
        self._answer()
        with self._guard:
            if self._leases.get(name, ("",))[0] != owner:
                return False
            self.kept[name] = kept
            return True

    def unlock(self, name: str, owner: str) -> None:
        """Give the lease back."""
        self._answer()
        with self._guard:
            if self._leases.get(name, ("",))[0] == owner:
                del self._leases[name]

    def _answer(self) -> None:
        if self.is_gone:
            raise Unavailable("the store is gone")
