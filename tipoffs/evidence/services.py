"""The verbs of evidence: attach, claim, settle, put off, move to the tip, forget.

Whoever has a claim works outside the transaction and settles in another. Only the newest claim may settle: a
worker that slept past its lease changes nothing, and what it kept is swept away.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from core.crypto import new_key, seal, unseal
from core.due_rows import DueRows
from core.errors import NotFound, RuleViolation
from core.statements import insert_once
from tipoffs.evidence.keeping import KeptOriginal, position_in
from tipoffs.evidence.models import Evidence, EvidenceFolder
from tipoffs.evidence.ports import CaseKeys, Position
from tipoffs.evidence.status import COUNTED, MOST, MOVES, OPEN, PLATFORM_KEEPS, Kind, Refusal, State

LEASE = timedelta(minutes=3)
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=30)


class EnoughEvidence(RuleViolation):
    """A case may have no more of this kind."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(f"每件举报最多{MOST[kind]}份{kind.label}，这一份没有收下。")


class IllegalMove(RuleViolation):
    """The table of moves does not have this one: what is kept or refused stays so."""


class StillComing(RuleViolation):
    """The same upload is being worked on."""

    sentence = "这个文件正在保存，请稍等。"


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


class EvidenceService:
    """The rows of evidence; ``keys`` are the vault's."""

    def __init__(self, keys: CaseKeys, *, lease: timedelta = LEASE) -> None:
        self._keys = keys
        self._lease = lease

    def attach(self, session: Session, case: str, kind: Kind, media_id: str, now: datetime) -> Evidence:
        """Note something that lies at the platform, to be fetched at once.

        The same again gives the same row. ``EnoughEvidence`` when the case has all it may have.
        """
        row, _ = self._attach(session, case, kind, f"wechat:{media_id}", media_id, now)
        return row

    def take_upload(
        self, session: Session, case: str, kind: Kind, data: bytes, now: datetime
    ) -> EvidenceClaim | Evidence:
        """Make room for something that came with the request: a claim to settle, or the row that has it.

        The same bytes in the same case are the same upload, so a double tap makes one row. ``StillComing``
        while the other tap is at work.
        """
        origin = f"upload:{hashlib.sha256(data).hexdigest()}"
        row, is_new = self._attach(session, case, kind, origin, None, now)
        if not is_new:
            if row.state in (State.KEPT, State.REFUSED):
                return row
            if row.state is State.FETCHING and row.due_at > now:
                raise StillComing
            if row.state is State.LOST:
                self._make_room(session, case, kind)
        return self._take(session, row, now)

    def _attach(
        self, session: Session, case: str, kind: Kind, source: str, media_id: str | None, now: datetime
    ) -> tuple[Evidence, bool]:
        folder = self._locked_folder(session, case)
        origin = hashlib.sha256(source.encode()).hexdigest()
        same = session.scalars(
            select(Evidence).where(Evidence.case == case, Evidence.origin == origin)
        ).one_or_none()
        if same is not None:
            return same, False
        self._make_room(session, case, kind)
        folder.received += 1
        name = secrets.token_hex(16)
        row = Evidence(
            name=name,
            case=case,
            place=folder.received,
            kind=kind,
            origin=origin,
            state=State.WAITING,
            media_id=media_id,
            received_at=now,
            due_at=now,
            attempts=0,
            sealed_key=self._sealed_key(session, case, name, new_key(), now),
        )
        session.add(row)
        session.flush()
        return row, True

    def _make_room(self, session: Session, case: str, kind: Kind) -> None:
        held = session.scalars(
            select(func.count())
            .select_from(Evidence)
            .where(Evidence.case == case, Evidence.kind == kind, Evidence.state.in_(COUNTED))
        ).one()
        if held >= MOST[kind]:
            raise EnoughEvidence(kind)

    def _locked_folder(self, session: Session, case: str) -> EvidenceFolder:
        insert_once(session, EvidenceFolder, [{"case": case, "received": 0}], conflict=["case"])
        return session.scalars(
            select(EvidenceFolder)
            .where(EvidenceFolder.case == case)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one()

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
        return self._take(session, row, now)

    def _take(self, session: Session, row: Evidence, now: datetime) -> EvidenceClaim:
        _move(row, State.FETCHING)
        row.claim_token = secrets.token_hex(16)
        row.due_at = now + self._lease
        row.attempts += 1
        session.flush()
        return EvidenceClaim(
            row.id, row.claim_token, row.name, row.kind, row.media_id, self.key_of(session, row, now)
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

    def of_case(self, session: Session, case: str) -> Sequence[Evidence]:
        """The evidence of a case in the order in which it was received."""
        return session.scalars(select(Evidence).where(Evidence.case == case).order_by(Evidence.place)).all()

    def get(self, session: Session, name: str) -> Evidence:
        """One piece of evidence by its name; ``NotFound``."""
        row = session.scalars(select(Evidence).where(Evidence.name == name)).one_or_none()
        if row is None:
            raise NotFound
        return row

    def get_of(self, session: Session, case: str, name: str) -> Evidence:
        """The same, if it belongs to this case; ``NotFound``."""
        row = self.get(session, name)
        if row.case != case:
            raise NotFound
        return row

    def move(self, session: Session, draft: str, case: str, now: datetime) -> int:
        """The draft became a tip: its evidence is the tip's, and the key of the draft opens it no more.

        Says how many. What is being fetched goes on and arrives in the tip.
        """
        folder = self._locked_folder(session, draft)
        if session.get(EvidenceFolder, case) is not None:
            raise ValueError("this case has evidence of its own")
        rows = session.scalars(
            select(Evidence)
            .where(Evidence.case == draft)
            .order_by(Evidence.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).all()
        session.add(EvidenceFolder(case=case, received=folder.received))
        for row in rows:
            key = self.key_of(session, row, now)
            row.case = case
            row.sealed_key = self._sealed_key(session, case, row.name, key, now)
        session.delete(folder)
        session.flush()
        return len(rows)

    def forget(self, session: Session, case: str) -> None:
        """Delete the rows of a case; the files follow when the store is swept."""
        self._locked_folder(session, case)
        session.execute(
            delete(Evidence).where(Evidence.case == case).execution_options(synchronize_session=False)
        )
        session.execute(delete(EvidenceFolder).where(EvidenceFolder.case == case))

    def drop(self, session: Session, case: str, name: str) -> bool:
        """Delete one piece of a draft, as its teller wishes; the files follow when the store is swept.

        False where it is not there (any more). What is being fetched for it is nobody's when it arrives.
        """
        self._locked_folder(session, case)
        gone = session.scalars(
            delete(Evidence)
            .where(Evidence.case == case, Evidence.name == name)
            .returning(Evidence.id)
            .execution_options(synchronize_session=False)
        ).all()
        return bool(gone)

    def positions_of(self, session: Session, case: str, now: datetime) -> list[Position]:
        """Where the photos of a case say they were taken, in order: offered, never used unasked."""
        return [
            position_in(row.sealed_position, row.name, self.key_of(session, row, now))
            for row in self.of_case(session, case)
            if row.sealed_position is not None
        ]

    def named_among(self, session: Session, files: Sequence[str]) -> set[str]:
        """Which of these files some row names."""
        columns = (Evidence.original_file, Evidence.copy_file, Evidence.shared_file)
        rows = session.execute(select(*columns).where(or_(*(column.in_(files) for column in columns))))
        return {file for row in rows for file in row} & set(files)

    def share(self, session: Session, row: Evidence, file: str, areas: Sequence[Sequence[float]]) -> None:
        """Write down the copy for sharing; the one before it is nobody's from now on."""
        session.execute(
            update(Evidence)
            .where(Evidence.id == row.id)
            .values(shared_file=file, black_areas=[list(area) for area in areas])
        )

    def key_of(self, session: Session, row: Evidence, now: datetime) -> bytes:
        """The key of one piece of evidence."""
        return unseal(
            row.sealed_key, self._keys.key_of(session, row.case, now), _key_place(row.case, row.name)
        )

    def _sealed_key(self, session: Session, case: str, name: str, key: bytes, now: datetime) -> bytes:
        return seal(key, self._keys.key_of(session, case, now), _key_place(case, name))


def _move(row: Evidence, state: State) -> None:
    if state not in MOVES[row.state]:
        raise IllegalMove
    row.state = state


def _key_place(case: str, name: str) -> str:
    return f"evidence/{name}/sealed_key/{case}"
