"""The verbs of a citizen: say, follow, leave, scan."""

from __future__ import annotations

from typing import Any

from simulator import identity
from simulator.citizens import Citizen
from simulator.push.inbound import BadMessage, Inbound, event_of, inbound_from, named
from simulator.push.pusher import Delivery, deliver
from simulator.push.wire import Value
from simulator.spelling import shortly_spelled
from simulator.world import World

TELLS_MENU = ("VIEW", "view_miniprogram")  # [O] MenuId says by which menu a page was opened.


def say(world: World, citizen: Citizen, spec: dict[str, Any], host: str) -> Delivery:
    """Send a message or an event; raises `BadMessage`. `host` is this simulator's address for media."""
    spec = shortly_spelled(spec)
    event = spec.get("event") if spec.get("type") == "event" else None
    if event == "subscribe":
        return follow(world, citizen, _scene(spec), host, named(spec, "ticket"))
    if event == "unsubscribe":
        return leave(world, citizen, host)
    if event == "SCAN":
        return scan(world, citizen, _scene(spec), host, named(spec, "ticket"))
    if not citizen.following:
        raise BadMessage(f"{citizen.name}没有关注公众号，先关注才能发消息。")
    if event in TELLS_MENU and spec.get("menu_id") is None:
        spec["menu_id"] = world.menus.id_seen_with(citizen.tag_ids) or None
    inbound = inbound_from(spec, world, host)
    if citizen.blacklisted:
        world.inbox.append(citizen, "citizen", "out", inbound.row)
        return Delivery(note="the citizen is on the account's blacklist; nothing is pushed")
    return deliver(world, citizen, inbound, host)


def follow(world: World, citizen: Citizen, scene: str, host: str, ticket: str = "") -> Delivery:
    """Start to follow, by a QR code's scene if one is given; raises `BadMessage` for a second time.

    `ticket` is what a script says that the code's ticket is; else it is that of the account's own code.
    """
    with world.lock:
        if citizen.following:
            raise BadMessage(f"{citizen.name}已经关注了公众号。")
        code = ticket or _ticket(world, scene) if scene else ""
        start_following(world, citizen, scene)
    fields: dict[str, Value] = {"MsgType": "event", "Event": "subscribe", "EventKey": ""}
    if scene:
        fields |= {"EventKey": f"qrscene_{scene}", "Ticket": code}
    return deliver(world, citizen, event_of("subscribe", fields, scene), host)


def start_following(world: World, citizen: Citizen, scene: str = "") -> None:
    """Become a follower without a push, as a follower from before the server was connected."""
    citizen.following = True
    citizen.subscribed_at = world.now()
    citizen.qr_scene = scene
    citizen.subscribe_scene = "ADD_SCENE_QR_CODE" if scene else "ADD_SCENE_SEARCH"
    world.figures.came(citizen.subscribe_scene, citizen.subscribed_at)


def leave(world: World, citizen: Citizen, host: str) -> Delivery:
    """Stop following: every customer-service window closes, tags and remark are forgotten."""
    with world.lock:
        if not citizen.following:
            raise BadMessage(f"{citizen.name}本来就没有关注公众号。")
        citizen.following = False
        world.figures.went(world.now())
        citizen.window.close()
        citizen.tag_ids.clear()
        citizen.remark = ""
    fields: dict[str, Value] = {"MsgType": "event", "Event": "unsubscribe", "EventKey": ""}
    return deliver(world, citizen, event_of("unsubscribe", fields), host)


def scan(world: World, citizen: Citizen, scene: str, host: str, ticket: str = "") -> Delivery:
    """Scan a QR code with a scene; who does not follow yet follows by it."""
    if not scene:
        raise BadMessage("扫码要有 scene。")
    if not citizen.following:
        return follow(world, citizen, scene, host, ticket)
    fields: dict[str, Value] = {"MsgType": "event", "Event": "SCAN", "EventKey": scene}
    with world.lock:
        fields["Ticket"] = ticket or _ticket(world, scene)
    inbound: Inbound = event_of("SCAN", fields, scene)
    return deliver(world, citizen, inbound, host)


def _ticket(world: World, scene: str) -> str:
    """The ticket of the newest code for this scene; made up when the account never created one.

    A poster may have been printed before this simulator started, so an unknown scene is scanned too; only a
    temporary code known to have expired is refused, as the phone does.
    """
    codes = world.qrcodes.of_scene(scene)
    live = [code for code in codes if code.until is None or world.now() < code.until]
    if live:
        return live[-1].ticket
    if codes:
        raise BadMessage("这个二维码已经过期。")
    return "g" + identity.short_secret(93) + "=="


def _scene(spec: dict[str, object]) -> str:
    """The scene of a subscribe or SCAN event written like a message; raises `BadMessage`."""
    return (named(spec, "key") or named(spec, "scene")).removeprefix("qrscene_")
