"""How Chinese characters sound: syllables without tones.

This is the only module that imports pypinyin, because what that loads is decided at its first import: its
table of 47,000 phrases would cost each process 40 MB, and here characters are read one by one. Of its
character table only the syllables are kept: 40,000 characters sound in 2,000 ways, and a dictionary of them
would take 6 MB.
"""

import os
import sys
from array import array
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "1")

# isort: split
from pypinyin.contrib.tone_convert import to_normal
from pypinyin.pinyin_dict import pinyin_dict

_FIRST, _LAST = 0x3400, 0x9FFF
LONGEST_SYLLABLE: Final = 6
_LOWEST: Final = min(pinyin_dict)


def _read_table() -> "tuple[tuple[tuple[str, ...], ...], array[int]]":
    """All ways to sound, each the syllables of a character with the commonest first; and the number of its
    way for each character from ``_LOWEST`` on. The way of number 0 is that of what is no Chinese character.

    Empties the table it reads.
    """

    @cache  # 1,500 sounds are all that 40,000 characters have
    def toneless(sound: str) -> str:
        return sys.intern(to_normal(sound))

    ways: dict[tuple[str, ...], int] = {(): 0}

    @cache
    def way(spoken: str) -> int:
        syllables = tuple(dict.fromkeys(toneless(one) for one in spoken.split(",")))
        return ways.setdefault(syllables, len(ways))

    numbers = array("H", bytes(2 * (max(pinyin_dict) + 1 - _LOWEST)))
    for code, spoken in pinyin_dict.items():
        numbers[code - _LOWEST] = way(spoken)
    pinyin_dict.clear()
    return tuple(ways), numbers


_WAYS, _NUMBERS = _read_table()
_MANY: Final = len(_NUMBERS)


def characters() -> Iterator[str]:
    """Every character of the basic block and its first extension with a known reading."""
    return (chr(code) for code in range(_FIRST, _LAST + 1) if _NUMBERS[code - _LOWEST])


def readings(char: str) -> tuple[str, ...]:
    """All syllables of a character, the commonest first; empty if it is not a Chinese character."""
    place = ord(char) - _LOWEST
    return _WAYS[_NUMBERS[place]] if 0 <= place < _MANY else ()


def syllable(char: str) -> str:
    """The commonest syllable of a character; the character itself where it has none."""
    known = readings(char)
    return known[0] if known else char


@cache
def syllables() -> frozenset[str]:
    """Every toneless syllable that a character may have, without interjections such as ``hm``."""
    found = {sound for way in _WAYS for sound in way}
    return frozenset(one for one in found if one in ("a", "o", "e") or len(one) > 1) - {"hm", "hng", "ng"}


@lru_cache(maxsize=4096)
def is_spelt(run: str) -> bool:
    """Whether a run of letters consists of syllables only; a single letter does not count."""
    if len(run) < 2:
        return False
    known, reached = syllables(), {0}
    for end in range(1, len(run) + 1):
        starts = range(max(0, end - LONGEST_SYLLABLE), end)
        if any(start in reached and run[start:end] in known for start in starts):
            reached.add(end)
    return len(run) in reached
