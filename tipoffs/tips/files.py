"""Finding tips and taking their steps; shared by the verbs of this office."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.masking import masked_for_sharing
from staff.actors import Actor, ActorKind
from staff.audit import Detail
from staff.moves import allowed
from tipoffs.notices import sentence
from tipoffs.steps import Steps
from tipoffs.tips.guards import CHECKS, Facts
from tipoffs.tips.models import Objection, Tip, TipDispatch, TipEvent, TipHazard, Verification
from tipoffs.tips.status import MOVES, TipAction, TipState

SYSTEM_ACTOR = Actor(ActorKind.SYSTEM, "tips")
"""What follows from a verb by itself is done by the system, not by who spoke the verb."""


def get_tip(session: Session, number: str) -> Tip:
    """The tip with this number, read afresh; ``NotFound`` otherwise."""
    found = session.get(Tip, number, populate_existing=True)
    if found is None:
        raise NotFound
    return found


def lock_tip(session: Session, number: str) -> Tip:
    """The tip, read afresh, and nobody else's to change until this transaction ends."""
    found = session.get(Tip, number, populate_existing=True, with_for_update=True)
    if found is None:
        raise NotFound
    return found


def take(
    steps: Steps,
    action: TipAction,
    facts: Facts,
    *,
    told: str | None = None,
    fields: dict[str, str] | None = None,
    detail: Detail | None = None,
) -> TipEvent:
    """Take one step: the table, the actor and every guard are asked; then the tip stands elsewhere.

    ``told`` is the key of the sentence for the reporter; None keeps the step among staff.
    """
    tip = facts.tip
    move = allowed(MOVES, tip.state, action, facts.actor)
    for guard in move.guards:
        CHECKS[guard](facts)
    before, tip.state = tip.state, move.to
    return note(steps, facts, action, before, told, fields, detail)


def note(
    steps: Steps,
    facts: Facts,
    action: TipAction,
    before: TipState,
    told: str | None,
    fields: dict[str, str] | None,
    detail: Detail | None,
) -> TipEvent:
    """Write the event of a step, a line for the audit log and a notice.

    Whoever may know the reporter's number may give it as a reason; who reads file and log may not know it.
    """
    tip, actor, reason = facts.tip, facts.actor, masked_for_sharing(facts.reason)
    tip.version += 1
    event = TipEvent(
        tip=tip.number,
        seq=tip.version,
        action=action,
        before=before,
        after=tip.state,
        actor_kind=actor.kind,
        actor=actor.id,
        reason=reason,
        at=steps.now,
        public_note="",
        detail=dict(detail or {}),
    )
    steps.keep(event)
    steps.record(f"tips.{action.value}", f"tip:{tip.number}", reason, detail, actor=actor)
    if told is not None:
        tell(steps, event, told, fields or {})
    return event


def tell(steps: Steps, event: TipEvent, told: str, fields: dict[str, str]) -> None:
    """Put the sentence for the reporter on the event and let the reporter know.

    Apart from ``take`` where the sentence names a date that only the step itself makes known.
    """
    event.public_note = sentence(told, fields)
    steps.tell(event.tip, told, **fields)


def history(session: Session, number: str) -> Sequence[TipEvent]:
    """All steps of a tip, in order."""
    return session.scalars(select(TipEvent).where(TipEvent.tip == number).order_by(TipEvent.seq)).all()


def newest_dispatch(session: Session, number: str) -> TipDispatch:
    """The unit that has or last had the tip; ``NotFound`` before the first."""
    query = select(TipDispatch).where(TipDispatch.tip == number).order_by(TipDispatch.count.desc())
    found = session.scalar(query.limit(1))
    if found is None:
        raise NotFound
    return found


def present_verification(session: Session, tip: Tip) -> Verification | None:
    """The newest record of the present round that was not sent back."""
    query = (
        select(Verification)
        .where(
            Verification.tip == tip.number,
            Verification.round == tip.round,
            Verification.sent_back_reason.is_(None),
        )
        .order_by(Verification.id.desc())
    )
    return session.scalar(query.limit(1))


def open_objection(session: Session, number: str) -> Objection | None:
    """The objection that waits for its decision."""
    return session.scalar(select(Objection).where(Objection.tip == number, Objection.outcome.is_(None)))


def hazards_of(session: Session, number: str) -> Sequence[str]:
    """The codes of the hazards a tip points at."""
    return session.scalars(
        select(TipHazard.hazard).where(TipHazard.tip == number).order_by(TipHazard.hazard)
    ).all()
