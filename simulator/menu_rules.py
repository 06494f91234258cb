"""What the platform accepts as a menu."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.errcodes import ApiError
from simulator.limits import (
    MENU_BUTTONS,
    MENU_KEY_BYTES,
    MENU_NAME_BYTES,
    MENU_SUB_BUTTONS,
    MENU_SUB_NAME_BYTES,
    MENU_URL_BYTES,
)

Button = dict[str, Any]
KEYED = (
    "click",
    "scancode_push",
    "scancode_waitmsg",
    "pic_sysphoto",
    "pic_photo_or_album",
    "pic_weixin",
    "location_select",
)
# What each other type must carry.
CARRIES = {
    "view": "url",
    "miniprogram": "url",
    "media_id": "media_id",
    "view_limited": "media_id",
    "article_id": "article_id",
    "article_view_limited": "article_id",
}


@dataclass(frozen=True)
class Level:
    """The limits and errcodes of one level: the bar, or a list that opens above it."""

    count: int
    count_errcode: int
    name_bytes: int
    name_errcode: int
    type_errcode: int
    key_errcode: int
    url_errcode: int
    domain_errcode: int


BAR = Level(MENU_BUTTONS, 40016, MENU_NAME_BYTES, 40018, 40017, 40019, 40020, 40055)
LIST = Level(MENU_SUB_BUTTONS, 40023, MENU_SUB_NAME_BYTES, 40025, 40024, 40026, 40027, 40054)


def checked_buttons(body: Mapping[str, Any]) -> list[Button]:
    """The buttons of a menu/create body; raises the errcode of the first rule broken."""
    buttons = body.get("button")
    if not isinstance(buttons, list):
        raise ApiError(40016)
    return _level(buttons, BAR)


def _level(buttons: list[Any], level: Level) -> list[Button]:
    if not 1 <= len(buttons) <= level.count:
        raise ApiError(level.count_errcode)
    return [_button(button, level) for button in buttons]


def _button(button: Any, level: Level) -> Button:
    if not isinstance(button, dict):
        raise ApiError(47001)
    name = button.get("name")
    if not isinstance(name, str) or not 1 <= len(name.encode()) <= level.name_bytes:
        raise ApiError(level.name_errcode)
    children = button.get("sub_button")
    if children:
        if level is LIST:
            raise ApiError(40022)
        if not isinstance(children, list):
            raise ApiError(40023)
        return {"name": name, "sub_button": _level(children, LIST)}
    return {"name": name, **_action(button, level)}


def _action(button: Button, level: Level) -> Button:
    kind = button.get("type")
    if kind in KEYED:
        key = button.get("key")
        if not isinstance(key, str) or not 1 <= len(key.encode()) <= MENU_KEY_BYTES:
            raise ApiError(level.key_errcode)
        return {"type": kind, "key": key}
    if not isinstance(kind, str) or kind not in CARRIES:
        raise ApiError(level.type_errcode)
    carried = CARRIES[kind]
    value = button.get(carried)
    if not isinstance(value, str) or not 1 <= len(value.encode()) <= MENU_URL_BYTES:
        raise ApiError(level.url_errcode if carried == "url" else 40007)
    if carried == "url" and not value.startswith(("http://", "https://")):
        raise ApiError(level.domain_errcode)
    further = {key: button[key] for key in ("appid", "pagepath") if isinstance(button.get(key), str)}
    return {"type": kind, carried: value, **further}
