"""What of evidence is to be fetched: claimed by a worker, or by the request that brought it, and settled.

Whoever has a claim works outside the transaction and settles in another. Only the newest claim may settle: a
worker that slept past its lease changes nothing, and what it kept is swept away.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.due_rows import DueRows
from core.errors import RuleViolation
from tipoffs.evidence.keeping import KeptOriginal
from tipoffs.evidence.keys import EvidenceKeys
from tipoffs.evidence.models import Evidence
from tipoffs.evidence.status import MOVES, OPEN, PLATFORM_KEEPS, Kind, Refusal, State

LEASE = timedelta(minutes=3)
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=30)


class IllegalMove(RuleViolation):
    """The table of moves does not have this one: what is kept or refused stays so."""


@dataclass(frozen=True, slots=True, repr=False)
class EvidenceClaim:
    """The right to make one try, and what it needs."""

    id: int
    token: str
    name: str
    kind: Kind
    media_id: str | None
    key: bytes


DUE = DueRows(Evidence.id, Evidence.due_at, Evidence.state.in_(OPEN))
"""What is to be fetched."""


class EvidenceQueue:
    """The rows that wait for their file."""

    def __init__(self, keys: EvidenceKeys) -> None:
        self._keys = keys

    def due_ids(self, session: Session, now: datetime, limit: int) -> Sequence[int]:
        """What is to be fetched now, and what a lost worker or request left; the oldest first."""
        return DUE.next(session, now, limit)

    def claim(self, session: Session, evidence_id: int, now: datetime) -> EvidenceClaim | None:
        """Take one try for this worker; None when there is none to take.

        What the platform does not have any more, and an upload whose request died, is given up here.
        """
        row = session.scalars(
            select(Evidence)
            .where(Evidence.id == evidence_id, DUE.at(now))
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one_or_none()
        if row is None:
            return None
        if row.media_id is None or now >= row.received_at + PLATFORM_KEEPS:
            self._settle(session, row, State.LOST, now)
            return None
        return self.take(session, row, now)

    def take(self, session: Session, row: Evidence, now: datetime) -> EvidenceClaim:
        """A claim of this row, whoever had the one before."""
        _move(row, State.FETCHING)
        row.claim_token = secrets.token_hex(16)
        row.due_at = now + LEASE
        row.attempts += 1
        session.flush()
        return EvidenceClaim(
            row.id, row.claim_token, row.name, row.kind, row.media_id, self._keys.of(session, row, now)
        )

    def kept(self, session: Session, claim: EvidenceClaim, kept: KeptOriginal, now: datetime) -> bool:
        """It is in the store. False when this claim is not the newest: then these files are nobody's."""
        row = self._held(session, claim)
        if row is None:
            return False
        row.mime, row.size, row.digest = kept.mime, kept.size, kept.digest
        row.original_file, row.copy_file = kept.original_file, kept.copy_file
        row.sealed_position = kept.sealed_position
        self._settle(session, row, State.KEPT, now)
        return True

    def refused(self, session: Session, claim: EvidenceClaim, refusal: Refusal, now: datetime) -> bool:
        """It cannot be used; the place in the case is free again."""
        row = self._held(session, claim)
        if row is None:
            return False
        row.refusal = refusal
        self._settle(session, row, State.REFUSED, now)
        return True

    def lost(self, session: Session, claim: EvidenceClaim, now: datetime) -> bool:
        """The platform does not have it any more."""
        row = self._held(session, claim)
        if row is None:
            return False
        self._settle(session, row, State.LOST, now)
        return True

    def put_off(
        self, session: Session, claim: EvidenceClaim, now: datetime, until: datetime | None = None
    ) -> datetime | None:
        """The try failed and may be made again: after 5, 10, 20 … s, at most 30 min, or at ``until``.

        The last try is made while the platform still has it; after that it is lost.
        """
        row = self._held(session, claim)
        if row is None:
            return None
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(row.attempts - 1, 10))
        _move(row, State.WAITING)
        row.claim_token = None
        row.due_at = min(max(now + pause, until or now), row.received_at + PLATFORM_KEEPS)
        session.flush()
        return row.due_at

    def _held(self, session: Session, claim: EvidenceClaim) -> Evidence | None:
        return session.scalars(
            select(Evidence)
            .where(
                Evidence.id == claim.id,
                Evidence.claim_token == claim.token,
                Evidence.state == State.FETCHING,
            )
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one_or_none()

    def _settle(self, session: Session, row: Evidence, state: State, now: datetime) -> None:
        _move(row, state)
        row.claim_token = None
        row.media_id = None
        row.settled_at = now
        session.flush()


def _move(row: Evidence, state: State) -> None:
    if state not in MOVES[row.state]:
        raise IllegalMove
    row.state = state
