"""Slows down whoever tries passwords: by login, by address, and by both together.

Every try is counted before the password is looked at, so that a hundred at once are a hundred. A right one
clears what its login counted and takes its own try back from the address: a whole office signs in from one
address every morning. Logins that do not exist are counted like those that do. A browser at which the login
has signed in before is counted alone (``browsers.py``): nobody keeps a colleague out by typing their login.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.statements import insert_once
from staff.browsers import Browsers
from staff.models import SignInGuard

FORGET_AFTER = timedelta(hours=1)
_FIRST_WAIT = timedelta(seconds=30)
_LONGEST_WAIT = timedelta(minutes=15)
_BOTH, _LOGIN, _ADDRESS = 5, 20, 50
"""Tries without waiting: for one login from one address, for one login, from one address (a whole office)."""


class Guards:
    """Counts tries under keyed digests: the table does not tell which logins were tried."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self.browsers = Browsers(key)

    def count(
        self, session: Session, login: str, address: str, now: datetime, *, kept: str = ""
    ) -> datetime | None:
        """Count one try; the moment until which none is taken, or None where this one may go on.

        ``kept``: what the browser keeps of earlier sign-ins.
        """
        keys = self._keys(login, address, kept)
        return self._count(session, keys, now)

    def _count(self, session: Session, keys: Sequence[tuple[str, int]], now: datetime) -> datetime | None:
        blank = [{"key": key, "failures": 0, "changed_at": now} for key, _ in keys]
        insert_once(session, SignInGuard, blank, conflict=["key"])
        # Always in one order, so that two tries never wait for each other.
        rows = {row.key: row for row in self._held(session, sorted(key for key, _ in keys))}
        # A wait beyond the longest was counted by a clock that was ahead: it shuts no office out for days.
        closed = [until for row in rows.values() if (until := row.closed_until) and _is_closed(until, now)]
        if closed:
            return max(closed)
        for key, free in keys:
            row = rows[key]
            if not now - FORGET_AFTER <= row.changed_at <= now + FORGET_AFTER:
                row.failures = 0
            row.failures += 1
            row.changed_at = now
            row.closed_until = now + _wait(row.failures - free) if row.failures >= free else None
        session.flush()
        return None

    def count_inside(self, session: Session, what: str, login: str, now: datetime) -> datetime | None:
        """The same for who has a session: from wherever, and whatever others do at their address."""
        return self._count(session, [(self._digest(what, login), _BOTH)], now)

    def clear_inside(self, session: Session, what: str, login: str) -> None:
        """What was typed inside was right: earlier mistakes count no more."""
        session.execute(delete(SignInGuard).where(SignInGuard.key == self._digest(what, login)))

    def clear(self, session: Session, login: str, address: str, *, kept: str = "") -> None:
        """The password was right: earlier mistakes of this login count no more; those of the address stay."""
        of_address = self._digest("address", address)
        keys = sorted(key for key, _ in self._keys(login, address, kept))
        # Held in the order of ``count``, so that a sign-in never waits for a try that waits for it.
        for row in self._held(session, keys):
            if row.key != of_address:
                session.delete(row)
            else:
                row.failures = max(0, row.failures - 1)
                if row.failures < _ADDRESS:
                    row.closed_until = None
        session.flush()

    def _keys(self, login: str, address: str, kept: str) -> Sequence[tuple[str, int]]:
        if word := self.browsers.word(login, kept):
            return [(self._digest("browser", login, word), _BOTH)]
        return [
            (self._digest("both", login, address), _BOTH),
            (self._digest("login", login), _LOGIN),
            (self._digest("address", address), _ADDRESS),
        ]

    def _digest(self, *parts: str) -> str:
        said = "\0".join(part[:200] for part in parts).encode("utf-8", "replace")
        return hashlib.blake2b(said, key=self._key, digest_size=32).hexdigest()

    @staticmethod
    def _held(session: Session, keys: Iterable[str]) -> Sequence[SignInGuard]:
        return session.scalars(
            select(SignInGuard)
            .where(SignInGuard.key.in_(list(keys)))
            .order_by(SignInGuard.key)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).all()


def forget_old_guards(session: Session, now: datetime) -> None:
    """Forget mistakes that count no more."""
    session.execute(delete(SignInGuard).where(SignInGuard.changed_at < now - FORGET_AFTER))


def _is_closed(until: datetime, now: datetime) -> bool:
    return now < until <= now + _LONGEST_WAIT


def _wait(beyond: int) -> timedelta:
    """How long nobody may try after so many mistakes beyond the free ones: 30 s, twice that, … 15 minutes."""
    return min(_LONGEST_WAIT, _FIRST_WAIT * (1 << min(beyond, 10)))
