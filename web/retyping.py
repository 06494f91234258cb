"""Nothing that somebody typed is lost: finds what a refused form said and its page does not show."""

import re
from collections.abc import Iterable
from html import unescape

from core.text import width_folded

_HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
_NO_WORDS = re.compile(r"[\w.:+()\s-]*", re.ASCII)
"""Codes of choices, and numbers: those of telephones and accounts are not to stand on a page again."""


def left_out(page: str, typed: Iterable[tuple[str, str]], least: int) -> list[tuple[str, str]]:
    """What was typed and does not stand on ``page``, by field, from ``least`` characters on: less is sooner
    typed."""
    shown = _bare(unescape(_HIDDEN.sub("", page)))
    found = ((name, one.replace("\0", "").strip()) for name, one in typed)
    return [
        (name, words)
        for name, words in found
        if len(words) >= least and not _NO_WORDS.fullmatch(width_folded(words)) and _bare(words) not in shown
    ]


def _bare(words: str) -> str:
    return "".join(words.split())
