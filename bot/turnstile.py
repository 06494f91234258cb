"""One person, one thread: who may handle a message now, across threads, processes and machines.

Two names are locked for the time of one message: the message's own key, so that a retry waits for its twin,
and the person, so that a burst is handled in order. Both locks die with their owner: PostgreSQL drops the
advisory locks of a lost connection, the kernel drops those of a killed process. No lease has to run out.
"""

import fcntl
import os
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from core.db import Database
from core.ids import lock_number


class Admission(StrEnum):
    """Whether this thread may handle the message."""

    ENTERED = "entered"
    TWIN_BUSY = "twin_busy"  # the same message is still being handled elsewhere
    PERSON_BUSY = "person_busy"  # another message of the same person is


class Passage:
    """The room behind the turnstile: reads, then at most one transaction that writes."""

    def __init__(self, database: Database, admission: Admission, session: Session | None = None) -> None:
        self.admission = admission
        self._database = database
        self._session = session
        self._writes = session is not None

    def session(self) -> Session:
        """The writing transaction, begun when first asked for."""
        session = self.reader()
        if not self._writes:
            self._database.start_writing(session)
            self._writes = True
        return session

    def reader(self) -> Session:
        """The same session for the first look, which on SQLite does not take the write lock."""
        if self._session is None:
            self._session = self._database.open_waiting()
        return self._session

    def commit(self) -> None:
        """Make what was written lasting."""
        if self._session is not None:
            self._session.commit()

    def leave(self) -> None:
        """Undo what was not committed and give the connection back."""
        if self._session is not None:
            self._session.close()
            self._session = None


class Turnstile(Protocol):
    """Lets one thread at a time through for each message and each person."""

    @contextmanager
    def entering(
        self, key: str, person: str, *, twin_seconds: float, person_seconds: float = 0.0
    ) -> Iterator[Passage]:
        """Wait at most so long for a twin and for the person, and say in the passage how it went."""
        ...


def turnstile_for(database: Database, lock_file: Path) -> Turnstile:
    """The turnstile that fits the database; ``lock_file`` is used with SQLite only."""
    return FileTurnstile(database, lock_file) if database.is_sqlite else PostgresTurnstile(database)


class PostgresTurnstile:
    """Advisory locks that end with the transaction of the message."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def entering(
        self, key: str, person: str, *, twin_seconds: float, person_seconds: float = 0.0
    ) -> Iterator[Passage]:
        """See ``Turnstile``."""
        session = self._database.open_writing()
        try:
            admission = self._admit(
                session, lock_number(key), lock_number(person), twin_seconds, person_seconds
            )
            yield Passage(self._database, admission, session)
        finally:
            session.close()

    def _admit(
        self, session: Session, key: int, person: int, twin_seconds: float, person_seconds: float
    ) -> Admission:
        twin_free, person_free = session.execute(_TRY_BOTH, {"key": key, "person": person}).one()
        if not twin_free:
            if not _wait(session, key, twin_seconds):
                return Admission.TWIN_BUSY
            person_free = person_free or session.execute(_TRY_ONE, {"name": person}).scalar()
        if not person_free and not (person_seconds > 0 and _wait(session, person, person_seconds)):
            return Admission.PERSON_BUSY
        return Admission.ENTERED


_TRY_BOTH = text("SELECT pg_try_advisory_xact_lock(:key), pg_try_advisory_xact_lock(:person)")
_TRY_ONE = text("SELECT pg_try_advisory_xact_lock(:name)")
_LOCK = text("SELECT pg_advisory_xact_lock(:name)")


def _wait(session: Session, name: int, seconds: float) -> bool:
    """Wait for one advisory lock; a transaction that waited in vain starts afresh."""
    session.execute(text(f"SET LOCAL lock_timeout = {max(1, int(seconds * 1000))}"))
    try:
        session.execute(_LOCK, {"name": name})
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) != "55P03":  # lock_not_available
            raise
        session.rollback()
        return False
    session.execute(text("SET LOCAL lock_timeout = 0"))
    return True


class FileTurnstile:
    """Locks on bytes of one file, for the embedded database on one machine.

    Open-file-description locks (Linux) exclude threads as well as processes, because each passage opens
    the file anew.
    """

    _PAUSE_SECONDS = 0.01

    def __init__(self, database: Database, lock_file: Path) -> None:
        self._database = database
        self._lock_file = lock_file
        lock_file.parent.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def entering(
        self, key: str, person: str, *, twin_seconds: float, person_seconds: float = 0.0
    ) -> Iterator[Passage]:
        """See ``Turnstile``."""
        descriptor = os.open(self._lock_file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        passage = Passage(self._database, self._admit(descriptor, key, person, twin_seconds, person_seconds))
        try:
            yield passage
        finally:
            passage.leave()
            os.close(descriptor)

    def _admit(
        self, descriptor: int, key: str, person: str, twin_seconds: float, person_seconds: float
    ) -> Admission:
        if not self._take(descriptor, key, twin_seconds):
            return Admission.TWIN_BUSY
        if not self._take(descriptor, person, person_seconds):
            return Admission.PERSON_BUSY
        return Admission.ENTERED

    def _take(self, descriptor: int, name: str, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        # struct flock of Linux: type, whence, start, length, pid; the file itself never grows.
        wish = struct.pack(
            "hhqqi", fcntl.F_WRLCK, os.SEEK_SET, lock_number(name) & 0x7FFF_FFFF_FFFF_FFF0, 1, 0
        )
        while True:
            try:
                fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, wish)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    return False
                time.sleep(self._PAUSE_SECONDS)
            else:
                return True
