"""What planning needs of others; ``app/`` hands in who does it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from places.regions import RegionTree


class Regions(Protocol):
    """The regions in force."""

    def tree(self) -> RegionTree:
        """All regions, as a tree."""
        ...

    def covers(self, outer: str, inner: str) -> bool:
        """Whether ``inner`` is ``outer`` or lies below it."""
        ...


class Post(Protocol):
    """Lets somebody who asked by WeChat know that there is news."""

    def __call__(self, session: Session, openid: str, fields: Mapping[str, str], now: datetime) -> None:
        """Write the message down; it is sent later, by whatever way is open."""
        ...
