"""Reads the pictures of a cry for help as the words they stand for: 厨房🔥🔥, 被🐍咬了, 🆘."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from knowledge.normalising import folded
from knowledge.screening.emergencies import SCREENS, read_table

# What may stand beside a place and still say nothing but where it is.
_NOTHING_MORE: Final = re.compile(
    "[我俺咱]?们?(?:家|[一二三四五六七八九十]楼|[^ ]{0,3}[房室厅台楼道店里上间库厂])[里上着大了]*"
)


class Emoji:
    """The table ``emoji.yaml``; every thread may use the same one."""

    def __init__(self, words: dict[str, str], drawn_for_joy: dict[str, str]) -> None:
        """``drawn_for_joy``: pictures that people also set beside what is fine."""
        self._words = words
        self._joyful = drawn_for_joy
        self._all = re.compile(f"(?:{'|'.join(map(re.escape, [*words, *drawn_for_joy]))})\ufe0f?")

    @classmethod
    def load(cls, folder: Path = SCREENS) -> "Emoji":
        """Read the table of ``folder``."""
        table: dict[str, Any] = read_table(folder / "emoji.yaml")
        return cls(table["words"], table["drawn_for_joy"])

    def spelt_out(self, text: str, is_dangerous: Callable[[str], bool]) -> str:
        """``text`` with words for its pictures; of joyful ones where what is left ``is_dangerous``."""
        if not self._all.search(text):
            return text
        rest = self._all.sub("", text)
        plain = folded(rest).replace(" ", "")
        is_grave = not plain or bool(_NOTHING_MORE.fullmatch(plain)) or is_dangerous(rest)
        known = {**self._words, **self._joyful} if is_grave else self._words
        # 🔥🔥🔥 says 着火 once: the same picture again is only louder.
        said = self._all.sub(lambda found: known.get(found[0].removesuffix("\ufe0f"), found[0]), text)
        for word in known.values():
            said = re.sub(f"(?:{word}){{2,}}", word, said)
        return said
