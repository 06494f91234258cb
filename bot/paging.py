"""Long answers in parts that WeChat shows."""

import re

from core.text import byte_length, cut_to_bytes

# A passive text of 2,048 bytes or more is dropped without a word; see wechat.md 2.4. 2,000 leaves room.
PAGE_BYTES = 2000
MORE = "\n\n（未完，回复“继续”看下文）"
_OPEN_LINK = re.compile(r"<a\s[^>]*>?[^<]*(?:<(?:/a?)?)?\Z")


def first_page(text: str) -> tuple[str, str]:
    """The part of ``text`` to send now, with its notice, and what is left for 继续; links stay whole."""
    if byte_length(text) <= PAGE_BYTES:
        return text, ""
    page, _ = cut_to_bytes(text, PAGE_BYTES - byte_length(MORE))
    torn = _OPEN_LINK.search(page)
    if torn and torn.start() > 0:
        # The line goes with its link: "11." alone at the end of a page says nothing.
        line = page.rfind("\n", 0, torn.start())
        page = page[: line if line > 0 else torn.start()].rstrip()
    rest = text[len(page) :].lstrip()
    return page + MORE, rest
