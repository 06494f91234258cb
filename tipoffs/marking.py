"""Marks of lists of cases as they stand in an address; nonsense there is no mark. Pure."""

from core.clock import zoned_moment
from tipoffs.worklists import Mark

_LONGEST_KEY = 30


def written(mark: Mark) -> str:
    """A mark for an address: the moment, if there is one, and the key."""
    return f"{mark.at.isoformat() if mark.at else ''}_{mark.key}"


def read(text: str) -> Mark | None:
    """The mark that was written so; without a moment where these stand at the end."""
    sorted_by, _, key = text.rpartition("_")
    if not (key.isascii() and key.isalnum()) or len(key) > _LONGEST_KEY:
        return None
    try:
        return Mark(zoned_moment(sorted_by) if sorted_by else None, key)
    except ValueError:
        return None
