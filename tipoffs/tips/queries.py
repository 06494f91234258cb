"""What staff of the bureau see of one tip; lists are in ``tipoffs.worklists``, units use ``views``."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from staff.actors import Actor
from tipoffs.permissions import Permission
from tipoffs.tips.files import get_tip, hazards_of, history, present_verification
from tipoffs.tips.models import Tip, TipAnswer, TipDispatch, TipEvent, Verification
from tipoffs.tips.verbs import Office, require_reach


@dataclass(frozen=True, slots=True)
class TipFile:
    """A tip with its steps and hazards; the reporter's words are read by a verb of their own."""

    tip: Tip
    steps: Sequence[TipEvent]
    hazards: Sequence[str]


def tip_file(session: Session, office: Office, number: str, actor: Actor) -> TipFile:
    """All that staff know of a tip; ``NotPermitted`` beyond the actor's reach."""
    actor.require(Permission.TIPS_SEE)
    tip = get_tip(session, number)
    require_reach(office, tip, actor)
    return TipFile(tip, history(session, number), hazards_of(session, number))


@dataclass(frozen=True, slots=True)
class TipPapers:
    """What was written about a tip that a file shows: to whom it went, what was found, what was answered."""

    dispatches: Sequence[TipDispatch]
    verification: Verification | None
    answers: Sequence[TipAnswer]


def papers_of(session: Session, tip: Tip) -> TipPapers:
    """The papers of a tip whose file the caller has opened."""
    dispatches = session.scalars(
        select(TipDispatch).where(TipDispatch.tip == tip.number).order_by(TipDispatch.count)
    )
    answers = session.scalars(select(TipAnswer).where(TipAnswer.tip == tip.number).order_by(TipAnswer.round))
    return TipPapers(dispatches.all(), present_verification(session, tip), answers.all())
