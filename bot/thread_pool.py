"""Threads that work for a request, and the right to stop waiting for one of them.

A request must be answered within seconds, whatever a skill or the database does. Work it started may outlast
the wait; from then on it must not commit, because the platform has been told otherwise.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

T = TypeVar("T")

_COMMIT_SECONDS = 0.1  # how long a commit in progress may take before it is interrupted
_INTERRUPTED_SECONDS = 0.05  # and how long after that before its outcome counts as unknown


class RevocablePermit:
    """Held by a thread that works for a request: either it commits or the request revokes, never both."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._given_up = False
        self._interrupt: Callable[[], None] | None = None

    def commit(self, action: Callable[[], T], interrupt: Callable[[], None] | None = None) -> T | None:
        """Run ``action``, which commits. Returns None without running it when the request no longer waits.

        ``interrupt`` is called from another thread to end an ``action`` that takes too long.
        """
        with self._lock:
            if self._given_up:
                return None
            self._interrupt = interrupt
            return action()

    def revoke(self) -> None:
        """Forbid the commit. A commit in progress is interrupted, and may nevertheless succeed."""
        if self._lock.acquire(timeout=_COMMIT_SECONDS):
            self._given_up = True
            self._lock.release()
        elif self._interrupt is not None:
            self._interrupt()
            if self._lock.acquire(timeout=_INTERRUPTED_SECONDS):
                self._given_up = True
                self._lock.release()


class Task(Generic[T]):
    """A piece of work that a thread is doing."""

    def __init__(
        self, future: "Future[T]", permit: RevocablePermit, stuck: Callable[["Future[T]"], None]
    ) -> None:
        self._future = future
        self._permit = permit
        self._stuck = stuck

    def result(self, seconds: float) -> T:
        """Its result; ``TimeoutError`` when it takes longer than ``seconds``."""
        return self._future.result(timeout=max(0.0, seconds))

    def abandon(self) -> None:
        """Declare that nobody waits for it any more."""
        if not self._future.cancel():
            self._permit.revoke()
            self._stuck(self._future)


class ThreadPool:
    """A fixed number of threads, started on first use so that they belong to the worker process."""

    def __init__(self, threads: int, name: str) -> None:
        self._threads = threads
        self._name = name
        self._executor: ThreadPoolExecutor | None = None
        self._lock = threading.Lock()
        self._stuck_count = 0

    @property
    def is_stuck(self) -> bool:
        """Whether at least half of the threads are busy with abandoned work."""
        return self._stuck_count * 2 >= self._threads

    def submit(self, work: Callable[[RevocablePermit], T]) -> Task[T]:
        """Start ``work`` in a thread; it commits through its permit."""
        permit = RevocablePermit()
        return Task(self._running_executor().submit(work, permit), permit, self._note_stuck)

    def close(self) -> None:
        """Wait for everything that was begun, then end the threads."""
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)

    def _note_stuck(self, future: "Future[T]") -> None:
        with self._lock:
            self._stuck_count += 1
        future.add_done_callback(self._note_free)

    def _note_free(self, _future: "Future[T]") -> None:
        with self._lock:
            self._stuck_count -= 1

    def _running_executor(self) -> ThreadPoolExecutor:
        if self._executor is None:
            with self._lock:
                if self._executor is None:
                    self._executor = ThreadPoolExecutor(self._threads, thread_name_prefix=self._name)
        return self._executor
