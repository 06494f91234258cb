"""Messages written with the platform's own tag names, as their short spelling."""

from __future__ import annotations

from typing import Any

# Short name by the platform's, without case and underscores, so that `EventKey` and `event_key` both fit.
SHORT = {
    "msgtype": "type",
    "content": "content",
    "mediaid": "media_id",
    "recognition": "recognition",
    "locationx": "latitude",
    "locationy": "longitude",
    "latitude": "latitude",
    "longitude": "longitude",
    "precision": "precision",
    "scale": "scale",
    "label": "label",
    "title": "title",
    "description": "description",
    "url": "url",
    "event": "event",
    "eventkey": "key",
    "menuid": "menu_id",
    "bizmsgmenuid": "menu_id",
}


def shortly_spelled(spec: dict[str, Any]) -> dict[str, Any]:
    """The same message with short names; a short name that is there already wins, others stay as they are."""
    renamed = {SHORT.get(name.lower().replace("_", ""), name): value for name, value in spec.items()}
    return renamed | {name: value for name, value in spec.items() if name in SHORT.values()}
