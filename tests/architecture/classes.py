"""The class of each column, as ``docs/threat-model.md`` says."""

import re

from tests.architecture.checkout import ROOT

PAGE = (ROOT / "docs" / "threat-model.md").read_text("utf-8")


def _listed() -> dict[str, str]:
    """``table.column`` → class, as the page says; a column named twice is an error."""
    found: dict[str, str] = {}
    section = PAGE.partition("### What lies where")[2].partition("\n## ")[0]
    for table, cells in re.findall(r"^\| `(\w+)` \| (.+) \|$", section, re.MULTILINE):
        for part in cells.split("; "):
            kind, _, names = part.partition(": ")
            for name in re.findall(r"`(\w+)`", names):
                assert f"{table}.{name}" not in found, f"{table}.{name} stands there twice"
                found[f"{table}.{name}"] = kind
    return found


LISTED = _listed()
