"""The verbs of evidence: attach, move to the tip, share, forget. Fetching it is the work of ``queue``."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from core.crypto import new_key
from core.errors import NotFound, RuleViolation
from core.statements import insert_once
from tipoffs.evidence.keeping import position_in
from tipoffs.evidence.keys import EvidenceKeys
from tipoffs.evidence.models import Evidence, EvidenceFolder
from tipoffs.evidence.ports import CaseKeys, Position
from tipoffs.evidence.queue import EvidenceClaim, EvidenceQueue
from tipoffs.evidence.status import COUNTED, MOST, Kind, State


class EnoughEvidence(RuleViolation):
    """A case may have no more of this kind."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(f"每件举报最多{MOST[kind]}份{kind.label}，这一份没有收下。")


class StillComing(RuleViolation):
    """The same upload is being worked on."""

    sentence = "这个文件正在保存，请稍等。"


class EvidenceService:
    """The rows of evidence; ``keys`` are the vault's. What is to be fetched waits in its ``queue``."""

    def __init__(self, keys: CaseKeys) -> None:
        self._keys = EvidenceKeys(keys)
        self.queue = EvidenceQueue(self._keys)

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
        return self.queue.take(session, row, now)

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
            sealed_key=self._keys.sealed(session, case, name, new_key(), now),
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
            key = self._keys.of(session, row, now)
            row.case = case
            row.sealed_key = self._keys.sealed(session, case, row.name, key, now)
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
            position_in(row.sealed_position, row.name, self._keys.of(session, row, now))
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
        return self._keys.of(session, row, now)
