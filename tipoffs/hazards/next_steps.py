"""Which steps somebody may take with a hazard now; what is typed (a reason …) is asked by the verb."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.errors import RuleViolation
from staff.actors import Actor
from tipoffs.hazards.files import listing_of, open_enforcement, waiting_extension
from tipoffs.hazards.guards import CHECKS, Facts
from tipoffs.hazards.models import Hazard
from tipoffs.hazards.status import MOVES, HazardAction, HazardGuard

G = HazardGuard
_TYPED = frozenset(
    {
        G.REASON,
        G.CLAUSE,
        G.FIVE_PARTS,
        G.NOT_EXCLUDED,
        G.NAMED_LEADER,
        G.AFTER_EVIDENCE,
        G.SAME_PLACE_AND_KIND,
    }
)


@dataclass(frozen=True, slots=True)
class NextStep:
    """One step of the table that is the actor's to take; ``obstacle`` says what is missing."""

    action: HazardAction
    obstacle: str = ""


def next_steps(
    session: Session, hazard: Hazard, actor: Actor, now: datetime, workdays_left: int
) -> Sequence[NextStep]:
    """The steps of a member of staff, in the order of the table; ``workdays_left`` of the order's time."""
    found = []
    for (state, action), move in MOVES.items():
        if state is not hazard.state or move.permission is None or not actor.may(move.permission):
            continue
        facts = Facts(
            hazard,
            actor,
            now,
            listing=listing_of(session, hazard.code),
            delisting=action is HazardAction.PUBLISH_DELISTING,
            extension=waiting_extension(session, hazard.code),
            workdays_left=workdays_left,
            enforcement=open_enforcement(session, hazard.code),
        )
        # Whom an order is given to is typed; whoever gives it may well have found the hazard.
        skipped = _TYPED | {G.NOT_FINDER} if action is HazardAction.ORDER else _TYPED
        found.append(NextStep(action, _obstacle([one for one in move.guards if one not in skipped], facts)))
    return found


def _obstacle(guards: Sequence[HazardGuard], facts: Facts) -> str:
    for guard in guards:
        try:
            CHECKS[guard](facts)
        except RuleViolation as refusal:
            return refusal.sentence
    return ""
