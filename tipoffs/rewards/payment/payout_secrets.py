"""Money for somebody without a name: a receipt code and a second secret (密码约定).

The code opens the tip, the secret belongs to the reward; both together stand for the person who tipped off.
The secret is shown once, kept as a slow digest only, and locked after a few wrong tries.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from core.statements import upsert
from staff.actors import Actor, ActorKind, NotPermitted
from tipoffs.rewards.models import PayoutSecret, RewardClaim
from tipoffs.rewards.moves import find_claimable, get_reward
from tipoffs.rewards.payment.claiming import ClaimingService
from tipoffs.rewards.ports import Payee, Receipts
from tipoffs.rewards.refusals import TooManyTries

MOST_FAILURES = 5
DIGITS = 8

Prove = Callable[[str], str | None]
"""Seals the proof of employment under the number of a reward; says where it lies."""


def _no_proof(_reward: str) -> None:
    return None


class SecretService:
    """Issues second secrets and lets their holders claim."""

    def __init__(self, claiming: ClaimingService, receipts: Receipts) -> None:
        self._claiming = claiming
        self._receipts = receipts

    def issue(self, session: Session, number: str, actor: Actor, now: datetime) -> str:
        """A new second secret for the reporter who has opened the tip with its code; the old one is void."""
        reward = get_reward(session, number)
        if actor.kind is not ActorKind.REPORTER or actor.id != reward.tip_number:
            raise NotPermitted
        secret = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        salt = secrets.token_hex(16)
        new = {
            "salt": salt,
            "digest": _digest(secret, salt),
            "failures": 0,
            "issued_at": now,
            "used_at": None,
        }
        row = {"reward_id": reward.id, **new}
        # Two pages may ask at the same moment: the one that is written last holds.
        upsert(session, PayoutSecret, row, conflict=("reward_id",), update=tuple(new))
        return secret

    def claim(
        self,
        session: Session,
        code: str,
        secret: str,
        payee: Payee,
        actor: Actor,
        now: datetime,
        *,
        consent: str,
        prove: Prove = _no_proof,
    ) -> RewardClaim | None:
        """Claim with code and secret; None, for the same work, when they do not fit.

        None and not an error, so that the way in commits the count of failures. ``TooManyTries`` once the
        secret is locked.
        """
        case = self._receipts.case_of(session, code, now)
        reward = find_claimable(session, case) if case else None
        # Locked: of guesses at one moment each must see the failure of the one before.
        kept = (
            session.get(PayoutSecret, reward.id, populate_existing=True, with_for_update=True)
            if reward
            else None
        )
        if kept is not None and kept.failures >= MOST_FAILURES:
            raise TooManyTries
        fits = hmac.compare_digest(
            _digest(secret, kept.salt if kept else "0" * 32), kept.digest if kept else "0" * 128
        )
        if reward is None or kept is None or kept.used_at is not None:
            return None
        if not fits:
            session.execute(
                update(PayoutSecret)
                .where(PayoutSecret.reward_id == reward.id)
                .values(failures=PayoutSecret.failures + 1)
                .execution_options(synchronize_session=False)
            )
            return None
        kept.used_at = now
        proof_ref = prove(reward.number) if reward.proof_needed else None
        return self._claiming.claim(
            session, reward.number, payee, actor, now, consent=consent, proof_ref=proof_ref, by_code=True
        )


def _digest(secret: str, salt: str) -> str:
    return hashlib.scrypt(secret.encode(), salt=bytes.fromhex(salt), n=2**14, r=8, p=1, dklen=64).hex()
