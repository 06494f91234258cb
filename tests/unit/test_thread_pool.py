"""The threads that work for a request: results in time, and tasks nobody waits for any more."""

import threading
from collections.abc import Iterator

import pytest

from bot.thread_pool import RevocablePermit, ThreadPool

THREADS = 4
PATIENCE_SECONDS = 20


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Opened by the test, or at its end so that no thread hangs."""
    gate = threading.Event()
    yield gate
    gate.set()


@pytest.fixture
def pool() -> ThreadPool:
    return ThreadPool(THREADS, "test")


def test_work_in_time_gives_its_outcome(pool: ThreadPool) -> None:
    assert pool.submit(lambda permit: permit.commit(lambda: 7)).result(PATIENCE_SECONDS) == 7


def test_an_abandoned_task_does_not_commit(pool: ThreadPool, gate: threading.Event) -> None:
    lasting: list[str] = []
    over = threading.Event()

    def work(permit: RevocablePermit) -> None:
        gate.wait(PATIENCE_SECONDS)
        permit.commit(lambda: lasting.append("written"))
        over.set()

    task = pool.submit(work)
    with pytest.raises(TimeoutError):
        task.result(0)
    task.abandon()
    gate.set()

    assert over.wait(PATIENCE_SECONDS)
    assert lasting == []


def test_a_commit_stays_when_the_task_is_abandoned_after_it(pool: ThreadPool) -> None:
    lasting: list[str] = []
    task = pool.submit(lambda permit: permit.commit(lambda: lasting.append("written")))
    task.result(PATIENCE_SECONDS)
    task.abandon()

    assert lasting == ["written"]


def test_an_abandoned_task_that_has_not_started_never_starts(pool: ThreadPool, gate: threading.Event) -> None:
    done: list[int] = []
    for _ in range(THREADS):
        pool.submit(lambda _: gate.wait(PATIENCE_SECONDS))
    pool.submit(lambda _: done.append(1)).abandon()
    gate.set()
    pool.submit(lambda _: done.append(2)).result(PATIENCE_SECONDS)

    assert done == [2]


def test_a_pool_is_stuck_when_nobody_waits_for_half_of_its_threads(
    pool: ThreadPool, gate: threading.Event
) -> None:
    started = threading.Barrier(THREADS // 2 + 1)

    def work(_: RevocablePermit) -> None:
        started.wait(PATIENCE_SECONDS)
        gate.wait(PATIENCE_SECONDS)

    tasks = [pool.submit(work) for _ in range(THREADS // 2)]
    started.wait(PATIENCE_SECONDS)
    stuck = [pool.is_stuck]
    for task in tasks:
        task.abandon()
    stuck.append(pool.is_stuck)
    gate.set()
    for task in tasks:
        task.result(PATIENCE_SECONDS)
    stuck.append(pool.is_stuck)

    assert stuck == [False, True, False]
