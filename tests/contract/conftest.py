"""A simulated platform for gateways, and a simulator with a tiny account and one follower beside it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.contract.simulator_harness import SimulatorHarness, open_harness
from tests.contract.wechat_platform import SimulatedPlatform, simulated_platform


@pytest.fixture(scope="session")
def shared_platform() -> Iterator[SimulatedPlatform]:
    """One simulated WeChat for this test process."""
    with simulated_platform() as platform:
        yield platform


@pytest.fixture
def platform(shared_platform: SimulatedPlatform) -> SimulatedPlatform:
    """A WeChat in which nothing has happened yet."""
    shared_platform.reset()
    return shared_platform


@pytest.fixture
def harness() -> Iterator[SimulatorHarness]:
    with open_harness() as harness:
        yield harness


@pytest.fixture
def amy(harness: SimulatorHarness) -> str:
    openid = harness.citizen()
    harness.account.arrivals.clear()
    return openid
