"""One access token for all threads, processes and machines.

The platform hands out few tokens and forgets old ones, so asking must be rare and never done twice at once:
threads queue behind a lock, processes behind a lease in the shared store, and whoever comes second finds
what the first one fetched. A refused request is remembered for a while too, because repeating it with a
wrong secret only spends the day's quota.
"""

import secrets
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from core.clock import Clock
from core.errors import Unavailable
from deliveries.ports import FailureClass, GatewayRefusal

REFRESH_AHEAD = timedelta(seconds=300)
"""stable_token renews in the last five minutes, with the old and the new token both good [O]."""

_ASK_AGAIN_AFTER = timedelta(seconds=60)
_FORCE_AGAIN_AFTER = timedelta(minutes=10)  # the platform allows 20 forced refreshes a day [O]
_REFUSED_FOR = timedelta(seconds=60)
_FAILED_FOR = timedelta(seconds=3)
_LEASE_SECONDS = 40  # two requests of at most 3 + 8 seconds, and room
_WAIT_SECONDS = 15.0
_POLL_SECONDS = 0.05


@dataclass(frozen=True, slots=True, repr=False)
class Fetched:
    """What the platform gave: a token and how long it lasts from now."""

    value: str
    seconds: int


class Fetch(Protocol):
    """Asks the platform for a token; raises ``GatewayRefusal``."""

    def __call__(self, *, force: bool) -> Fetched:
        """``force`` makes the platform end the current token and give another."""
        ...


@dataclass(frozen=True, slots=True, repr=False)
class Kept:
    """What the store remembers of one token, and of the last time we were refused one."""

    value: str
    refresh_at: datetime
    expires_at: datetime
    forced_at: datetime | None = None
    refused_until: datetime | None = None
    refused_class: FailureClass | None = None
    refused_errcode: int | None = None

    def is_fresh(self, failed: str | None, now: datetime) -> bool:
        """Whether it can be used without asking for another; never when it is the one that failed."""
        return bool(self.value) and self.value != failed and now < self.refresh_at

    def is_alive(self, failed: str | None, now: datetime) -> bool:
        """Whether the platform should still take it."""
        return bool(self.value) and self.value != failed and now < self.expires_at

    def is_refused(self, now: datetime) -> bool:
        """Whether asking is no use yet."""
        return self.refused_until is not None and now < self.refused_until


class TokenStore(Protocol):
    """Where tokens are shared; raises ``Unavailable`` when it does not answer."""

    def read(self, name: str) -> Kept | None:
        """What is kept under ``name``."""
        ...

    def try_lock(self, name: str, owner: str, now: datetime, seconds: int) -> bool:
        """Take the lease of ``name`` if nobody holds it or the holder's time is over."""
        ...

    def write(self, name: str, owner: str, kept: Kept) -> bool:
        """Keep it, if ``owner`` still holds the lease: a process that slept through its time must not."""
        ...

    def unlock(self, name: str, owner: str) -> None:
        """Give the lease back, if it is still held."""
        ...


class TokenProvider:
    """Gives out the token called ``name``, fetching another when it is time to.

    While the platform cannot be asked, a token that is still alive goes on being used; while the store
    cannot, each process fetches for itself. Must not be called inside an open writing session on SQLite:
    the store writes in a session of its own.
    """

    def __init__(self, store: TokenStore, fetch: Fetch, clock: Clock, name: str = "access_token") -> None:
        self._store = store
        self._fetch = fetch
        self._clock = clock
        self._name = name
        self._lock = threading.Lock()
        self._kept: Kept | None = None

    def token(self) -> str:
        """A token good for the next minutes; ``GatewayRefusal`` if there is none to be had."""
        kept = self._kept
        if kept is not None and kept.is_fresh(None, self._clock.now()):
            return kept.value
        return self._renewed(None)

    def kept(self) -> str | None:
        """The token at hand, if it is alive; the platform is never asked, so a person may wait for this."""
        now = self._clock.now()
        if self._kept is None or not self._kept.is_fresh(None, now):
            with suppress(Unavailable):
                self._kept = self._store.read(self._name) or self._kept
        return self._kept.value if self._kept is not None and self._kept.is_alive(None, now) else None

    def standing(self) -> Kept | None:
        """What is kept in common, alive or not, for whoever watches over it; never shown is its value."""
        return self._store.read(self._name)

    def refresh(self, failed: str) -> str:
        """Another token than ``failed``, which the platform no longer takes.

        Compared first: of fifty workers that failed with the same token one fetches, the others find what it
        brought. Never called again for the token it returned.
        """
        kept = self._kept
        if kept is not None and kept.is_fresh(failed, self._clock.now()):
            return kept.value
        return self._renewed(failed)

    def _renewed(self, failed: str | None) -> str:
        with self._lock:
            with suppress(Unavailable):
                return self._shared(failed)
            # stable_token gives every process the same token, so going on alone costs calls, not correctness.
            return self._judged(self._kept, failed) or self._fetched(self._kept, failed, _keep_nowhere)

    def _shared(self, failed: str | None) -> str:
        owner = secrets.token_hex(8)
        give_up = time.monotonic() + _WAIT_SECONDS
        while True:
            found = self._judged(self._store.read(self._name), failed)
            if found is not None:
                return found
            if self._store.try_lock(self._name, owner, self._clock.now(), _LEASE_SECONDS):
                break
            if time.monotonic() > give_up:
                raise GatewayRefusal(FailureClass.BUSY, f"{self._name}: another process is still fetching it")
            time.sleep(_POLL_SECONDS)
        try:
            # Whoever held the lease before may have brought one in the meantime.
            before = self._store.read(self._name)
            return self._judged(before, failed) or self._fetched(
                before, failed, lambda kept: self._store.write(self._name, owner, kept)
            )
        finally:
            self._store.unlock(self._name, owner)

    def _judged(self, kept: Kept | None, failed: str | None) -> str | None:
        """The kept token if it will do, None if one must be fetched, an error if that is no use yet."""
        now = self._clock.now()
        if kept is None:
            return None
        if kept.is_fresh(failed, now) or (kept.is_refused(now) and kept.is_alive(failed, now)):
            self._kept = kept
            return kept.value
        if kept.is_refused(now):
            failure = kept.refused_class or FailureClass.BUSY
            message = f"{self._name}: refused a moment ago, errcode {kept.refused_errcode}"
            raise GatewayRefusal(failure, message, errcode=kept.refused_errcode)
        return None

    def _fetched(self, before: Kept | None, failed: str | None, keep: Callable[[Kept], object]) -> str:
        forced_at = before.forced_at if before else None
        try:
            got = self._fetch(force=False)
            if got.value == failed:
                # The platform calls the very token good that it just refused: make it give another.
                self._check_force(forced_at)
                forced_at = self._clock.now()
                got = self._fetch(force=True)
        except GatewayRefusal as refused:
            self._kept = after = self._refused(refused, before, forced_at)
            keep(after)
            if after.is_alive(failed, self._clock.now()):
                return after.value
            raise
        now = self._clock.now()
        lasts = timedelta(seconds=got.seconds)
        # The platform may give the same token again with little left; asking at every call would not help.
        ahead = max(lasts - REFRESH_AHEAD, min(_ASK_AGAIN_AFTER, lasts))
        self._kept = kept = Kept(got.value, now + ahead, now + lasts, forced_at)
        keep(kept)
        return kept.value

    def _check_force(self, forced_at: datetime | None) -> None:
        if forced_at is not None and self._clock.now() < forced_at + _FORCE_AGAIN_AFTER:
            message = f"{self._name}: refused again soon after a forced refresh"
            raise GatewayRefusal(FailureClass.TOKEN, message)

    def _refused(self, refused: GatewayRefusal, before: Kept | None, forced_at: datetime | None) -> Kept:
        now = self._clock.now()
        return Kept(
            value=before.value if before else "",
            refresh_at=before.refresh_at if before else now,
            expires_at=before.expires_at if before else now,
            forced_at=forced_at,
            refused_until=now + (_REFUSED_FOR if refused.failure is FailureClass.CONFIG else _FAILED_FOR),
            refused_class=refused.failure,
            refused_errcode=refused.errcode,
        )


def _keep_nowhere(_kept: Kept) -> None:
    """There is no store to write to."""
