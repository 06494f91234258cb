"""Customer-service messages: within a citizen's window, they appear on the phone at once."""

from __future__ import annotations

import re
from collections.abc import Callable

from simulator.api.call import Api, Call, Json, objects
from simulator.citizens import Citizen
from simulator.errcodes import ApiError
from simulator.limits import (
    CUSTOM_NEWS_ARTICLES,
    CUSTOM_TEXT_BYTES,
    TYPING_INTERACTION_SECONDS,
    TYPING_SECONDS,
)
from simulator.pages import Page

APPID = re.compile(r"wx[0-9a-f]{16}")


def send(call: Call) -> Json:
    """POST /cgi-bin/message/custom/send. The content is checked first, then the citizen, then the window."""
    body = call.body()
    kind = body.get("msgtype")
    if not isinstance(kind, str) or kind not in READERS:
        raise ApiError(40008)
    content = body.get(kind)
    if not isinstance(content, dict):
        raise ApiError(44004 if kind == "text" else 40097)
    if body.get("customservice"):
        sender = body["customservice"]
        call.world.staff.get(sender.get("kf_account") if isinstance(sender, dict) else None)
    row = READERS[kind](call, content)
    citizen = follower(call, body.get("touser"))
    if not citizen.receiving:
        raise ApiError(48002)
    citizen.window.spend(call.now)
    citizen.typing_until = 0
    call.world.show(citizen, "customer_service", {"type": kind, "content": "", **row})
    return {"errcode": 0, "errmsg": "ok"}


def follower(call: Call, openid: object) -> Citizen:
    """The follower of this openid; raises errcode 40003 (nobody), 43004 (no follower), 43019 (blocked)."""
    citizen = call.world.citizens.find(openid) if isinstance(openid, str) else None
    if citizen is None:
        raise ApiError(40003)
    if not citizen.following:
        raise ApiError(43004)
    if citizen.blacklisted:
        raise ApiError(43019)
    return citizen


def _text(_call: Call, content: Json) -> Json:
    text = content.get("content")
    if not isinstance(text, str) or not text:
        raise ApiError(44004)
    if len(text.encode()) > CUSTOM_TEXT_BYTES:
        raise ApiError(45002)
    return {"content": text}


def _media(kind: str) -> Callable[[Call, Json], Json]:
    def read(call: Call, content: Json) -> Json:
        url = media_url(call, content.get("media_id"), kind)
        row: Json = {"media_id": content["media_id"], "url": url}
        if kind == "video":
            row |= {
                "title": str(content.get("title", "")),
                "description": str(content.get("description", "")),
            }
            if content.get("thumb_media_id"):
                row["thumb_url"] = media_url(call, content["thumb_media_id"], "thumb", "image")
        return row

    return read


def media_url(call: Call, media_id: object, *kinds: str) -> str:
    """Where the phone sees a stored file; raises errcode 41006 (none named) or 40007 (not there)."""
    if not isinstance(media_id, str) or not media_id:
        raise ApiError(41006)
    media = call.world.media.find(media_id, call.now)
    if media is None or media.type not in kinds:
        raise ApiError(40007)
    return f"{call.host_url}/_sim/media/{media_id}"


def _music(call: Call, content: Json) -> Json:
    row: Json = {key: str(content.get(key, "")) for key in ("title", "description")}
    row |= {key: str(content.get(key, "")) for key in ("musicurl", "hqmusicurl")}
    return row | {"thumb_url": media_url(call, content.get("thumb_media_id"), "thumb", "image")}


def _news(_call: Call, content: Json) -> Json:
    articles = objects(content.get("articles"), 44003)
    if not articles:
        raise ApiError(44003)
    if len(articles) > CUSTOM_NEWS_ARTICLES:
        raise ApiError(45008)
    shown = [
        {key: str(article.get(key, "")) for key in ("title", "description", "url", "picurl")}
        for article in articles
    ]
    return {"content": shown[0]["title"], "articles": shown}


def _msgmenu(_call: Call, content: Json) -> Json:
    """A text with clickable lines; tapping one sends its content with its id as `bizmsgmenuid`."""
    head, tail = str(content.get("head_content", "")), str(content.get("tail_content", ""))
    items = [
        {"id": str(item.get("id", "")), "content": str(item.get("content", ""))}
        for item in objects(content.get("list"))
    ]
    if not items or any(not item["id"] or not item["content"] for item in items):
        raise ApiError(40097)
    text = "\n".join(part for part in (head, *(item["content"] for item in items), tail) if part)
    if len(text.encode()) > CUSTOM_TEXT_BYTES:
        raise ApiError(45002)
    return {"content": text, "head_content": head, "list": items, "tail_content": tail}


def _mpnews(call: Call, content: Json) -> Json:
    """A draft by its media_id."""
    draft = call.world.drafts.find(content.get("media_id"), call.now)
    if draft is None:
        raise ApiError(40007)
    return _article_cards(call, draft.pages)


def _mpnewsarticle(call: Call, content: Json) -> Json:
    """A published article by its article_id."""
    if not isinstance(content.get("article_id"), str) or not content["article_id"]:
        raise ApiError(40097)
    try:
        publication = call.world.publications.of_article(content["article_id"])
    except ApiError as error:
        raise ApiError(40007) from error
    return _article_cards(call, publication.pages)


def _article_cards(call: Call, pages: list[Page]) -> Json:
    cards = [page.article.card(call.host_url, page.url(call.host_url)) for page in pages]
    return {"content": cards[0]["title"], "articles": cards}


def _miniprogrampage(call: Call, content: Json) -> Json:
    """A card of a mini program. Any appid of the right shape counts as one that belongs to the account."""
    if not APPID.fullmatch(str(content.get("appid", ""))):
        raise ApiError(40013)
    thumb_url = media_url(call, content.get("thumb_media_id"), "thumb", "image")
    title, page = str(content.get("title", "")), str(content.get("pagepath", ""))
    return {"content": title, "appid": content["appid"], "pagepath": page, "thumb_url": thumb_url}


def _wxcard(_call: Call, _content: Json) -> Json:
    """The account has no cards."""
    raise ApiError(48008)


READERS: dict[str, Callable[[Call, Json], Json]] = {
    "text": _text,
    "image": _media("image"),
    "voice": _media("voice"),
    "video": _media("video"),
    "music": _music,
    "news": _news,
    "msgmenu": _msgmenu,
    "mpnews": _mpnews,
    "mpnewsarticle": _mpnewsarticle,
    "miniprogrampage": _miniprogrampage,
    "wxcard": _wxcard,
}


def typing(call: Call) -> Json:
    """POST /cgi-bin/message/custom/typing: the phone shows 对方正在输入 for some seconds."""
    body = call.body()
    citizen = follower(call, body.get("touser"))
    command = body.get("command")
    if command not in ("Typing", "CancelTyping"):
        raise ApiError(45072)
    if command == "CancelTyping":
        citizen.typing_until = 0
        return {"errcode": 0, "errmsg": "ok"}
    if call.now - citizen.acted_at > TYPING_INTERACTION_SECONDS:
        raise ApiError(45080)
    if call.now < citizen.typing_until:
        raise ApiError(45081)
    citizen.typing_until = call.now + TYPING_SECONDS
    return {"errcode": 0, "errmsg": "ok"}


APIS = (
    Api("/cgi-bin/message/custom/send", "POST", send),
    Api("/cgi-bin/message/custom/typing", "POST", typing),
)
