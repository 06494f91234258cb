"""Splits long answers into parts that WeChat shows."""

import re

from core.text import byte_length, cut_to_bytes

# WeChat silently drops a passive text of 2,048 bytes or more (wechat.md 2.4); 2,000 leaves a margin.
PAGE_BYTES = 2000
MORE = "\n\n（未完，回复“继续”看下文）"
_OPEN_LINK = re.compile(r"<a\s[^>]*>?[^<]*(?:<(?:/a?)?)?\Z")


def first_page(text: str) -> tuple[str, str]:
    """Split ``text``: the part to send now with its notice, and the rest for 继续. Links are never cut."""
    if byte_length(text) <= PAGE_BYTES:
        return text, ""
    page, _ = cut_to_bytes(text, PAGE_BYTES - byte_length(MORE))
    torn = _OPEN_LINK.search(page)
    if torn and torn.start() > 0:
        # Keep a link's line together with it: "11." alone at the end of a page tells nothing.
        line = page.rfind("\n", 0, torn.start())
        page = page[: line if line > 0 else torn.start()].rstrip()
    rest = text[len(page) :].lstrip()
    return page + MORE, rest
