"""Short transactions of several threads, written with one commit.

A commit on SQLite waits for the disk, and all other writers wait for that commit. Under load the first of the
waiting threads therefore writes for all of them in one transaction (group commit). A write that nobody waits
for any more is left out. If one write fails, which is rare, all are undone and written again, each under its
own savepoint, so that only that one fails. Using savepoints from the start would make SQLite copy every page
that a message changes into a separate file.
"""

import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from core.errors import AnwenError, Unavailable
from core.writers import WriterQueue

T = TypeVar("T")

_TOGETHER = 32


class Permit(Protocol):
    """Asked at the last moment: either runs the commit, or returns None without running it."""

    def __call__(self, action: Callable[[], T], interrupt: Callable[[], None] | None, /) -> T | None:
        """``interrupt`` ends ``action`` from another thread; None when nothing can."""
        ...


Work = Callable[[Any], list[Any]]
"""Writes on a cursor of the driver and says what came of it."""


@dataclass(eq=False)
class _Pending:
    """What one thread wants to write."""

    work: Work
    permit: Permit
    turn: threading.Event = field(default_factory=threading.Event)
    is_done: bool = False
    outcome: list[Any] | None = None
    error: Exception | None = None


_Write = Callable[[Any, _Pending], None]


class _OneFailed(AnwenError):
    """One write of a group failed; none of the group is committed."""


class GroupCommit:
    """The queue of the threads of one process that have something short to write."""

    def __init__(self, writers: WriterQueue) -> None:
        self._writers = writers
        self._lock = threading.Lock()
        self._waiting: list[_Pending] = []
        self._has_leader = False

    def commit(self, cursor: Any, work: Work, permit: Permit) -> list[Any] | None:
        """Run ``work`` and commit it; returns its result, or None when ``permit`` forbade the commit.

        ``cursor`` belongs to a connection in autocommit; if this thread leads, the cursor also serves the
        others.
        """
        pending = _Pending(work, permit)
        with self._lock:
            self._waiting.append(pending)
            leads = not self._has_leader
            self._has_leader = True
        if not leads:
            pending.turn.wait()
        if not pending.is_done:
            self._lead(cursor)
        if pending.error is not None:
            raise pending.error
        return pending.outcome

    def _lead(self, cursor: Any) -> None:
        """Write for every thread waiting when our turn comes, then let the next one lead."""
        group: list[_Pending] = []
        is_committed = False
        try:
            with self._writers.turn():
                group = self._next_group()
                try:
                    is_committed = _transaction(cursor, group, _together)
                except _OneFailed:
                    is_committed = _transaction(cursor, group, _apart)
        finally:
            self._dismiss(group or self._next_group(), is_committed)

    def _dismiss(self, group: list[_Pending], is_committed: bool) -> None:
        for pending in group:
            if not is_committed and pending.error is None:
                pending.error = Unavailable("what was written together could not be committed")
            pending.is_done = True
        with self._lock:
            follower = self._waiting[:1]
            self._has_leader = bool(follower)
        for pending in [*group, *follower]:
            pending.turn.set()

    def _next_group(self) -> list[_Pending]:
        with self._lock:
            group, self._waiting = self._waiting[:_TOGETHER], self._waiting[_TOGETHER:]
            return group


def _transaction(cursor: Any, group: list[_Pending], write: _Write) -> bool:
    cursor.execute("BEGIN IMMEDIATE")
    try:
        return _write_from(cursor, group, write)
    finally:
        if cursor.connection.in_transaction:
            cursor.execute("ROLLBACK")


def _write_from(cursor: Any, group: list[_Pending], write: _Write, number: int = 0) -> bool:
    """Write from number ``number`` on, each inside the permit of those before it, and commit innermost."""
    if number == len(group):
        cursor.execute("COMMIT")
        return True
    pending = group[number]

    def action() -> bool:
        write(cursor, pending)
        return _write_from(cursor, group, write, number + 1)

    if pending.permit(action, None) is None:
        pending.outcome = None
        return _write_from(cursor, group, write, number + 1)
    return True


def _together(cursor: Any, pending: _Pending) -> None:
    """Run one write as part of the group; ``_OneFailed`` if it cannot be done."""
    try:
        pending.outcome = pending.work(cursor)
    except (sqlite3.Error, AnwenError) as error:
        raise _OneFailed from error


def _apart(cursor: Any, pending: _Pending) -> None:
    """Run one write under its own savepoint; if it fails, only it is undone."""
    cursor.execute("SAVEPOINT pending")
    try:
        pending.outcome = pending.work(cursor)
    except (sqlite3.Error, AnwenError) as error:
        pending.error = error
        cursor.execute("ROLLBACK TO pending")
    cursor.execute("RELEASE pending")
