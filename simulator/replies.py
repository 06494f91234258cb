"""A passive reply as the platform reads it: checked, then turned into what the phone shows."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

from simulator.limits import PASSIVE_NEWS_ARTICLES, PASSIVE_TEXT_BYTES
from simulator.media import MediaShelf
from simulator.wire import BadAnswer

Reply = dict[str, Any]


class DroppedReply(Exception):
    """A reply the platform throws away without a word to anybody."""


def reply_from(
    root: Element, openid: str, original_id: str, media: MediaShelf, now: float, host: str
) -> Reply:
    """The reply in a parsed answer; raises `BadAnswer` or `DroppedReply`. `host` serves its media."""
    if _text(root, "ToUserName") != openid:
        raise BadAnswer("ToUserName is not the citizen")
    if _text(root, "FromUserName") != original_id:
        raise BadAnswer("FromUserName is not the account")
    if not _text(root, "CreateTime").isdigit():
        raise BadAnswer("CreateTime is not a number")
    kind = _text(root, "MsgType")
    if kind == "text":
        return _text_reply(root.findtext("Content") or "")
    if kind in {"image", "voice", "video"}:
        return _media_reply(root, kind, media, now, host)
    if kind == "music":
        return _music_reply(root)
    if kind == "news":
        return _news_reply(root)
    if kind == "transfer_customer_service":
        return {"type": kind, "content": ""}
    raise BadAnswer(f"MsgType {kind!r} is no reply")


def _text_reply(content: str) -> Reply:
    if not content:
        raise BadAnswer("Content is empty")
    size = len(content.encode())
    if size > PASSIVE_TEXT_BYTES:
        raise DroppedReply(f"the text has {size} bytes, more than {PASSIVE_TEXT_BYTES}")
    return {"type": "text", "content": content}


def _media_reply(root: Element, kind: str, media: MediaShelf, now: float, host: str) -> Reply:
    tag = kind.capitalize()
    media_id = _text(root, f"{tag}/MediaId")
    stored = media.find(media_id, now)
    if stored is None or stored.type != kind:
        raise BadAnswer("MediaId is unknown or expired")
    reply = {"type": kind, "content": "", "media_id": media_id, "url": f"{host}/_sim/media/{media_id}"}
    if kind == "video":
        reply["title"], reply["description"] = _text(root, "Video/Title"), _text(root, "Video/Description")
    return reply


def _music_reply(root: Element) -> Reply:
    names = {
        "title": "Title",
        "description": "Description",
        "musicurl": "MusicUrl",
        "hqmusicurl": "HQMusicUrl",
    }
    return {
        "type": "music",
        "content": "",
        **{key: _text(root, f"Music/{tag}") for key, tag in names.items()},
    }


def _news_reply(root: Element) -> Reply:
    names = {"title": "Title", "description": "Description", "picurl": "PicUrl", "url": "Url"}
    items = root.findall("Articles/item")
    if not items or _text(root, "ArticleCount") != str(len(items)):
        raise BadAnswer("ArticleCount is not the number of articles")
    articles = [{key: _text(item, tag) for key, tag in names.items()} for item in items]
    shown = articles[:PASSIVE_NEWS_ARTICLES]
    return {"type": "news", "content": shown[0]["title"], "articles": shown}


def _text(root: Element, path: str) -> str:
    return (root.findtext(path) or "").strip()
