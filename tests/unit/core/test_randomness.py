"""Random bytes are fetched for many uses at once, and nobody is given what somebody else was."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from core.randomness import random_bytes, random_number


def test_nothing_is_given_twice_not_even_to_two_threads() -> None:
    with ThreadPoolExecutor(4) as threads:
        given = list(threads.map(lambda _: random_bytes(16), range(4000)))
    assert len(set(given)) == 4000
    assert {len(one) for one in given} == {16}


def test_more_is_given_than_is_fetched_at_once() -> None:
    assert len(set(random_bytes(100_000))) == 256


def test_the_system_is_asked_once_for_many(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def fetch(count: int) -> bytes:
        asked.append(count)
        return bytes(count)

    monkeypatch.setattr(os, "urandom", fetch)
    for _ in range(128):
        random_bytes(16)
    assert len(asked) <= 2


def test_a_process_that_was_forked_off_is_given_others() -> None:
    random_bytes(16)
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.write(writing, random_bytes(16))
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reading, 16) != random_bytes(16)
    os.close(reading)
    os.close(writing)


def test_a_number_has_no_more_bits_than_asked_for() -> None:
    found = [random_number(20) for _ in range(1000)]
    assert max(found) < 1 << 20
    assert max(found) >= 1 << 19
