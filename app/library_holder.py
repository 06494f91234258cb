"""The knowledge base of a running process: loaded when first needed, reloaded when the bureau publishes."""

import threading
from collections.abc import Mapping
from dataclasses import replace

import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.bureau import DatabaseOptional
from app.memory import release_memory
from app.settings import Settings
from core.cache import editions
from core.db import Database
from core.errors import BadContent
from knowledge.building import load_library
from knowledge.editorial.revisions import approved_articles
from knowledge.library import Library, LibraryHolder
from knowledge.published import published_edition, read_stored, with_revised
from knowledge.search.artifact_cache import BUILT_AHEAD, IN_MEMORY, ArtifactCache
from knowledge.search.embedding import find_embedder
from knowledge.search.meaning import VectorCache

FOLLOW_SECONDS = 0.5
"""A publish must reach every web worker within 5 s; building an edition may take most of that by itself."""

BUILD_DELAY_SECONDS = 0.7
"""How long a web worker lets another process begin an edition that nobody on this machine has built yet.

Longer than ``FOLLOW_SECONDS``, so that the background worker has seen it too and builds it: a build leaves
some tens of megabytes behind in who did it. It costs no time, because the others wait for the builder anyway.
"""

log = structlog.get_logger("library")


class ReloadingLibraryHolder(LibraryHolder):
    """Takes the articles of the database, or those of the files while the database holds none.

    A new edition is built beside the old one; one that cannot be built changes nothing. ``values`` are the
    local facts as they are at each moment: a changed fact needs no new edition.
    """

    def __init__(
        self,
        database: Database,
        values: Mapping[str, str],
        vectors: VectorCache | None = None,
        artifact_cache: ArtifactCache = IN_MEMORY,
    ) -> None:
        self._database = database
        self._values = values
        self._told: dict[str, str] = {}
        self._vectors = vectors
        self._artifact_cache = artifact_cache
        self._loading = threading.Lock()
        self._loaded: Library | None = None
        self._refused: str | None = None
        self._prepared: set[str] = set()
        self._seen: Mapping[str, str] | None = None
        self._settled: Mapping[str, str] | None = None
        self._stop = threading.Event()

    def current(self) -> Library:
        """See ``LibraryHolder.current``; the first call loads."""
        if self._loaded is None:
            with self._loading:
                if self._loaded is None:
                    self.replace(self._load())
        assert self._loaded is not None
        return self._loaded

    def replace(self, library: Library) -> None:
        """See ``LibraryHolder.replace``."""
        self._loaded = library

    def refresh(self, delay: float = 0.0, *, prepares: bool = False) -> bool:
        """Take, or prepare, one thing that is new; say whether there was any.

        A new edition is taken after ``delay`` seconds. While nothing is new, one short statement.
        """
        with DatabaseOptional():
            with self._database.reading() as session:
                words = editions(session)
            if words == self._settled:
                return False
            changed = self._refresh(delay) or (prepares and self._prepare())
            if not changed:
                # Facts may be as old as one look (``BureauFacts``): who finds nothing twice has seen them.
                self._settled = words if words == self._seen else None
            self._seen = words
            return changed
        return False  # the library in use stays in use

    def _refresh(self, delay: float) -> bool:
        try:
            with self._database.reading() as session:
                edition = published_edition(session)
            if edition is None or edition in {self.current().edition, self._refused}:
                return self._refresh_facts()
            self._stop.wait(delay)
            self.replace(self._load())
        except BadContent as error:
            self._refused = edition
            log.error("edition refused", edition=edition, error=str(error))
            return False
        log.info("new edition", edition=self.current().edition)
        release_memory()
        return True

    def _refresh_facts(self) -> bool:
        values = dict(self._values)
        if values == self._told:
            return False
        library = self.current()
        self.replace(replace(library, facts=library.facts.given(values)))
        self._told = values
        return True

    def _prepare(self) -> bool:
        """Build the edition that one approved revision will make, so that its publication only opens it.

        Says whether anything was built. Nothing of it is answered from before it is published.
        """
        with self._database.reading() as session:
            # The last written of them; the cache keeps as many artifacts more.
            approved = approved_articles(session, BUILT_AHEAD)
            if not approved or self._artifact_cache is IN_MEMORY:
                return False
            stored = read_stored(session)
        to_come = {with_revised(stored, one).edition: one for one in approved}
        self._prepared &= to_come.keys()
        waiting = [edition for edition in to_come if edition and edition not in self._prepared]
        if not waiting:
            return False
        self._prepared.add(waiting[0])
        load_library(with_revised(stored, to_come[waiting[0]]), artifact_cache=self._artifact_cache)
        release_memory()
        return True

    def follow(self, delay: float = 0.0, *, prepares: bool = False) -> None:
        """Look for a new edition every ``FOLLOW_SECONDS``, in a thread that ends with the process.

        One process of a machine ``prepares`` what is approved, too.
        """
        threading.Thread(
            target=self._follow, args=(delay, prepares), name="library reload", daemon=True
        ).start()

    def stop(self) -> None:
        """End following."""
        self._stop.set()

    def _follow(self, delay: float, prepares: bool) -> None:
        while not self._stop.wait(FOLLOW_SECONDS):
            try:
                self.refresh(delay, prepares=prepares)
            except SQLAlchemyError:
                # A mistake of our own; the thread must live, or nothing published would be seen any more.
                log.exception("library not reloaded")

    def _load(self) -> Library:
        stored = None
        with DatabaseOptional(), self._database.reading() as session:
            stored = read_stored(session)
        self._told = dict(self._values)
        # No transaction is open any more: building takes seconds, and a server ends who idles in one.
        return load_library(
            stored, values=self._told, vectors=self._vectors, artifact_cache=self._artifact_cache
        )


def open_library(database: Database, settings: Settings, values: Mapping[str, str]) -> ReloadingLibraryHolder:
    """The library holder for these settings and local facts."""
    embedder = find_embedder(settings.embedder)
    vectors = VectorCache(embedder, settings.var_dir / "vectors") if embedder else None
    return ReloadingLibraryHolder(database, values, vectors, ArtifactCache(settings.index_dir))
