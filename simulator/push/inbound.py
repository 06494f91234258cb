"""What a citizen does on the phone, as the message the platform pushes for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal

from simulator.limits import CLICK_EVENTS
from simulator.media import Media, sample
from simulator.push.menu_events import picked
from simulator.push.wire import Value
from simulator.world import World

Spec = dict[str, Any]
Counts = Literal["message", "action", "nothing"]
SILENT_EVENTS = frozenset({"unsubscribe", "VIEW", "view_miniprogram", "LOCATION"})
MEDIA_ID = re.compile(r"[A-Za-z0-9_-]{1,128}")
TAG = re.compile(r"[A-Za-z_][\w.-]*")
SCALE = re.compile(r"[0-9]{1,4}")
DECIMAL = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,15})?")
# What XML 1.0 cannot carry, escaped or not; the platform's own pushes are always well-formed.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
MEDIA_TYPES = {"image": "image", "voice": "voice", "video": "video", "shortvideo": "video"}


class BadMessage(Exception):
    """The citizen cannot do this; the message is a sentence for the caller."""


@dataclass(frozen=True)
class Inbound:
    """One thing a citizen does: XML fields after CreateTime, the row on their own phone, what it allows.

    An empty `row` is an event of the platform's own: the citizen did nothing.
    `counts` says which customer-service allowance it opens; `answerable` whether a passive reply is shown.
    """

    fields: dict[str, Value]
    row: Spec
    counts: Counts
    answerable: bool = True
    is_event: bool = False


def inbound_from(spec: object, world: World, host: str) -> Inbound:
    """Read a message as the control interface receives it; raises `BadMessage`. `host` serves the media."""
    if not isinstance(spec, dict) or not isinstance(spec.get("type"), str):
        raise BadMessage("消息要写成一个 JSON 对象，带 type。")
    kind = spec["type"]
    if kind in MEDIA_TYPES:
        return _with_further(_media(spec, kind, world, host), spec)
    readers: dict[str, Callable[[Spec], Inbound]] = {
        "text": _text,
        "location": _location,
        "link": _link,
        "event": _event,
    }
    if kind in readers:
        return _with_further(readers[kind](spec), spec)
    if "fields" in spec:
        return Inbound({"MsgType": kind, **_further(spec)}, {"type": kind, "content": ""}, "message")
    raise BadMessage(f"没有“{kind}”这种消息；要试平台的其他类型，请给出 fields。")


def _text(spec: Spec) -> Inbound:
    content = _string(spec, "content")
    if not content:
        raise BadMessage("文字消息的 content 不能是空的。")
    fields: dict[str, Value] = {"MsgType": "text", "Content": content}
    row: Spec = {"type": "text", "content": content}
    menu_id = named(spec, "menu_id")
    if not menu_id:
        return Inbound(fields, row, "message")
    # A tapped msgmenu item is a menu click for the customer-service window, not a message.
    return Inbound(fields | {"bizmsgmenuid": menu_id}, row | {"menu_id": menu_id}, "action")


def _media(spec: Spec, kind: str, world: World, host: str) -> Inbound:
    media = _stored(spec, kind, world)
    url = f"{host}/_sim/media/{media.media_id}"
    fields: dict[str, Value] = {"MsgType": kind}
    row: Spec = {"type": kind, "content": "", "media_id": media.media_id, "url": url}
    if kind == "image":
        fields |= {"PicUrl": _string(spec, "pic_url") or url, "MediaId": media.media_id}
    elif kind == "voice":
        finer = world.media.keep("voice", media.data, media.kind, world.now())
        fields |= {"MediaId": media.media_id, "Format": "amr", "MediaId16K": finer.media_id}
        if spec.get("recognition") is not None:
            fields["Recognition"] = row["recognition"] = _string(spec, "recognition")
    else:
        data, file_kind = sample("image", media.media_id)
        thumb = world.media.keep("thumb", data, file_kind, world.now())
        fields |= {"MediaId": media.media_id, "ThumbMediaId": thumb.media_id}
    return Inbound(fields, row, "message")


def _stored(spec: Spec, kind: str, world: World) -> Media:
    """The file named by media_id, or a made one of this type, under that media_id where nothing has it."""
    now, type_ = world.now(), MEDIA_TYPES[kind]
    media_id = _string(spec, "media_id") if spec.get("media_id") is not None else ""
    with world.lock:
        if media_id and world.media.has(media_id):
            media = world.media.find(media_id, now)
            if media is None or media.type != type_:
                raise BadMessage("这个 media_id 的文件不是这种消息用的，或者它已过三天。")
            return media
        if media_id and not MEDIA_ID.fullmatch(media_id):
            raise BadMessage("media_id 只能用字母、数字、短横和下划线，最多 128 个。")
        data, file_kind = sample(kind, named(spec, "seed") or media_id or kind)
        return world.media.keep(type_, data, file_kind, now, media_id=media_id)


def _location(spec: Spec) -> Inbound:
    latitude, longitude = _number(spec, "latitude", 90), _number(spec, "longitude", 180)
    scale, label = named(spec, "scale") or "16", _string(spec, "label")
    if not SCALE.fullmatch(scale):
        raise BadMessage("scale 应是整数，最多四位。")
    fields: dict[str, Value] = {
        "MsgType": "location",
        "Location_X": latitude,
        "Location_Y": longitude,
        "Scale": int(scale),
        "Label": label,
    }
    row = {
        "type": "location",
        "content": label,
        "latitude": latitude,
        "longitude": longitude,
        "scale": int(scale),
    }
    return Inbound(fields, row | {"label": label}, "message")


def _link(spec: Spec) -> Inbound:
    title, description, url = (_string(spec, key) for key in ("title", "description", "url"))
    fields: dict[str, Value] = {"MsgType": "link", "Title": title, "Description": description, "Url": url}
    row = {"type": "link", "content": title, "title": title, "description": description, "url": url}
    return Inbound(fields, row, "message")


def _event(spec: Spec) -> Inbound:
    """CLICK, VIEW, LOCATION and any other event; further XML tags go into `fields` as they are."""
    event, key = _string(spec, "event"), named(spec, "key")
    if not event:
        raise BadMessage("事件要有 event，例如 CLICK。")
    if event == "VIEW":
        key = key or _string(spec, "url")
    if event in {"CLICK", "VIEW"} and not key:
        raise BadMessage(f"{event} 事件要有 key。")
    fields: dict[str, Value] = {"MsgType": "event", "Event": event}
    if event == "LOCATION":
        fields |= {
            "Latitude": _number(spec, "latitude", 90),
            "Longitude": _number(spec, "longitude", 180),
            "Precision": _number({"precision": 30, **spec}, "precision", 100_000),
        }
    elif key or "key" in spec:
        fields["EventKey"] = key
    fields |= picked(event, partial(_as_text, spec))
    if named(spec, "menu_id"):
        fields["MenuId"] = named(spec, "menu_id")
    return event_of(event, fields, key)


def _with_further(inbound: Inbound, spec: Spec) -> Inbound:
    return replace(inbound, fields={**inbound.fields, **_further(spec)})


def _further(spec: Spec) -> dict[str, Value]:
    """Further XML tags, nested as they are given."""
    fields = spec.get("fields", {})
    if not isinstance(fields, dict) or not _is_value(fields):
        raise BadMessage("fields 应是 XML 标签对内容：文字、数字、对象，或对象的列表。")
    return fields


def _is_value(value: object) -> bool:
    if isinstance(value, dict):
        return all(TAG.fullmatch(tag) and _is_value(inner) for tag, inner in value.items())
    if isinstance(value, list):
        return all(isinstance(inner, dict) and _is_value(inner) for inner in value)
    if isinstance(value, str):
        return not NOT_XML.search(value)
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def event_of(event: str, fields: dict[str, Value], key: str = "") -> Inbound:
    """An event with what it counts for; also used for following, leaving and scanning."""
    counts: Counts = "action" if event in CLICK_EVENTS | {"subscribe", "SCAN"} else "nothing"
    row = {"type": "event", "content": "", "event": event, "key": key}
    return Inbound(fields, row, counts, event not in SILENT_EVENTS, is_event=True)


def _string(spec: Spec, key: str) -> str:
    value = spec.get(key, "")
    if not isinstance(value, str):
        raise BadMessage(f"{key} 应是文字。")
    if NOT_XML.search(value):
        raise BadMessage(f"{key} 里有 XML 写不了的控制字符，微信推送里不会出现。")
    return value


def named(spec: Spec, key: str) -> str:
    """An id or a seed, text or a whole number; empty when it is not given."""
    value = spec.get(key)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _string(spec, key) if value is not None else ""


def _as_text(spec: Spec, key: str) -> str:
    """A text or any number as the text it is; empty when it is not given."""
    value = spec.get(key)
    return str(value) if isinstance(value, float) else named(spec, key)


def _number(spec: Spec, key: str, limit: float) -> float:
    """A number, or one in quotes as the platform's own tags would have it."""
    value = spec.get(key)
    number = float(value) if isinstance(value, str) and DECIMAL.fullmatch(value) else value
    if isinstance(number, bool) or not isinstance(number, (int, float)) or not -limit <= number <= limit:
        raise BadMessage(f"{key} 应是 -{limit} 到 {limit} 之间的数。")
    return float(number)
