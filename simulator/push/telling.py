"""Events that the platform pushes by itself, after it has answered the call that led to them."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Thread

from simulator.citizens import Citizen
from simulator.push.inbound import Inbound
from simulator.push.pusher import deliver
from simulator.push.wire import Value
from simulator.world import World


def platform_event(event: str, fields: Mapping[str, Value]) -> Inbound:
    """An event that no citizen caused: nothing on the phone, nothing to answer, no window opened."""
    return Inbound(
        {"MsgType": "event", "Event": event, **fields}, {}, "nothing", answerable=False, is_event=True
    )


def tell_later(world: World, citizen: Citizen, event: str, fields: Mapping[str, Value], host: str) -> None:
    """Push an event on a thread of its own: the API answers first, as the platform does."""
    inbound = platform_event(event, fields)
    Thread(target=deliver, args=(world, citizen, inbound, host), daemon=True).start()
