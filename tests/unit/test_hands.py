"""Threads that work for a request, and the right to stop waiting for them."""

import threading
from collections.abc import Iterator

import pytest

from bot.hands import Hands, Pledge

HANDS = 4
PATIENCE_SECONDS = 20


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Opened by the test, or at its end so that no thread hangs."""
    gate = threading.Event()
    yield gate
    gate.set()


@pytest.fixture
def hands() -> Hands:
    return Hands(HANDS, "test")


def test_work_in_time_gives_its_outcome(hands: Hands) -> None:
    assert hands.begin(lambda pledge: pledge.commit(lambda: 7)).outcome(PATIENCE_SECONDS) == 7


def test_what_was_given_up_is_not_committed(hands: Hands, gate: threading.Event) -> None:
    lasting: list[str] = []
    over = threading.Event()

    def work(pledge: Pledge) -> None:
        gate.wait(PATIENCE_SECONDS)
        pledge.commit(lambda: lasting.append("written"))
        over.set()

    effort = hands.begin(work)
    with pytest.raises(TimeoutError):
        effort.outcome(0)
    effort.give_up()
    gate.set()

    assert over.wait(PATIENCE_SECONDS)
    assert lasting == []


def test_what_was_committed_is_not_given_up(hands: Hands) -> None:
    lasting: list[str] = []
    effort = hands.begin(lambda pledge: pledge.commit(lambda: lasting.append("written")))
    effort.outcome(PATIENCE_SECONDS)
    effort.give_up()

    assert lasting == ["written"]


def test_work_that_never_began_is_not_begun(hands: Hands, gate: threading.Event) -> None:
    done: list[int] = []
    for _ in range(HANDS):
        hands.begin(lambda _: gate.wait(PATIENCE_SECONDS))
    hands.begin(lambda _: done.append(1)).give_up()
    gate.set()
    hands.begin(lambda _: done.append(2)).outcome(PATIENCE_SECONDS)

    assert done == [2]


def test_half_of_the_hands_busy_for_nobody_are_too_many(hands: Hands, gate: threading.Event) -> None:
    started = threading.Barrier(HANDS // 2 + 1)

    def work(_: Pledge) -> None:
        started.wait(PATIENCE_SECONDS)
        gate.wait(PATIENCE_SECONDS)

    efforts = [hands.begin(work) for _ in range(HANDS // 2)]
    started.wait(PATIENCE_SECONDS)
    stuck = [hands.are_stuck]
    for effort in efforts:
        effort.give_up()
    stuck.append(hands.are_stuck)
    gate.set()
    for effort in efforts:
        effort.outcome(PATIENCE_SECONDS)
    stuck.append(hands.are_stuck)

    assert stuck == [False, True, False]
