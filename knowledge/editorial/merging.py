"""An article stands in a file and in the database: whose words hold when they differ? Pure.

What the file said at the last import is the common ancestor. Whoever left it as it was gives way to whoever
changed it; where both changed it, and not alike, nobody but a person can decide.
"""

from enum import StrEnum


class Merge(StrEnum):
    """What an import does with one article."""

    SAME = "same"
    TAKE_FILE = "take_file"
    KEEP = "keep"
    CONFLICT = "conflict"


def merge(before: str | None, database: str | None, file: str | None) -> Merge:
    """Decide by three digests; None means: no such file, or nothing published.

    ``before`` is what the file said when it was last imported or settled.
    """
    if file == database:
        return Merge.SAME
    if database == before:
        return Merge.TAKE_FILE
    if file == before:
        return Merge.KEEP
    return Merge.CONFLICT
