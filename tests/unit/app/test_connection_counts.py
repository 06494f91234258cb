"""What the workers see of one another's connections."""

import os

from app.connection_counts import MOST_WORKERS, ConnectionCounts


def test_who_holds_more_than_another_is_ahead() -> None:
    counts = ConnectionCounts()
    counts.tell(1, 3)
    assert not counts.is_ahead(1)
    counts.tell(2, 2)
    assert counts.is_ahead(1)
    assert not counts.is_ahead(2)
    counts.tell(2, 3)
    assert not counts.is_ahead(1)


def test_nobody_waits_for_a_worker_that_is_gone() -> None:
    counts = ConnectionCounts()
    counts.tell(1, 3)
    counts.tell(MOST_WORKERS + 2, 0)
    assert counts.is_ahead(1)
    counts.forget(MOST_WORKERS + 2)
    assert not counts.is_ahead(1)


def test_what_a_forked_worker_tells_is_seen_by_the_others() -> None:
    counts = ConnectionCounts()
    counts.tell(1, 1)
    child = os.fork()
    if not child:
        counts.tell(2, 0)
        os._exit(0)
    os.waitpid(child, 0)
    assert counts.is_ahead(1)


def test_a_number_beyond_all_bounds_is_still_a_number() -> None:
    counts = ConnectionCounts()
    counts.tell(1, 10**9)
    counts.tell(2, -1)
    assert counts.is_ahead(1)
