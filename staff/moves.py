"""How a machine of the office is written down: one table, state × action → move. Pure.

A table holds every step the office knows. Whatever is not in it is refused. Every step asks
``allowed``: it looks at the state, then at who acts, and hands back where the case stands afterwards and
which guards the service has still to check.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from core.errors import RuleViolation
from core.types import Labelled
from staff.actors import Actor, ActorKind, NotPermitted

State = TypeVar("State", bound=Labelled)
Action = TypeVar("Action", bound=Labelled)
Guard = TypeVar("Guard", bound=StrEnum)


class IllegalMove(RuleViolation):
    """This step does not follow from where the case stands."""

    def __init__(self, state: Labelled, action: Labelled, *, is_done: bool = False) -> None:
        """``is_done``: whether this very step must have led there, perhaps a moment ago by somebody else."""
        if is_done:
            super().__init__(f"这一件已经是“{state.label}”，“{action.label}”不用再办。")
        else:
            super().__init__(f"这一件现在是“{state.label}”，不能办理“{action.label}”。")


@dataclass(frozen=True, slots=True)
class Move(Generic[State, Guard]):
    """One step: where it leads, the permission a member of staff needs, and what else must hold.

    ``permission`` None means that staff have no part in it. ``guards`` name the conditions that need more
    than the state: the service checks them, and the tests count them.
    """

    to: State
    permission: Labelled | None = None
    guards: tuple[Guard, ...] = ()
    by_reporter: bool = False
    by_system: bool = False

    def require(self, actor: Actor) -> None:
        """Go on only if this actor may take the step at all; ``NotPermitted`` otherwise."""
        match actor.kind:
            case ActorKind.STAFF:
                if self.permission is None:
                    raise NotPermitted
                actor.require(self.permission)
            case ActorKind.REPORTER:
                if not self.by_reporter:
                    raise NotPermitted
            case ActorKind.SYSTEM:
                if not self.by_system:
                    raise NotPermitted


def allowed(
    moves: Mapping[tuple[State, Action], Move[State, Guard]], state: State, action: Action, actor: Actor
) -> Move[State, Guard]:
    """The move for ``action`` from ``state``; ``IllegalMove`` or ``NotPermitted`` if there is none for
    this actor.
    """
    move = moves.get((state, action))
    if move is None:
        raise IllegalMove(state, action, is_done=_alone_leads_to(moves, state, action))
    move.require(actor)
    return move


def permission_of(moves: Mapping[tuple[State, Action], Move[State, Guard]], action: Action) -> Labelled:
    """The permission that ``action`` asks of staff, the same from every state.

    ``LookupError`` where staff have no part in it.
    """
    for (_, one), move in moves.items():
        if one is action and move.permission is not None:
            return move.permission
    raise LookupError(action)


def _alone_leads_to(
    moves: Mapping[tuple[State, Action], Move[State, Guard]], state: State, action: Action
) -> bool:
    """Whether ``action`` leads to ``state``, and no other step does from where it would have begun.

    What was asked for may be sent in, or waited for no longer: either way the case is 已提交 again.
    """
    begins = {before for (before, one), after in moves.items() if one is action and after.to is state}
    by = {one for (before, one), after in moves.items() if before in begins and after.to is state}
    return by == {action}
