"""Reads XML that strangers may have written, within limits of size, depth and number.

A generic parser builds the whole tree before anybody can look at it: xmltodict spends 1.5 s on 100,000 nested
tags. Here expat's events are counted as they arrive, and reading stops at the first one too many, so the cost
is bounded by the length of the body.
"""

from dataclasses import dataclass
from typing import NoReturn
from xml.parsers import expat

from core.errors import AnwenError

MAX_BYTES = 64 * 1024
MAX_DEPTH = 16
MAX_ELEMENTS = 500


class NotUnderstood(AnwenError):
    """The request is authentic, but nothing can be done with it: answer ``success`` and go on.

    ``reason`` is one word for the log, taken from a fixed list; it never holds anything the sender wrote.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True, repr=False)
class Element:
    """One tag with its text and the tags inside it, in their order."""

    tag: str
    text: str
    children: tuple["Element", ...] = ()

    def child_text(self, tag: str) -> str | None:
        """The text of the first child called ``tag``, without surrounding space."""
        for child in self.children:
            if child.tag == tag:
                return child.text.strip()
        return None


def read_elements(body: bytes) -> Element:
    """The root of the document in ``body``; ``NotUnderstood`` for anything but plain, small XML.

    Document types and entities, comments and processing instructions are refused at once: the platform sends
    none. Attributes carry nothing and are ignored. The encoding is UTF-8 whatever the document claims.
    """
    if len(body) > MAX_BYTES:
        raise NotUnderstood("too-large")
    if b"\0" in body:
        # Never in UTF-8, always in UTF-16, which expat would read after a byte order mark.
        raise NotUnderstood("not-xml")
    reader = _Reader()
    parser = expat.ParserCreate("utf-8")
    # One call for each run of text, not one for each line: a body of line feeds would cost 65,000 calls.
    parser.buffer_text = True
    parser.buffer_size = MAX_BYTES
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.EntityDeclHandler = _refuse_doctype
    parser.CommentHandler = _refuse_comment
    parser.ProcessingInstructionHandler = _refuse_instruction
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        raise NotUnderstood("not-xml") from error
    return reader.root()


class _Reader:
    """Collects expat's events into elements and counts them."""

    def __init__(self) -> None:
        self._open: list[tuple[str, list[str], list[Element]]] = []
        self._elements = 0
        self._top: list[Element] = []

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        self._elements += 1
        if len(self._open) >= MAX_DEPTH:
            raise NotUnderstood("too-deep")
        if self._elements > MAX_ELEMENTS:
            raise NotUnderstood("too-many-tags")
        self._open.append((tag, [], []))

    def end(self, _tag: str) -> None:
        tag, texts, children = self._open.pop()
        siblings = self._open[-1][2] if self._open else self._top
        siblings.append(Element(tag, "".join(texts), tuple(children)))

    def characters(self, text: str) -> None:
        self._open[-1][1].append(text)

    def root(self) -> Element:
        return self._top[0]


def _refuse_doctype(*_declaration: object) -> NoReturn:
    raise NotUnderstood("doctype")


def _refuse_comment(_text: str) -> NoReturn:
    raise NotUnderstood("comment")


def _refuse_instruction(_target: str, _data: str) -> NoReturn:
    raise NotUnderstood("instruction")
