"""The intake of a whole house, its verbs as transactions."""

import pytest

from app.wiring import House
from tests.integration.intake.counter import Counter


@pytest.fixture
def counter(house: House) -> Counter:
    """Where tips are taken down."""
    return Counter(house)
