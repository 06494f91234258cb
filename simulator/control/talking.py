"""Lets many citizens have written to the account just now, so that it may write to them for 48 hours."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from simulator.citizens import Citizen
from simulator.control.reading import BadRequest
from simulator.world import World


def let_talk(world: World, people: Iterable[Citizen], body: dict[str, Any]) -> None:
    """With `talking` true they have; nothing is pushed, as if the account had heard them before."""
    talking = body.get("talking") or False
    if not isinstance(talking, bool):
        raise BadRequest("talking 只能是 true 或 false。")
    if talking:
        with world.lock:
            for citizen in people:
                citizen.window.citizen_wrote(world.now())
