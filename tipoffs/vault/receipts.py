"""Receipt codes: how somebody without a login proves that a case is theirs.

The code is shown once and kept nowhere: the row holds six characters to find it by and an Argon2id hash of
the rest. Whether a locator is known is not to be learned: an unknown one costs the same work. Codes never
stand in a URL or a log; the QR holds the characters alone.
"""

import hashlib
import hmac
import secrets
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.crypto import derived_key
from core.db import Database
from core.errors import AnwenError, RuleViolation
from core.statements import insert_once
from tipoffs.vault.codes import Code, new_code, read_code
from tipoffs.vault.models import ReceiptCode
from tipoffs.vault.tries import EVERYBODY, STRANGERS, give_back, take_try


class TryLater(RuleViolation):
    """Too many wrong codes, or too many checks at once."""

    sentence = "现在查询的人较多，或者输错的次数较多，请稍后再试。"


class AllWrong(TryLater):
    """All callers together were wrong too often: somebody is guessing. The way in rings the bell."""


class AlreadyIssued(AnwenError):
    """A code is issued once: whoever has it must not lose the case to a second one."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one check costs.

    19 MiB, two passes, one lane is the least that OWASP's Password Storage Cheat Sheet recommends for
    Argon2id. It is enough here: the secret has 100 random bits and is chosen by nobody, so the hash only
    has to make a stolen table useless, and a machine of 2 GB must bear several checks at once.

    Whoever changes it makes codes issued before tell by their time that they exist, not what they are.
    """

    memory_kib: int = 19 * 1024
    passes: int = 2
    lanes: int = 1
    at_once: int = 4
    wait_seconds: float = 2.0


USUAL = Cost()


def _verifier_of_nobody(cost: Cost) -> str:
    """A verifier of this cost that nothing matches; made up, so that no program hashes when it starts."""
    salt, digest = (b64encode(secrets.token_bytes(size)).decode().rstrip("=") for size in (16, 32))
    return f"$argon2id$v=19$m={cost.memory_kib},t={cost.passes},p={cost.lanes}${salt}${digest}"


class Receipts:
    """Issues and checks receipt codes.

    A check opens short transactions of its own: a try must count even if its request fails, and no
    transaction may stay open while the processor hashes.
    """

    def __init__(self, database: Database, master: str | bytes, cost: Cost | None = None) -> None:
        self._database = database
        cost = cost or USUAL
        self._hasher = PasswordHasher(
            time_cost=cost.passes, memory_cost=cost.memory_kib, parallelism=cost.lanes
        )
        self._caller_key = derived_key(master, "receipt callers")
        self._places = threading.BoundedSemaphore(cost.at_once)
        self._wait_seconds = cost.wait_seconds
        # What an unknown locator is checked against: of the same cost, and of nobody.
        self._nobody = _verifier_of_nobody(cost)

    def issue(self, session: Session, case: str, now: datetime) -> Code:
        """Make the code of a case, to be shown once. ``AlreadyIssued`` if it has one."""
        for _ in range(5):
            code = new_code()
            row = {
                "case": case,
                "locator": code.locator,
                "verifier": self._hasher.hash(code.proof),
                "issued_at": now,
            }
            if insert_once(session, ReceiptCode, [row]):
                return code
            if session.scalar(select(ReceiptCode.id).where(ReceiptCode.case == case)) is not None:
                raise AlreadyIssued(case)
        raise AlreadyIssued("no free locator")  # pragma: no cover - one in 2^30 for each row, five times

    def check(self, written: str, caller: str, now: datetime, address: str = "") -> str | None:
        """The case of a code as somebody wrote it; None if it opens nothing, ``TryLater`` if asked too often.

        ``caller`` is an openid, a login or a browser, ``address`` that of a browser of which nothing is
        known; only keyed digests of them are kept, for twenty minutes.
        """
        code = read_code(written)
        if code is None:
            return None
        return self._judge(code, self._digest(caller), now, self._digest(address) if address else "")

    def withdraw(self, session: Session, case: str) -> None:
        """Delete the code of a case whose words have ended."""
        session.execute(delete(ReceiptCode).where(ReceiptCode.case == case))

    def _digest(self, caller: str) -> str:
        return hmac.new(self._caller_key, caller.encode(), hashlib.sha256).hexdigest()[:32]

    def _judge(self, code: Code, caller: str, now: datetime, address: str) -> str | None:
        with self._one_place():
            with self._database.writing() as session:
                spent = take_try(session, caller, now, address)
                row = session.execute(
                    select(ReceiptCode.case, ReceiptCode.verifier).where(ReceiptCode.locator == code.locator)
                ).one_or_none()
            if spent is not None:
                raise AllWrong if spent in (EVERYBODY, STRANGERS) else TryLater
            # The same work whether there is a row or none.
            right = self._matches(row.verifier if row else self._nobody, code.proof)
        if row is None or not right:
            return None
        with self._database.writing() as session:
            give_back(session, caller, now, address)
        return str(row.case)

    def _matches(self, verifier: str, secret: str) -> bool:
        try:
            return self._hasher.verify(verifier, secret)
        except VerifyMismatchError:
            return False

    @contextmanager
    def _one_place(self) -> Iterator[None]:
        if not self._places.acquire(timeout=self._wait_seconds):
            raise TryLater
        try:
            yield
        finally:
            self._places.release()
