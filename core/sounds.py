"""How a Chinese character sounds: syllables without their tones.

The only place that imports pypinyin, because what it loads is decided at its first import: its table of
47,000 phrases would cost each process 40 MB, and here characters are read one by one.
"""

import os
from collections.abc import Iterator
from functools import cache, lru_cache

os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "1")

# isort: split
from pypinyin.contrib.tone_convert import to_normal
from pypinyin.pinyin_dict import pinyin_dict

_FIRST, _LAST = 0x3400, 0x9FFF

# The table holds 1,500 sounds for 40,000 characters; each is worked out once.
_toneless = cache(to_normal)


def characters() -> Iterator[str]:
    """Every character of the basic block and of its first extension that has a known sound."""
    return (chr(code) for code in pinyin_dict if _FIRST <= code <= _LAST)


@lru_cache(maxsize=30_000)
def readings(char: str) -> tuple[str, ...]:
    """All syllables of a character, the commonest first; empty for what is no Chinese character."""
    spoken = pinyin_dict.get(ord(char), "")
    return tuple(dict.fromkeys(_toneless(one) for one in spoken.split(","))) if spoken else ()


def syllable(char: str) -> str:
    """The commonest syllable of a character; the character itself where it has none."""
    known = readings(char)
    return known[0] if known else char
