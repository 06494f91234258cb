"""How a Chinese character sounds: syllables without their tones.

The only place that imports pypinyin, because what it loads is decided at its first import: its table of
47,000 phrases would cost each process 40 MB, and here characters are read one by one. Of its table of
characters only the syllables are kept, a third of the memory.
"""

import os
import sys
from collections.abc import Iterator
from functools import cache
from typing import Final

os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "1")

# isort: split
from pypinyin.contrib.tone_convert import to_normal
from pypinyin.pinyin_dict import pinyin_dict

_FIRST, _LAST = 0x3400, 0x9FFF


def _read_table() -> dict[str, tuple[str, ...]]:
    """The syllables of every character, the commonest first; empties the table it reads."""

    @cache  # 1,500 sounds are all that 40,000 characters have
    def toneless(sound: str) -> str:
        return sys.intern(to_normal(sound))

    @cache
    def syllables(spoken: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(toneless(one) for one in spoken.split(",")))

    table = {chr(code): syllables(spoken) for code, spoken in pinyin_dict.items()}
    pinyin_dict.clear()
    return table


_TABLE: Final = _read_table()


def characters() -> Iterator[str]:
    """Every character of the basic block and of its first extension that has a known sound."""
    return (char for char in _TABLE if _FIRST <= ord(char) <= _LAST)


def readings(char: str) -> tuple[str, ...]:
    """All syllables of a character, the commonest first; empty for what is no Chinese character."""
    return _TABLE.get(char, ())


def syllable(char: str) -> str:
    """The commonest syllable of a character; the character itself where it has none."""
    known = readings(char)
    return known[0] if known else char
