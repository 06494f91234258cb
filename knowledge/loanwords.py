"""Reads the English words in a Chinese message as the Chinese ones: boss让加班 as 老板让加班.

The articles are Chinese, so an English word among Chinese ones finds nothing, and it is often the very word
that tells the subject (ebike能不能overnight充电). ``lexicon/english.yaml`` is a table, not a dictionary: it
holds the words of our subjects, and none with a second sense that would matter. So it does with the first
letters of pinyin (mhq怎么用, 119 dh), which are read without Chinese beside them too.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any, Final

from core.yamls import parsed

TABLE: Final = Path(__file__).with_name("lexicon") / "english.yaml"

_CHINESE: Final = re.compile("[一-龥]")
_LATIN: Final = re.compile("[a-z]{2}")
_WORD: Final = re.compile("[a-z]+")


@cache
def _initials() -> frozenset[str]:
    return frozenset(
        word for words in parsed(TABLE.read_text("utf-8"))["initials"].values() for word in words
    )


def in_chinese(plain: str) -> str:
    """``plain`` (simplified, lower case) with Chinese for the English words that the table knows.

    A text that holds no Chinese is returned as it is, unless all its letters are known initials. Doing it
    twice changes nothing.
    """
    if not _LATIN.search(plain):
        return plain
    if not _CHINESE.search(plain) and not _initials().issuperset(_WORD.findall(plain)):
        return plain
    said, english = _table()
    return english.sub(lambda found: said.get(_packed(found[1]), found[0]), plain)


@cache
def _table() -> tuple[dict[str, str], re.Pattern[str]]:
    table: dict[str, Any] = parsed(TABLE.read_text("utf-8"))
    said = {
        _packed(word): chinese
        for part in ("words", "initials")
        for chinese, words in table[part].items()
        for word in words
    }
    kept = [_packed(word) for word in table["kept"]]
    longest_first = sorted([*said, *kept], key=len, reverse=True)
    any_of = "|".join(re.escape(word).replace(r"\ ", "[ -]+") for word in longest_first)
    # A blank beside an English word parts nothing in Chinese.
    return said, re.compile(rf" ?(?<![a-z])({any_of})(?:s(?=[^a-z]|$))?(?![a-z]) ?")


def _packed(word: str) -> str:
    return re.sub("[ -]+", " ", word)
