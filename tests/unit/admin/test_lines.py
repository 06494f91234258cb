"""Passwords compared at once: who finds no place goes away at once, instead of keeping a thread."""

import threading
import time

import pytest

from admin.lines import Line
from admin.sign_in import Crowded


def test_who_finds_no_place_is_sent_away_at_once() -> None:
    comparing, go_on = Line(Crowded, in_line=2), threading.Event()
    inside, compared = threading.Semaphore(0), []

    def somebody() -> None:
        with comparing.place():
            inside.release()
            with comparing.turn():
                go_on.wait(10)
                compared.append(1)

    three = [threading.Thread(target=somebody) for _ in range(3)]
    for one in three:
        one.start()
        assert inside.acquire(timeout=10)
    began = time.monotonic()
    with pytest.raises(Crowded), comparing.place():
        pass
    assert time.monotonic() - began < 5, "the others are in there for ten"

    go_on.set()
    for one in three:
        one.join(10)
    assert compared == [1, 1, 1]
    with comparing.place(), comparing.turn():
        pass  # a place that was left is free again
