"""Who sits at which browser: a token in a cookie, its digest in a table, to be ended from elsewhere too."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, delete, or_, select
from sqlalchemy.orm import Session

from staff.models import StaffFactor, StaffSession, StaffUser

_TOKEN_BYTES = 32
_SEEN_EVERY = timedelta(minutes=1)
_LONGEST_DEVICE = 120
# Asked for every page of the office, and so written once.
_OPEN: Final = (
    select(StaffSession, StaffUser, StaffFactor.confirmed_at)
    .join(StaffUser, StaffUser.id == StaffSession.staff_id)
    .outerjoin(StaffFactor, StaffFactor.staff_id == StaffUser.id)
    .where(
        StaffSession.digest == bindparam("digest"),
        StaffSession.ends_at > bindparam("now"),
        StaffSession.seen_at > bindparam("last"),
        StaffSession.seen_at < bindparam("ahead"),
        StaffUser.active,
    )
)


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """How long one may be away, and how long one stays signed in at most."""

    idle: timedelta = timedelta(minutes=30)
    lasting: timedelta = timedelta(hours=12)


class Sessions:
    """Opens, finds and ends sessions."""

    def __init__(self, limits: SessionLimits) -> None:
        self._limits = limits

    def open(self, session: Session, user: StaffUser, *, device: str, address: str, now: datetime) -> str:
        """A new session; the token goes into the cookie and is kept nowhere."""
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        row = StaffSession(
            digest=_digest(token),
            staff_id=user.id,
            opened_at=now,
            seen_at=now,
            ends_at=now + self._limits.lasting,
            device="".join(char for char in device if char.isprintable())[:_LONGEST_DEVICE],
            address=address[:45],
        )
        session.add(row)
        session.flush()
        return token

    def find(
        self, session: Session, token: str, now: datetime
    ) -> tuple[StaffSession, StaffUser, datetime | None] | None:
        """The session of a token, whose it is, and since when they have a telephone that makes codes.

        While it lasts and the account is open.
        """
        idle = self._limits.idle
        # Seen far in the future: the clock was ahead and has been set right. Nobody may be away that long.
        values = {"digest": _digest(token), "now": now, "last": now - idle, "ahead": now + idle}
        found = session.execute(_OPEN, values).one_or_none()
        return (found[0], found[1], found[2]) if found else None

    @staticmethod
    def renew(session: Session, digest: str, *, proved_at: datetime | None = None) -> str | None:
        """Give a session another token, and none to whoever holds the old one; None where it has ended."""
        row = session.get(StaffSession, digest)
        if row is None:
            return None
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        row.digest = _digest(token)
        row.proved_at = proved_at or row.proved_at
        session.flush()
        return token

    @staticmethod
    def is_to_be_seen(row: StaffSession, now: datetime) -> bool:
        """Whether its latest request should be written down again."""
        return abs(now - row.seen_at) >= _SEEN_EVERY

    @staticmethod
    def all_of(session: Session, user: StaffUser) -> Sequence[StaffSession]:
        """Everywhere somebody is signed in, the latest first."""
        return session.scalars(
            select(StaffSession)
            .where(StaffSession.staff_id == user.id)
            .order_by(StaffSession.seen_at.desc(), StaffSession.digest)
        ).all()

    @staticmethod
    def end(session: Session, user: StaffUser, digest: str) -> bool:
        """End one session of this person; False if it is not there or not theirs."""
        ended = session.execute(
            delete(StaffSession)
            .where(StaffSession.staff_id == user.id, StaffSession.digest == digest)
            .returning(StaffSession.digest)
        )
        return ended.first() is not None

    @staticmethod
    def end_others(session: Session, user: StaffUser, kept: str | None) -> None:
        """End every session of this person but one."""
        others = delete(StaffSession).where(StaffSession.staff_id == user.id)
        session.execute(others.where(StaffSession.digest != kept) if kept else others)

    def forget_ended(self, session: Session, now: datetime) -> None:
        """Delete the sessions that are over."""
        session.execute(
            delete(StaffSession).where(
                or_(
                    StaffSession.ends_at <= now,
                    StaffSession.seen_at <= now - self._limits.idle,
                    StaffSession.seen_at >= now + self._limits.idle,
                )
            )
        )


def _digest(token: str) -> str:
    return hashlib.blake2b(token.encode("utf-8", "replace"), digest_size=32).hexdigest()
