"""What other offices know about people and lend to a segment."""

from datetime import datetime
from typing import Protocol

from sqlalchemy import Select
from sqlalchemy.orm import Session

from places.regions import RegionTree


class History(Protocol):
    """Who did something: answered a paper, scanned a code, signed in to an activity."""

    def people(self, code: str, since: datetime | None) -> Select[str]:
        """The openids of those who did ``code`` (a contest, a scene …), lately enough; one column."""
        ...

    def knows(self, session: Session, code: str) -> bool:
        """Whether there is such a code; asked before a segment is kept, not when it is sent to."""
        ...


class Regions(Protocol):
    """The regions in force; ``app.cases.LiveRegions`` is one."""

    def tree(self) -> RegionTree:
        """All regions, as a tree."""
        ...

    def covers(self, outer: str, inner: str) -> bool:
        """Whether ``inner`` is ``outer`` or lies below it."""
        ...
