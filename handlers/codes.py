"""Whether a message is nearly a receipt code, so that the sender learns what is wrong."""

import re

from core.text import width_folded

# Bounded everywhere: a message has up to 2,000 bytes, and nobody may make the search take long.
_NEARLY = re.compile(
    "(?=(?:[^0-9]{0,40}[0-9]){5})(?=[^A-Za-z]{0,40}[A-Za-z])[0-9A-Za-z‐-―−-]{22,40}"
    "|[0-9A-Z]{4,7}(?:[ -][0-9A-Z]{3,7}){3,5}"
)


def is_nearly_code(words: str) -> bool:
    """Whether somebody seems to have left out or added a sign, or to have mistaken one."""
    return _NEARLY.fullmatch(width_folded(words).strip()) is not None
