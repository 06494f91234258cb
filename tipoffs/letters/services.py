"""Drafts a letter out of the file of a hazard and leaves a line in the audit log."""

from datetime import datetime

from sqlalchemy.orm import Session

from core.word_documents import Paper
from staff.actors import Actor
from staff.audit import AuditLog
from staff.reach import Regions
from tipoffs.hazards.queries import hazard_file
from tipoffs.letters.kinds import MAY_DRAFT, Addressee, LetterKind
from tipoffs.letters.wording import LetterFacts, letter
from tipoffs.routing.services import load_matrix


class LetterService:
    """A draft changes nothing of the hazard and is kept nowhere: who signs works on in the file."""

    def __init__(self, audit: AuditLog, regions: Regions) -> None:
        self._audit = audit
        self._regions = regions

    def draft(
        self, session: Session, code: str, kind: LetterKind, to: Addressee, region: str, actor: Actor,
        now: datetime,
    ) -> Paper:  # fmt: skip
        """The letter; ``region`` is the name of where the hazard is. ``NotPermitted`` beyond the reach."""
        actor.require(MAY_DRAFT[kind])
        file = hazard_file(session, self._regions, code, actor)
        signed = [one for one in file.orders if one.signed_at is not None]
        known = load_matrix(session).departments.get(file.hazard.department or "")
        facts = LetterFacts(
            file.hazard, signed[-1] if signed else None, region, known.name if known else "", now
        )
        made = letter(kind, to, facts)
        self._audit(
            session,
            actor=actor,
            action="hazards.letter",
            subject=f"hazard:{code}",
            now=now,
            reason=kind.label,
            detail={"to": to.value},
        )
        return made
