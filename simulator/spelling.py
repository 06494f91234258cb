"""Messages written with the platform's own tag names, as their short spelling."""

from __future__ import annotations

from typing import Any

# Short name by the platform's, without case and underscores, so that `EventKey` and `event_key` both fit.
SHORT = {
    "msgtype": "type",
    "content": "content",
    "mediaid": "media_id",
    "picurl": "pic_url",
    "recognition": "recognition",
    "locationx": "latitude",
    "locationy": "longitude",
    "latitude": "latitude",
    "longitude": "longitude",
    "precision": "precision",
    "scale": "scale",
    "label": "label",
    "poiname": "poiname",
    "title": "title",
    "description": "description",
    "url": "url",
    "event": "event",
    "eventkey": "key",
    "ticket": "ticket",
    "scantype": "scan_type",
    "scanresult": "scan_result",
    "menuid": "menu_id",
    "bizmsgmenuid": "menu_id",
}
# Events as the platform writes them, by their name in small letters: a menu calls a click `click`.
EVENTS = {name.lower(): name for name in ("CLICK", "VIEW", "SCAN", "LOCATION", "subscribe", "unsubscribe")}
PLACE = frozenset({"latitude", "longitude", "scale", "label"})
# What each type of message has, and each event besides its name, its key and its menu.
OF_TYPES = {
    "text": {"content", "menu_id"},
    "image": {"media_id", "pic_url"},
    "voice": {"media_id", "recognition"},
    "video": {"media_id"},
    "shortvideo": {"media_id"},
    "location": PLACE,
    "link": {"title", "description", "url"},
    "event": {"event", "key", "menu_id"},
}
OF_EVENTS = {
    "VIEW": {"url"},
    "SCAN": {"ticket"},
    "subscribe": {"ticket"},
    "LOCATION": {"latitude", "longitude", "precision"},
    "location_select": PLACE | {"poiname"},
    "scancode_push": {"scan_type", "scan_result"},
    "scancode_waitmsg": {"scan_type", "scan_result"},
}
# What only the platform says of a message.
PLATFORMS_OWN = frozenset({"ToUserName", "FromUserName", "CreateTime", "MsgId"})


def shortly_spelled(spec: dict[str, Any]) -> dict[str, Any]:
    """The same message with short names; a short name that is there already wins.

    Names that begin with a capital and that its type does not have are XML tags and go into `fields`. What
    lies in an object of the message's type, as in a customer-service message, is taken out of it.
    """
    spec = _taken_out(spec)
    renamed = {_short(name): value for name, value in spec.items()}
    short = renamed | {name: value for name, value in spec.items() if name in SHORT.values()}
    if isinstance(short.get("event"), str):
        short["event"] = EVENTS.get(short["event"].lower(), short["event"])
    tags = _tags(spec, short)
    if tags and isinstance(short.get("fields") or {}, dict):
        short["fields"] = tags | (short.get("fields") or {})
    return short


def _short(name: str) -> str:
    return SHORT.get(name.lower().replace("_", ""), name)


def _tags(spec: dict[str, Any], short: dict[str, Any]) -> dict[str, Any]:
    kind, event = str(short.get("type")), str(short.get("event"))
    known = {"type"} | OF_TYPES.get(kind, set())
    if kind == "event":
        known |= OF_EVENTS.get(event, set())
    return {
        name: value
        for name, value in spec.items()
        if name[:1].isupper()
        and value is not None
        and name not in PLATFORMS_OWN
        and _short(name) not in known
    }


def _taken_out(spec: dict[str, Any]) -> dict[str, Any]:
    kind = next((value for name, value in spec.items() if _short(name) == "type"), None)
    inner = spec.get(kind) if isinstance(kind, str) else None
    if not isinstance(inner, dict):
        return spec
    return {name: value for name, value in spec.items() if name != kind} | inner
