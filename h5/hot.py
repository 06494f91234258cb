"""大家都在问: what at least five people asked in the last seven days, filled up with the editors' choice."""

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

from core.clock import Clock
from core.db import DATABASE_AWAY, Database
from knowledge.articles import Article
from knowledge.asked.hotlist import often_asked
from knowledge.library import Library

SHOWN = 8
ASKERS = 5
WITHIN = timedelta(days=7)
KEPT_FOR = timedelta(minutes=5)


class HotQuestions:
    """Asks the log once in five minutes a process; without a database the last list stands."""

    def __init__(self, database: Database, clock: Clock, editors_choice: Sequence[str]) -> None:
        self._database = database
        self._clock = clock
        self._choice = editors_choice
        self._asking = threading.Lock()
        self._asked: list[str] = []
        self._asked_at: datetime | None = None

    def articles(self, library: Library) -> list[Article]:
        """The articles to show, those that people ask for first."""
        ids = dict.fromkeys([*self._current(), *self._choice])
        return [library.articles[one] for one in ids if one in library.articles][:SHOWN]

    def _current(self) -> list[str]:
        now = self._clock.now()
        # A clock that was set back makes what is known old.
        if self._asked_at is not None and timedelta(0) <= now - self._asked_at < KEPT_FOR:
            return self._asked
        # Requests that come while another one asks take the list as it is.
        if not self._asking.acquire(blocking=False):
            return self._asked
        try:
            with self._database.reading() as session:
                self._asked = often_asked(session, since=now - WITHIN, askers=ASKERS, limit=SHOWN)
        except DATABASE_AWAY:
            pass
        finally:
            self._asked_at = now
            self._asking.release()
        return self._asked
