"""What planning needs of others; ``app/`` hands in who does it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from places.regions import RegionTree


class Regions(Protocol):
    """The regions in force."""

    def tree(self) -> RegionTree:
        """All of them."""
        ...

    def covers(self, outer: str, inner: str) -> bool:
        """Whether ``inner`` is ``outer`` or lies below it."""
        ...


class KeptFile(Protocol):
    """A file as the store names it."""

    @property
    def key(self) -> str:
        """The hash of its bytes."""
        ...

    @property
    def changed_at(self) -> datetime | None:
        """When it was written, where the store was asked to list."""
        ...


class FileStore(Protocol):
    """Keeps files under the hash of their bytes."""

    def put(self, chunks: Iterable[bytes]) -> KeptFile:
        """Keep the bytes, whole or not at all."""
        ...

    def read(self, key: str) -> Iterator[bytes]:
        """The bytes, piece by piece."""
        ...

    def delete(self, key: str) -> None:
        """Remove a file; nothing happens when it is not there."""
        ...

    def listed(self) -> Iterator[KeptFile]:
        """Every file."""
        ...

    def sweep_drafts(self, before: datetime) -> int:
        """Remove what killed processes left half written; say how many."""
        ...


class Post(Protocol):
    """Lets somebody who asked by WeChat know that there is news."""

    def __call__(self, session: Session, openid: str, fields: Mapping[str, str], now: datetime) -> None:
        """Write the message down; it is sent later, by whatever way is open."""
        ...
