"""A passive reply as the platform reads it: checked, then turned into what the phone shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from simulator.limits import PASSIVE_TEXT_BYTES
from simulator.media import MediaStore
from simulator.push.wire import BadAnswer

Reply = dict[str, Any]


class DroppedReply(Exception):
    """A reply the platform throws away without a word to anybody."""


@dataclass(frozen=True)
class Setting:
    """What a reply is read against: who it must be between, the files it may name, how many articles fit.

    `host` is this simulator's address, where the phone fetches the files.
    """

    openid: str
    original_id: str
    media: MediaStore
    now: float
    host: str
    articles: int


def reply_from(root: Element, setting: Setting) -> Reply:
    """The reply in a parsed answer; raises `BadAnswer` or `DroppedReply`."""
    if _text(root, "ToUserName") != setting.openid:
        raise BadAnswer("ToUserName is not the citizen")
    if _text(root, "FromUserName") != setting.original_id:
        raise BadAnswer("FromUserName is not the account")
    if not _text(root, "CreateTime").isdigit():
        raise BadAnswer("CreateTime is not a number")
    kind = _text(root, "MsgType")
    if kind == "text":
        return _text_reply(root.findtext("Content") or "")
    if kind in {"image", "voice", "video"}:
        return _media_reply(root, kind, setting)
    if kind == "music":
        return _music_reply(root, setting)
    if kind == "news":
        return _news_reply(root, setting.articles)
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


def _media_reply(root: Element, kind: str, setting: Setting) -> Reply:
    tag = kind.capitalize()
    media_id = _text(root, f"{tag}/MediaId")
    stored = setting.media.find(media_id, setting.now)
    if stored is None or stored.type != kind:
        raise BadAnswer("MediaId is unknown or expired")
    url = f"{setting.host}/_sim/media/{media_id}"
    reply = {"type": kind, "content": "", "media_id": media_id, "url": url}
    if kind == "video":
        reply["title"], reply["description"] = _text(root, "Video/Title"), _text(root, "Video/Description")
    return reply


def _music_reply(root: Element, setting: Setting) -> Reply:
    """The cover may be missing: the platform asks for it, yet widely used servers send none [K]."""
    names = {
        "title": "Title",
        "description": "Description",
        "musicurl": "MusicUrl",
        "hqmusicurl": "HQMusicUrl",
    }
    words = {key: _text(root, f"Music/{tag}") for key, tag in names.items()}
    reply = {"type": "music", "content": "", **words}
    thumb_id = _text(root, "Music/ThumbMediaId")
    if thumb_id and setting.media.find(thumb_id, setting.now):
        reply["thumb_url"] = f"{setting.host}/_sim/media/{thumb_id}"
    return reply


def _news_reply(root: Element, most: int) -> Reply:
    names = {"title": "Title", "description": "Description", "picurl": "PicUrl", "url": "Url"}
    items = root.findall("Articles/item")
    if not items or _text(root, "ArticleCount") != str(len(items)):
        raise BadAnswer("ArticleCount is not the number of articles")
    articles = [{key: _text(item, tag) for key, tag in names.items()} for item in items]
    shown = articles[:most]
    return {"type": "news", "content": shown[0]["title"], "articles": shown}


def _text(root: Element, path: str) -> str:
    return (root.findtext(path) or "").strip()
