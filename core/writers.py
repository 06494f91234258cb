"""Whose turn it is to write to SQLite, among the threads and processes of one machine.

SQLite has one writer at a time and makes the others sleep and retry at growing intervals; with many threads
some sleep for seconds while others overtake them. Here the threads of a process queue, and the process's
first thread frequently tries to lock a file beside the database. A program that opens the database without
this queue is still safe: BEGIN IMMEDIATE waits for the database itself.
"""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event

from core.errors import Unavailable

BUSY_SECONDS = 15.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.0001, 0.002

_WRITING = "anwen_writing"


class WriterQueue:
    """The queue of one engine; its sessions' transactions take their turn automatically."""

    def __init__(self, engine: Engine, lock_file: Path | None) -> None:
        self._turn = threading.Lock()
        self._lock_file = lock_file
        self._descriptor = -1
        self._process = 0
        event.listen(engine, "begin", self._begin)
        event.listen(engine, "commit", self._commit)
        event.listen(engine, "rollback", self._rollback)
        event.listen(engine, "checkin", self._checkin)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn; others wait until the block ends. ``Unavailable`` after 15 s."""
        self._take()
        try:
            yield
        finally:
            self._give()

    def _take(self) -> None:
        deadline = time.monotonic() + BUSY_SECONDS
        if not self._turn.acquire(timeout=BUSY_SECONDS):
            raise Unavailable("the database is busy writing")
        try:
            self._take_from_other_processes(deadline)
        except BaseException:
            self._turn.release()
            raise

    def _take_from_other_processes(self, deadline: float) -> None:
        if self._lock_file is None:
            return
        if self._process != os.getpid():
            # A lock belongs to the opening of the file, which a forked child shares with its parent.
            self._descriptor = os.open(self._lock_file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            self._process = os.getpid()
        pause = _FIRST_PAUSE
        while True:
            try:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise Unavailable("the database is busy writing") from None
                time.sleep(pause)
                pause = min(pause * 1.3, _LONGEST_PAUSE)
            else:
                return

    def _give(self) -> None:
        if self._lock_file is not None:
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)
        self._turn.release()

    def _begin(self, connection: Connection) -> None:
        # Without a BEGIN each statement reads by itself, and never waits.
        if connection.get_execution_options().get("anwen_reading", False):
            return
        self._take()
        connection.info[_WRITING] = True
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except BaseException:
            self._release(connection.info)
            raise

    def _commit(self, connection: Connection) -> None:
        # The engine's own commit comes after this event; the next in line must not start before it is done.
        if connection.info.get(_WRITING):
            connection.exec_driver_sql("COMMIT")
            self._release(connection.info)

    def _rollback(self, connection: Connection) -> None:
        if connection.info.get(_WRITING):
            if connection.connection.in_transaction:
                connection.exec_driver_sql("ROLLBACK")
            self._release(connection.info)

    def _checkin(self, _connection: Any, record: Any) -> None:
        """The pool has rolled back a connection that was given back in the middle of a transaction."""
        self._release(record.info)

    def _release(self, info: Any) -> None:
        if info.pop(_WRITING, False):
            self._give()
