"""A simulator with a tiny account and one follower beside it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.contract.simulator_harness import SimulatorHarness, open_harness


@pytest.fixture
def harness() -> Iterator[SimulatorHarness]:
    with open_harness() as harness:
        yield harness


@pytest.fixture
def amy(harness: SimulatorHarness) -> str:
    openid = harness.citizen()
    harness.account.arrivals.clear()
    return openid
