"""One-time codes from a telephone (TOTP, RFC 6238: six digits, a new one every 30 seconds)."""

import hmac
from datetime import datetime

import pyotp
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.crypto import seal, unseal
from staff.models import StaffFactor, StaffUser

_STEP_SECONDS = 30
_DRIFT = 1  # steps: RFC 6238, 5.2 recommends to bear at most one
_ISSUER = "安问"


class Factors:
    """Keeps the secrets, each sealed for its owner."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def begin(self, session: Session, user: StaffUser) -> str:
        """A new secret, as the address that a telephone reads from a QR code.

        Asked again before a code was right, it is the same secret: a page may be opened twice.
        """
        row = session.get(StaffFactor, user.id)
        if row is None:
            secret = pyotp.random_base32()
            row = StaffFactor(staff_id=user.id, secret=self._sealed(user, secret), last_step=0)
            session.add(row)
            session.flush()
        return pyotp.TOTP(self._secret(user, row)).provisioning_uri(name=user.login, issuer_name=_ISSUER)

    def is_right(self, session: Session, user: StaffUser, code: str, now: datetime) -> bool:
        """Whether this code may be used now, once; the first right one confirms the secret."""
        row = session.scalar(
            select(StaffFactor)
            .where(StaffFactor.staff_id == user.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        typed = "".join(code.split())
        if row is None or not (typed.isascii() and typed.isdigit()):
            return False
        codes = pyotp.TOTP(self._secret(user, row))
        current = int(now.timestamp()) // _STEP_SECONDS
        for step in range(current - _DRIFT, current + _DRIFT + 1):
            if step > row.last_step and hmac.compare_digest(codes.generate_otp(step), typed):
                row.last_step = step
                row.confirmed_at = row.confirmed_at or now
                session.flush()
                return True
        return False

    @staticmethod
    def is_confirmed(session: Session, user: StaffUser) -> bool:
        """Whether somebody has a telephone that makes codes."""
        row = session.get(StaffFactor, user.id)
        return row is not None and row.confirmed_at is not None

    @staticmethod
    def forget(session: Session, user: StaffUser) -> None:
        """The telephone is lost: the next time they sign in they bind another."""
        session.execute(delete(StaffFactor).where(StaffFactor.staff_id == user.id))

    def _sealed(self, user: StaffUser, secret: str) -> bytes:
        return seal(secret.encode(), self._key, f"factor:{user.id}")

    def _secret(self, user: StaffUser, row: StaffFactor) -> str:
        return unseal(row.secret, self._key, f"factor:{user.id}").decode()
