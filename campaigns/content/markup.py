"""Markdown to HTML, of which every tag and every attribute is ours.

markdown-it (CommonMark, raw HTML off) reads; what is written comes from a ``Dress``: for each part a tag
and its attributes, the styles of the platform's articles or the classes of our own pages. The author's
words only ever become escaped text, and his addresses pass a policy, so no script can come through,
whatever he writes.

Besides CommonMark there are tables and boxes: a quote that begins with ``[!电话]``, ``[!危险]`` or
``[!提示]``.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from html import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

_BOX = re.compile(r"\[!(电话|危险|提示)\][ \t]*")
_BOXES = {"电话": ("phone", "紧急电话"), "危险": ("danger", "危险"), "提示": ("tip", "提示")}
"""The mark of a box, its part, and the words above it."""

MOST_LEVELS = 16
"""Deeper nesting is cut by the parser: nobody writes it, and a phone cannot show it."""


@dataclass(frozen=True, slots=True)
class Tag:
    """What a part becomes: an element and its attributes as they are written."""

    name: str
    attributes: str = ""

    def around(self, inner: str) -> str:
        """The element with ``inner`` inside."""
        return f"<{self.name}{self.attributes}>{inner}</{self.name}>"

    def empty(self, more: str = "") -> str:
        """The element with nothing inside."""
        return f"<{self.name}{self.attributes}{more}>"


def as_text(words: str) -> str:
    """``words`` so that a browser shows exactly them."""
    return escape(words, quote=True)


@dataclass(frozen=True)
class Dress:
    """How the parts of a text look, and what may be shown and linked.

    ``picture`` gives the address of a referenced picture (or raises ``UnknownPicture``); ``link`` gets an
    address and the finished words and gives back HTML; ``words`` makes HTML of plain text.
    """

    tags: Mapping[str, Tag]
    picture: Callable[[str], str]
    link: Callable[[str, str], str]
    words: Callable[[str], str] = field(default=as_text)

    def tag(self, part: str) -> Tag:
        """The element of a part."""
        return self.tags[part]


PARTS = (
    "paragraph", "last_paragraph", "heading1", "heading2", "heading3", "strong", "em", "s",
    "bullets", "bullet", "steps", "step", "step_number", "step_words", "quote", "phone", "phone_title",
    "danger", "danger_title", "tip", "tip_title", "table_box", "table", "thead", "tbody", "tr", "th", "td",
    "hr", "code", "pre", "figure", "image", "caption", "break",
)  # fmt: skip
"""Every part that a ``Dress`` must know."""


def html_of(body: str, dress: Dress) -> str:
    """The HTML of a Markdown text."""
    return _Writer(dress).children(_tree(body))


def pictures_in(body: str) -> list[str]:
    """The references of the pictures that a text shows, in order, each once."""
    found = (str(node.attrs.get("src", "")) for node in _tree(body).walk() if node.type == "image")
    return list(dict.fromkeys(found))


def plain_words(body: str) -> str:
    """The words alone, a line for each paragraph, for counting and searching."""
    lines = ("".join(_plain(node)).strip() for node in _tree(body).walk() if node.type == "inline")
    return "\n".join(filter(None, lines))


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": MOST_LEVELS})
    return parser.enable(["table", "strikethrough"]).disable(["html_block", "html_inline", "reference"])


def _tree(body: str) -> SyntaxTreeNode:
    return SyntaxTreeNode(_with_boxes(_parser().parse(body.replace("\x00", ""))))


def _with_boxes(tokens: list[Token]) -> list[Token]:
    """The same tokens, the mark of each box taken out of its words and noted on its quote."""
    emptied: set[int] = set()
    for place, token in enumerate(tokens[:-2]):
        if token.type != "blockquote_open" or tokens[place + 1].type != "paragraph_open":
            continue
        words = tokens[place + 2].children or []
        if kind := _take_mark(words):
            token.meta["box"] = kind
            if not words:
                emptied |= {place + 1, place + 2, place + 3}
    return [token for place, token in enumerate(tokens) if place not in emptied]


def _take_mark(children: list[Token]) -> str | None:
    found = _BOX.match(children[0].content) if children and children[0].type == "text" else None
    if found is None:
        return None
    children[0].content = children[0].content[found.end() :]
    if not children[0].content:
        del children[0]
        if children and children[0].type in ("softbreak", "hardbreak"):
            del children[0]
    return found[1]


def _plain(node: SyntaxTreeNode) -> Iterator[str]:
    for child in node.children:
        if child.type in ("text", "code_inline"):
            yield child.content
        elif child.type in ("softbreak", "hardbreak"):
            yield " "
        else:
            yield from _plain(child)


class _Writer:
    """Walks the tree of one text."""

    def __init__(self, dress: Dress) -> None:
        self._dress = dress

    def children(self, node: SyntaxTreeNode) -> str:
        """Everything inside ``node``."""
        return "".join(self._node(child) for child in node.children)

    def _node(self, node: SyntaxTreeNode) -> str:
        simple = _SIMPLE.get(node.type)
        if simple is not None:
            return self._dress.tag(simple).around(self.children(node))
        match node.type:
            case "text":
                return self._dress.words(node.content)
            case "inline" | "root":
                return self.children(node)
            case "softbreak" | "hardbreak":
                return self._dress.tag("break").empty()
            case "hr":
                return self._dress.tag("hr").empty()
            case "paragraph":
                return self._paragraph(node)
            case "heading":
                level = min(int(node.tag.removeprefix("h")), 3)
                return self._dress.tag(f"heading{level}").around(self.children(node))
            case "ordered_list":
                return self._steps(node)
            case "blockquote":
                return self._quote(node)
            case "table":
                table = self._dress.tag("table").around(self.children(node))
                return self._dress.tag("table_box").around(table)
            case "code_inline":
                return self._dress.tag("code").around(as_text(node.content))
            case "code_block" | "fence":
                return self._dress.tag("pre").around(as_text(node.content.rstrip("\n")))
            case "image":
                return self._picture(node)
            case "link":
                return self._dress.link(str(node.attrs.get("href", "")), self.children(node))
            case _:
                # Nothing else can come out of the parser as it is set; were it to, its words are what counts.
                return as_text(node.content) if not node.children else self.children(node)

    def _paragraph(self, node: SyntaxTreeNode) -> str:
        parent = node.parent
        if node.hidden or (parent is not None and parent.type == "list_item" and len(parent.children) == 1):
            return self.children(node)
        inline = node.children[0] if node.children else None
        if inline is not None and [one.type for one in inline.children] == ["image"]:
            return self.children(node)
        is_last = node.next_sibling is None and parent is not None and parent.type in _HOLDERS
        return self._dress.tag("last_paragraph" if is_last else "paragraph").around(self.children(node))

    def _steps(self, node: SyntaxTreeNode) -> str:
        first = int(node.attrs.get("start", 1))
        steps = []
        for number, item in enumerate(node.children, start=first):
            mark = self._dress.tag("step_number").around(str(number))
            words = self._dress.tag("step_words").around(self.children(item))
            steps.append(self._dress.tag("step").around(mark + words))
        return self._dress.tag("steps").around("".join(steps))

    def _quote(self, node: SyntaxTreeNode) -> str:
        kind = node.meta.get("box")
        if kind is None:
            return self._dress.tag("quote").around(self.children(node))
        title = self._dress.tag(f"{_BOXES[kind][0]}_title").around(_BOXES[kind][1])
        return self._dress.tag(_BOXES[kind][0]).around(title + self.children(node))

    def _picture(self, node: SyntaxTreeNode) -> str:
        address = self._dress.picture(str(node.attrs.get("src", "")))
        words = "".join(_plain(node))
        image = self._dress.tag("image").empty(f' src="{as_text(address)}" alt="{as_text(words)}"')
        if node.siblings != [node]:
            return image
        caption = self._dress.tag("caption").around(as_text(words)) if words else ""
        return self._dress.tag("figure").around(image + caption)


_HOLDERS = frozenset({"blockquote", "list_item"})
"""Boxes and steps have distances of their own: their last paragraph needs none."""

_SIMPLE = {
    "strong": "strong",
    "em": "em",
    "s": "s",
    "bullet_list": "bullets",
    "list_item": "bullet",
    "thead": "thead",
    "tbody": "tbody",
    "tr": "tr",
    "th": "th",
    "td": "td",
}
