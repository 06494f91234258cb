"""Showing evidence to staff: the copy to look at, the original for a reason, the copy that may be passed on.

Every opening is written to the audit log in the transaction that allows it. Faces and plates are blacked out
by hand; nothing here finds them by itself. A handling unit gets the shared copy, and only if there is one.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.errors import NotFound, RuleViolation
from staff.actors import Actor
from staff.audit import AuditLog
from tipoffs.evidence.keeping import COPY, ORIGINAL, SHARED, EvidenceStore
from tipoffs.evidence.models import Evidence
from tipoffs.evidence.permissions import EvidencePermission
from tipoffs.evidence.ports import Area
from tipoffs.evidence.services import EvidenceService
from tipoffs.evidence.status import Kind, Refusal, State


class ReasonMissing(RuleViolation):
    """An original is taken out for a reason that is written down."""

    sentence = "调取原件要写明理由。"
    about = "reason"


class CannotBeBlackedOut(RuleViolation):
    """Only a kept photo has a picture to black out."""

    sentence = "只有已保存的照片可以遮盖。"


@dataclass(frozen=True, slots=True, repr=False)
class BlackingOut:
    """What is needed to make the shared copy of one photo outside any transaction."""

    name: str
    original_file: str
    digest: str
    key: bytes


@dataclass(frozen=True, slots=True)
class _Form:
    """A form in which evidence is kept: its name in the store, who may open it, and the file of a row."""

    part: str
    permission: EvidencePermission
    file_of: Callable[[Evidence], str | None]


_COPY = _Form(COPY, EvidencePermission.SEE, lambda row: row.copy_file)
_SHARED = _Form(SHARED, EvidencePermission.SHARED, lambda row: row.shared_file)
_ORIGINAL = _Form(ORIGINAL, EvidencePermission.ORIGINAL, lambda row: row.original_file)


class EvidenceViewer:
    """Opens evidence for staff; scope and conflicts of interest of the case are checked by the caller."""

    def __init__(self, evidence: EvidenceService, store: EvidenceStore, log: AuditLog) -> None:
        self._evidence = evidence
        self._store = store
        self._log = log

    def open_copy(self, session: Session, name: str, actor: Actor, now: datetime) -> Iterator[bytes]:
        """The photo without metadata, for those who work on the tip itself; JPEG."""
        return self._open(session, name, _COPY, actor, now)

    def open_shared(self, session: Session, name: str, actor: Actor, now: datetime) -> Iterator[bytes]:
        """The copy that may be passed on; ``NotFound`` until somebody decided what must be black on it."""
        return self._open(session, name, _SHARED, actor, now)

    def open_original(
        self, session: Session, name: str, actor: Actor, reason: str, now: datetime
    ) -> Iterator[bytes]:
        """What was sent, to the last byte, with all that it says of the sender; a download, never a page."""
        actor.require(EvidencePermission.ORIGINAL)
        if not reason.strip():
            raise ReasonMissing
        return self._open(session, name, _ORIGINAL, actor, now, reason)

    def begin_blacking_out(self, session: Session, name: str, actor: Actor, now: datetime) -> BlackingOut:
        """Ask for what ``EvidenceStore.black_out`` needs."""
        actor.require(EvidencePermission.SHARE)
        row = self._evidence.get(session, name)
        if (
            row.kind is not Kind.PHOTO
            or row.state is not State.KEPT
            or not row.original_file
            or not row.digest
        ):
            raise CannotBeBlackedOut
        return BlackingOut(name, row.original_file, row.digest, self._evidence.key_of(session, row, now))

    def black_out(self, work: BlackingOut, areas: Sequence[Area]) -> str | Refusal:
        """Make the shared copy; takes a second, so outside any transaction."""
        return self._store.black_out(work.original_file, work.digest, work.name, work.key, areas)

    def finish_blacking_out(
        self, session: Session, name: str, file: str, areas: Sequence[Area], actor: Actor, now: datetime
    ) -> Evidence:
        """From now on ``file`` is the shared copy. No areas: somebody looked, and nothing must be black."""
        actor.require(EvidencePermission.SHARE)
        row = self._evidence.get(session, name)
        self._evidence.share(
            session, row, file, [(area.left, area.top, area.right, area.bottom) for area in areas]
        )
        self._write(session, row, actor, EvidencePermission.SHARE, now, areas=len(areas))
        session.refresh(row)
        return row

    def _open(
        self, session: Session, name: str, form: _Form, actor: Actor, now: datetime, reason: str = ""
    ) -> Iterator[bytes]:
        actor.require(form.permission)
        row = self._evidence.get(session, name)
        file = form.file_of(row)
        if file is None:
            raise NotFound
        self._write(session, row, actor, form.permission, now, reason)
        return self._store.open(file, row.name, form.part, self._evidence.key_of(session, row, now))

    def _write(
        self,
        session: Session,
        row: Evidence,
        actor: Actor,
        action: EvidencePermission,
        now: datetime,
        reason: str = "",
        areas: int | None = None,
    ) -> None:
        detail: dict[str, str | int | bool | None] = {"case": row.case}
        if areas is not None:
            detail["areas"] = areas
        self._log(
            session,
            actor=actor,
            action=action.value,
            subject=f"evidence:{row.name}",
            now=now,
            reason=reason,
            detail=detail,
        )
