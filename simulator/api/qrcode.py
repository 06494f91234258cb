"""QR codes with a scene, and their pictures."""

from __future__ import annotations

import io

import segno
from flask import Response

from simulator.api.call import Answer, Api, Call, Json, whole
from simulator.errcodes import ApiError
from simulator.limits import (
    QR_DEFAULT_SECONDS,
    QR_MAX_SECONDS,
    QR_MIN_SECONDS,
    QR_PERMANENT,
    QR_SCENE_CHARACTERS,
)

TEMPORARY = ("QR_SCENE", "QR_STR_SCENE")
PERMANENT = ("QR_LIMIT_SCENE", "QR_LIMIT_STR_SCENE")


def create(call: Call) -> Json:
    """POST /cgi-bin/qrcode/create {action_name, action_info: {scene}, expire_seconds}."""
    body = call.body()
    action = body.get("action_name")
    if action not in TEMPORARY + PERMANENT:
        raise ApiError(40052)
    scene = _scene(body.get("action_info"), str(action))
    if action in PERMANENT:
        code = call.world.qrcodes.create(scene, None)
        return {"ticket": code.ticket, "url": code.url}
    seconds = whole(body.get("expire_seconds", QR_DEFAULT_SECONDS))
    if not QR_MIN_SECONDS <= seconds <= QR_MAX_SECONDS:
        raise ApiError(40097)
    code = call.world.qrcodes.create(scene, call.now + seconds)
    return {"ticket": code.ticket, "expire_seconds": seconds, "url": code.url}


def _scene(info: object, action: str) -> str:
    scene = info.get("scene") if isinstance(info, dict) else None
    if not isinstance(scene, dict):
        raise ApiError(40053)
    if action.endswith("STR_SCENE"):
        text = scene.get("scene_str")
        if not isinstance(text, str) or not 1 <= len(text) <= QR_SCENE_CHARACTERS:
            raise ApiError(40053)
        return text
    number = whole(scene.get("scene_id"), 40053)
    if not 1 <= number <= (QR_PERMANENT if action in PERMANENT else 2**32 - 1):
        raise ApiError(40053)
    return str(number)


def show(call: Call) -> Answer:
    """GET /cgi-bin/showqrcode?ticket= on the mp host: a PNG, or 404 for an unknown or expired ticket."""
    code = call.world.qrcodes.find(call.params.get("ticket", ""))
    if code is None or (code.until is not None and call.now >= code.until):
        return Response("", 404)
    picture = io.BytesIO()
    segno.make(code.url, error="m").save(picture, kind="png", scale=12, border=3)
    return Response(picture.getvalue(), content_type="image/png")


APIS = (
    Api("/cgi-bin/qrcode/create", "POST", create),
    Api("/cgi-bin/showqrcode", "GET", show, host="mp", token=False),
)
