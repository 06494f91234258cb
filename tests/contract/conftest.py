"""A simulator with a tiny account beside it, and somebody who follows it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.contract.simulator_desk import Desk, open_desk


@pytest.fixture
def desk() -> Iterator[Desk]:
    with open_desk() as desk:
        yield desk


@pytest.fixture
def amy(desk: Desk) -> str:
    openid = desk.citizen()
    desk.account.arrivals.clear()
    return openid
