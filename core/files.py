"""Files named by the hash of their bytes: what a store can do, and how to remove those that no row names."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Protocol

UNCLAIMED_AFTER = timedelta(days=1)
"""A file is written before its row: how long it may be work in progress; after that it is nobody's."""

BATCH = 200
"""How many files one question to the database asks for."""


class KeptFile(Protocol):
    """A file as a store names it."""

    @property
    def key(self) -> str:
        """The hash of the file's bytes, which is its name in the store."""
        ...

    @property
    def size(self) -> int:
        """How many bytes the file has."""
        ...

    @property
    def changed_at(self) -> datetime | None:
        """When it was written, if the store was asked to list; a file without it is never swept."""
        ...


class Sweepable(Protocol):
    """What sweeping needs from a store."""

    def listed(self) -> Iterator[KeptFile]:
        """Every file of the store."""
        ...

    def delete(self, key: str) -> None:
        """Remove a file; nothing happens when it is not there."""
        ...

    def sweep_drafts(self, before: datetime) -> int:
        """Remove drafts begun before the given time by processes that were killed; return how many."""
        ...


class FileStore(Sweepable, Protocol):
    """Keeps files under the hash of their bytes; ``storage.opening`` makes one for a folder or a bucket."""

    def put(self, chunks: Iterable[bytes]) -> KeptFile:
        """Store the bytes, completely or not at all."""
        ...

    def read(self, key: str) -> Iterator[bytes]:
        """The bytes, in pieces."""
        ...


def sweep(store: Sweepable, named_among: Callable[[Sequence[str]], Collection[str]], now: datetime) -> int:
    """Delete files older than ``UNCLAIMED_AFTER`` that no row names, and drafts of that age; return how many.

    ``named_among`` is asked, for at most ``BATCH`` keys at a time, which of them a row names. The store must
    belong to those rows alone: files that another table names would be deleted.
    """
    count = store.sweep_drafts(now - UNCLAIMED_AFTER)
    old = (
        file.key
        for file in store.listed()
        if file.changed_at is not None and file.changed_at < now - UNCLAIMED_AFTER
    )
    while keys := list(islice(old, BATCH)):
        named = named_among(keys)
        for key in keys:
            if key not in named:
                store.delete(key)
                count += 1
    return count
