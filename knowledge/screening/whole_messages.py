"""Messages that consist of known words and of nothing else, however they are put together: 好的，谢谢啊."""

import re
from collections.abc import Iterable

from knowledge.normalising import folded


class WholeMessage:
    """Words of one kind, and the padding that may stand around them; compiled once."""

    def __init__(self, words: Iterable[str], padding: Iterable[str]) -> None:
        core, around = alternatives(words), alternatives(padding)
        # The last group gives nothing back (*+): 哈哈 is also 哈 twice, and trying every way to cut a
        # long laugh would take for ever.
        self._whole = re.compile(f"(?:{around})*(?:{core})(?:{core}|{around})*+")
        self._core = re.compile(core)

    def fits(self, packed: str) -> bool:
        """Whether all of ``packed`` (folded, without blanks) is such a message."""
        return self._whole.fullmatch(packed) is not None

    def is_in(self, packed: str) -> bool:
        """Whether one of the words stands anywhere in ``packed``."""
        return self._core.search(packed) is not None


def alternatives(words: Iterable[str]) -> str:
    """A regular expression for any one of ``words``, folded, the longest first."""
    plain = sorted({folded(str(word)).replace(" ", "") for word in words} - {""}, key=len, reverse=True)
    return "|".join(re.escape(word) for word in plain)
