"""Knows a place that stands alone, as in 5栋地下室. It says where something is, and tells of no danger."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from knowledge.normalising import folded
from knowledge.screening.emergencies import SCREENS, read_table

_LONGEST: Final = 16


class BarePlaces:
    """The table ``bare_places.yaml``; every thread may use the same one."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        place = f"(?:{table['numbered']}|{'|'.join(table['named'])}){table['side']}?"
        self._places = re.compile(f"{table['before']}*(?:{place}的?)+")

    @classmethod
    def load(cls, folder: Path = SCREENS) -> "BarePlaces":
        """Read the table of ``folder``."""
        return cls(read_table(folder / "bare_places.yaml"))

    def is_one(self, text: str) -> bool:
        """Whether ``text`` names a place and says nothing else."""
        plain = folded(text).replace(" ", "")
        return 0 < len(plain) <= _LONGEST and self._places.fullmatch(plain) is not None
