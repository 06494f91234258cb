"""Which steps somebody may take with a reward now: table, permission, and what stands in the way.

Whoever decides and whoever pays have lists of their own. The verb itself asks everything again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from staff.actors import Actor
from tipoffs.rewards.approving import ApprovingService, approvals_of
from tipoffs.rewards.models import Reward
from tipoffs.rewards.moves import assessment_of, has_objected, has_taken
from tipoffs.rewards.payment.paying import DECIDED
from tipoffs.rewards.permissions import RewardPermission
from tipoffs.rewards.refusals import ConflictingDuties, PaymentHeld, SelfApproval
from tipoffs.rewards.status import MOVES, Verb

DECIDING: Mapping[Verb, RewardPermission] = {
    Verb.PROPOSE: RewardPermission.PROPOSE,
    Verb.SUBMIT: RewardPermission.PROPOSE,
    Verb.APPROVE: RewardPermission.APPROVE,
    Verb.SEND_BACK: RewardPermission.APPROVE,
    Verb.SET_ASIDE: RewardPermission.PROPOSE,
    Verb.DENY: RewardPermission.DENY,
    Verb.REVOKE: RewardPermission.DENY,
    Verb.UPHOLD: RewardPermission.DENY,
    Verb.REOPEN: RewardPermission.DENY,
    Verb.RECOVER: RewardPermission.RECOVER,
}
"""The steps of those who know the tip; of 审批 the ladder says which permission the next rung needs."""

PAYING: Mapping[Verb, RewardPermission] = {
    Verb.NOTIFY: RewardPermission.NOTIFY,
    Verb.SEND: RewardPermission.PAY,
    Verb.EXTEND: RewardPermission.NOTIFY,
    Verb.ANNOUNCE: RewardPermission.NOTIFY,
}
"""The steps of those who know the person; claiming is the reporter's, results come from the bank."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """One step that is the actor's to take; ``obstacle`` says what is missing."""

    verb: Verb
    obstacle: str = ""


def deciding_steps(
    session: Session, approving: ApprovingService, reward: Reward, actor: Actor
) -> Sequence[NextStep]:
    """The steps of a member of the office, in the order of the table above."""
    found = []
    for verb, permission in DECIDING.items():
        if (reward.state, verb) not in MOVES:
            continue
        if not actor.may(_next_permission(session, reward) if verb is Verb.APPROVE else permission):
            continue
        match verb:
            case Verb.APPROVE:
                found.append(NextStep(verb, approving.hindrance(session, reward, actor)))
            case Verb.UPHOLD | Verb.REOPEN:
                if has_objected(session, reward):
                    own = has_taken(session, reward, actor.id, frozenset({Verb.DENY, Verb.REVOKE}))
                    found.append(NextStep(verb, SelfApproval.of_refusal if own else ""))
            case _:
                found.append(NextStep(verb))
    return found


def paying_steps(session: Session, reward: Reward, actor: Actor) -> Sequence[NextStep]:
    """The steps of a payout officer."""
    found = []
    for verb, permission in PAYING.items():
        if (reward.state, verb) not in MOVES or not actor.may(permission):
            continue
        obstacle = ""
        if verb is Verb.SEND and reward.held_because:
            obstacle = PaymentHeld.sentence
        elif verb is Verb.SEND and has_taken(session, reward, actor.id, DECIDED):
            obstacle = ConflictingDuties.sentence
        found.append(NextStep(verb, obstacle))
    return found


def _next_permission(session: Session, reward: Reward) -> str:
    needed = assessment_of(session, reward).approvals_needed
    return needed[min(approvals_of(session, reward), len(needed) - 1)]
