"""A table of moves held against a process written down by hand: lines like ``A5 merge A6, dispatch A7``."""

from collections.abc import Callable, Mapping

import pytest

from staff.actors import Actor, NotPermitted
from staff.moves import Action, Guard, IllegalMove, Move, State, allowed

Process = dict[tuple[str, str], str]
"""Code of a state and action → code of the state after it."""


def process_of(written: str) -> Process:
    """The process as it was written; nothing may stand in it twice."""
    found: Process = {}
    for line in written.strip().splitlines():
        state, _, rest = line.partition(" ")
        for step in rest.split(", "):
            action, target = step.split()
            assert (state, action) not in found
            found[state, action] = target
    return found


def assert_follows(
    moves: Mapping[tuple[State, Action], Move[State, Guard]],
    state: State,
    action: Action,
    actor: Actor,
    *,
    target: str | None,
    may: bool,
    code_of: Callable[[State], str],
) -> None:
    """The move is illegal without a target, forbidden to who may not, and leads to the target otherwise."""
    if target is None:
        with pytest.raises(IllegalMove):
            allowed(moves, state, action, actor)
    elif not may:
        with pytest.raises(NotPermitted):
            allowed(moves, state, action, actor)
    else:
        assert code_of(allowed(moves, state, action, actor).to) == target


def reached_from(moves: Mapping[tuple[State, Action], Move[State, Guard]], start: State) -> set[State]:
    """Every state that can be reached from ``start``, itself included."""
    reached = {start}
    while further := {move.to for (state, _), move in moves.items() if state in reached} - reached:
        reached |= further
    return reached
