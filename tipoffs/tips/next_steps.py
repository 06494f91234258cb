"""Which steps somebody may take with a tip now: table, actor and guards, asked before the verb is.

What a step needs from a form (a reason, the four parts …) cannot be known yet and is not asked here; the verb
itself asks everything again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.errors import RuleViolation
from staff.actors import Actor
from tipoffs.tips.answering import had_a_part, unsettled_hazards
from tipoffs.tips.files import open_objection, present_verification
from tipoffs.tips.guards import CHECKS, Facts
from tipoffs.tips.models import Finding, Tip, Verification
from tipoffs.tips.outside import awaited, find_review
from tipoffs.tips.status import MOVES, TipAction, TipGuard, TipState
from tipoffs.tips.verbs import Office
from tipoffs.tips.verifying import earlier_verifiers

_TYPED = frozenset({TipGuard.REASON, TipGuard.REASON_CODE, TipGuard.FOUR_PARTS, TipGuard.OPEN_MASTER})
_SIGNS = {
    TipAction.SIGN_UNFOUNDED: Finding.UNFOUNDED,
    TipAction.SIGN_VERIFIED: Finding.VERIFIED,
    TipAction.SIGN_PARTLY: Finding.PARTLY_VERIFIED,
}


@dataclass(frozen=True, slots=True)
class NextStep:
    """One step of the table that is the actor's to take; ``obstacle`` says what is missing."""

    action: TipAction
    obstacle: str = ""


def next_steps(session: Session, office: Office, tip: Tip, actor: Actor, now: datetime) -> Sequence[NextStep]:
    """The steps of a member of staff, in the order of the table."""
    written = present_verification(session, tip)
    above = office.above(session, tip)
    objection = open_objection(session, tip.number)
    review = find_review(session, objection)
    facts = Facts(
        tip,
        actor,
        now,
        days=1,
        verification=written,
        had_a_part=had_a_part(session, tip),
        stands_above=above is None or above.includes(actor, office.regions),
        unsettled=tuple(unsettled_hazards(session, tip.number)),
        objection=objection,
        # The document is typed into the form of the step.
        awaits="" if review else awaited(office.authority(session, tip), None, None),
    )
    own = Verification(verifier=actor.id, second_verifier="")
    verifying = Facts(
        tip, actor, now, verification=own, earlier_verifiers=earlier_verifiers(session, tip)
    )  # fmt: skip
    found = []
    for (state, action), move in MOVES.items():
        if state is not tip.state or move.permission is None or not actor.may(move.permission):
            continue
        if action in _SIGNS and written is not None and written.finding is not _SIGNS[action]:
            continue
        # Nobody signs what is not written, and what is merged is answered with its master.
        if (action in _SIGNS and written is None) or (state, action) in _NEVER_ALONE:
            continue
        skipped = _TYPED | {TipGuard.WRITTEN_RECORD} if action is TipAction.VERIFY else _TYPED
        guards = [guard for guard in move.guards if guard not in skipped]
        obstacle = _obstacle(guards, verifying if action is TipAction.VERIFY else facts)
        found.append(NextStep(action, obstacle))
    return found


_NEVER_ALONE = frozenset(
    {
        (TipState.MERGED, TipAction.ANSWER),
        (TipState.MERGED, TipAction.MERGE),
        (TipState.DRAFT, TipAction.SUBMIT),
    }
)  # fmt: skip


def _obstacle(guards: Sequence[TipGuard], facts: Facts) -> str:
    for guard in guards:
        try:
            CHECKS[guard](facts)
        except RuleViolation as refusal:
            return refusal.sentence
    return ""
