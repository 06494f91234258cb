"""Permanent material."""

from __future__ import annotations

from simulator.api.call import Answer, Api, Call, Json, parsed_body, whole
from simulator.api.media import file_response, uploaded
from simulator.errcodes import ApiError
from simulator.limits import MATERIAL_COUNT, MATERIAL_KINDS, MATERIAL_PAGE
from simulator.media import Media

TYPES = ("image", "voice", "video", "news")


def add(call: Call) -> Json:
    """POST /cgi-bin/material/add_material?type=; a video comes with a field `description` (JSON)."""
    kind = call.params.get("type") or call.form.get("type", "")
    file, file_kind = uploaded(call, kind, MATERIAL_KINDS)
    if len(call.world.media.permanent(kind)) >= MATERIAL_COUNT[kind]:
        raise ApiError(45001)
    more = {"name": file.name, **(_video_words(call) if kind == "video" else {})}
    media = call.world.media.keep(kind, file.data, file_kind, call.now, permanent=True, **more)
    url = f"{call.host_url}/_sim/media/{media.media_id}" if kind in {"image", "thumb"} else ""
    return {"media_id": media.media_id, "url": url, "item": []}


def _video_words(call: Call) -> dict[str, str]:
    """From the form, as the platform's page says, or from the query, where wechatpy sends it [K].

    There must be a description, title and introduction may be missing [O].
    """
    text = call.form.get("description") or call.params.get("description", "")
    words = parsed_body(text.encode())
    if not isinstance(words, dict):
        raise ApiError(40097)
    return {name: str(words.get(name, "")) for name in ("title", "introduction")}


def get(call: Call) -> Answer:
    """POST /cgi-bin/material/get_material {media_id}: the file, or a video's words and address."""
    media = _named(call)
    if media.type == "video":
        url = f"{call.host_url}/_sim/media/{media.media_id}"
        return {"title": media.title, "description": media.introduction, "down_url": url}
    return file_response(media)


def delete(call: Call) -> Json:
    """POST /cgi-bin/material/del_material {media_id}."""
    call.world.media.drop(_named(call).media_id)
    return {"errcode": 0, "errmsg": "ok"}


def _named(call: Call) -> Media:
    media = call.world.media.find(call.text("media_id", 41006), call.now)
    if media is None or media.until is not None:
        raise ApiError(40007)
    return media


def count(call: Call) -> Json:
    """GET /cgi-bin/material/get_materialcount."""
    return {
        f"{kind}_count": len(call.world.media.permanent(kind)) for kind in ("voice", "video", "image", "news")
    }


def batchget(call: Call) -> Json:
    """POST /cgi-bin/material/batchget_material {type, offset, count 1..20}: newest first."""
    body = call.body()
    kind = body.get("type")
    if kind not in TYPES:
        raise ApiError(40004)
    offset, size = whole(body.get("offset", 0)), whole(body.get("count", MATERIAL_PAGE))
    if offset < 0 or not 1 <= size <= MATERIAL_PAGE:
        raise ApiError(40097)
    items = call.world.media.permanent(str(kind))
    page = items[offset : offset + size]
    listed = [
        {
            "media_id": media.media_id,
            "name": media.file_name,
            "update_time": int(media.created_at),
            "url": f"{call.host_url}/_sim/media/{media.media_id}",
        }
        for media in page
    ]
    return {"item": listed, "total_count": len(items), "item_count": len(page)}


APIS = (
    Api("/cgi-bin/material/add_material", "POST", add),
    Api("/cgi-bin/material/get_material", "POST", get),
    Api("/cgi-bin/material/del_material", "POST", delete),
    Api("/cgi-bin/material/get_materialcount", "GET", count),
    Api("/cgi-bin/material/batchget_material", "POST", batchget),
)
