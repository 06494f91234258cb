"""A signal ends the waiting, in whichever moment it comes."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from types import FrameType
from typing import Any

import pytest

from core.stop_signal import StopSignal


@pytest.fixture
def told() -> Iterator[StopSignal]:
    before = signal.getsignal(signal.SIGUSR1)
    yield StopSignal(signal.SIGUSR1)
    signal.signal(signal.SIGUSR1, before)


def test_nothing_is_told_before_a_signal_comes(told: StopSignal) -> None:
    assert not told.wait(0.01)
    assert not told.is_set()


def test_a_signal_ends_the_waiting(told: StopSignal) -> None:
    threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGUSR1)).start()

    assert told.wait(30)
    assert told.is_set()


def test_one_that_came_earlier_is_not_waited_for(told: StopSignal) -> None:
    signal.raise_signal(signal.SIGUSR1)
    signal.raise_signal(signal.SIGUSR1)

    assert told.wait()
    assert told.wait()


@pytest.mark.parametrize("step", range(24))
def test_a_signal_in_the_midst_of_beginning_to_wait_is_heard(told: StopSignal, step: int) -> None:
    """The signal comes before the instruction of that number, in our code or in what it calls."""
    left = [step]

    def trace(frame: FrameType, event: str, _argument: Any) -> Any:
        frame.f_trace_opcodes = True
        if event == "opcode":
            left[0] -= 1
            if left[0] == -1:
                sys.settrace(None)
                signal.raise_signal(signal.SIGUSR1)
        return trace

    sys.settrace(trace)
    try:
        told.wait(0.05)
    finally:
        sys.settrace(None)
    has_come = left[0] < 0
    assert told.wait(0.05) is has_come
