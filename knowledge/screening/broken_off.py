"""Reads on where a cry breaks off or leaves out what it is about: 火 出不, 楼倒, 冒烟了, 火火火."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from knowledge.normalising import folded
from knowledge.screening.emergencies import SCREENS, read_table

_TIMES: Final = 3
# What a cry may end with in one dialect or another: 塌了, 塌咯, 塌勒.
_ENDINGS: Final = "了啦咯勒哒咧嘞喽哩啊呀"
_SHORTEST: Final = 2


class BrokenOff:
    """The table ``broken_off.yaml``; every thread may use the same one."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._longest: int = table["longest"]
        self._begun: Mapping[str, str] = table["begun"]
        self._come_about: tuple[str, ...] = tuple(table["come_about"])
        self._whole: Mapping[str, str] = {
            cry.rstrip(_ENDINGS): whole for whole, cries in table["whole"].items() for cry in cries
        }
        self._again: Mapping[str, str] = table["again"]

    @classmethod
    def load(cls, folder: Path = SCREENS) -> "BrokenOff":
        """Read the table of ``folder``."""
        return cls(read_table(folder / "broken_off.yaml"))

    def is_whole(self, text: str) -> bool:
        """Whether ``text`` is one of the cries that the table lists, so that what it says is no guess."""
        plain = folded(text).strip()
        return len(plain) >= _SHORTEST and plain.rstrip(_ENDINGS) in self._whole

    def may_be_one(self, text: str) -> bool:
        """Whether ``text`` is no longer than a cry."""
        return len(text) <= self._longest

    def read_on(self, text: str) -> str | None:
        """What ``text`` was about to say, or None where it is no short cry that breaks off."""
        plain = folded(text).strip()
        if not plain or len(plain) > self._longest:
            return None
        # Folding makes one sign of many: 火火火.
        if plain in self._again:
            return self._again[plain] if text.count(plain) >= _TIMES else None
        if self.is_whole(text):
            return self._whole[plain.rstrip(_ENDINGS)]
        for begun, whole in self._begun.items():
            if plain.endswith(begun) and plain != begun:
                return plain.removesuffix(begun) + whole
        is_in_one_breath = " " not in plain and plain.endswith(self._come_about)
        return f"{plain}了" if is_in_one_breath else None
