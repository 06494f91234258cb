"""One thread per person: who may handle a message now, across threads, processes and machines.

Two names are locked while a message is handled: the message's own key, so that a retry waits for its twin,
and the person, so that a burst is handled in order. Both locks die with their owner: PostgreSQL drops the
advisory locks of a lost connection, and the kernel drops those of a killed process. There is no lease that
has to run out.
"""

import fcntl
import os
import struct
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy.orm import Session

from core.connections import DirectConnection, always
from core.db import Database
from core.group_commit import Permit
from core.ids import lock_number
from core.statements import Prepared
from core.writes import Write

_PAUSE_SECONDS = 0.01  # between two tries for a name that is locked


class LockOutcome(StrEnum):
    """Whether this thread may handle the message."""

    ACQUIRED = "acquired"
    TWIN_BUSY = "twin_busy"  # the same message is still being handled elsewhere
    PERSON_BUSY = "person_busy"  # another message of the same person is


@dataclass(frozen=True, slots=True)
class FirstQuery:
    """What to find out as soon as the names are locked: a statement that returns one row."""

    statement: Prepared
    parameters: Mapping[str, Any]


class UnitOfWork:
    """What is done while the locks are held: queries first, then at most one transaction that writes.

    ``first_row`` is what the ``FirstQuery`` returned. On PostgreSQL it may be slightly older than the lock,
    so writes that depend on it must be ``needed`` ones.
    """

    def __init__(
        self,
        connection: DirectConnection,
        lock_outcome: LockOutcome,
        first_row: Sequence[Any],
        unlock: str = "",
    ) -> None:
        self.lock_outcome = lock_outcome
        self.first_row = first_row
        self.connection = connection
        self._unlock = unlock

    def session(self) -> Session:
        """The writing transaction, begun when first asked for."""
        return self.connection.session()

    def commit(self, writes: Sequence[Write], permit: Permit = always) -> list[Any] | None:
        """Commit the writes and what the session did; see ``core.connections.DirectConnection.commit``."""
        values = self.connection.commit(writes, permit, self._unlock)
        if values is not None:
            self._unlock = ""
        return values

    def release(self) -> None:
        """Undo what was not committed and give the connection back; no lock is held afterwards."""
        try:
            self.connection.undo()
            if self._unlock and not self.connection.is_lost:
                self.connection.first_of(f"SELECT {self._unlock}", None)
        except BaseException:
            self.connection.abandon()
            raise
        finally:
            self.connection.close()


class MessageLocks(Protocol):
    """Lets one thread at a time through for each message and each person."""

    @contextmanager
    def acquiring(
        self, key: str, person: str, query: FirstQuery, *, twin_seconds: float, person_seconds: float = 0.0
    ) -> Iterator[UnitOfWork]:
        """Wait at most the given times for a twin and for the person; ``lock_outcome`` tells the result."""
        ...


def message_locks_for(database: Database, lock_file: Path) -> MessageLocks:
    """The kind of locks that fits the database; ``lock_file`` is used with SQLite only."""
    return FileMessageLocks(database, lock_file) if database.is_sqlite else AdvisoryMessageLocks(database)


class AdvisoryMessageLocks:
    """Advisory locks held by the connection that handles the message.

    They are taken together with the first query and released together with the last write, so a message costs
    two round trips. A connection that is lost loses its locks.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def acquiring(
        self, key: str, person: str, query: FirstQuery, *, twin_seconds: float, person_seconds: float = 0.0
    ) -> Iterator[UnitOfWork]:
        """See ``MessageLocks``."""
        connection = DirectConnection(self._database)
        work = UnitOfWork(connection, LockOutcome.TWIN_BUSY, (), _UNLOCK)
        try:
            twin, own = lock_number(key), lock_number(person)
            compiled = query.statement.compiled(self._database.engine.dialect)
            values = compiled.values(query.parameters) | {"lock_twin": twin, "lock_person": own}
            twin_free, person_free, *row = connection.first_of(_locking(compiled.text), values) or (
                False,
                False,
            )
            waited = not twin_free
            if twin_free or _tried(lambda: _lock(connection, twin), twin_seconds):
                work.lock_outcome = LockOutcome.ACQUIRED
                if not person_free:
                    waited = True
                    if not _tried(lambda: _lock(connection, own), person_seconds):
                        work.lock_outcome = LockOutcome.PERSON_BUSY
            work.first_row = (connection.first(query.statement, query.parameters) or ()) if waited else row
            yield work
        finally:
            work.release()


_UNLOCK = "pg_advisory_unlock_all()"


@cache
def _locking(query: str) -> str:
    """The query and both locks in one statement."""
    locks = "pg_try_advisory_lock(%(lock_twin)s::bigint), pg_try_advisory_lock(%(lock_person)s::bigint)"
    return f"SELECT {locks}, first.* FROM ({query}) AS first"  # noqa: S608


def _lock(connection: DirectConnection, name: int) -> bool:
    row = connection.first_of("SELECT pg_try_advisory_lock(%(name)s::bigint)", {"name": name})
    return bool(row and row[0])


def _tried(take: Callable[[], bool], seconds: float) -> bool:
    """Try repeatedly until it succeeds or the time is up."""
    deadline = time.monotonic() + seconds
    while not take():
        if time.monotonic() >= deadline:
            return False
        time.sleep(_PAUSE_SECONDS)
    return True


class FileMessageLocks:
    """Locks on bytes of one file, for the embedded database on one machine.

    Open-file-description locks (Linux) exclude threads as well as processes, because each unit of work opens
    the file anew.
    """

    def __init__(self, database: Database, lock_file: Path) -> None:
        self._database = database
        self._lock_file = lock_file
        lock_file.parent.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def acquiring(
        self, key: str, person: str, query: FirstQuery, *, twin_seconds: float, person_seconds: float = 0.0
    ) -> Iterator[UnitOfWork]:
        """See ``MessageLocks``."""
        descriptor = os.open(self._lock_file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        work = UnitOfWork(DirectConnection(self._database), LockOutcome.TWIN_BUSY, ())
        try:
            if _tried(lambda: _lock_byte(descriptor, key), twin_seconds):
                free = _tried(lambda: _lock_byte(descriptor, person), person_seconds)
                work.lock_outcome = LockOutcome.ACQUIRED if free else LockOutcome.PERSON_BUSY
                work.first_row = work.connection.first(query.statement, query.parameters) or ()
            yield work
        finally:
            try:
                work.release()
            finally:
                os.close(descriptor)


def _lock_byte(descriptor: int, name: str) -> bool:
    # struct flock of Linux: type, whence, start, length, pid; the file itself never grows.
    lock = struct.pack("hhqqi", fcntl.F_WRLCK, os.SEEK_SET, lock_number(name) & 0x7FFF_FFFF_FFFF_FFF0, 1, 0)
    try:
        fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, lock)
    except BlockingIOError:
        return False
    return True
