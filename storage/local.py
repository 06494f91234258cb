"""A folder of this machine as a store: for one machine, or with a folder that all machines share."""

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from storage.content import (
    Kept,
    Missing,
    StoreUnavailable,
    checked_key,
    in_chunks,
    is_key,
    new_digest,
    verified,
)

_DRAFT = ".draft-"


class LocalDir:
    """Files under ``folder``, two levels deep: ``ab/cd/abcd…``.

    A file appears under its key whole or not at all: it is written beside its place, made lasting (fsync of
    file and folder) and renamed. What a killed process leaves is a draft, which ``sweep_drafts`` removes.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, chunks: Iterable[bytes]) -> Kept:
        """Keep the bytes; the same bytes again are the same file."""
        with _answering():
            self._make(self._folder)
            draft = self._folder / f"{_DRAFT}{secrets.token_hex(16)}"
            digest, size = new_digest(), 0
            try:
                with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                    for chunk in chunks:
                        digest.update(chunk)
                        size += file.write(chunk)
                    file.flush()
                    os.fsync(file.fileno())
                kept = Kept(digest.hexdigest(), size)
                place = self._place(kept.key)
                self._make(place.parent)
                draft.replace(place)
            except BaseException:
                with suppress(FileNotFoundError):
                    draft.unlink()
                raise
            _make_lasting(place.parent)
        return kept

    def read(self, key: str) -> Iterator[bytes]:
        """The bytes of a file, piece by piece; ``Missing``, or ``Damaged`` at the end."""
        place = self._place(checked_key(key))
        with _answering():
            file = _opened(place)

        def chunks() -> Iterator[bytes]:
            with file:
                yield from in_chunks(file)

        return verified(chunks(), key)

    def exists(self, key: str) -> bool:
        """Whether there is such a file."""
        return is_key(key) and self._place(key).is_file()

    def delete(self, key: str) -> None:
        """Remove a file; nothing happens when it is not there."""
        place = self._place(checked_key(key))
        with _answering(), suppress(FileNotFoundError):
            place.unlink()
            _make_lasting(place.parent)

    def listed(self) -> Iterator[Kept]:
        """Every file, in order of the keys."""
        for place in sorted(self._folder.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*")):
            if not is_key(place.name):
                continue
            with suppress(FileNotFoundError):
                found = place.stat()
                yield Kept(place.name, found.st_size, datetime.fromtimestamp(found.st_mtime, UTC))

    def sweep_drafts(self, before: datetime) -> int:
        """Remove drafts that nobody has touched since ``before``; say how many."""
        count = 0
        for draft in self._folder.glob(f"{_DRAFT}*"):
            with suppress(FileNotFoundError):
                if draft.stat().st_mtime < before.timestamp():
                    draft.unlink()
                    count += 1
        return count

    def _place(self, key: str) -> Path:
        return self._folder / key[:2] / key[2:4] / key

    def _make(self, folder: Path) -> None:
        if folder.is_dir():
            return
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        above = folder.parent
        while above != self._folder.parent and above != above.parent:
            _make_lasting(above)
            above = above.parent


def _opened(place: Path) -> IO[bytes]:
    return place.open("rb")


def _make_lasting(folder: Path) -> None:
    """A rename is in the folder, not in the file: the folder has to reach the disk too."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise Missing("there is no such file") from error
    except OSError as error:
        raise StoreUnavailable(f"the folder of kept files: {error.strerror}") from error
