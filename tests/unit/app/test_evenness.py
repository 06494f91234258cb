"""Connections are let go of now and then, and only then."""

import random

import pytest

from app.evenness import REUSES, part_sometimes


class Request:
    """One request of gunicorn's."""

    parted = False

    def force_close(self) -> None:
        """The answer says that the connection ends."""
        self.parted = True


def test_one_request_in_many_ends_its_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(random, "random", random.Random(1).random)
    requests = [Request() for _ in range(REUSES * 200)]
    for request in requests:
        part_sometimes(None, request)

    parted = sum(request.parted for request in requests)
    assert 150 < parted < 250
