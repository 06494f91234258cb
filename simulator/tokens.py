"""Access tokens as the platform issues, overlaps and expires them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from simulator import identity
from simulator.clock import china_day
from simulator.errcodes import ApiError
from simulator.limits import (
    FORCE_REFRESH_GAP_SECONDS,
    FORCE_REFRESH_PER_DAY,
    TOKEN_OVERLAP_SECONDS,
    TOKEN_SECONDS,
)


@dataclass
class Token:
    value: str
    expires_at: float
    killed_at: float | None = None


@dataclass
class TokenService:
    """Two streams that know nothing of each other: `/token` and `/stable_token`.

    Every call of `/token` replaces the former token, which lives five minutes more. `/stable_token` gives the
    same token until five minutes before its end; then a new one, and both are good. A forced refresh ends the
    former stable token at once.
    """

    _issued: dict[str, Token] = field(default_factory=dict)
    _plain: Token | None = None
    _stable: Token | None = None
    _forced_at: float | None = None
    _forced: Counter[str] = field(default_factory=Counter)

    def replace(self, now: float) -> tuple[str, int]:
        """What `/token` does: (token, seconds it lasts)."""
        if self._plain:
            self._plain.killed_at = min(
                now + TOKEN_OVERLAP_SECONDS, self._plain.killed_at or self._plain.expires_at
            )
        self._plain = self._issue(now)
        return self._plain.value, TOKEN_SECONDS

    def stable(self, now: float, *, force_refresh: bool) -> tuple[str, int]:
        """What `/stable_token` does; raises errcode 45009 or 45011 when forced too often or too soon."""
        if force_refresh:
            self._count_forced(now)
            if self._stable:
                self._stable.killed_at = now
            self._stable = self._issue(now)
        elif self._stable is None or self._stable.expires_at - now <= TOKEN_OVERLAP_SECONDS:
            self._stable = self._issue(now)
        return self._stable.value, int(self._stable.expires_at - now)

    def _count_forced(self, now: float) -> None:
        day = china_day(now)
        if self._forced[day] >= FORCE_REFRESH_PER_DAY:
            raise ApiError(45009)
        if self._forced_at is not None and now - self._forced_at < FORCE_REFRESH_GAP_SECONDS:
            raise ApiError(45011)
        self._forced[day] += 1
        self._forced_at = now

    def _issue(self, now: float) -> Token:
        self._issued = {
            key: token for key, token in self._issued.items() if now - token.expires_at < TOKEN_SECONDS
        }
        token = Token(identity.access_token(), now + TOKEN_SECONDS)
        self._issued[token.value] = token
        return token

    def check(self, value: str, now: float) -> None:
        """Raises errcode 41001 (none given), 40001 (unknown or replaced) or 42001 (its time is over)."""
        if not value:
            raise ApiError(41001)
        token = self._issued.get(value)
        if token is None:
            raise ApiError(40001)
        if now >= token.expires_at:
            raise ApiError(42001)
        if token.killed_at is not None and now >= token.killed_at:
            raise ApiError(40001)

    def revoke_all(self) -> None:
        """Make every token invalid before its time, as when the secret is reset in the console."""
        self._issued.clear()
        self._plain = self._stable = None
