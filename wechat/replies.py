"""What a person is answered at once: four kinds of reply, and their XML."""

import re
from dataclasses import dataclass
from datetime import datetime

from core.text import byte_length

MAX_REPLY_BYTES = 2047
"""Documented as 2,048 bytes of UTF-8, but a reply of 2,048 was seen to be dropped without a word."""

# XML 1.0, section 2.2. Zero-width joiners stay: emoji are made with them.
_NOT_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class TextReply:
    """Words, at most ``MAX_REPLY_BYTES`` bytes of UTF-8."""

    text: str


@dataclass(frozen=True, slots=True)
class ImageReply:
    """A picture uploaded before."""

    media_id: str


@dataclass(frozen=True, slots=True)
class NewsReply:
    """One card with a title and a link; a reply to a message may hold only one."""

    title: str
    description: str
    picture_url: str
    url: str


@dataclass(frozen=True, slots=True)
class NoReply:
    """Nothing is shown to the person."""


Reply = TextReply | ImageReply | NewsReply | NoReply


def render_reply(reply: Reply, *, to: str, sender: str, created_at: datetime) -> str:
    """The XML of ``reply`` for the person ``to`` from the account ``sender``; ``""`` for ``NoReply``.

    Characters that XML forbids are left out and ``]]>`` is split between two sections, so that a citizen's
    words echoed back can never end the field they stand in. Raises ``ValueError`` for a text that is empty
    or too long: the platform drops the one and shows an error for the other.
    """
    match reply:
        case NoReply():
            return ""
        case TextReply(text):
            words = clean_text(text)
            if not words.strip():
                raise ValueError("a text reply without text")
            if byte_length(words) > MAX_REPLY_BYTES:
                raise ValueError(f"a text reply of more than {MAX_REPLY_BYTES} bytes")
            kind, body = "text", _tag("Content", words)
        case ImageReply(media_id):
            kind, body = "image", f"<Image>{_tag('MediaId', media_id)}</Image>"
        case NewsReply(title, description, picture_url, url):
            card = (
                f"{_tag('Title', title)}{_tag('Description', description)}"
                f"{_tag('PicUrl', picture_url)}{_tag('Url', url)}"
            )
            kind, body = "news", f"<ArticleCount>1</ArticleCount><Articles><item>{card}</item></Articles>"
    head = (
        f"{_tag('ToUserName', to)}{_tag('FromUserName', sender)}"
        f"<CreateTime>{int(created_at.timestamp())}</CreateTime>{_tag('MsgType', kind)}"
    )
    return f"<xml>{head}{body}</xml>"


def clean_text(text: str) -> str:
    """``text`` without what XML forbids and JSON would escape; line ends become line feeds."""
    return _NOT_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _tag(name: str, value: str) -> str:
    safe = clean_text(value).replace("]]>", "]]]]><![CDATA[>")
    return f"<{name}><![CDATA[{safe}]]></{name}>"
