"""Which steps may follow now for one person, and what still stands in the way of those that may not. Pure.

The tables say what follows and the guards of the services say what else must hold; nothing is decided here.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from campaigns.planning.status import Guard
from core.errors import RuleViolation
from core.types import Labelled
from staff.actors import Actor
from staff.moves import Move

State = TypeVar("State", bound=Labelled)
Action = TypeVar("Action", bound=Labelled)


@dataclass(frozen=True, slots=True)
class NextStep(Generic[Action]):
    """One step; ``obstacle`` says why it cannot be taken yet, empty where it can."""

    action: Action
    obstacle: str = ""


def next_steps(
    moves: Mapping[tuple[State, Action], Move[State, Guard]],
    state: State,
    actor: Actor,
    check: Callable[[Guard], None],
) -> list[NextStep[Action]]:
    """The steps that the table has from ``state`` for this member of staff, each with its obstacle.

    A reason is asked for when the step is taken, so its guard is not looked at.
    """
    found = []
    for (begin, action), move in moves.items():
        if begin is state and move.permission is not None and actor.may(move.permission):
            found.append(NextStep(action, obstacle(move.guards, check)))
    return found


def obstacle(guards: Collection[Guard], check: Callable[[Guard], None]) -> str:
    """The sentence of the first guard that refuses; empty where none does."""
    for guard in guards:
        if guard is Guard.REASON:
            continue
        try:
            check(guard)
        except RuleViolation as refusal:
            return refusal.sentence
    return ""
