"""Temporary media, and pictures for article bodies."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from flask import Response

from simulator.api.call import Answer, Api, Call, Json, Upload
from simulator.errcodes import ApiError
from simulator.limits import MEDIA_BYTES, MEDIA_KINDS, UPLOADIMG_BYTES
from simulator.media import Media, kind_of

SIZE_ERRCODES = {"image": 40009, "voice": 40010, "video": 40011, "thumb": 40012}


def upload(call: Call) -> Json:
    """POST /cgi-bin/media/upload?type=: kept three days."""
    kind = call.params.get("type") or call.form.get("type", "")
    file, file_kind = uploaded(call, kind, MEDIA_KINDS)
    media = call.world.media.keep(kind, file.data, file_kind, call.now, name=file.name)
    id_name = "thumb_media_id" if kind == "thumb" else "media_id"
    return {"type": kind, id_name: media.media_id, "created_at": int(media.created_at), "item": []}


def uploaded(call: Call, kind: str, kinds: Mapping[str, tuple[str, ...]]) -> tuple[Upload, str]:
    """The file in the field `media`, checked for a media type of `kinds`: (file, what it is).

    Raises errcode 40004 (no such type), 41005 (no file), 44001 (empty), 40005 (other format), 40009 to
    40012 (size).
    """
    if kind not in MEDIA_BYTES:
        raise ApiError(40004)
    file = call.files.get("media")
    if file is None:
        raise ApiError(41005)
    if not file.data:
        raise ApiError(44001)
    file_kind = kind_of(file.data)
    if file_kind not in kinds[kind]:
        raise ApiError(40005)
    if len(file.data) > MEDIA_BYTES[kind]:
        raise ApiError(SIZE_ERRCODES[kind])
    return file, file_kind


def get(call: Call) -> Answer:
    """GET /cgi-bin/media/get: the file; for a video only the address it can be fetched from.

    By POST too, as some clients fetch everything [3 nonebot-adapter-wxmp].
    """
    media_id = call.params.get("media_id", "")
    if not media_id:
        raise ApiError(41006)
    media = call.world.media.find(media_id, call.now)
    if media is None or media.until is None:
        raise ApiError(40007)
    if media.type == "video":
        return {"video_url": f"{call.host_url}/_sim/media/{media_id}"}
    return file_response(media)


def get_clear_voice(call: Call) -> Answer:
    """GET /cgi-bin/media/get/jssdk: only what the JS-SDK uploaded, and no page uploads anything here."""
    raise ApiError(40007 if call.params.get("media_id") else 41006)


def file_response(media: Media) -> Response:
    """A stored file as a download; a name that needs more than ASCII is given in full besides."""
    response = Response(media.data, content_type=media.content_type)
    name = media.file_name
    plain = name.encode("ascii", "replace").decode().replace('"', "_")
    full = "" if plain == name else f"; filename*=UTF-8''{quote(name)}"
    response.headers["Content-Disposition"] = f'attachment; filename="{plain}"{full}'
    return response


def upload_image(call: Call) -> Json:
    """POST /cgi-bin/media/uploadimg: a picture for article bodies; only its address is given.

    The page about cards has it in the field `buffer` [O], which older SDKs use for articles too.
    """
    file = call.files.get("media") or call.files.get("buffer")
    if file is None:
        raise ApiError(41005)
    kind = kind_of(file.data)
    if kind not in {"jpg", "png"}:
        raise ApiError(40005)
    if len(file.data) > UPLOADIMG_BYTES:
        raise ApiError(40009)
    media = call.world.media.keep("article_image", file.data, kind, call.now, permanent=True, name=file.name)
    return {"errcode": 0, "errmsg": "ok", "url": f"{call.host_url}/_sim/media/{media.media_id}"}


APIS = (
    Api("/cgi-bin/media/upload", "POST", upload),
    Api("/cgi-bin/media/get", "ANY", get),
    Api("/cgi-bin/media/get/jssdk", "GET", get_clear_voice),
    Api("/cgi-bin/media/uploadimg", "POST", upload_image),
)
