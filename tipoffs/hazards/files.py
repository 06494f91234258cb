"""Finding and keeping hazards and what hangs on them; shared by the services of this office."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import NotFound
from staff.audit import Detail
from staff.moves import allowed
from tipoffs.hazards.guards import CHECKS, Facts
from tipoffs.hazards.models import (
    EvidenceStage,
    Hazard,
    HazardEnforcement,
    HazardEvent,
    HazardEvidence,
    HazardExtension,
    HazardListing,
    HazardOrder,
)
from tipoffs.hazards.status import MOVES, HazardAction, HazardState
from tipoffs.steps import Steps


def get_hazard(session: Session, code: str) -> Hazard:
    """The hazard with this code, read afresh; ``NotFound`` otherwise."""
    found = session.get(Hazard, code, populate_existing=True)
    if found is None:
        raise NotFound
    return found


def lock_hazard(session: Session, code: str) -> Hazard:
    """The hazard, read afresh, and nobody else's to change until this transaction ends."""
    found = session.get(Hazard, code, populate_existing=True, with_for_update=True)
    if found is None:
        raise NotFound
    return found


def take(steps: Steps, action: HazardAction, facts: Facts, detail: Detail | None = None) -> HazardEvent:
    """Take one step: the table, the actor and every guard are asked; then the hazard stands elsewhere."""
    hazard = facts.hazard
    move = allowed(MOVES, hazard.state, action, steps.actor)
    for guard in move.guards:
        CHECKS[guard](facts)
    before, hazard.state = hazard.state, move.to
    return note(steps, hazard, action, before, facts.reason, detail)


def note(
    steps: Steps,
    hazard: Hazard,
    action: HazardAction,
    before: HazardState | None,
    reason: str,
    detail: Detail | None = None,
) -> HazardEvent:
    """Write the event of a step and a line for the audit log."""
    hazard.version += 1
    event = HazardEvent(
        hazard=hazard.code,
        seq=hazard.version,
        action=action,
        before=before,
        after=hazard.state,
        actor_kind=steps.actor.kind,
        actor=steps.actor.id,
        reason=reason,
        at=steps.now,
        detail=dict(detail or {}),
    )
    steps.keep(event)
    steps.record(f"hazards.{action.value}", f"hazard:{hazard.code}", reason, detail)
    return event


def history(session: Session, code: str) -> Sequence[HazardEvent]:
    """All steps of a hazard, in order."""
    return session.scalars(
        select(HazardEvent).where(HazardEvent.hazard == code).order_by(HazardEvent.seq)
    ).all()


def newest_order(session: Session, code: str) -> HazardOrder:
    """The order in force, or the one to be signed; ``NotFound`` before the first."""
    found = session.scalar(
        select(HazardOrder).where(HazardOrder.hazard == code).order_by(HazardOrder.id.desc()).limit(1)
    )
    if found is None:
        raise NotFound
    return found


def listing_of(session: Session, code: str) -> HazardListing | None:
    """The listing for supervision, if there was ever one."""
    return session.scalar(select(HazardListing).where(HazardListing.hazard == code))


def waiting_extension(session: Session, code: str) -> HazardExtension | None:
    """The request for more time that nobody has answered."""
    return session.scalar(
        select(HazardExtension).where(HazardExtension.hazard == code, HazardExtension.granted.is_(None))
    )


def began_with_more_time(session: Session, code: str, moment: datetime) -> bool:
    """Whether what began at ``moment`` began because more time was granted for this hazard."""
    found = select(HazardExtension.id).where(
        HazardExtension.hazard == code,
        HazardExtension.granted.is_(True),
        HazardExtension.answered_at == moment,
    )
    return session.scalar(found.limit(1)) is not None


def open_enforcement(session: Session, code: str) -> HazardEnforcement | None:
    """The enforcement case whose penalty is not decided."""
    return session.scalar(
        select(HazardEnforcement).where(
            HazardEnforcement.hazard == code, HazardEnforcement.decided_at.is_(None)
        )
    )


def keep_evidence(steps: Steps, hazard: Hazard, stage: EvidenceStage, references: Collection[str]) -> None:
    """Note which pictures and papers belong to this round of the repair."""
    for reference in dict.fromkeys(references):
        steps.session.add(
            HazardEvidence(
                hazard=hazard.code,
                stage=stage,
                round=hazard.failed_reinspections + 1,
                reference=reference,
                added_by=steps.actor.id,
                added_at=steps.now,
            )
        )
