"""Articles as an account hands them in: checked like the platform, and cleaned."""

from __future__ import annotations

import html
import re

from simulator.api.call import Json, objects
from simulator.articles import Article
from simulator.errcodes import ApiError
from simulator.limits import (
    AUTHOR_CHARACTERS,
    CONTENT_BYTES,
    CONTENT_CHARACTERS,
    DIGEST_CHARACTERS,
    DIGEST_FROM_CONTENT,
    DRAFT_ARTICLES,
    PICTURES_IN_A_PICTURE_ARTICLE,
    SOURCE_URL_BYTES,
    TITLE_CHARACTERS,
)
from simulator.media import MediaStore

# The platform takes JavaScript out of the content, and pictures that it does not keep itself [O].
SCRIPTS = re.compile(
    r"<(script|iframe|object|embed|form)\b.*?</\1\s*>|<(script|iframe|embed)\b[^>]*/?>", re.I | re.S
)
HANDLERS = re.compile(r"\s+on[a-z]+\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)", re.I)
SCRIPT_LINKS = re.compile(r"(href|src)\s*=\s*([\"']?)\s*javascript:[^\"'>\s]*\2", re.I)
PICTURE = re.compile(r"<img\b[^>]*>", re.I)
PICTURE_ADDRESS = re.compile(r"\b(?:data-)?src\s*=\s*[\"']?([^\"'\s>]+)", re.I)
KEPT_PICTURES = ("/_sim/media/", "://mmbiz.qpic.cn/", "://mmbiz.qlogo.cn/")
TAGS = re.compile(r"<[^>]+>")
# Tags within a line: words on both sides of one belong together.
INLINE = re.compile(r"</?(?:a|b|em|font|i|mark|s|small|span|strong|sub|sup|u)(?:\s[^>]*)?>", re.IGNORECASE)


def articles_from(value: object, media: MediaStore, now: float, *, lasting: bool = True) -> list[Article]:
    """The articles of a draft, or, without `lasting`, of uploadnews, whose covers may be temporary.

    Raises errcode 44003 (none), 45008 (too many), or what is wrong with one of them.
    """
    found = objects(value, 44003)
    if not found:
        raise ApiError(44003)
    if len(found) > DRAFT_ARTICLES:
        raise ApiError(45008)
    return [article_from(one, media, now, alone=len(found) == 1, lasting=lasting) for one in found]


def article_from(given: Json, media: MediaStore, now: float, *, alone: bool, lasting: bool = True) -> Article:
    """Raises errcode 45003, 45110, 45004, 44004, 45002, 45005 (a field) or 40007 (a picture)."""
    title, author = _text(given, "title"), _text(given, "author")
    digest, content = _text(given, "digest"), _text(given, "content")
    source_url = _text(given, "content_source_url")
    if not title.strip() or len(title) > TITLE_CHARACTERS:
        raise ApiError(45003)
    if len(author) > AUTHOR_CHARACTERS:
        raise ApiError(45110)
    if len(digest) > DIGEST_CHARACTERS:
        raise ApiError(45004)
    if not content.strip():
        raise ApiError(44004)
    if len(content) >= CONTENT_CHARACTERS or len(content.encode()) >= CONTENT_BYTES:
        raise ApiError(45002)
    if len(source_url.encode()) > SOURCE_URL_BYTES:
        raise ApiError(45005)
    kind = given.get("article_type") or "news"
    if kind not in ("news", "newspic"):
        raise ApiError(40008)
    pictures = _pictures(given, media, now) if kind == "newspic" else ()
    cover = pictures[0] if pictures else _cover(given.get("thumb_media_id"), media, now, lasting=lasting)
    content = cleaned(content)
    return Article(
        kind=str(kind),
        title=title,
        author=author,
        digest=digest or (plain(content)[:DIGEST_FROM_CONTENT] if alone else ""),
        content=content,
        source_url=source_url,
        cover=cover,
        pictures=pictures,
        shows_cover=_switch(given.get("show_cover_pic")),
        open_comment=_switch(given.get("need_open_comment")),
        fans_comment=_switch(given.get("only_fans_can_comment")),
    )


def cleaned(content: str) -> str:
    """The content without scripts and without pictures from elsewhere."""
    for pattern in (SCRIPTS, HANDLERS, SCRIPT_LINKS):
        content = pattern.sub("", content)
    return PICTURE.sub(_kept_picture, content)


def _kept_picture(found: re.Match[str]) -> str:
    addresses = PICTURE_ADDRESS.findall(found.group())
    is_kept = any(part in address for address in addresses for part in KEPT_PICTURES)
    return found.group() if is_kept else ""


def plain(content: str) -> str:
    """The words of an HTML text in one line."""
    return " ".join(html.unescape(TAGS.sub(" ", INLINE.sub("", content))).split())


def _cover(media_id: object, media: MediaStore, now: float, *, lasting: bool) -> str:
    found = media.find(media_id, now) if isinstance(media_id, str) else None
    if found is None or found.type not in ("image", "thumb") or (lasting and found.until is not None):
        raise ApiError(40007)
    return found.media_id


def _pictures(given: Json, media: MediaStore, now: float) -> tuple[str, ...]:
    info = given.get("image_info")
    listed = objects(info.get("image_list") if isinstance(info, dict) else None, 40007)
    if not 1 <= len(listed) <= PICTURES_IN_A_PICTURE_ARTICLE:
        raise ApiError(40007)
    return tuple(_cover(one.get("image_media_id"), media, now, lasting=True) for one in listed)


def _text(given: Json, key: str) -> str:
    value = given.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ApiError(47001)
    return value


def _switch(value: object) -> int:
    """0 or 1; clients send numbers, booleans and numbers in quotes, and the platform takes them all [K]."""
    return int(str(value).lower() in ("1", "true"))
