"""What a mass send or a preview says: read from the body of the call, checked, ready for phones."""

from __future__ import annotations

from collections.abc import Callable

from simulator.api.call import Json, texts
from simulator.errcodes import ApiError
from simulator.limits import MASS_TEXT_BYTES
from simulator.mass import Message
from simulator.media import Media
from simulator.world import World


def message_from(world: World, body: Json, host: str, now: float) -> Message:
    """Read `msgtype` and what belongs to it.

    Raises errcode 40008 (no such type), 48008 (not for this account), or what is wrong with the content.
    """
    kind = body.get("msgtype")
    if kind == "wxcard":
        raise ApiError(48008)  # The simulated account issues no cards.
    if not isinstance(kind, str) or kind not in READERS:
        raise ApiError(40008)
    return READERS[kind](world, body, host, now)


def _text(_world: World, body: Json, _host: str, _now: float) -> Message:
    content = _content(body, "text").get("content")
    if not isinstance(content, str) or not content:
        raise ApiError(44004)
    if len(content.encode()) > MASS_TEXT_BYTES:
        raise ApiError(45002)
    return Message("text", [{"type": "text", "content": content}], content)


def _image(world: World, body: Json, host: str, now: float) -> Message:
    """One as `image: {media_id}`, or several as `images: {media_ids, recommend}`."""
    if isinstance(body.get("images"), dict):
        ids = texts(body["images"].get("media_ids"), 40007)
        words = str(body["images"].get("recommend") or "")
    else:
        ids, words = texts([_content(body, "image").get("media_id")], 41006), ""
    if not ids:
        raise ApiError(40007)
    rows = [_media_row("image", _media(world, one, now, "image"), host) for one in ids]
    return Message("image", rows + ([{"type": "text", "content": words}] if words else []), words)


def _voice(world: World, body: Json, host: str, now: float) -> Message:
    media = _media(world, _content(body, "voice").get("media_id"), now, "voice")
    return Message("voice", [_media_row("voice", media, host)])


def _video(world: World, body: Json, host: str, now: float) -> Message:
    content = _content(body, "mpvideo") or _content(body, "video")
    media = _media(world, content.get("media_id"), now, "mpvideo", "video")
    title, description = media.title, media.introduction
    row = {**_media_row("video", media, host), "title": title, "description": description}
    return Message("mpvideo", [row], f"{title}\n{description}")


def _news(world: World, body: Json, _host: str, now: float) -> Message:
    media_id = _content(body, "mpnews").get("media_id")
    if not isinstance(media_id, str) or not media_id:
        raise ApiError(41006)
    draft = world.drafts.find(media_id, now)
    if draft is None:
        raise ApiError(40007)
    return Message("mpnews", draft=draft)


READERS: dict[str, Callable[[World, Json, str, float], Message]] = {
    "text": _text,
    "image": _image,
    "voice": _voice,
    "mpvideo": _video,
    "video": _video,
    "mpnews": _news,
}


def _content(body: Json, key: str) -> Json:
    content = body.get(key)
    return content if isinstance(content, dict) else {}


def _media(world: World, media_id: object, now: float, *kinds: str) -> Media:
    if not isinstance(media_id, str) or not media_id:
        raise ApiError(41006)
    media = world.media.find(media_id, now)
    if media is None or media.type not in kinds:
        raise ApiError(40007)
    return media


def _media_row(kind: str, media: Media, host: str) -> Json:
    url = f"{host}/_sim/media/{media.media_id}"
    return {"type": kind, "content": "", "media_id": media.media_id, "url": url}
