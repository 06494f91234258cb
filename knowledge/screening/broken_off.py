"""Reads on where a cry breaks off or leaves out what it is about: 火 出不, 楼倒, 冒烟了, 火火火."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from knowledge.normalising import folded
from knowledge.screening.emergencies import SCREENS, read_table

_TIMES: Final = 3


class BrokenOff:
    """The table ``broken_off.yaml``; every thread may use the same one."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._longest: int = table["longest"]
        self._begun: Mapping[str, str] = table["begun"]
        self._come_about: tuple[str, ...] = tuple(table["come_about"])
        self._whole: Mapping[str, str] = table["whole"]
        self._again: Mapping[str, str] = table["again"]

    @classmethod
    def load(cls, folder: Path = SCREENS) -> "BrokenOff":
        """Read the table of ``folder``."""
        return cls(read_table(folder / "broken_off.yaml"))

    def read_on(self, text: str) -> str | None:
        """What ``text`` was about to say, or None where it is no short cry that breaks off."""
        plain = folded(text).strip()
        if not plain or len(plain) > self._longest:
            return None
        # Folding makes one sign of many: 火火火.
        if plain in self._again:
            return self._again[plain] if text.count(plain) >= _TIMES else None
        if plain in self._whole:
            return self._whole[plain]
        for begun, whole in self._begun.items():
            if plain.endswith(begun) and plain != begun:
                return plain.removesuffix(begun) + whole
        is_in_one_breath = " " not in plain and plain.endswith(self._come_about)
        return f"{plain}了" if is_in_one_breath else None
