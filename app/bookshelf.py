"""The shelf of a running process: loaded when first needed, and kept up with what the bureau publishes."""

import threading
from collections.abc import Mapping
from pathlib import Path

import structlog
import yaml
from sqlalchemy.exc import OperationalError, ProgrammingError, SQLAlchemyError

from core.db import Database
from core.errors import BadContent, SettingsRefused
from knowledge.library import Library, Shelf, load_library, published_edition, read_stored
from knowledge.meaning import VectorCache

FOLLOW_SECONDS = 0.5
"""A publish must reach every web worker within 5 s, of which building the edition takes two or three."""

log = structlog.get_logger("shelf")


class LiveShelf(Shelf):
    """Takes the articles of the database, or those of the files while the database holds none.

    A new edition is built beside the old one; one that cannot be built changes nothing.
    """

    def __init__(
        self, database: Database, values: Mapping[str, str], vectors: VectorCache | None = None
    ) -> None:
        self._database = database
        self._values = values
        self._vectors = vectors
        self._loading = threading.Lock()
        self._loaded: Library | None = None
        self._refused: str | None = None
        self._stop = threading.Event()

    def current(self) -> Library:
        """See ``Shelf.current``; the first call loads."""
        if self._loaded is None:
            with self._loading:
                if self._loaded is None:
                    self.replace(self._load())
        assert self._loaded is not None
        return self._loaded

    def replace(self, library: Library) -> None:
        """See ``Shelf.replace``."""
        self._loaded = library

    def refresh(self) -> bool:
        """Take the newest edition if there is one; say whether it changed."""
        try:
            with self._database.reading() as session:
                edition = published_edition(session)
            if edition is None or edition in {self.current().edition, self._refused}:
                return False
            self.replace(self._load())
        except BadContent as error:
            self._refused = edition
            log.error("edition refused", edition=edition, error=str(error))
            return False
        except SQLAlchemyError:
            return False  # no database or no tables now: what is on the shelf stays there
        log.info("new edition", edition=self.current().edition)
        return True

    def follow(self) -> None:
        """Look for a new edition every second, in a thread that ends with the process."""
        threading.Thread(target=self._follow, name="shelf", daemon=True).start()

    def stop(self) -> None:
        """End following."""
        self._stop.set()

    def _follow(self) -> None:
        while not self._stop.wait(FOLLOW_SECONDS):
            self.refresh()

    def _load(self) -> Library:
        try:
            with self._database.reading() as session:
                stored = read_stored(session)
        except (OperationalError, ProgrammingError):
            stored = None
        # No transaction is open any more: building takes seconds, and a server ends who idles in one.
        return load_library(stored, values=self._values, before=self._loaded, vectors=self._vectors)


def read_local_values(path: Path | None) -> dict[str, str]:
    """The bureau's own facts from its file; ``SettingsRefused`` where it cannot be read."""
    if path is None:
        return {}
    try:
        tree = yaml.safe_load(path.read_text("utf-8")) or {}
        return {str(name): str(value) for name, value in tree.items() if value is not None}
    except (OSError, ValueError, yaml.YAMLError, AttributeError) as error:
        raise SettingsRefused([f"ANWEN_LOCAL_FACTS_FILE 读不了（{path}）：{error}"]) from error
