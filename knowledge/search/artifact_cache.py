"""Keeps on disk what is built of texts: one process builds it, the others and the next start only open it.

Building an index takes seconds of processor time, opening it milliseconds, and what is opened lies in pages
of the file that all processes of a machine share. One folder is one artifact. It is renamed into its place
when it is complete, and its name identifies everything it was built from, so that an old artifact is never
taken for a new one.
"""

import fcntl
import gc
import hashlib
import json
import logging
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import marisa_trie
import numpy as np
from numpy.typing import NDArray

from core.whole_files import NotWritten, write_whole

log = logging.getLogger(__name__)

# How long another process may take to build before this one begins to do the same.
PATIENCE_SECONDS: Final = 60.0
_LOOK_SECONDS: Final = 0.05
# How many may be built ahead of their publication.
BUILT_AHEAD: Final = 2
# Beside them the artifact in use, the one before it for questions in progress, and one more for a rollback.
_KEPT: Final = 3 + BUILT_AHEAD
# Writing down what was built takes seconds; after this many it was given up.
ABANDONED_SECONDS: Final = 3600.0
_DRAFT: Final = ".draft-"
_TEXTS: Final = "texts.json"


class Terms(marisa_trie.Trie):  # type: ignore[misc]  # it has no types
    """Strings with a number for each, in a tenth of the memory of a dictionary."""


@dataclass(frozen=True, slots=True)
class Artifact:
    """What a search consists of: arrays, tries and texts by their names."""

    arrays: Mapping[str, NDArray[Any]] = field(default_factory=dict)
    tries: Mapping[str, Terms] = field(default_factory=dict)
    texts: Mapping[str, Any] = field(default_factory=dict)

    def joined(self, name: str, part: "Artifact") -> "Artifact":
        """This and ``part``, the names of which begin with ``name`` and a dot."""
        return Artifact(
            {**self.arrays, **{f"{name}.{one}": array for one, array in part.arrays.items()}},
            {**self.tries, **{f"{name}.{one}": trie for one, trie in part.tries.items()}},
            {**self.texts, **{f"{name}.{one}": text for one, text in part.texts.items()}},
        )

    def part(self, name: str) -> "Artifact | None":
        """The part that was joined under ``name``; None if there is none."""
        start = f"{name}."
        found = Artifact(
            {one.removeprefix(start): array for one, array in self.arrays.items() if one.startswith(start)},
            {one.removeprefix(start): trie for one, trie in self.tries.items() if one.startswith(start)},
            {one.removeprefix(start): text for one, text in self.texts.items() if one.startswith(start)},
        )
        return found if found.arrays else None


@dataclass(frozen=True, slots=True)
class ArtifactCache:
    """``folder`` is where artifacts are kept; with None nothing is kept."""

    folder: Path | None = None

    def get_or_build(self, name: str, key: str, build: Callable[[], Artifact]) -> Artifact:
        """The artifact of that ``name`` for ``key``; built now if it does not exist."""
        if self.folder is None:
            with _undisturbed():
                return build()
        place = self.folder / f"{name}-{key}"
        found = _opened(place)
        if found is not None:
            return found
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with _alone(self.folder / f"{name}.lock"):
                found = _opened(place)
                if found is None:
                    with _undisturbed():
                        built = build()
                    found = self._kept(name, place, built)
                return found
        except OSError as error:
            log.warning("nothing is kept in %s: %s", self.folder, error)
            return build()

    def _kept(self, name: str, place: Path, built: Artifact) -> Artifact:
        """The artifact as stored on disk, or from memory alone if the disk cannot take it."""
        try:
            _keep(place, built)
            self._forget_old(name)
        except (OSError, RuntimeError) as error:  # the second is what tries say of a full disk
            log.warning("%s is not kept in %s: %s", name, self.folder, error)
            return built
        # Read back, so that the memory it was built in can be released.
        return _opened(place) or built

    def remembered(self, name: str, key: str) -> Mapping[str, Any]:
        """What was last passed to ``remember`` under this name and key; empty if it cannot be read."""
        if self.folder is None:
            return {}
        try:
            found = json.loads((self.folder / f"{name}-{key}.json").read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            log.warning("what %s remembers cannot be read: %s", name, error)
            return {}
        return found if isinstance(found, dict) else {}

    def remember(self, name: str, key: str, told: Mapping[str, Any]) -> None:
        """Keep ``told`` for the next build, replacing everything kept under this name."""
        if self.folder is None:
            return
        place = self.folder / f"{name}-{key}.json"
        try:
            write_whole(place, json.dumps(told, ensure_ascii=False))
            for old in self.folder.glob(f"{name}-*.json"):
                if old != place:
                    old.unlink(missing_ok=True)
        except (OSError, NotWritten) as error:
            log.warning("%s remembers nothing: %s", name, error)

    def _forget_old(self, name: str) -> None:
        assert self.folder is not None
        places = sorted(self.folder.glob(f"{name}-*/"), key=lambda one: one.stat().st_mtime, reverse=True)
        for place in places[_KEPT:]:
            shutil.rmtree(place, ignore_errors=True)
        # Left by processes that were killed while building; one that still builds has touched its own since.
        for draft in self.folder.glob(f"{_DRAFT}*/"):
            with suppress(FileNotFoundError):
                if time.time() - draft.stat().st_mtime > ABANDONED_SECONDS:
                    shutil.rmtree(draft, ignore_errors=True)


IN_MEMORY: Final = ArtifactCache()


def shape(inputs: Iterable[str | bytes], *makers: ModuleType) -> str:
    """A key for an artifact: its ``inputs``, and the source code of the modules that build it."""
    digest = hashlib.sha256(f"{np.__version__} {sys.byteorder}".encode())
    for maker in makers:
        digest.update(_source(maker.__file__ or ""))
    for text in inputs:
        data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        digest.update(b"%d " % len(data) + data)
    return digest.hexdigest()[:24]


@cache
def _source(path: str) -> bytes:
    return Path(path).read_bytes()


def _keep(place: Path, artifact: Artifact) -> None:
    draft = Path(tempfile.mkdtemp(prefix=_DRAFT, dir=place.parent))
    try:
        for name, array in artifact.arrays.items():
            np.save(draft / f"{name}.npy", array, allow_pickle=False)
        for name, trie in artifact.tries.items():
            trie.save(str(draft / f"{name}.trie"))
        (draft / _TEXTS).write_text(json.dumps(artifact.texts, ensure_ascii=False), "utf-8")
        with suppress(FileNotFoundError):
            shutil.rmtree(place)  # there, but could not be opened
        draft.rename(place)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def _opened(place: Path) -> Artifact | None:
    """The artifact stored there; None if there is nothing, or nothing readable."""
    try:
        if not place.is_dir():
            return None
        return Artifact(
            {one.stem: _mapped(one) for one in place.glob("*.npy")},
            {one.stem: Terms().mmap(str(one)) for one in place.glob("*.trie")},
            json.loads((place / _TEXTS).read_text("utf-8")),
        )
    except (OSError, ValueError, RuntimeError, EOFError) as error:
        log.warning("%s cannot be opened and is built again: %s", place, error)
        return None


def _mapped(path: Path) -> NDArray[Any]:
    """The array in a file, a plain view of its pages: a slice of a ``memmap`` costs ten times as much."""
    found: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False).view(np.ndarray)
    return found


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Without Python's search for circles among objects: a build makes millions of them and no circle, and
    looking through them again and again takes a sixth of its time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold the lock for which others who would build the same wait; it ends with the process."""
    with path.open("ab") as file:
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    log.warning("%s has been held for %s s; building beside", path, PATIENCE_SECONDS)
                    break
                time.sleep(_LOOK_SECONDS)
        yield
