"""The dress of an article inside WeChat: large readable letters, every style inline.

The platform strips classes, scripts, frames and links that lead outside, and shows only pictures that were
uploaded to it. So nothing of that is written in the first place: what a reviewer sees in the preview is
what comes out. Sizes are in px because the reader's own setting of letters in WeChat scales those.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from campaigns.content.markup import Dress, Tag, as_text, html_of
from core.errors import RuleViolation

MOST_CHARACTERS = 20_000
MOST_BYTES = 1024 * 1024
"""``content`` of draft/add: fewer than 20,000 characters, less than 1 MB [O draft_add]."""

LONG_ADDRESS = "https://mmbiz.qpic.cn/" + "x" * 180
"""As long as the addresses that the platform gives pictures, to measure a text before they have one."""

INSIDE = frozenset({"mp.weixin.qq.com"})
"""Addresses that an article may link to; all others are written out, to be copied."""

_GREEN, _RED = "#0a6847", "#b3261e"
_INK, _SOFT, _LINE = "#15201b", "#4c5a54", "#dfe6e2"


def _styled(name: str, *rules: str) -> Tag:
    return Tag(name, f' style="{";".join(rules)}"')


def _box(fill: str, edge: str) -> Tag:
    return _styled(
        "section",
        "margin:20px 0",
        "padding:14px 16px",
        f"background-color:{fill}",
        f"border-left:6px solid {edge}",
        "border-radius:8px",
        f"color:{_INK}",
    )


def _title(colour: str) -> Tag:
    return _styled("p", "margin:0 0 6px", "font-size:17px", "font-weight:bold", f"color:{colour}")


TAGS = {
    "body": _styled(
        "section",
        "font-size:18px",
        "line-height:1.75",
        f"color:{_INK}",
        "letter-spacing:0.3px",
        "text-align:left",
        "word-break:break-word",
    ),
    "paragraph": _styled("p", "margin:0 0 16px"),
    "last_paragraph": _styled("p", "margin:0"),
    "heading1": _styled(
        "h2",
        "margin:30px 0 14px",
        "padding:0 0 8px",
        f"border-bottom:3px solid {_GREEN}",
        "font-size:23px",
        "line-height:1.4",
        "font-weight:bold",
        f"color:{_GREEN}",
    ),
    "heading2": _styled(
        "h3",
        "margin:26px 0 12px",
        "padding:0 0 0 12px",
        f"border-left:6px solid {_GREEN}",
        "font-size:21px",
        "line-height:1.4",
        "font-weight:bold",
    ),
    "heading3": _styled(
        "h4", "margin:20px 0 8px", "font-size:19px", "line-height:1.4", "font-weight:bold", f"color:{_GREEN}"
    ),
    "strong": _styled("strong", f"color:{_RED}"),
    "em": _styled("em", "font-style:normal", "border-bottom:2px solid #e9bd6c"),
    "s": Tag("del"),
    "bullets": _styled("ul", "margin:0 0 16px", "padding:0 0 0 24px", "list-style-type:disc"),
    "bullet": _styled("li", "margin:0 0 8px"),
    "steps": _styled("section", "margin:0 0 16px"),
    "step": _styled("section", "margin:0 0 14px", "display:flex", "align-items:flex-start"),
    "step_number": _styled(
        "span",
        "flex:none",
        "width:30px",
        "height:30px",
        "margin:1px 12px 0 0",
        f"background-color:{_GREEN}",
        "border-radius:15px",
        "color:#ffffff",
        "font-weight:bold",
        "line-height:30px",
        "text-align:center",
    ),
    "step_words": _styled("section", "flex:1", "min-width:0"),
    "quote": _styled(
        "blockquote",
        "margin:16px 0",
        "padding:10px 16px",
        "background-color:#f2f5f3",
        f"border-left:4px solid {_LINE}",
        f"color:{_SOFT}",
    ),
    "phone": _styled(
        "section",
        "margin:20px 0",
        "padding:16px",
        "background-color:#fdecea",
        f"border:2px solid {_RED}",
        "border-radius:10px",
        f"color:{_INK}",
        "font-size:20px",
    ),
    "danger": _box("#fdecea", _RED),
    "tip": _box("#e3f2ea", _GREEN),
    "phone_title": _title(_RED),
    "danger_title": _title(_RED),
    "tip_title": _title(_GREEN),
    "table_box": _styled("section", "margin:16px 0", "overflow-x:auto"),
    "table": _styled("table", "width:100%", "border-collapse:collapse", "font-size:17px", "line-height:1.5"),
    "thead": Tag("thead"),
    "tbody": Tag("tbody"),
    "tr": Tag("tr"),
    "th": _styled(
        "th",
        "padding:8px 10px",
        f"border:1px solid {_LINE}",
        "background-color:#e3f2ea",
        "font-weight:bold",
        "text-align:left",
    ),
    "td": _styled("td", "padding:8px 10px", f"border:1px solid {_LINE}", "vertical-align:top"),
    "hr": _styled("hr", "margin:24px 0", "border:0", f"border-top:1px solid {_LINE}"),
    "code": _styled("code", "padding:0 4px", "background-color:#f2f5f3", "border-radius:4px"),
    "pre": _styled(
        "pre", "margin:16px 0", "padding:12px", "background-color:#f2f5f3", "white-space:pre-wrap"
    ),
    "figure": _styled("section", "margin:18px 0", "text-align:center"),
    "image": _styled("img", "max-width:100%", "height:auto", "border-radius:8px"),
    "caption": _styled("p", "margin:6px 0 0", "font-size:15px", "line-height:1.5", f"color:{_SOFT}"),
    "break": Tag("br"),
    "source": _styled(
        "section",
        "margin:28px 0 0",
        "padding:14px 0 0",
        f"border-top:1px solid {_LINE}",
        "font-size:15px",
        "line-height:1.6",
        f"color:{_SOFT}",
    ),
}


class TooLong(RuleViolation):
    """The platform takes no article of this length."""

    def __init__(self, characters: int, size: int) -> None:
        super().__init__(
            f"排好版的正文有{characters}个字符、{size // 1024}KB，"
            f"平台要求少于{MOST_CHARACTERS}个字符、1MB。请分成两篇。"
        )


def article_html(body: str, source: str, picture: Callable[[str], str]) -> str:
    """The ``content`` of a draft; ``TooLong`` where the platform would refuse it.

    ``source`` is printed below the text. ``picture`` gives the address inside WeChat of a referenced picture.
    """
    dress = Dress(TAGS, picture, _link)
    foot = TAGS["source"].around(f"来源：{as_text(source)}")
    content = TAGS["body"].around(html_of(body, dress) + foot)
    size = len(content.encode())
    if len(content) >= MOST_CHARACTERS or size >= MOST_BYTES:
        raise TooLong(len(content), size)
    return content


def _link(address: str, words: str) -> str:
    parts = urlsplit(address)
    if parts.scheme == "https" and parts.hostname in INSIDE and parts.username is None:
        return f'<a href="{as_text(address)}">{words}</a>'
    written = as_text(address)
    if parts.scheme not in ("http", "https") or written in words:
        return words
    return f"{words}（{written}）"
